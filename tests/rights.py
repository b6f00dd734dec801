"""The table of rights: the rows of every app's `tests/<app>/rights.py`, under one roof."""

from functools import cache
from importlib import import_module
from pathlib import Path

from tests.rules import Rule


@cache
def table() -> dict[str, Rule]:
    """{address: rule} of all apps; two apps may not speak of one address."""
    rows: dict[str, Rule] = {}
    for file in sorted(Path(__file__).parent.glob("*/rights.py")):
        app = import_module(f"tests.{file.parent.name}.rights").RULES
        twice = rows.keys() & app.keys()
        assert not twice, f"declared twice: {sorted(twice)}"
        rows |= app
    return rows
