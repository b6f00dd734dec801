"""A document as PDF, by WeasyPrint, where the machine has it and the libraries it draws with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from django.template.loader import render_to_string
from django.utils.translation import override

from coalition.documents.paper import Paper
from coalition.text import coalition_name

PDF = "application/pdf"


class PdfUnavailable(Exception):
    """This machine cannot draw PDF; the page to be printed can be saved as PDF instead."""


@cache
def _drawer() -> Any:
    """WeasyPrint, loaded when first asked for: it needs Pango, which not every machine has."""
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise PdfUnavailable from missing
    return weasyprint


def can_draw_pdf() -> bool:
    """Whether PDF can be offered here."""
    try:
        _drawer()
    except PdfUnavailable:
        return False
    return True


def _nothing(url: str, *_args: Any, **_kwargs: Any) -> NoReturn:
    """A document is whole in itself: no address in it is ever opened."""
    raise ValueError(url)


def pdf_of(paper: Paper) -> bytes:
    """The document as a PDF file of A4 pages."""
    weasyprint = _drawer()
    with override(paper.lang):
        html = render_to_string(
            "documents/pdf.html", {"paper": paper, "coalition_name": coalition_name()}
        )
    style = weasyprint.CSS(string=Path(__file__).with_name("pdf.css").read_text("utf-8"))
    return weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(stylesheets=[style])
