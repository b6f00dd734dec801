"""Who may come to which address of plans; the rows of `rights_*.py` beside this file."""

from importlib import import_module
from pathlib import Path

from tests.rules import Rule

RULES: dict[str, Rule] = {}
for _file in sorted(Path(__file__).parent.glob("rights_*.py")):
    RULES |= import_module(f"tests.actionplans.{_file.stem}").RULES
