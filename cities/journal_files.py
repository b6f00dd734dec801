"""The journal of a city under conditions, on the page and as a file of either office kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cities.models import City
from coalition.deeds import sentence
from coalition.models import JournalEntry
from coalition.packing import packed_book
from coalition.text import no_formula

# deeds by what they are about: the part of their name before the point
AREAS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "people": (gettext_lazy("People and roles"), ("person", "invitation", "seat", "welcome")),
    "plan": (gettext_lazy("Plan and measures"),
             ("plan", "measure", "goal", "direction", "heading", "draft", "edition", "import",
              "joint", "proposal", "translation")),
    "progress": (gettext_lazy("Progress and reports"),
                 ("progress", "report", "round", "letter", "review", "project")),
    "city": (gettext_lazy("The city itself"), ("city", "fact")),
    "files": (gettext_lazy("Files"), ("file", "evidence")),
    "joining": (gettext_lazy("Applications of other cities"), ("application", "copy")),
    "groups": (gettext_lazy("Working groups"),
               ("group", "decision", "meeting", "minutes", "statement", "consultation")),
}  # fmt: skip
MOST = 50_000  # lines of one file


def entries_of(city: City, conditions: dict[str, Any]) -> QuerySet[JournalEntry]:
    """The lines that meet the conditions, newest first."""
    entries = JournalEntry.objects.filter(city=city.slug).order_by("-pk")
    if who := conditions.get("who"):
        entries = entries.filter(actor=who)
    if (area := conditions.get("about")) in AREAS:
        named = Q()
        for prefix in AREAS[area][1]:
            named |= Q(deed__startswith=f"{prefix}.")
        entries = entries.filter(named)
    if since := conditions.get("since"):
        entries = entries.filter(at__date__gte=since)
    if until := conditions.get("until"):
        entries = entries.filter(at__date__lte=until)
    return entries


def actors_of(city: City) -> list[str]:
    """Who has ever done something for the city, as the journal names them."""
    found = JournalEntry.objects.filter(city=city.slug).order_by("actor").values_list("actor")
    return [actor for (actor,) in found.distinct()]


def _lines(entries: QuerySet[JournalEntry]) -> Iterator[list[str]]:
    yield [_("When"), _("Who"), _("What was done"), _("Subject"), _("Deed")]
    for entry in entries[:MOST].iterator():
        at = localtime(entry.at).strftime("%d.%m.%Y %H:%M:%S")
        said = (entry.actor, sentence(entry), entry.subject, entry.deed)
        yield [at, *(no_formula(ILLEGAL_CHARACTERS_RE.sub("", one)) for one in said)]


def journal_csv(entries: QuerySet[JournalEntry]) -> bytes:
    """As Excel of the region reads it: semicolons, and a mark that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(_lines(entries))
    return text.getvalue().encode("utf-8-sig")


def journal_xlsx(entries: QuerySet[JournalEntry]) -> bytes:
    """One sheet; no cell begins to calculate."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Journal"))
    for letter, width in zip("ABCDE", (20, 34, 70, 40, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    _fill(sheet, _lines(entries))
    return packed_book(book)


def _fill(sheet: Any, lines: Iterable[list[str]]) -> None:
    for line in lines:
        sheet.append(line)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": (journal_csv, "text/csv; charset=utf-8"), "xlsx": (journal_xlsx, XLSX)}
