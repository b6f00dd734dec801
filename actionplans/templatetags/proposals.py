"""Recommendations of groups on pages of cities, and what cities said of them on pages of groups."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.db.models import Q
from django.utils.translation import gettext as _

from actionplans.models import CityProposal, Contribution, Measure, MeasureDraft
from cities.models import City
from workinggroups.models import Decision

register = template.Library()

State = CityProposal.State


@dataclass(frozen=True)
class Fate:
    """What became of a recommendation in one city, as the city itself has said."""

    city: City
    words: str
    measure: Measure | None = None  # where everybody may read it
    part: Contribution | None = None  # how far it is, as the plan says


@register.simple_tag
def new_proposals(city: City) -> list[CityProposal]:
    """What groups have proposed to a city and nobody has answered yet."""
    rows = CityProposal.objects.filter(city=city, state=State.NEW)
    return list(rows.select_related("decision__thread__group")[:20])


@register.simple_tag
def fates(decision: Decision) -> list[Fate]:
    """What each city has said of a recommendation, in the order of the cities; three queries.

    The state of a measure is the plan's own. A city that has told nothing is not asked here.
    """
    rows = CityProposal.objects.filter(decision=decision).select_related(
        "city", "measure__plan__city", "draft__measure__plan__city"
    )
    proposals = list(rows.order_by("city__position", "city__slug"))
    told = [one.led_to for one in proposals if one.known_at and one.led_to]
    shown = {one.pk: one for one in told if one.is_public}
    parts = {
        (part.measure_id, part.city_id): part
        for part in Contribution.objects.standing().filter(measure__in=shown)
    }
    return [_fate(one, shown, parts) for one in proposals]


def _fate(
    one: CityProposal, shown: dict[int, Measure], parts: dict[tuple[int, int], Contribution]
) -> Fate:
    if one.known_at is None:
        return Fate(one.city, _("has told the group nothing yet"))
    if one.state == State.ASIDE:
        return Fate(one.city, _("not taken into the plan"))
    found = one.led_to
    if found is None:
        waits = one.draft and one.draft.state in (
            MeasureDraft.State.OPEN, MeasureDraft.State.RETURNED,
        )  # fmt: skip
        return Fate(one.city, _("prepared as a draft of a measure") if waits
                    else _("not taken into the plan"))  # fmt: skip
    measure = shown.get(found.pk)
    words = _("was in the plan already") if one.state == State.HAS else _("taken into the plan")
    return Fate(one.city, words, measure, parts.get((found.pk, one.city_id)))


@register.simple_tag
def proposals_behind(measure: Measure) -> list[CityProposal]:
    """The recommendations of groups from which a measure came, or which it answers already."""
    rows = CityProposal.objects.filter(Q(draft__measure=measure) | Q(measure=measure))
    return list(rows.select_related("decision__thread__group").order_by("pk"))
