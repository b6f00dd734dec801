"""Reports over the API, as the tests send them."""

import json
import uuid

from actionplans.models import Contribution, Measure


def quiet_measure() -> Measure:
    """A measure of Osh that goes on and for which nothing waits."""
    parts = Contribution.objects.filter(
        city__slug="osh", status="in_progress", measure__plan__city__slug="osh"
    ).exclude(updates__state__in=("submitted", "returned"))
    return parts.order_by("pk").first().measure


def words(**more) -> dict:
    """A report that can stand."""
    return {
        "status": "in_progress",
        "percent": 55,
        "achieved": "Сделан второй участок",
        "key": str(uuid.uuid4()),
        **more,
    }


def post(browser, measure: Measure, body, **more):
    """Send a report, or whatever else is to be sent in its place."""
    return browser.post(
        f"/api/v1/measures/{measure.pk}/updates/",
        body if isinstance(body, str | bytes) else json.dumps(body),
        content_type="application/json",
        **more,
    )


def fields(answer) -> list[str]:
    """The fields a refusal names."""
    assert answer.json().keys() == {"error", "detail", "fields"}
    return list(answer.json()["fields"])
