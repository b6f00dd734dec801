"""Who may come to which address of plans at work."""

import uuid

from actionplans import verbs
from actionplans.models import (
    ActionPlan,
    CityReport,
    Contribution,
    Measure,
    MeasureDraft,
    ProgressUpdate,
)
from coalition.models import User
from tests.rules import CITY


def a_measure(city: str) -> dict[str, object]:
    measure = Measure.objects.filter(plan__city__slug=city, plan__is_current=True).first()
    return {"slug": city, "code": measure.code}


def a_draft(city: str) -> dict[str, object]:
    """A change that waits; made by the city's editor where there is none."""
    plan = ActionPlan.objects.get(city__slug=city, is_current=True)
    draft = MeasureDraft.objects.open().filter(plan=plan, measure=None).first()
    if draft is None:
        direction = plan.goals.first().directions.first()
        draft = verbs.draft_measure(
            plan,
            by=User.objects.get(email=f"editor.{city}@demo.invalid"),
            patch={
                "code": f"{city[:3].upper()}-77",
                "title": "Мера",
                "direction": direction.pk,
                "due_on": "2028-12-31",
                "lead": {"department": "health", "name": "", "by_agreement": False},
            },
        )
    return {"slug": city, "pk": draft.pk}


def a_report(city: str) -> dict[str, object]:
    """An approved report of the city."""
    said = ProgressUpdate.objects.filter(contribution__city__slug=city, state="approved").first()
    if said is None:
        part = Contribution.objects.filter(city__slug=city).first()
        said = verbs.report_progress(
            part, by=User.objects.get(email=f"editor.{city}@demo.invalid"), status="in_progress",
            percent=5, achieved="Начато.", key=uuid.uuid4(),
        )  # fmt: skip
    return {"slug": city, "pk": said.pk}


def an_edition(city: str) -> dict[str, object]:
    return {"slug": city, "number": 1}


def a_closed_report(city: str) -> dict[str, object]:
    """A completed report of a round, with its frozen document."""
    return {
        "slug": city,
        "pk": CityReport.objects.filter(city__slug=city, state="closed").first().pk,
    }


RULES = {
    "city_work": CITY(),
    "plan_open": CITY(post="edit", only="post"),
    "plan_submit": CITY(post="edit", only="post"),
    "headings": CITY(get="approve", post="approve"),  # of an adopted plan
    "measure_new": CITY(get="edit", post="edit"),
    "measure_edit": CITY(get="edit", post="edit", fill=a_measure),
    "measure_files": CITY(post="edit approve", fill=a_measure),
    "order": CITY(get="edit", post="edit"),
    "grid": CITY(get="edit", post="edit"),
    "measure_visibility": CITY(get="approve", post="approve", fill=a_measure),
    "draft": CITY(get="edit", post="edit", fill=a_draft),
    "draft_withdraw": CITY(post="edit", only="post", fill=a_draft),
    "update": CITY(get="edit", post="edit"),
    "update_measure": CITY(get="edit", post="edit", fill=a_measure),
    "update_withdraw": CITY(post="approve", only="post", fill=a_report),
    "documents": CITY(only="get"),
    "work_editions": CITY(only="get"),
    "work_changes": CITY(only="get"),
    "plan_visibility": CITY(post="approve", only="post"),
    "edition_visibility": CITY(post="approve", only="post", fill=an_edition),
    "approve": CITY(get="approve", post="approve"),
    "rounds": CITY(only="get"),
    "city_report": CITY(get="see_inside", post="edit approve", fill=a_closed_report),
    "city_report_file": CITY(only="get", fill=a_closed_report),
}
