"""The invented joint plan: proposed by one city, agreed by the others, each with its own part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from actionplans import verbs
from actionplans.founding.invention import YEARS, first_year, key_of, person, words
from actionplans.founding.measures import headings, patch_of
from actionplans.models import ActionPlan, Contribution, Direction, Measure, MeasureDraft
from cities.models import City
from coalition import clock

OWN = ("budget", "milestones", "finance", "visibility")  # each city's, not of the joint words
BEGUN = "JNT-02"


def found_joint_plan(measures: list[dict[str, Any]]) -> int:
    """One plan of all cities with its history of agreements, and one that is only proposed."""
    if ActionPlan.objects.filter(slug__startswith="joint-", is_example=True).exists():
        return 0
    cities = {city.slug: city for city in City.objects.members().select_related("place")}
    first = next(iter(cities.values()))
    plan = _propose(first, cities.values(), f"joint-{first_year()}", words()["joint"], measures)
    for asked in plan.participations.awaiting().select_related("city__place"):  # type: ignore[attr-defined]
        verbs.answer_proposal(asked, by=person("approver", asked.city), agrees=True)
    directions = {one.key: one.pk for one in Direction.objects.filter(goal__plan=plan)}
    for number, one in enumerate(measures):
        _lay_measure(plan, cities, one, directions[one["direction"]], number)
    _begin(Measure.objects.get(plan=plan, code=BEGUN))
    _wait(plan, cities)
    return 1


def _period() -> tuple[date, date]:
    return date(first_year(), 1, 1), date(first_year() + YEARS, 12, 31)


def _propose(
    city: City, cities: Any, slug: str, said: dict[str, Any], measures: list[dict[str, Any]]
) -> ActionPlan:
    lines = [line for goal in headings() for line in goal["directions"]]
    used = [one["direction"] for one in measures]
    chosen = [line for line in lines if line["key"] in used]
    for number, line in enumerate(chosen, start=1):
        line["code"] = f"1.{number}"
    return verbs.propose_joint_plan(
        city,
        by=person("approver", city),
        slug=slug,
        title=said["title"],
        title_en=said["title_en"],
        cities=cities,
        period=_period(),
        proposal=said["proposal"],
        headings=[{"code": "1", "title": said["goal"], "title_en": said["goal_en"],
                   "directions": chosen}],
        is_example=True,
    )  # fmt: skip


def _lay_measure(
    plan: ActionPlan, cities: dict[str, City], one: dict[str, Any], direction: int, number: int
) -> None:
    """The first city drafts, all agree; the money is put into the parts of the cities."""
    said = patch_of(one, direction, number)
    first = cities[one["cities"][0]]
    draft = verbs.draft_joint(
        plan,
        first,
        by=person("editor", first),
        patch={
            **{name: value for name, value in said.items() if name not in OWN},
            "cities": one["cities"],
            "coordinator": first.slug,
            "coordinator_until": (clock.today() + timedelta(days=365)).isoformat(),
        },
    )
    for slug in one["cities"]:
        verbs.give_word(draft, cities[slug], by=person("approver", cities[slug]),
                        version=draft.version, agrees=True)  # fmt: skip
    parts = Contribution.objects.filter(measure__plan=plan, measure__code=one["code"])
    for part in parts.select_related("city__place", "measure__plan"):
        patch: dict[str, Any] = {"words": words()["joint"]["parts"][part.measure.code]}
        if part.city_id == first.pk:
            patch |= {name: said[name] for name in ("budget", "milestones", "finance")}
        own = verbs.draft_part(part, by=person("editor", part.city), patch=patch, base_version=0)
        verbs.adopt_part(own, by=person("approver", part.city), version=own.version)


def _begin(measure: Measure) -> None:
    """Two cities have begun the second joint measure."""
    for part in measure.contributions.select_related("city__place")[:2]:
        update = verbs.report_progress(
            part,
            by=person("editor", part.city),
            status="in_progress",
            percent=20,
            achieved="Назначен ответственный, выбраны первые школы (пример).",
            key=key_of(measure.code, part.city.slug),
            on=clock.today() - timedelta(days=12),
        )
        verbs.approve_updates([update], by=person("approver", part.city))


def _wait(plan: ActionPlan, cities: dict[str, City]) -> MeasureDraft:
    """A second plan waits for the word of one city; new words of a measure for some cities."""
    said = words()["joint"]["second"]
    osh, dushanbe, namangan = (cities[slug] for slug in ("osh", "dushanbe", "namangan"))
    second = verbs.propose_joint_plan(
        namangan, by=person("approver", namangan), title=said["title"], cities=[osh, dushanbe],
        period=_period(), proposal=said["proposal"], title_en=said["title_en"],
        slug=f"{plan.slug}-water", is_example=True,
    )  # fmt: skip
    asked = second.participations.select_related("city__place").get(city=dushanbe)  # type: ignore[attr-defined]
    verbs.answer_proposal(asked, by=person("approver", dushanbe), agrees=True)
    measure = Measure.objects.get(plan=plan, code=BEGUN)
    draft = verbs.draft_joint(
        plan, dushanbe, by=person("editor", dushanbe), measure=measure,
        base_version=measure.version, reason=said["reason"],
        patch={"expected_result": said["expected_result"]},
    )  # fmt: skip
    verbs.give_word(draft, dushanbe, by=person("approver", dushanbe), version=draft.version,
                    agrees=True)  # fmt: skip
    return draft
