"""Everybody may read the public pages of plans and their files; the same for everybody."""

from actionplans.models import Measure
from tests.rules import PUBLIC

JOINT = "joint-2026"


def measure(city: str) -> dict[str, str]:
    found = Measure.objects.public().filter(plan__city__slug=city).first()
    return {"slug": city, "code": found.code}


RULES = {
    "plan": PUBLIC(fill=lambda city: {"slug": city}),
    "plan_export": PUBLIC(fill=lambda city: {"slug": city, "kind": "csv"}),
    "measure": PUBLIC(fill=measure),
    "plans": PUBLIC(),
    "plans_export": PUBLIC(fill=lambda _city: {"kind": "csv"}),
    "joint_plan": PUBLIC(fill=lambda _city: {"slug": JOINT}),
    "joint_plan_export": PUBLIC(fill=lambda _city: {"slug": JOINT, "kind": "csv"}),
    "joint_measure": PUBLIC(fill=lambda _city: {"slug": JOINT, "code": "JNT-01"}),
    "data": PUBLIC(),
}
