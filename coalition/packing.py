"""Office files as they leave: the same bytes for the same content, whoever asks and when.

Programs that write them put the moment of writing into every part, so that two copies of one
edition would differ and could not be compared by their fingerprints.
"""

from __future__ import annotations

import io
import re
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

from coalition import clock

CHANGED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def packed_book(book: Workbook) -> bytes:
    """The XLSX file of a workbook; it says that it was made today."""
    file = io.BytesIO()
    book.save(file)
    return packed(file, made=f"{clock.today()}T00:00:00Z")


def packed(file: IO[bytes], made: str = "") -> bytes:
    """The parts of an office file without moments; `made` is what the file says of itself."""
    out = io.BytesIO()
    with ZipFile(file) as parts, ZipFile(out, "w") as packing:
        for name in parts.namelist():
            said = parts.read(name)
            if made and name == "docProps/core.xml":
                said = CHANGED.sub(rb"\g<1>" + made.encode(), said)
            part = ZipInfo(name)  # of the first moment that a ZIP file can name
            part.compress_type = ZIP_DEFLATED
            packing.writestr(part, said)
    return out.getvalue()
