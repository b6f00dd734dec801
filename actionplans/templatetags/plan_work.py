"""Words of drafts on the pages of the workspace."""

from __future__ import annotations

from datetime import date

from django import template

from actionplans.dues import say_due
from actionplans.models import MeasureDraft

register = template.Library()


@register.filter
def draft_due(draft: MeasureDraft) -> str:
    """The due date a draft of a new measure says."""
    said = draft.patch.get("due_on")
    when = date.fromisoformat(said) if said else None
    return say_due(when, draft.patch.get("due_precision", "day"))
