"""Goals and directions as a city names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.models import Direction, Goal
from coalition.forms import TidyField


class GoalForm(forms.Form):
    """One goal more."""

    code = TidyField(label=_("Number"), max_length=10, widget=forms.TextInput({"class": "short"}))
    title = TidyField(label=_("Goal"), max_length=400, widget=forms.Textarea({"rows": 2}))


class DirectionForm(forms.Form):
    """One direction more, under a goal."""

    goal = forms.TypedChoiceField(label=_("Under the goal"), coerce=int)
    code = TidyField(label=_("Number"), max_length=12, widget=forms.TextInput({"class": "short"}))
    title = TidyField(label=_("Direction"), max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, goals: Iterable[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [(goal.pk, str(goal)) for goal in goals]  # type: ignore[attr-defined]


class RenameForm(forms.Form):
    """Another title for a goal or a direction; its number stays."""

    title = TidyField(max_length=400, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, heading: Goal | Direction) -> None:
        kind = "goal" if isinstance(heading, Goal) else "line"
        super().__init__(data, prefix=f"{kind}{heading.pk}", initial={"title": heading.title})
        self.heading, self.is_goal = heading, kind == "goal"
        self.fields[
            "title"
        ].label = f"{_('Goal') if self.is_goal else _('Direction')} {heading.code}"


def rename_forms(goals: Iterable[Goal], data: Any) -> list[RenameForm]:
    """A form for each heading of the plan, in its order."""
    found = []
    for goal in goals:
        found.append(RenameForm(data, heading=goal))
        for direction in goal.directions.all():
            direction.goal = goal
            found.append(RenameForm(data, heading=direction))
    return found
