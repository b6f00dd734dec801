"""Entries of the register of documents, made by the keeper."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from cities import verbs
from cities.models import RegisteredDocument
from tests.cities.applying import PDF, people

WORDS = "Статья 1.\r\n  Образец,  дословно: ӯ, ғ, ң.\n".encode()


def registered(kind: str = "other", **words: object) -> RegisteredDocument:
    """An entry of any kind."""
    given = {"title": "Документ-образец", "dated": date(2026, 1, 15), **words}
    return verbs.register_document(by=people("keeper"), kind=kind, **given)


def rules(days: int | None, number: str = "ПП-1") -> RegisteredDocument:
    """Rules of procedure in force; with days they know a procedure by silence."""
    return registered("rules", title="Правила процедуры", number=number, silence_days=days)


def text_file(content: bytes = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile("text.txt", content)


def scan(content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", content)
