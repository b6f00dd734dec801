"""Words of drafts on the pages of the workspace."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from actionplans.desk import Waiting, waiting_for
from actionplans.dues import say_due
from actionplans.models import MeasureDraft
from actionplans.permissions import may_decide
from cities.models import City
from coalition import clock
from coalition.permissions import may

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
    user = context["request"].user
    if may_decide(user, city):  # the number beside "Approval"
        return waiting_for(user, [city], clock.today())[0]
    return Waiting(city, may_edit=may(user, "edit", city))
