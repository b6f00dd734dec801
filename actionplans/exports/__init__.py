"""Plans leave as files: a workbook, text with semicolons, a calendar, JSON."""

from actionplans.exports.columns import FULL
from actionplans.exports.files import KINDS, Export, columns_for, file_name

__all__ = ["FULL", "KINDS", "Export", "columns_for", "file_name"]
