"""Which letters a person has from groups, for the forms in which they choose."""

from __future__ import annotations

from django import template

from coalition.models import User
from workinggroups.models import Volume, WorkingGroup
from workinggroups.volumes import Level, level_of, levels_for

register = template.Library()


@register.simple_tag
def letter_levels() -> list[tuple[str, str]]:
    """What one can choose from, the loudest first."""
    return [(level.value, str(level.label)) for level in Volume.Level]


@register.simple_tag
def letters_of(user: User, group: WorkingGroup) -> Level:
    """What a person hears of a group by letter."""
    return level_of(user, group)


@register.simple_tag
def my_letters(user: User) -> list[tuple[WorkingGroup, Level]]:
    """A person's groups with what they hear of each by letter."""
    return levels_for(user)
