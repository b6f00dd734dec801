"""Tables that people bring: an Excel workbook, a Word document, text with semicolons.

`open_tables` looks at the content, refuses with a sentence what cannot be read safely, and gives
one shape whatever the file was: sheets of rows of cells.
"""

from coalition.sheets.kinds import MOST_COLUMNS, MOST_ROWS, open_tables
from coalition.sheets.shape import Cell, Sheet, Span, Tables, cell_name

__all__ = [
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Cell",
    "Sheet",
    "Span",
    "Tables",
    "cell_name",
    "open_tables",
]
