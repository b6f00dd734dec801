"""Saying how measures go, all on one screen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans import verbs
from actionplans.desk import reportable, with_waiting
from actionplans.forms.progress import QuickRow
from actionplans.models import Contribution, MeasureWatch
from actionplans.periods import Kind, begins
from actionplans.timeliness import OPEN
from actionplans.views.city import inside
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.http import SignedInRequest, say_once, whole, workspace
from coalition.models import User
from coalition.permissions import require

PAGE = 60  # rows of one screen: a browser sends each field of each


class Show(NamedTuple):
    """One choice of what is shown: its key, its name, how many measures it holds."""

    key: str
    name: str
    number: int


class Shown:
    """The measures of a city that somebody reports on, and which of them are shown."""

    def __init__(self, city: City, user: User, wanted: str, page: int) -> None:
        today = clock.today()
        everything = list(with_waiting(reportable(city)))
        self.parts = [part for part in everything if part.status in OPEN]
        self.ended = [part for part in everything if part.status not in OPEN]
        watched = MeasureWatch.objects.filter(user=user, contribution__city=city)
        mine = set(watched.values_list("contribution", flat=True))
        chosen = {
            "mine": [part for part in self.parts if part.pk in mine],
            "late": [part for part in self.parts if is_late(part, today)],
            "silent": [part for part in self.parts if is_silent(part, today)],
            "all": self.parts,
        }
        usual = "mine" if chosen["mine"] else "all"
        self.key = wanted if wanted in chosen else usual
        self.choices = [
            Show(key, name, len(chosen[key]))
            for key, name in (
                ("mine", _("Mine")), ("late", _("Past their date")),
                ("silent", _("Not said this quarter")), ("all", _("All")),
            )
        ]  # fmt: skip
        found = chosen[self.key]
        self.pages = max(1, -(-len(found) // PAGE))
        self.page = min(max(page, 1), self.pages)
        self.rows = found[(self.page - 1) * PAGE : self.page * PAGE]

    @property
    def query(self) -> str:
        """The address of this screen after the question mark."""
        return f"?show={self.key}" + (f"&page={self.page}" if self.page > 1 else "")


def is_late(part: Contribution, today: date) -> bool:
    """Whether the due date of an open measure has passed."""
    return part.measure.due_on is not None and part.measure.due_on < today


def is_silent(part: Contribution, today: date) -> bool:
    """Whether nothing was said of a measure since the quarter began, and nothing waits."""
    since = begins(Kind.QUARTER, today)
    return not part.waiting and (part.reported_on is None or part.reported_on < since)  # type: ignore[attr-defined]


@workspace
def update(request: SignedInRequest, slug: str) -> HttpResponse:
    """All measures of the city on one screen: what changed since the last report, or nothing did.

    Right rows are saved, rows to be corrected come back with everything that was typed.
    """
    city, _plan, context = inside(request, slug, "update")
    require(request.user, "edit", city)
    page = whole(request.GET.get("page", "")) or 1
    shown = Shown(city, request.user, request.GET.get("show", ""), page)
    posted = request.POST if request.method == "POST" else None
    rows = [_row(part, request, posted) for part in _said_of(shown, posted)]
    wrong: list[QuickRow] = []
    if posted is not None:
        saved, wrong = _save_rows(request, [row for row in rows if isinstance(row, QuickRow)])
        _say_saved(request, saved, wrong)
        if not wrong:
            return redirect(reverse("update", args=[slug]) + shown.query)
        if saved:  # what is saved now waits; the rest keeps what was typed
            fresh = {part.pk: part for part in with_waiting(reportable(city))}
            rows = [row if row in wrong else fresh[_part(row).pk] for row in rows]
    return render(request, "actionplans/work_update.html", {
        **context,
        "rows": [(_part(row), row if isinstance(row, QuickRow) else None) for row in rows],
        "wrong": wrong,
        "ended": shown.ended,
        "shown": shown,
    })  # fmt: skip


def _said_of(shown: Shown, posted: QueryDict | None) -> list[Contribution]:
    """The measures of the page, or those whose rows were sent, wherever they are shown now."""
    if posted is None:
        return shown.rows
    return [part for part in shown.parts if f"m{part.pk}-key" in posted]


def _part(row: QuickRow | Contribution) -> Contribution:
    return row.part if isinstance(row, QuickRow) else row


def _row(
    part: Contribution, request: SignedInRequest, posted: QueryDict | None
) -> QuickRow | Contribution:
    """A row to fill in; the contribution itself while a report of it waits."""
    if posted is None:
        return part if part.waiting else QuickRow(part=part)  # type: ignore[attr-defined]
    row = QuickRow(posted, request.FILES, part=part)
    if "rest" in posted and not row.is_touched:
        rest = posted.copy()
        rest[row.add_prefix("unchanged")] = "on"
        row = QuickRow(rest, request.FILES, part=part)
    return row


def _save_rows(
    request: SignedInRequest, rows: list[QuickRow]
) -> tuple[list[QuickRow], list[QuickRow]]:
    """Report what was said in the rows; those saved, and those to be corrected."""
    saved: list[QuickRow] = []
    wrong: list[QuickRow] = []
    for row in rows:
        if not row.is_touched:
            continue
        if row.is_valid():
            _report_row(request, row)
        (wrong if row.errors else saved).append(row)
    return saved, wrong


def _report_row(request: SignedInRequest, row: QuickRow) -> None:
    try:
        with transaction.atomic():
            said = verbs.report_progress(
                row.part,
                by=request.user,
                key=row.cleaned_data["key"],
                lang=row.part.measure.plan.lang,
                **row.said(),
            )
            verbs.attach_files(said, by=request.user, files=row.cleaned_data["photos"],
                               is_open=row.cleaned_data["is_open"])  # fmt: skip
    except ValidationError as refusal:
        for name, sentences in refusal.message_dict.items():
            place = "photos" if name == "files" else name
            row.add_error(place if place in row.fields else None, sentences)
    except Conflict as found:
        row.add_error(
            None,
            _("%(who)s has reported on this measure meanwhile. Open the measure to see both texts.")
            % {"who": found.who},
        )


def _say_saved(request: SignedInRequest, saved: list[QuickRow], wrong: list[QuickRow]) -> None:
    if saved:
        say_once(request, ngettext(
            "%(count)d report is saved and waits for the approver.",
            "%(count)d reports are saved and wait for the approver.", len(saved),
        ) % {"count": len(saved)})  # fmt: skip
    elif not wrong:
        messages.info(request, _("Nothing has been changed yet."))


@workspace
def mine(request: SignedInRequest, slug: str) -> HttpResponse:
    """The list of a person's own measures: ticks beside all that the city reports on."""
    city, _plan, context = inside(request, slug, "update")
    require(request.user, "edit", city)
    if request.method == "POST":
        chosen = [whole(one) or 0 for one in request.POST.getlist("part")]
        try:
            count = verbs.watch_measures(city, by=request.user, chosen=chosen)
        except PermissionDenied:
            messages.error(request, _("The list of measures has changed. Tick them once more."))
            return redirect("update_mine", slug=slug)
        messages.success(request, ngettext(
            "%(count)d measure is on your list.", "%(count)d measures are on your list.", count,
        ) % {"count": count})  # fmt: skip
        return redirect(reverse("update", args=[slug]) + ("?show=mine" if count else ""))
    watched = MeasureWatch.objects.filter(user=request.user, contribution__city=city)
    return render(request, "actionplans/work_mine.html", {
        **context,
        "parts": reportable(city).filter(status__in=OPEN).prefetch_related("measure__executors"),
        "watched": set(watched.values_list("contribution", flat=True)),
    })  # fmt: skip
