"""What the API says of a city, a plan, a measure: plain values of rows that are already read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse

from actionplans.frameworks import codes_of
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    Contribution,
    Executor,
    Indicator,
    Measure,
    ProgressUpdate,
)
from actionplans.reading import Progress
from cities.models import City, CityFact
from coalition import clock
from coalition.templatetags.site import page_at
from workinggroups.happenings import MEETING
from workinggroups.models import Meeting, Occasion, WorkingGroup
from workinggroups.times import in_zone

Said = dict[str, Any]


def amount(value: Decimal) -> str:
    """A sum without zeros nobody wrote."""
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def number(value: Decimal | None) -> float | None:
    """A count for programs."""
    return None if value is None else float(value)


def address(path: str) -> str:
    """A whole address of this site."""
    return settings.SITE_URL + path


def say_city(city: City) -> Said:
    """A city as a list shows it."""
    return {
        "slug": city.slug,
        "name": city.name,
        "names": city.names,
        "country": city.country,
        "authority": city.authority_name,
        "joined_on": city.joined_on,
        "timezone": city.timezone,
        "currency": city.currency,
        "hazards": city.hazards,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "url": address(page_at(f"cities/{city.slug}")),
    }


def say_fact(fact: CityFact) -> Said:
    """A confirmed fact."""
    return {
        "kind": fact.kind,
        "value": fact.value,
        "unit": fact.unit,
        "text": fact.text,
        "as_of": fact.as_of,
        "source": fact.source,
    }


def say_plan(plan: ActionPlan) -> Said:
    """A plan; needs `city` selected and `translations` prefetched."""
    path = f"cities/{plan.city.slug}/plan" if plan.city else f"plans/{plan.slug}"
    path += f"s/{plan.slug}" if plan.city and not plan.is_in_work else ""
    return {
        "slug": plan.slug,
        "city": plan.city.slug if plan.city else None,
        "joint": plan.is_joint,
        "title": plan.say("title"),
        "lang": plan.said_in,
        "kind": plan.kind,
        "period_start": plan.period_start,
        "period_end": plan.period_end,
        "state": plan.state,
        "current": plan.is_in_force,
        "edition": plan.edition,
        "adopted_on": plan.adopted_on,
        "act_kind": plan.act_kind,
        "act_number": plan.act_number,
        "act_signatory": plan.act_signatory,
        "example": plan.is_example,
        "url": address(page_at(path)),
    }


def say_group(group: WorkingGroup) -> Said:
    """A public working group; needs `cities` prefetched."""
    return {
        "slug": group.slug,
        "name": group.name,
        "names": group.names,
        "kind": group.kind,
        "mandate": group.mandate_text,
        "cities": [city.slug for city in group.cities.all()],
        "archived": group.archived,
        "example": group.is_example,
        "url": address(page_at(f"groups/{group.slug}")),
    }


def say_meeting(meeting: Meeting) -> Said:
    """A public meeting; never the link by which one joins it."""
    starts, ends = (in_zone(at, meeting.tz) for at in (meeting.starts_at, meeting.ends_at))
    return {
        "id": f"meeting-{meeting.pk}",
        "title": meeting.title,
        "kind": MEETING,
        "starts_on": starts.date(),
        "ends_on": ends.date(),
        "starts_at": starts,
        "ends_at": ends,
        "timezone": meeting.tz,
        "place": meeting.place,
        "mode": meeting.mode,
        "city": meeting.city.slug,
        "group": meeting.group.slug,
        "languages": meeting.languages,
        "state": meeting.state,
        "yearly": False,
        "example": meeting.group.is_example,
        "url": address(page_at(f"groups/{meeting.group.slug}/meetings/{meeting.pk}")),
    }


def say_occasion(occasion: Occasion) -> Said:
    """A date of the region with its source."""
    return {
        "id": f"date-{occasion.pk}",
        "title": occasion.name,
        "kind": occasion.kind,
        "starts_on": occasion.starts_on,
        "ends_on": occasion.ends_on,
        "place": occasion.place,
        "yearly": occasion.yearly,
        "source": occasion.source,
    }


def say_share(contribution: Contribution, measure: Measure) -> Said:
    """A contribution as a list shows it."""
    return {
        "city": contribution.city.slug,
        "status": contribution.status,
        "percent": contribution.percent,
        "finance": contribution.finance,
        "reported_on": contribution.reported_on,
        "coordinates": contribution.coordinates,
        "codes": codes_of(contribution, measure.due_on, clock.today()),
    }


def say_money(line: BudgetLine) -> Said:
    """A budget line in whole units."""
    return {
        "id": line.pk,
        "source": line.source,
        "amount": amount(line.in_units),
        "secured": amount(line.secured * line.scale),
        "currency": line.currency,
        "price_year": line.price_year,
    }


def measure_path(measure: Measure) -> str:
    """The path of a measure's own page; a measure of a joint plan stands on the plan's page."""
    if measure.plan.city is None:
        return page_at(f"plans/{measure.plan.slug}")
    plan = measure.plan
    path = "plan" if plan.is_in_work else f"plans/{plan.slug}"
    return page_at(f"cities/{measure.plan.city.slug}/{path}/{measure.code}")


def say_measure(measure: Measure) -> Said:
    """A measure as a list shows it."""
    plan, shares = measure.plan, list(measure.contributions.all())
    progress = Progress.of(shares)
    return {
        "id": measure.pk,
        "code": measure.code,
        "city": plan.city.slug if plan.city else None,
        "plan": plan.slug,
        "title": measure.say("title"),
        "lang": measure.said_in,
        "status": progress.status,
        "percent": progress.percent,
        "due": measure.due_on,
        "due_precision": measure.due_precision,
        "direction": measure.direction.key,
        "hazards": [term.key for term in measure.terms.all() if term.scheme == "hazards"],
        "contributions": [say_share(share, measure) for share in shares],
        "example": plan.is_example,
        "url": address(measure_path(measure)),
    }


def say_office(one: Executor) -> Said:
    """Who carries a measure out."""
    return {
        "role": one.role,
        "department": one.department,
        "name": one.name,
        "by_agreement": one.by_agreement,
    }


def say_share_whole(share: Contribution, measure: Measure) -> Said:
    """A contribution with its money and steps."""
    return {
        **say_share(share, measure),
        "budget": [say_money(line) for line in share.budget_lines.all()],
        "milestones": [
            {"title": step.title, "due": step.due_on, "done": step.done_on}
            for step in share.milestones.all()
        ],
    }


def say_measure_whole(measure: Measure) -> Said:
    """Everything the city shows of a measure."""
    terms: dict[str, list[str]] = {}
    for term in measure.terms.all():
        terms.setdefault(term.scheme, []).append(term.key)
    told = measure.plan.city is not None and measure.plan.city.shows_coordinates
    return {
        **say_measure(measure),
        "description": measure.say("description"),
        "expected_result": measure.say("expected_result"),
        "kind": measure.kind,
        "priority": measure.priority,
        "start": measure.start_on,
        "location": measure.location,
        "latitude": measure.latitude if told else None,
        "longitude": measure.longitude if told else None,
        "goal": measure.direction.goal.say("title"),
        "direction_title": measure.direction.say("title"),
        "executors": [say_office(one) for one in measure.executors.all()],
        "terms": terms,
        "contributions": [say_share_whole(one, measure) for one in measure.contributions.all()],
        "indicators": [say_indicator(one) for one in measure.indicators.all()],
        "version": measure.version,
        "changed_at": measure.changed_at,
        "history_url": address(reverse("api:history", args=[measure.pk])),
    }


def say_indicator(indicator: Indicator) -> Said:
    """An indicator; needs its approved readings prefetched, oldest first."""
    readings = list(indicator.readings.all())
    latest = readings[-1] if readings else None
    city = indicator.measure.plan.city
    return {
        "id": indicator.pk,
        "measure": indicator.measure_id,
        "city": city.slug if city else None,
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": indicator.kind,
        "better": indicator.better,
        "baseline": number(indicator.baseline),
        "baseline_year": indicator.baseline_year,
        "target": number(indicator.target),
        "target_year": indicator.target_year,
        "source": indicator.source,
        "latest": latest
        and {
            "on": latest.on,
            "value": number(latest.value),
            "city": latest.contribution.city.slug,
        },
    }


def say_update(update: ProgressUpdate) -> Said:
    """What a city said of its contribution."""
    return {
        "id": update.pk,
        "city": update.contribution.city.slug,
        "on": update.on,
        "status": update.status,
        "percent": update.percent,
        "achieved": update.say("achieved"),
        "obstacles": update.say("obstacles"),
        "next_steps": update.say("next_steps"),
        "lang": update.said_in,
        "state": update.state,
        "approved_at": update.approved_at,
        "readings": [
            {"indicator": one.indicator_id, "on": one.on, "value": number(one.value)}
            for one in update.readings.all()
        ],
        "spent": [
            {
                "budget_line": one.budget_line_id,
                "source": one.budget_line.source,
                "amount": amount(one.amount * one.budget_line.scale),
                "currency": one.budget_line.currency,
            }
            for one in update.spendings.all()
        ],
    }
