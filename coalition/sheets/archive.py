"""An office file is an archive of XML; this opens it so that no bomb goes off.

Nothing reads a part before all parts are known to be few, small when really inflated, and plain
XML: no declared entities, no documents inside documents, no deep nesting.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from coalition.sheets.shape import damaged

XLSX, DOCX = "xlsx", "docx"
MOST_MEMBERS = 2_000
MOST_INFLATED = 80_000_000
MOST_IN_A_DOCUMENT = 30_000_000  # a document is read whole, ten times its size in memory
PIECE = 1 << 16
DEEPEST = 100
MAIN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": XLSX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
}
TYPES = "[Content_Types].xml"
# what opening damaged archives and XML raises
BROKEN = (BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, KeyError,
          NotImplementedError, RuntimeError)  # fmt: skip
Started = Callable[[str, dict[str, str]], None]


class Unsafe(Exception):
    """XML that no office program writes."""


class Archive:
    """The parts of an office file, once all of them have been looked at."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        try:
            self.parts = self._inflated()
            self.kind = self._kind()
            for name, part in self.parts.items():
                if name.endswith((".xml", ".rels")):
                    walk(part)
        except ValidationError:
            raise
        except (*BROKEN, Unsafe):
            raise damaged() from None

    def _inflated(self) -> dict[str, bytes]:
        with ZipFile(BytesIO(self.content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise _swells()
            if sum(one.file_size for one in members) > MOST_INFLATED:
                raise _swells()
            if any(one.flag_bits & 1 for one in members):
                raise damaged()
            parts, left = {}, MOST_INFLATED
            for one in members:
                pieces = []
                with archive.open(one) as member:
                    while piece := member.read(PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise _swells()
                        pieces.append(piece)
                parts[one.filename] = b"".join(pieces)
        return parts

    def _kind(self) -> str:
        if self.parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
            raise ValidationError(
                _("This is a LibreOffice file. Choose “Save as” in LibreOffice: Excel (XLSX) or "
                  "Word (DOCX).")
            )  # fmt: skip
        declared = self.parts.get(TYPES)
        if declared is None:
            raise ValidationError(
                _("This is an archive and no plan. Take the Excel or Word file out of it.")
            )
        found: list[str] = []
        walk(declared, lambda _tag, said: found.append(said.get("ContentType", "")))
        if any("vbaProject" in name for name in self.parts) or any(
            "macroEnabled" in one or "vbaProject" in one for one in found
        ):
            raise ValidationError(
                _("The file holds macros, and we do not take programs. Choose “Save as”: a "
                  "workbook (XLSX) or a document (DOCX) without macros.")
            )  # fmt: skip
        if any("sheet.binary" in one for one in found):
            raise ValidationError(
                _("This is a binary workbook (XLSB). Choose “Save as”: an Excel workbook (XLSX).")
            )
        for one in found:
            if one in MAIN:
                return MAIN[one]
        raise ValidationError(_("This is neither an Excel workbook nor a Word document."))


def _swells() -> ValidationError:
    return ValidationError(
        _("Unpacked, this file becomes too large. Delete pictures and sheets that do not belong "
          "to the plan and save it anew.")
    )  # fmt: skip


def walk(
    part: bytes,
    started: Started | None = None,
    ended: Callable[[str], None] | None = None,
    said: Callable[[str], None] | None = None,
) -> None:
    """Go through XML without building anything; Unsafe for what no office program writes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unsafe
        if started:
            started(tag.rpartition(":")[2], attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if ended:
            ended(tag.rpartition(":")[2])

    def refuse(*_said: object) -> None:
        raise Unsafe

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.Parse(part, True)
