"""Where the tests of joint plans begin: the demonstration's joint plan, its cities and people."""

from datetime import date

from actionplans import verbs
from actionplans.models import ActionPlan, Contribution, Measure, MeasureDraft, Participation
from cities.models import City
from coalition.models import JournalEntry, User

PLAN = "joint-2026"
PERIOD = (date(2026, 1, 1), date(2028, 12, 31))
NOT_APPROVERS = ["viewer.osh", "editor.osh", "admin.osh", "approver.dushanbe", "reviewer",
                 "secretariat", "keeper"]  # fmt: skip
NOT_EDITORS = ["viewer.osh", "approver.osh", "admin.osh", "editor.dushanbe", "reviewer",
               "secretariat"]  # fmt: skip


def city(slug: str) -> City:
    return City.objects.select_related("place").get(slug=slug)


def joint(slug: str = PLAN) -> ActionPlan:
    return ActionPlan.objects.select_related("place").get(slug=slug)


def someone(role: str, slug: str) -> User:
    return User.objects.get(email=f"{role}.{slug}@demo.invalid")


def joint_measure(code: str) -> Measure:
    return Measure.objects.select_related("plan__place").get(plan__slug=PLAN, code=code)


def own_part(code: str, slug: str) -> Contribution:
    parts = Contribution.objects.select_related("city__place", "measure__plan")
    return parts.get(measure__plan__slug=PLAN, measure__code=code, city__slug=slug)


def asked_of(slug: str) -> Participation:
    rows = Participation.objects.select_related("city__place", "plan")
    return rows.get(city__slug=slug, state="proposed")


def words(code: str, slug: str, **patch) -> MeasureDraft:
    """New words of a joint measure, drafted by a city that may."""
    measure = joint_measure(code)
    return verbs.draft_joint(
        measure.plan, city(slug), by=someone("editor", slug), measure=measure,
        base_version=measure.version, patch=patch or {"location": "Во всех городах"},
    )  # fmt: skip


def say(draft: MeasureDraft, slug: str, *, agrees: bool = True, note: str = ""):
    return verbs.give_word(
        draft, city(slug), by=someone("approver", slug), version=draft.version, agrees=agrees,
        note=note,
    )  # fmt: skip


def part_draft(code: str, slug: str, **patch):
    part = own_part(code, slug)
    return verbs.draft_part(
        part, by=someone("editor", slug), patch=patch or {"words": "Город ведёт свою часть."},
        base_version=part.edition,
    )  # fmt: skip


def in_journal(slug: str, deed: str) -> bool:
    return JournalEntry.objects.filter(city=slug, deed=deed).exists()
