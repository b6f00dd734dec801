"""Plans made larger for tests: more measures like those of the demonstration."""

import uuid

from actionplans.figures import count
from actionplans.models import (
    ActionPlan,
    CityFigures,
    Contribution,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
    ProgressUpdate,
)
from cities.models import City
from coalition import clock


def plan_of(slug: str) -> ActionPlan:
    return ActionPlan.objects.get(city__slug=slug, is_current=True)


def leave_only(plan: ActionPlan, count: int) -> None:
    """Keep the first measures of a plan and add copies until there are so many."""
    kept = list(plan.measures.order_by("code"))
    extra = [measure.pk for measure in kept[count:]]
    Measure.objects.filter(pk__in=extra).update(state="removed")
    for number in range(len(kept), count):
        copy_of(kept[number % len(kept)], f"X-{number:03}")


def copy_of(measure: Measure, code: str) -> Measure:
    """The same measure under another number, with all that a list shows of it."""
    parts = list(measure.contributions.all())
    copy = Measure.objects.get(pk=measure.pk)
    copy.pk, copy.code, copy._state.adding = None, code, True
    copy.title = f"{measure.title} ({code})"
    copy.save()
    for model in (Executor, MeasureTerm, MeasureTranslation):
        for row in model.objects.filter(measure=measure):
            row.pk, row.measure, row._state.adding = None, copy, True
            row.save()
    for part in parts:
        part.pk, part.measure, part._state.adding = None, copy, True
        part.save()
    return copy


def part_of(slug: str, code: str) -> Contribution:
    return Contribution.objects.select_related("measure__plan", "city").get(
        city__slug=slug, measure__code=code, measure__plan=plan_of(slug)
    )


def say(part: Contribution, by, achieved: str, **fields) -> ProgressUpdate:
    """An approved update, as the verbs would leave it."""
    return ProgressUpdate.objects.create(
        **{
            "contribution": part,
            "on": clock.today(),
            "status": "in_progress",
            "percent": 50,
            "achieved": achieved,
            "state": "approved",
            "key": uuid.uuid4(),
            "by": by,
            "at": clock.now(),
            "approved_by": by,
            "approved_at": clock.now(),
            **fields,
        }
    )


def figures_agree() -> bool:
    """Whether every city's kept figures are those of its plan."""
    fresh = count(list(City.objects.values_list("pk", flat=True)), clock.today())
    return all(row.counted == fresh[row.city_id] for row in CityFigures.objects.all())
