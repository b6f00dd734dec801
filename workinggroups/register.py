"""The register of a group's decisions as rows: number, day, question, result, cities."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workinggroups.models import Decision, Stance, WorkingGroup

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def stated_in(group: WorkingGroup) -> QuerySet[Decision]:
    """The outcomes of a group with what each city said in the end; two queries."""
    said = Stance.objects.standing().select_related("city").order_by("city__position", "pk")
    return (
        Decision.objects.stated()
        .filter(thread__group=group)
        .select_related("replaced_by", "thread")
        .prefetch_related(Prefetch("stances", queryset=said, to_attr="standing"))
    )


def heading() -> list[str]:
    """What stands over the columns of the file."""
    return [
        _("Number"), _("Date"), _("Question"), _("Way of deciding"), _("Result"), _("Outcome"),
        _("Positions of cities"), _("To be looked at again on"), _("Replaced by"),
    ]  # fmt: skip


def line_of(decision: Decision) -> list[str]:
    """One decision as a row of the file."""
    standing: list[Stance] = decision.standing  # type: ignore[attr-defined]
    said = "; ".join(
        f"{one.city.name}: {one.get_choice_display()}" + (f" ({one.reason})" if one.reason else "")
        for one in standing
        if one.round == decision.round
    )
    return [
        harmless(cell)
        for cell in (
            decision.number,
            date_format(decision.outcome_at, "SHORT_DATE_FORMAT") if decision.outcome_at else "",
            decision.question,
            decision.get_mode_display(),
            decision.get_result_display(),
            decision.outcome,
            said,
            date_format(decision.review_on, "SHORT_DATE_FORMAT") if decision.review_on else "",
            decision.replaced_by.number if decision.replaced_by else "",
        )
    ]


def harmless(text: str) -> str:
    """A text that no office program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
