"""The register of documents: the Declaration from a file, and invented entries to look at.

The repository holds none of the Declaration's words: they come with the file, or from the keeper.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandError

from cities import verbs
from cities.models import RegisteredDocument
from coalition.models import User

SIGNED_ON = date(2025, 10, 16)
TITLE = "Совместная декларация о Коалиции устойчивых городов стран Центральной Азии"
EXAMPLE = "пример-1"


def found_declaration(path: Path) -> RegisteredDocument:
    """Register the authentic text as it stands in a file; the same file again changes nothing."""
    try:
        content = path.read_bytes()
    except OSError as trouble:
        raise CommandError(f"The file of the Declaration cannot be read: {trouble}") from None
    known = RegisteredDocument.objects.filter(
        kind=RegisteredDocument.Kind.DECLARATION, text_sha256=hashlib.sha256(content).hexdigest()
    )
    return known.first() or verbs.register_document(
        by=User.system(),
        kind=RegisteredDocument.Kind.DECLARATION,
        title=TITLE,
        dated=SIGNED_ON,
        language="ru",
        text_file=SimpleUploadedFile(path.name, content),
    )


def found_documents() -> None:
    """An invented document with its translation; nobody signed anything."""
    if RegisteredDocument.objects.filter(number=EXAMPLE).exists():
        return
    keeper = User.objects.get(email="keeper@demo.invalid")
    original = verbs.register_document(
        by=keeper,
        kind=RegisteredDocument.Kind.OTHER,
        title="Памятка о заверенных копиях (пример)",
        number=EXAMPLE,
        dated=date(2026, 2, 2),
        kept_at="Архив хранителя (пример)",
        text_file=SimpleUploadedFile("memo.txt", "Это пример записи реестра.\n".encode()),
    )
    verbs.register_document(
        by=keeper,
        kind=RegisteredDocument.Kind.TRANSLATION,
        title="Note on certified copies (example)",
        dated=date(2026, 2, 3),
        language="en",
        original=original,
        text_file=SimpleUploadedFile("memo-en.txt", b"This is an example of a translation.\n"),
    )
