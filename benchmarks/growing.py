"""A platform grown to many cities: rows like those of the demonstration, laid in bulk."""

from __future__ import annotations

import uuid
from datetime import timedelta
from itertools import count, islice

from actionplans import figures
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    Contribution,
    Direction,
    Executor,
    Goal,
    Indicator,
    Measure,
    MeasureTerm,
    MeasureTranslation,
    ProgressUpdate,
    Reading,
)
from cities.models import City
from coalition import clock
from coalition.models import Place, User
from coalition.verbs import appoint

numbers = count(1)


def people(email: str) -> User:
    """Somebody of the benchmark."""
    return User.objects.filter(email=email).first() or User.objects.create_user(email)


def cities(total: int) -> list[City]:
    """Consenting cities up to a number, each with an adopted plan of its own to fill."""
    pattern = City.objects.get(slug="osh")
    for number in range(City.objects.count(), total):
        slug = f"grown-{number:03}"
        place = Place.objects.create(kind="city", key=slug)
        City.objects.create(
            place=place, slug=slug, names={"ru": f"Город {number}", "en": f"City {number}"},
            country=pattern.country, currency=pattern.currency, joined_on=clock.today(),
            review_since=clock.today(), hazards=pattern.hazards, position=1000 + number,
        )  # fmt: skip
    return list(City.objects.members())


def plan_for(city: City) -> ActionPlan:
    """The city's plan in force, with the headings of the demonstration."""
    found = city.plans.current().filter(state="adopted").first()
    if found:
        return found
    pattern = ActionPlan.objects.get(city__slug="osh", is_current=True)
    goals = list(pattern.goals.prefetch_related("directions"))
    plan = ActionPlan.objects.get(pk=pattern.pk)
    plan.pk, plan._state.adding = None, True
    plan.place, plan.city, plan.slug = city.place, city, f"{city.slug}-grown"
    plan.save()
    for goal in goals:
        directions = list(goal.directions.all())
        own = Goal.objects.create(
            plan=plan, code=goal.code, title=goal.title, position=goal.position
        )
        Direction.objects.bulk_create(
            Direction(goal=own, code=one.code, key=one.key, title=one.title, position=one.position)
            for one in directions
        )
    return plan


def fill(plan: ActionPlan, total: int, readings: int = 0) -> None:
    """Measures up to a number, with what lists show of them, and readings spread over them."""
    pattern = list(
        Measure.objects.filter(plan__city__slug="osh", plan__is_current=True)
        .prefetch_related("executors", "terms", "translations")
        .select_related("direction")[:10]
    )
    directions = {one.key: one for one in Direction.objects.filter(goal__plan=plan)}
    now, have = clock.now(), plan.measures.count()
    wanted = total - have
    if wanted <= 0:
        return
    made = []
    for number in range(wanted):
        one = pattern[number % len(pattern)]
        made.append(Measure(
            plan=plan, direction=directions[one.direction.key], code=f"G-{have + number:04}",
            position=have + number, title=f"{one.title} {number}", lang=one.lang,
            expected_result=one.expected_result, kind=one.kind, start_on=one.start_on,
            due_on=one.due_on, due_precision=one.due_precision, folded=one.folded, changed_at=now,
        ))  # fmt: skip
    made = Measure.objects.bulk_create(made, batch_size=500)
    pairs = [(measure, pattern[number % len(pattern)]) for number, measure in enumerate(made)]
    for model, name in ((Executor, "executors"), (MeasureTerm, "terms"),
                        (MeasureTranslation, "translations")):  # fmt: skip
        rows = [copy(row, measure) for measure, one in pairs for row in getattr(one, name).all()]
        model.objects.bulk_create(rows, batch_size=500)
    author = plan.created_by
    parts = Contribution.objects.bulk_create([
        Contribution(measure=measure, city=plan.city, status="in_progress", percent=40,
                     reported_on=clock.today(), changed_at=now)
        for measure in made
    ])  # fmt: skip
    BudgetLine.objects.bulk_create(
        BudgetLine(contribution=part, source="local", amount=12, currency="KGS") for part in parts
    )
    tell(parts, author, readings)


def copy(row: Executor, measure: Measure) -> Executor:
    """The same row for another measure."""
    fresh = type(row)(**{
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields if not field.primary_key
    })  # fmt: skip
    fresh.measure = measure
    return fresh


def tell(parts: list[Contribution], author: User, readings: int) -> None:
    """One approved update for each part, and readings of one indicator in many updates."""
    if not readings:
        return
    each = -(-readings // len(parts))
    now, today = clock.now(), clock.today()
    indicators = Indicator.objects.bulk_create(
        Indicator(measure_id=part.measure_id, names={"ru": "Датчики"}, baseline=0, target=90)
        for part in parts
    )
    updates = ProgressUpdate.objects.bulk_create([
        ProgressUpdate(
            contribution=part, on=today - timedelta(days=7 * number), status="in_progress",
            percent=40, achieved="Поставлены новые датчики.", state="approved", key=uuid.uuid4(),
            by=author, at=now, approved_by=author, approved_at=now,
        )
        for part in parts for number in range(each)
    ], batch_size=500)  # fmt: skip
    pairs = zip(updates, (one for one in indicators for _ in range(each)), strict=True)
    Reading.objects.bulk_create([
        Reading(indicator=indicator, contribution_id=update.contribution_id, update=update,
                on=update.on, value=number % 90)
        for number, (update, indicator) in enumerate(islice(pairs, readings))
    ], batch_size=1000)  # fmt: skip


def grow(total: int, measures: int, readings: int) -> User:
    """Many cities of equal plans; returns a reviewer of all of them."""
    everybody = cities(total)
    for city in everybody:
        fill(plan_for(city), measures, readings // total)
    reviewer = people("reviewer.all@demo.invalid")
    system = User.system()
    for city in everybody:
        appoint(reviewer, by=system, place=city.place, role="reviewer")
    figures.keep(*everybody)
    return reviewer
