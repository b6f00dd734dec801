"""Words of drafts on the pages of the workspace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from actionplans.desk import Waiting, waiting_for
from actionplans.dues import say_due
from actionplans.models import MeasureDraft
from cities.models import City
from coalition import clock

register = template.Library()


@register.filter
def draft_due(draft: MeasureDraft) -> str:
    """The due date a draft of a new measure says."""
    said = draft.patch.get("due_on")
    when = date.fromisoformat(said) if said else None
    return say_due(when, draft.patch.get("due_precision", "day"))


@register.simple_tag(takes_context=True)
def waiting_in(context: dict[str, Any], city: City) -> Waiting:
    """{% waiting_in city as waiting %}: what waits there for the person; asked for once a page."""
    known = context.get("waiting")
    if isinstance(known, Waiting) and known.city == city:
        return known
    return waiting_for(context["request"].user, [city], clock.today())[0]
