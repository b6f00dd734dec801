"""A plan comes in: from a table of any of the five countries to proposed measures."""

from actionplans.importing.headings import FIELDS
from actionplans.importing.layout import Column, Layout, at, columns, propose
from actionplans.importing.proposing import (
    CHANGED,
    EQUAL,
    KINDS,
    NEW,
    WRONG,
    propose_import,
)

__all__ = [
    "CHANGED",
    "EQUAL",
    "FIELDS",
    "KINDS",
    "NEW",
    "WRONG",
    "Column",
    "Layout",
    "at",
    "columns",
    "propose",
    "propose_import",
]
