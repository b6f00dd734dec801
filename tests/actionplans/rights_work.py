"""Who may come to which address of plans at work."""

import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans import verbs
from actionplans.digests import stop_token
from actionplans.models import (
    ActionPlan,
    CityProposal,
    CityReport,
    Contribution,
    Measure,
    MeasureDraft,
    PlanImport,
    ProgressUpdate,
    UpdateFile,
)
from cities.models import City
from coalition.models import User
from tests.actionplans.photos import with_photo
from tests.coalition.tables import xlsx
from tests.rules import CITY, OPEN, SIGNED_IN
from tests.workinggroups.deciding import a_voice, offered, the_group


def a_measure(city: str) -> dict[str, object]:
    measure = Measure.objects.filter(plan__city__slug=city, plan__is_current=True).first()
    return {"slug": city, "code": measure.code}


def a_plan_aside(city: str) -> dict[str, object]:
    """The next plan of the city, being prepared aside; the one in force is on the table."""
    plan = ActionPlan.objects.get(city__slug=city, is_current=True)
    if not plan.city.plans.filter(is_current=False).exists():
        editor = User.objects.get(email=f"editor.{city}@demo.invalid")
        verbs.begin_next_plan(
            plan,
            by=editor,
            title="Следующий план",
            period=(date(2031, 1, 1), date(2035, 12, 31)),
            dues={},
        )
        verbs.take_up_plan(plan, by=editor)
    return {"slug": city}


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


def a_proposal(city: str) -> dict[str, object]:
    """What the group «early-warning» has proposed to the city."""
    found = CityProposal.objects.filter(city__slug=city).first()
    if found is None:
        group = the_group()
        offered(group.threads.order_by("pk").first(), a_voice(group, "osh"))
        found = CityProposal.objects.get(city__slug=city)
    return {"slug": city, "pk": found.pk}


def an_edition(city: str) -> dict[str, object]:
    return {"slug": city, "number": 1}


def a_closed_report(city: str) -> dict[str, object]:
    """A completed report of a round, with its frozen document."""
    return {
        "slug": city,
        "pk": CityReport.objects.filter(city__slug=city, state="closed").first().pk,
    }


def a_photo(city: str) -> dict[str, object]:
    """A photograph beside an approved report of the city."""
    file = UpdateFile.objects.kept().filter(
        update__contribution__city__slug=city, update__state="approved"
    ).first()  # fmt: skip
    if file is None:
        editor, approver = (
            User.objects.get(email=f"{role}.{city}@demo.invalid") for role in ("editor", "approver")
        )
        parts = Contribution.objects.filter(city__slug=city, measure__plan__city__slug=city)
        part = parts.exclude(updates__state__in=("submitted", "returned")).first()
        said = verbs.report_progress(
            part, by=editor, status="in_progress", percent=5, achieved="Начато.", key=uuid.uuid4()
        )
        file = with_photo(said, editor)
        verbs.approve_updates([said], by=approver)
    return {"slug": city, "pk": file.pk}


def a_link(city: str) -> dict[str, object]:
    return {"token": stop_token(User.objects.get(email=f"editor.{city}@demo.invalid"))}


def an_import(city: str) -> dict[str, object]:
    """A file of the city that has been read and waits for a look."""
    found = PlanImport.objects.filter(city__slug=city, state="ready").first()
    if found is None:
        head = ["№", "Мероприятие", "Исполнители", "Срок"]
        content = xlsx([head, ["9.7", "Мера из файла", "Мэрия", "2028"]])
        found = verbs.begin_import(
            City.objects.get(slug=city),
            by=User.objects.get(email=f"editor.{city}@demo.invalid"),
            file=SimpleUploadedFile("plan.xlsx", content),
        )
    return {"slug": city, "pk": found.pk}


RULES = {
    "proposals": CITY(only="get"),
    "proposal_aside": CITY(post="edit approve", only="post", fill=a_proposal),
    "proposal_measure": CITY(post="edit approve", only="post", fill=a_proposal),
    "proposal_known": CITY(post="edit approve", only="post", fill=a_proposal),
    "import": CITY(get="edit", post="edit"),
    "import_template": CITY(get="edit", only="get"),
    "import_look": CITY(get="edit", post="edit", fill=an_import),
    "import_accept": CITY(post="edit", only="post", fill=an_import),
    "import_leave": CITY(post="edit", only="post", fill=an_import),
    "import_file": CITY(get="edit", only="get", fill=an_import),
    "import_state": CITY(get="edit", only="get", fill=an_import),
    "city_work": CITY(),
    "plan_open": CITY(post="edit", only="post"),
    "plan_submit": CITY(post="edit", only="post"),
    "next_plan": CITY(get="edit", post="edit"),
    "plan_take_up": CITY(post="edit approve", only="post", fill=a_plan_aside),
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
    "update_mine": CITY(get="edit", post="edit"),
    "paper": CITY(get="edit approve", post="edit approve"),
    "paper_form": CITY(get="edit approve", only="get"),
    "file_withdraw": CITY(post="approve", only="post", fill=a_photo),
    "choose_reminders": SIGNED_IN(only="post"),
    # the secret in the address is the right
    "stop_reminders": OPEN(fill=a_link),
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
