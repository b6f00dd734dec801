"""Joint plans as their cities read them: who takes part, whose word is awaited, who may draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import F, FilteredRelation, Prefetch, Q
from django.utils.translation import gettext as _

from actionplans.models import (
    ActionPlan,
    Agreement,
    Contribution,
    Coordination,
    Measure,
    MeasureDraft,
    PartDraft,
    Participation,
)
from actionplans.patches import SCHEMES, Values, day_of
from cities.models import City
from coalition import clock

HAND_OVER = ("coordinator", "coordinator_until")
# what cities say together; money and steps are each city's own
JOINT_FIELDS = (
    "code", "title", "expected_result", "description", "title_en", "expected_result_en",
    "description_en", "location", "kind", "priority", "direction", "start_on", "due_on",
    "due_precision", "lead", "co", "support", "tags", "indicators", "state", "cities",
    *HAND_OVER, *SCHEMES,
)  # fmt: skip


def participants(plan: ActionPlan) -> list[City]:
    """The cities that take part in a joint plan today, in the order of the Declaration."""
    agreed = Participation.objects.filter(plan=plan).agreed().values("city")
    return list(City.objects.filter(pk__in=agreed).select_related("place"))


def takes_part(plan: ActionPlan, city: City) -> bool:
    """Whether a city has agreed to the joint plan and has not left it."""
    return plan.is_joint and plan.participations.agreed().filter(city=city).exists()  # type: ignore[attr-defined]


def coordination_of(measure: Measure, today: date | None = None) -> Coordination | None:
    """By what a city coordinates the measure today; None when no agreed term runs."""
    rows = Coordination.objects.filter(measure=measure).in_force(today or clock.today())
    return rows.select_related("city").first()


def may_word(draft_city: City, measure: Measure | None, waiting: MeasureDraft | None) -> bool:
    """Whether a city drafts the words: the coordinating one; while none does, whoever began."""
    runs = coordination_of(measure) if measure else None
    if runs is not None:
        return runs.city_id == draft_city.pk
    return waiting is None or waiting.city_id == draft_city.pk


class Word(NamedTuple):
    """A city whose word a draft needs, and what it has said of this version, if anything."""

    city: City
    said: Agreement | None


def words_on(draft: MeasureDraft) -> list[Word]:
    """Every city concerned with its word; those of the measure now, and those it names."""
    return words_of([draft])[draft.pk]


def words_of(drafts: Collection[MeasureDraft]) -> dict[int, list[Word]]:
    """The same of many drafts, by draft; two queries when their agreements are prefetched."""
    measures = [draft.measure_id for draft in drafts if draft.measure_id]
    taking: dict[int, set[int]] = {}
    parts = Contribution.objects.filter(measure__in=measures).standing() if measures else []
    for part in parts:
        taking.setdefault(part.measure_id, set()).add(part.city_id)
    slugs = {slug for draft in drafts for slug in draft.patch.get("cities", ())}
    known = {pk for cities in taking.values() for pk in cities}
    cities = City.objects.filter(Q(slug__in=slugs) | Q(pk__in=known)).select_related("place")
    found: dict[int, list[Word]] = {}
    every = list(cities) if slugs or known else []
    for draft in drafts:
        said = {one.city_id: one for one in draft.agreements.all() if one.version == draft.version}  # type: ignore[attr-defined]
        now, named = taking.get(draft.measure_id or 0, ()), draft.patch.get("cities", ())
        asked = [city for city in every if city.pk in now or city.slug in named]
        found[draft.pk] = [Word(city, said.get(city.pk)) for city in asked]
    return found


def is_agreed(words: Iterable[Word]) -> bool:
    """Whether every city has said yes; silence is no consent."""
    return all(word.said is not None and word.said.agrees for word in words)


def check_together(plan: ActionPlan, measure: Measure | None, patch: Values) -> None:
    """Refuse what no cities can agree on: others' money, cities without their own word."""
    strange = sorted(set(patch) - set(JOINT_FIELDS))
    if strange:
        raise ValidationError({name: _("Each city says this of its own part.") for name in strange})
    known = {city.slug for city in participants(plan)}
    taking = patch.get("cities")
    if taking is None:
        taking = _slugs(measure) if measure else []
    errors: dict[str, str] = {}
    if not taking:
        errors["cities"] = _("Choose the cities that take part.")
    elif not set(taking) <= known:
        errors["cities"] = _("Only cities that have agreed to the plan can take part.")
    slug = patch.get("coordinator")
    until = day_of(patch.get("coordinator_until"))
    if slug and slug not in taking:
        errors["coordinator"] = _("The coordinating city is one of those that take part.")
    if slug and "coordinator_until" in patch and until is None:
        errors["coordinator_until"] = _("Say until when the city coordinates.")
    elif until and not clock.today() <= until <= plan.period_end:
        errors["coordinator_until"] = _("A day from today to the end of the plan.")
    if errors:
        raise ValidationError({name: [sentence] for name, sentence in errors.items()})


