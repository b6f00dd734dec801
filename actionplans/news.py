"""News of plans and reports in the notification centre, each in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actionplans.models import CityReport, MeasureDraft
from actionplans.periods import say_period
from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.notifications import notify, register


def say_draft_returned(details: dict[str, Any], _count: int) -> str:
    """A change to the plan that came back to its author."""
    return _("A change came back with a note: %(measure)s") % details


def say_report_returned(details: dict[str, Any], _count: int) -> str:
    """A report on a measure that came back to its author."""
    return _("A report came back with a note: %(measure)s") % details


def say_proposals(details: dict[str, Any], _count: int) -> str:
    """Proposals of the reviewers to a city's report."""
    words = ngettext(
        "%(count)d proposal for clarification to the report for %(round)s",
        "%(count)d proposals for clarification to the report for %(round)s", details["proposals"],
    )  # fmt: skip
    kind, *days = details["round"]
    about = say_period(kind, *(date.fromisoformat(day) for day in days))
    return words % {"count": details["proposals"], "round": about}


def tell_of_proposals(report: CityReport, count: int, *, by: User) -> None:
    """Tell the city's people that reviewers propose clarifications to its report."""
    city, about = report.city, report.round
    notify(writers_of(city), "proposals", place=city.place, subject=f"report:{report.pk}", by=by,
           path=f"/work/city/{city.slug}/rounds/{report.pk}/", proposals=count,
           round=[about.kind, about.starts_on.isoformat(), about.ends_on.isoformat()])  # fmt: skip


def writers_of(city: City) -> list[User]:
    """The people of a city who answer for its report: who edits and who decides."""
    held = Membership.objects.filter(place=city.place_id, role__in=("editor", "approver"))
    return [one.user for one in held.in_force(clock.today()).select_related("user")]


def tell_of_returned(draft: MeasureDraft, *, by: User) -> None:
    """Tell its author that a change to a city's plan came back."""
    city = draft.plan.city
    if city is None:
        return  # of a joint plan: its cities see it there
    measure, patch = draft.measure, draft.patch
    where = f"measure/{measure.code}/" if measure else f"draft/{draft.pk}/"
    what = str(measure) if measure else f"{patch.get('code', '')} {patch.get('title', '')}"
    notify([draft.by], "draft_returned", place=city.place, subject=f"draft:{draft.pk}", by=by,
           path=f"/work/city/{city.slug}/{where}", measure=what)  # fmt: skip


def register_news() -> None:
    """The kinds of news of plans that a person reads in the centre."""
    register("draft_returned", gettext_lazy("changes that came back to me"), say_draft_returned)
    register("report_returned", gettext_lazy("reports that came back to me"), say_report_returned)
    register("proposals", gettext_lazy("proposals for clarification"), say_proposals)
