"""Who may come to the joint plans of a city."""

from actionplans.models import MeasureDraft
from tests.rules import CITY

PLAN = "joint-2026"


def a_plan(city: str) -> dict[str, object]:
    return {"slug": city, "plan": PLAN}


def a_measure(city: str) -> dict[str, object]:
    return {**a_plan(city), "code": "JNT-03"}


def a_draft(city: str) -> dict[str, object]:
    """Words that collect agreements: those of Dushanbe on JNT-02."""
    draft = MeasureDraft.objects.open().get(plan__slug=PLAN, measure__code="JNT-02")
    return {**a_plan(city), "pk": draft.pk}


def an_own_draft(city: str) -> dict[str, object]:
    """A new joint measure that the city itself has drafted."""
    from actionplans import verbs  # noqa: PLC0415
    from actionplans.models import ActionPlan  # noqa: PLC0415
    from cities.models import City  # noqa: PLC0415
    from coalition.models import User  # noqa: PLC0415

    plan = ActionPlan.objects.get(slug=PLAN)
    code, own = f"JNT-{city[:3].upper()}", City.objects.get(slug=city)
    draft = plan.drafts.filter(patch__code=code, state="open").first()
    if draft is None:
        draft = verbs.draft_joint(
            plan, own, by=User.objects.get(email=f"editor.{city}@demo.invalid"),
            patch={
                "code": code, "title": "Мера", "due_on": "2028-12-31", "cities": [city],
                "direction": plan.goals.first().directions.first().pk,
                "lead": {"department": "health", "name": "", "by_agreement": False},
            },
        )  # fmt: skip
    return {**a_plan(city), "pk": draft.pk}


def an_edition(_city: str) -> dict[str, object]:
    return {"slug": PLAN, "number": 1}


RULES = {
    "joint": CITY(only="get"),
    "joint_new": CITY(get="approve", post="approve"),
    "joint_work": CITY(post="approve", fill=a_plan),
    "joint_measure_new": CITY(get="edit", post="edit", fill=a_plan),
    "joint_measure_edit": CITY(get="edit", post="edit", fill=a_measure),
    "joint_draft": CITY(post="edit approve", fill=a_draft),
    "joint_draft_edit": CITY(get="edit", post="edit", fill=an_own_draft),
    "joint_part": CITY(post="edit approve", fill=a_measure),
}
