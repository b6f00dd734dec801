"""What the platform itself can count for an indicator; each figure with the rows that prove it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Contribution, Edition
from actionplans.project.cited import Told

Status = Contribution.Status


class Figure(NamedTuple):
    """A figure: what it is called, whether it counts cities or parts of measures, and which."""

    label: Promise
    of_cities: bool
    rows: Callable[[Told], set[int]]


def _adopted(told: Told) -> set[int]:
    """Cities whose plan in force had been adopted by then."""
    rows = Edition.objects.filter(
        plan__city__in=told.cities, plan__state="adopted", adopted_on__lte=told.span.as_of
    )
    return set(rows.order_by().values_list("plan__city", flat=True))


def _reporting(told: Told) -> set[int]:
    return set(told.updates().order_by().values_list("contribution__city", flat=True))


def _reported(told: Told) -> set[int]:
    return set(told.updates().order_by().values_list("contribution", flat=True))


def _standing(status: str) -> Callable[[Told], set[int]]:
    return lambda told: {part for part, one in told.standing().items() if one.status == status}


FIGURES: dict[str, Figure] = {
    "adopted": Figure(_("Cities with an adopted plan"), True, _adopted),
    "reporting": Figure(_("Cities that reported in the period"), True, _reporting),
    "reported": Figure(_("Measures reported on in the period"), False, _reported),
    "in_progress": Figure(
        _("Measures in progress at the end of the period"), False, _standing(Status.IN_PROGRESS)
    ),
    "completed": Figure(
        _("Measures completed by the end of the period"), False, _standing(Status.COMPLETED)
    ),
}


class Counted(NamedTuple):
    """A figure of a period."""

    key: str
    label: Promise
    number: int


def counted(told: Told) -> list[Counted]:
    """All figures of a period."""
    return [Counted(key, one.label, len(one.rows(told))) for key, one in FIGURES.items()]
