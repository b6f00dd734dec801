"""What a file really is, told by its content and never by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from coalition.sheets.archive import DOCX, XLSX, Archive
from coalition.sheets.documents import read_docx
from coalition.sheets.shape import MOST_COLUMNS, MOST_ROWS, Tables, damaged
from coalition.sheets.texts import read_csv
from coalition.sheets.workbooks import read_xlsx

__all__ = ["MOST_COLUMNS", "MOST_ROWS", "open_tables"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
READERS: dict[str, Callable[[Archive], Tables]] = {XLSX: read_xlsx, DOCX: read_docx}
OFFICE = (".xlsx", ".docx", ".xlsm", ".docm", ".xls", ".doc", ".ods", ".odt", ".zip")


def open_tables(file: File, name: str = "") -> Tables:
    """The tables of an uploaded file; ValidationError says why there are none to be had."""
    size = file.size or 0
    if not size:
        raise ValidationError(_("The file is empty. Choose another one."))
    if size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("The file is %(size)s MB, the limit is %(limit)s MB. Save it smaller or in parts.")
            % {"size": round(size / 1_000_000, 1), "limit": settings.UPLOAD_LIMIT // 1_000_000}
        )
    file.seek(0)
    content = file.read()
    return read_tables(content, name or file.name or "")


def read_tables(content: bytes, name: str) -> Tables:
    """The tables in some bytes."""
    if content.startswith(OLE):
        raise ValidationError(_ole(content))
    if content.startswith(b"%PDF"):
        raise ValidationError(
            _("A PDF holds no table that could be read. Bring the Word or Excel file it was "
              "made from.")
        )  # fmt: skip
    if content.startswith(b"PK"):
        archive = Archive(content)
        return READERS[archive.kind](archive)
    if PurePath(name).suffix.lower() in OFFICE and not _looks_like_text(content):
        raise damaged()
    return read_csv(content)


def _looks_like_text(content: bytes) -> bool:
    """Whether a file with an office's ending is text after all, as some programs export."""
    return b"\x00" not in content[:4096]


def _ole(content: bytes) -> str:
    if ENCRYPTED in content:
        return _("The file is locked with a password. Take the password off, save it and choose "
                 "it again.")  # fmt: skip
    return _("This is a file of an old kind (XLS or DOC). Open it and choose “Save as”: an Excel "
             "workbook (XLSX) or a Word document (DOCX).")  # fmt: skip