def _slugs(measure: Measure) -> list[str]:
    parts = measure.contributions.filter(left_on=None)
    return list(parts.values_list("city__slug", flat=True))


def waiting_in(plans: Any) -> list[tuple[MeasureDraft, list[Word]]]:
    """The drafts of joint plans that collect agreements, each with the word of every city."""
    rows = MeasureDraft.objects.open().filter(plan__in=plans, plan__city=None)
    said = Agreement.objects.select_related("by")
    drafts = list(
        rows.select_related("plan", "measure__plan", "city", "by").prefetch_related(
            Prefetch("agreements", said)
        )
    )
    words = words_of(drafts)
    return [(draft, words[draft.pk]) for draft in drafts]


class Awaited(NamedTuple):
    """What joint plans ask of one city: its word on plans and on drafts, its own drafts."""

    proposals: list[Participation]
    drafts: list[MeasureDraft]
    parts: list[PartDraft]

    @property
    def total(self) -> int:
        return len(self.proposals) + len(self.drafts) + len(self.parts)


NOTHING_AWAITED = Awaited([], [], [])


def awaited_from(cities: Collection[City]) -> dict[int, Awaited]:
    """What waits for the word of each of these cities; two queries, however many.

    Drafts of their own parts are read with the parts, by whoever reads those.
    """
    found = {city.pk: Awaited([], [], []) for city in cities}
    if not found:
        return found
    asked = Participation.objects.awaiting().filter(city__in=found)
    for one in asked.select_related("plan", "proposed_by_city"):
        found[one.city_id].proposals.append(one)
    rows = list(_said_by(found))
    spoken = {(one.pk, one.word_city) for one in rows if one.word_version == one.version}
    taking = {(one.pk, one.part_city) for one in rows}
    for draft in {one.pk: one for one in rows}.values():
        for city in cities:
            concerned = (draft.pk, city.pk) in taking or city.slug in draft.patch.get("cities", ())
            if concerned and (draft.pk, city.pk) not in spoken:
                found[city.pk].drafts.append(draft)
    return found


def _said_by(cities: Collection[int]) -> Any:
    """Open drafts of the cities' joint plans, a row for each of their parts and of their words."""
    plans = Participation.objects.agreed().filter(city__in=cities).values("plan")
    standing = Q(measure__contributions__city__in=cities, measure__contributions__left_on=None)
    return (
        MeasureDraft.objects.open()
        .filter(plan__in=plans, plan__city=None)
        .annotate(part=FilteredRelation("measure__contributions", condition=standing))
        .annotate(word=FilteredRelation("agreements", condition=Q(agreements__city__in=cities)))
        .annotate(part_city=F("part__city"), word_city=F("word__city"))
        .annotate(word_version=F("word__version"))
        .select_related("plan", "measure")
    )
