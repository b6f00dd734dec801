"""People counted apart: by sex, by age, by disability; the parts never exceed the whole."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from actionplans.models import ProjectIndicator
from actionplans.models.project import GROUPS, Split
from actionplans.project.saying import in_plain


def check_people(indicator: ProjectIndicator, people: Mapping[str, int], value: Decimal) -> None:
    """Refuse groups nobody asked for, and parts that add up to more than the whole."""
    known = {group for split in indicator.splits for group in GROUPS[Split(split)]}
    if set(people) - known:
        raise ValidationError(_("These people are not counted apart for this indicator."))
    for split in indicator.splits:
        whole = sum(people.get(group, 0) for group in GROUPS[Split(split)])
        if whole > value:
            raise ValidationError(
                _("The parts %(split)s add up to %(parts)s, more than the whole: %(whole)s.")
                % {"split": Split(split).label, "parts": whole, "whole": in_plain(value)}
            )
