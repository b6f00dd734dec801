"""The register of a group's decisions: what is asked of it, and its rows for office programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cities.models import City
from coalition import clock
from coalition.http import whole
from coalition.text import no_formula
from workinggroups.models import Decision, Stance, Statement, WorkingGroup

State, Result = Decision.State, Decision.Result
STATUSES = {
    "force": gettext_lazy("adopted, in force"),
    "review": gettext_lazy("to be looked at again"),
    "not": gettext_lazy("not adopted"),
    "superseded": State.SUPERSEDED.label,
    "ended": State.ENDED.label,
}


def of_status(status: str, today: date) -> Q:
    """The rows of one status of the register."""
    return {
        "force": Q(state=State.STATED, result=Result.ADOPTED),
        "review": Q(state=State.STATED, review_on__lte=today),
        "not": Q(state=State.STATED) & ~Q(result__in=(Result.ADOPTED, Result.SUMMED)),
        "superseded": Q(state=State.SUPERSEDED),
        "ended": Q(state=State.ENDED),
    }[status]


@dataclass(frozen=True)
class Wanted:
    """What of the register is wanted; nonsense in the address asks for everything."""

    city: City | None = None
    status: str = ""
    mode: str = ""
    year: int | None = None

    @property
    def is_everything(self) -> bool:
        return self == Wanted()

    def of(self, decisions: QuerySet[Decision]) -> QuerySet[Decision]:
        """The decisions that are wanted."""
        if self.city:
            said = Q(stances__city=self.city) | Q(statements__city=self.city)
            decisions = decisions.filter(said).distinct()
        if self.status:
            decisions = decisions.filter(of_status(self.status, clock.today()))
        if self.mode:
            decisions = decisions.filter(mode=self.mode)
        if self.year:
            decisions = decisions.filter(outcome_at__year=self.year)
        return decisions


def wanted(asked: Mapping[str, str], cities: list[City]) -> Wanted:
    """What an address asks of a register."""
    year = whole(asked.get("year", ""))
    status, mode = asked.get("status", ""), asked.get("mode", "")
    return Wanted(
        next((city for city in cities if city.slug == asked.get("city")), None),
        status if status in STATUSES else "",
        mode if mode in Decision.Mode.values else "",
        year if year and date.min.year < year < date.max.year else None,
    )


def stated_in(group: WorkingGroup) -> QuerySet[Decision]:
    """The outcomes of a group with what each city said in the end; three queries."""
    said = Stance.objects.standing().select_related("city").order_by("city__position", "pk")
    attached = Statement.objects.standing().select_related("city").order_by("pk")
    return (
        Decision.objects.stated()
        .filter(thread__group=group)
        .select_related("replaced_by", "thread")
        .prefetch_related(
            Prefetch("stances", queryset=said, to_attr="standing"),
            Prefetch("statements", queryset=attached, to_attr="attached"),
        )
    )


def shown_in(group: WorkingGroup) -> QuerySet[Decision]:
    """The outcomes a group shows to everybody, newest first, with what cities show beside them."""
    shown = Statement.objects.standing().filter(is_public=True).select_related("city")
    return (
        Decision.objects.stated()
        .filter(thread__group=group, is_public=True)
        .select_related("replaced_by")
        .prefetch_related(Prefetch("statements", queryset=shown, to_attr="attached"))
        .order_by("-pk")
    )


def standing_of(decision: Decision) -> str:
    """Whether a recommendation is in force, in words of the register."""
    if decision.state == State.SUPERSEDED and decision.replaced_by:
        return _("replaced by %(number)s") % {"number": decision.replaced_by.number}
    if decision.state == State.ENDED:
        return str(State.ENDED.label)
    if decision.is_under_review(clock.today()):
        return str(STATUSES["review"])
    return str(pgettext_lazy("decision", "in force")) if decision.is_adopted else ""


def heading() -> list[str]:
    """What stands over the columns of the file."""
    return [*public_heading(), _("Positions of cities"), _("To be looked at again on")]


def public_heading() -> list[str]:
    """What stands over the columns of the file that everybody may take."""
    return [
        _("Number"), _("Date"), _("Question"), _("Way of deciding"), _("Result"), _("Outcome"),
        _("Validity"), _("Statements of cities"),
    ]  # fmt: skip


def public_line_of(decision: Decision) -> list[str]:
    """One outcome as a row of the file that everybody may take."""
    attached: list[Statement] = decision.attached  # type: ignore[attr-defined]
    return [
        no_formula(cell)
        for cell in (
            decision.number, _day(day_of(decision)), decision.name,
            decision.get_mode_display(), decision.get_result_display(), decision.outcome,
            standing_of(decision),
            "; ".join(f"{one.city.name}: {one.get_kind_display()}: {one.text}" for one in attached),
        )
    ]  # fmt: skip


def line_of(decision: Decision) -> list[str]:
    """One decision as a row of the group's own file."""
    standing: list[Stance] = decision.standing  # type: ignore[attr-defined]
    said = "; ".join(
        f"{one.city.name}: {one.get_choice_display()}" + (f" ({one.reason})" if one.reason else "")
        for one in standing
        if one.round == decision.round
    )
    return [*public_line_of(decision), no_formula(said), _day(decision.review_on)]


def day_of(decision: Decision) -> date | None:
    """The day of an outcome on the clock of the Coalition."""
    return timezone.localdate(decision.outcome_at) if decision.outcome_at else None


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def written(first: list[str], rows: Iterable[list[str]]) -> str:
    """The text of a CSV file that office programs of the region open as it is."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, delimiter=";")
    writer.writerow(first)
    writer.writerows(rows)
    return text.getvalue()
