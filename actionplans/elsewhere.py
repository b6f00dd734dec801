"""How other cities do such things: public measures by common words, hazards and direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import get_language

from actionplans.alike import common_words, stems
from actionplans.models import ActionPlan, Measure, MeasureTranslation, MeasureWord
from actionplans.outline import measure_url
from actionplans.reading import few_of_each, lay_title, listed, title_in
from coalition.models.terms import term_name

SHOWN = 6
RAREST = 8  # words of one measure that are looked for
ROWS = 1_500  # of the table of words, at most, whatever the number of measures
CANDIDATES = 60
WEIGHT_OF_TERM, WEIGHT_OF_WORK = 1.0, 0.75
Terms = dict[str, set[str]]  # keys by vocabulary


@dataclass(frozen=True)
class Kin:
    """A measure of another city, and what it has in common: the reason why it is shown."""

    measure: Measure
    hazards: tuple[str, ...]
    words: tuple[str, ...]
    points: float

    @property
    def url(self) -> str:
        return measure_url(self.measure)

    @property
    def hazard_names(self) -> list[str]:
        return [term_name("hazards", key) for key in self.hazards]


def elsewhere(  # noqa: PLR0913 -- what a measure is about has several sides
    plan: ActionPlan,
    *,
    text: str,
    hazards: Collection[str] = (),
    themes: Collection[str] = (),
    direction: str = "",
    count: int = SHOWN,
) -> list[Kin]:
    """Public measures of other plans that are most like this; three queries, however many measures.

    `text` is the title with the expected result; `direction` the kind of direction, if known.
    """
    weight = _telling(stems(text))
    words = _who_says(plan, weight)
    # one word in common is chance, unless the hazard is common too
    best = [pk for pk, said in words.items() if len(said) > 1][:CANDIDATES]
    wanted = {"hazards": set(hazards), "themes": set(themes)}
    kin = [
        _kin(one, shared, words.get(one.pk, []), weight, direction)
        for one, shared in _with_terms(plan, best, wanted, direction)
    ]
    kin.sort(key=lambda one: (-one.points, one.measure.pk))
    return few_of_each(kin, count, lambda one: one.measure.plan_id)


def _with_terms(
    plan: ActionPlan, best: Collection[int], wanted: Terms, direction: str
) -> list[tuple[Measure, list[tuple[str, str]]]]:
    """Measures that say the same or stand against the same, each with the terms in common."""
    language = get_language() or "ru"
    keys = set().union(*wanted.values()) or {""}
    common = Q(terms__scheme__in=list(wanted), terms__key__in=keys)
    rows = (
        _public(plan)
        .filter(Q(pk__in=best) | Q(pk__in=_against(plan, common, direction)))
        .annotate(
            term=FilteredRelation("terms", condition=common),
            scheme=F("term__scheme"),
            key=F("term__key"),
            title_said=title_in(language, MeasureTranslation, measure=OuterRef("pk")),
        )
        .select_related("plan__city", "direction")
        .order_by("position", "pk", "term__pk")
    )
    found: dict[int, tuple[Measure, list[tuple[str, str]]]] = {}
    for one in rows:  # a row for each term in common
        measure, shared = found.setdefault(one.pk, (one, []))
        if measure is one:
            lay_title(one, language, one.title_said)
        if one.key in wanted.get(one.scheme, ()):
            shared.append((one.scheme, one.key))
    return list(found.values())


def _kin(
    measure: Measure,
    shared: list[tuple[str, str]],
    said: list[str],
    weight: dict[str, float],
    direction: str,
) -> Kin:
    """One of them with what it has in common."""
    same_work = bool(direction) and measure.direction.key == direction
    return Kin(
        measure,
        tuple(key for scheme, key in shared if scheme == "hazards"),
        tuple(common_words(f"{measure.title} {measure.expected_result}", said)[:4]),
        sum(weight[stem] for stem in said)
        + WEIGHT_OF_WORK * same_work
        + WEIGHT_OF_TERM * len(shared),
    )


def of_measure(measure: Measure, hazards: Collection[str]) -> list[Kin]:
    """What is like an adopted measure; needs `terms` prefetched."""
    return elsewhere(
        measure.plan,
        text=f"{measure.title} {measure.expected_result}",
        hazards=hazards,
        themes=[term.key for term in measure.terms.all() if term.scheme == "themes"],
        direction=measure.direction.key,
    )


def _public(plan: ActionPlan) -> QuerySet[Measure]:
    """Public measures of other cities; a city's own next plan goes on from its own measures."""
    others = listed().exclude(plan_id=plan.pk).filter(plan__city__isnull=False)
    return others.exclude(plan__city=plan.city_id) if plan.city_id else others


def _telling(words: Iterable[str]) -> dict[str, float]:
    """The rarest of these words among all measures, with their weight."""
    counted = dict(
        MeasureWord.objects.filter(stem__in=list(words))
        .order_by()
        .values_list("stem")
        .annotate(count=Count("pk"))
    )
    rarest = sorted(counted, key=lambda stem: (counted[stem], stem))[:RAREST]
    return {stem: 2 / (1 + log(counted[stem])) for stem in rarest}


def _who_says(plan: ActionPlan, weight: dict[str, float]) -> dict[int, list[str]]:
    """The measures that hold these words, those with the most weight first."""
    rows = (
        MeasureWord.objects.filter(stem__in=weight, measure__in=_public(plan))
        .order_by("pk")
        .values_list("measure_id", "stem")[:ROWS]
    )
    found: dict[int, list[str]] = defaultdict(list)
    points: dict[int, float] = defaultdict(float)
    for measure, stem in rows:
        found[measure].append(stem)
        points[measure] += weight[stem]
    best = sorted(points, key=lambda pk: (-points[pk], pk))
    return {pk: found[pk] for pk in best}


def _against(plan: ActionPlan, common: Q, direction: str) -> QuerySet[Any]:
    """Measures against the same hazards, the same kind of work first; a part of another query."""
    same_work = Case(When(direction__key=direction or None, then=Value(1)), default=Value(0))
    return (
        _public(plan)
        .filter(common)
        .annotate(shared=Count("terms"), same_work=same_work)
        .order_by("-same_work", "-shared", "plan__city__position", "pk")
        .values("pk")[:CANDIDATES]
    )
