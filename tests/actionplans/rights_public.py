"""Everybody may read the public pages of plans and their files; the same for everybody."""

from django.core.files.uploadedfile import SimpleUploadedFile

from actionplans.models import ActionPlan, Edition, Evidence, Measure
from actionplans.verbs import add_evidence
from cities.models import City
from coalition.attachments import attach
from coalition.models import User
from tests.actionplans.rights_work import a_photo
from tests.files import pdf
from tests.rules import PUBLIC

JOINT = "joint-2026"


def measure(city: str) -> dict[str, str]:
    found = Measure.objects.public().filter(plan__city__slug=city).first()
    return {"slug": city, "code": found.code}


def ended(city: str) -> dict[str, str]:
    """A plan of the city under its own name; the one in force has that address too."""
    return {"slug": city, "ended": ActionPlan.objects.public().filter(city__slug=city)[0].slug}


def shown_scan(city: str = "", slug: str = "") -> dict[str, object]:
    """An edition whose act everybody sees."""
    editions = Edition.objects.select_related("plan__place").filter(number=1)
    edition = editions.get(plan__city__slug=city) if city else editions.get(plan__slug=slug)
    if edition.scan is None:
        edition.scan = attach(pdf(), by=edition.by, owner=edition, place=edition.plan.place)
        edition.shows_scan = True
        edition.save()
    return {"slug": city or slug, "number": 1}


def evidence(city: str) -> dict[str, object]:
    """A file beside a measure that the city shows to everybody."""
    of = measure(city)
    shown = Evidence.objects.public().filter(measure__plan__city__slug=city).first()
    if shown is None:
        shown = add_evidence(
            Measure.objects.select_related("plan__city__place").get(
                plan__city__slug=city, code=of["code"]
            ),
            by=User.objects.get(email=f"approver.{city}@demo.invalid"),
            file=SimpleUploadedFile("act.pdf", b"%PDF-1.4 act"),
            visibility="public",
            is_open=True,
        )
    return {"slug": city, "code": shown.measure.code, "pk": shown.pk}


def embedded(city: str) -> dict[str, str]:
    """A plan in figures whose city lets other sites show it."""
    City.objects.filter(slug=city).update(allows_embedding=True)
    return {"slug": city}


RULES = {
    "update_file": PUBLIC(fill=a_photo),
    "plan": PUBLIC(fill=lambda city: {"slug": city}),
    "plan_export": PUBLIC(fill=lambda city: {"slug": city, "kind": "csv"}),
    "measure": PUBLIC(fill=measure),
    "ended_plan": PUBLIC(fill=ended),
    "ended_plan_export": PUBLIC(fill=lambda city: {**ended(city), "kind": "csv"}),
    "ended_measure": PUBLIC(fill=lambda city: {**ended(city), **measure(city)}),
    "ended_plan_editions": PUBLIC(fill=ended),
    "ended_plan_changes": PUBLIC(fill=ended),
    "ended_plan_edition": PUBLIC(fill=lambda city: {**ended(city), "number": 1}),
    "ended_edition_export": PUBLIC(fill=lambda city: {**ended(city), "number": 1, "kind": "docx"}),
    "ended_edition_act": PUBLIC(fill=lambda city: {**ended(city), **shown_scan(city)}),
    "plan_editions": PUBLIC(fill=lambda city: {"slug": city}),
    "plan_changes": PUBLIC(fill=lambda city: {"slug": city}),
    "plan_edition": PUBLIC(fill=lambda city: {"slug": city, "number": 1}),
    "edition_export": PUBLIC(fill=lambda city: {"slug": city, "number": 1, "kind": "docx"}),
    "edition_act": PUBLIC(fill=shown_scan),
    "evidence": PUBLIC(fill=evidence),
    "plans": PUBLIC(),
    "plans_export": PUBLIC(fill=lambda _city: {"kind": "csv"}),
    "joint_plan_editions": PUBLIC(fill=lambda _city: {"slug": JOINT}),
    "joint_plan_changes": PUBLIC(fill=lambda _city: {"slug": JOINT}),
    "joint_plan_edition": PUBLIC(fill=lambda _city: {"slug": JOINT, "number": 1}),
    "joint_edition_export": PUBLIC(fill=lambda _city: {"slug": JOINT, "number": 1, "kind": "xlsx"}),
    "joint_edition_act": PUBLIC(fill=lambda _city: shown_scan(slug=JOINT)),
    "joint_plan": PUBLIC(fill=lambda _city: {"slug": JOINT}),
    "joint_plan_export": PUBLIC(fill=lambda _city: {"slug": JOINT, "kind": "csv"}),
    "joint_measure": PUBLIC(fill=lambda _city: {"slug": JOINT, "code": "JNT-01"}),
    "data": PUBLIC(),
    "side_by_side": PUBLIC(),
    "embedded_plan": PUBLIC(fill=embedded),
    "dataset": PUBLIC(fill=lambda _city: {"name": "updates", "kind": "csv"}),
}
