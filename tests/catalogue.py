"""What is marked for translation, read without the gettext programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

from tests.repository import APPS, modules, name_of, tracked, tree

# function: which arguments are (context, message, plural)
MARKERS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")


class Message(NamedTuple):
    """A text to translate: its context, itself, its plural; "" where there is none."""

    context: str
    text: str
    plural: str = ""


def literal(call: ast.Call, position: int | None) -> str | None:
    if position is None:
        return ""
    if position >= len(call.args):
        return None
    value = call.args[position]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def messages_of(syntax: ast.AST, names: dict[str, str]) -> Iterator[Message]:
    """The messages in a piece of Python; `names` tells what the functions are called there."""
    for node in ast.walk(syntax):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        if called in names:
            words = [literal(node, position) for position in MARKERS[names[called]]]
            if None not in words:
                yield Message(*words)


def names_in(module: ast.Module) -> dict[str, str]:
    """How a module calls the functions of gettext: `from … import gettext_lazy as _`."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in MARKERS
    }


def in_template(source: str) -> Iterator[Message]:
    """The messages of a template, from the Python that Django makes of it for xgettext."""
    names = {"_": "gettext", **{name: name for name in MARKERS}}
    python = templatize(source)
    for found in CALL.finditer(python):
        depth, end = 0, found.end() - 1
        quoted = ""
        while True:
            char = python[end]
            if quoted:
                if char == "\\":
                    end += 1
                elif char == quoted:
                    quoted = ""
            elif char in "'\"":
                quoted = char
            elif char in "()":
                depth += 1 if char == "(" else -1
                if depth == 0:
                    break
            end += 1
        yield from messages_of(ast.parse(python[found.start() : end + 1].strip()), names)


def extracted() -> dict[Message, str]:
    """Every message of the platform, with one place where it stands."""
    found: dict[Message, str] = {}
    for file in modules(*APPS):
        syntax = tree(file)
        for message in messages_of(syntax, names_in(syntax)):
            found.setdefault(message, name_of(file))
    for file in tracked():
        if is_template(file):
            for message in in_template(file.read_text("utf-8")):
                found.setdefault(message, name_of(file))
    return found


def is_template(file: Path) -> bool:
    return "templates" in file.parts and file.suffix in {".html", ".txt", ".xml", ".ics"}
