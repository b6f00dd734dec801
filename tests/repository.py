"""The repository as the checks of its shape read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("coalition", "cities", "workinggroups", "actionplans", "home")
OWN_FOLDERS = {".venv", ".git", "var", "node_modules", "__pycache__"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, also one that is not added yet; outside git, every file."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        files = [ROOT / name for name in listing.stdout.split("\0") if name]
    else:
        files = [file for file in ROOT.rglob("*") if not OWN_FOLDERS & set(file.parts)]
    return tuple(sorted(file for file in files if file.is_file()))


def name_of(file: Path) -> str:
    """A file as a reader names it."""
    return file.relative_to(ROOT).as_posix()


def modules(*folders: str) -> list[Path]:
    """Python modules in some top folders (all of them by default), without migrations."""
    return [
        file
        for file in tracked()
        if file.suffix == ".py"
        and "migrations" not in file.parts
        and (not folders or file.relative_to(ROOT).parts[0] in folders)
    ]


@cache
def tree(file: Path) -> ast.Module:
    """A module's syntax."""
    return ast.parse(file.read_text("utf-8"))


def named(file: Path, *names: str) -> bool:
    """Whether a module is `name.py`, or part of a package `name/`, in one of the apps."""
    return file.stem in names or any(part in names for part in file.relative_to(ROOT).parts[1:-1])


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions at the top of a module."""
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
