"""Where the tests of plans begin: measures and parts of the demonstration's plans."""

import uuid

from actionplans import verbs
from actionplans.models import ActionPlan, Contribution, Measure, MeasureDraft
from coalition.models import JournalEntry


def plan_of(city: str) -> ActionPlan:
    return ActionPlan.objects.select_related("place", "city__place").get(
        city__slug=city, is_current=True
    )


def measure(code: str) -> Measure:
    return Measure.objects.select_related("plan__city__place", "plan__place").get(code=code)


def part(code: str, city: str = "") -> Contribution:
    parts = Contribution.objects.select_related("city__place", "measure__plan")
    return parts.filter(measure__code=code, **({"city__slug": city} if city else {})).get()


def draft(of: str, by, **patch) -> MeasureDraft:
    """A change of a measure that nobody has drafted yet."""
    changed = measure(of)
    return verbs.draft_measure(
        changed.plan,
        by=by,
        measure=changed,
        base_version=changed.version,
        patch=patch or {"location": "Верховья Ак-Бууры"},
    )


def report(code: str, by, city: str = "", **said):
    return verbs.report_progress(
        part(code, city),
        by=by,
        **{"status": "in_progress", "percent": 50, "achieved": "Установлены датчики.",
           "key": uuid.uuid4(), **said},
    )  # fmt: skip


def deeds(subject) -> list[str]:
    key = f"{subject._meta.label_lower}:{subject.pk}"
    return list(JournalEntry.objects.filter(subject_key=key).values_list("deed", flat=True))
