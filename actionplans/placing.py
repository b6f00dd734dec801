"""Where a measure stands: in what order, instead of which others, where in the city, for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan, Direction, Measure, MeasureDraft

Thing = TypeVar("Thing")
MOST_PLACES = 10_000
GLOBE = {"latitude": 90, "longitude": 180}


def placed_wrong(
    plan: ActionPlan, measure: Measure | None, whole: Mapping[str, Any], base: Mapping[str, Any]
) -> dict[str, str]:
    """What is wrong with the place of a measure, a sentence for each field."""
    errors: dict[str, str] = {}
    if whole["state"] not in (Measure.State.STANDING, Measure.State.REMOVED):
        errors["state"] = _("This measure has been replaced by another; change that one.")
    place = whole["place"]
    if place is not None and not (isinstance(place, int) and 0 <= place < MOST_PLACES):
        errors["place"] = _("There is no such place in the order.")
    if measure and whole["visibility"] != base["visibility"]:
        errors["visibility"] = _("The approver shows and hides an adopted measure, at once.")
    if whole["replaces"] != base["replaces"]:
        _replaced(plan, measure, whole, errors)
    _on_the_globe(plan, whole, base, errors)
    return errors


def _replaced(
    plan: ActionPlan, measure: Measure | None, whole: Mapping[str, Any], errors: dict[str, str]
) -> None:
    codes = whole["replaces"]
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        errors["replaces"] = _("Write the numbers of measures, with commas between.")
        return
    standing = Q(state=Measure.State.STANDING)
    if measure:
        standing = Q(state=Measure.State.STANDING) & ~Q(pk=measure.pk) | Q(superseded_by=measure)
    known = set(
        plan.measures.filter(standing, code__in=codes).values_list("code", flat=True)
    )  # fmt: skip
    unknown = [code for code in codes if code not in known]
    if unknown:
        errors["replaces"] = _("No other measure of the plan has the number %(code)s.") % {
            "code": ", ".join(unknown)
        }


def _on_the_globe(
    plan: ActionPlan, whole: Mapping[str, Any], base: Mapping[str, Any], errors: dict[str, str]
) -> None:
    said = {name: whole[name] for name in GLOBE if whole[name] not in (None, "")}
    if {name: whole[name] for name in GLOBE} == {name: base[name] for name in GLOBE} or not said:
        return
    if plan.city and not plan.city.shows_coordinates:
        errors["latitude"] = _("The city has not switched coordinates of measures on.")
    elif len(said) < len(GLOBE):
        errors["latitude"] = _("Both coordinates are needed, or none.")
    for name, value in said.items():
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            errors[name] = _("Enter a number, for example 12,5 or 12 500.")
            continue
        if not number.is_finite() or abs(number) > GLOBE[name]:
            errors[name] = _("There is no such place on the globe.")


def arranged(things: Iterable[Thing], moved: Mapping[Thing, int]) -> list[Thing]:
    """Things in their order, those moved at their new places; of two at one, the later first."""
    order = [one for one in things if one not in moved]
    for one, place in sorted(moved.items(), key=lambda pair: pair[1]):
        order.insert(place, one)
    return order


@dataclass(frozen=True)
class Item:
    """A measure, or a new one that waits, where it will stand once the drafts are adopted."""

    measure: Measure | None
    draft: MeasureDraft | None
    direction: int | None

    @property
    def key(self) -> str:
        """How a button names it."""
        return f"m{self.measure.pk}" if self.measure else f"d{self.draft.pk}"  # type: ignore[union-attr]

    @property
    def code(self) -> str:
        return self.measure.code if self.measure else self.draft.patch["code"]  # type: ignore[union-attr]

    @property
    def title(self) -> str:
        patch = self.draft.patch if self.draft else {}
        return patch.get("title") or (self.measure.title if self.measure else "")

    @property
    def is_moved(self) -> bool:
        """Whether its place or direction waits for approval."""
        return bool(self.draft and {"place", "direction"} & set(self.draft.patch))


def line_up(plan: ActionPlan) -> list[Item]:
    """The measures of a plan as they will stand in order; two queries."""
    drafts = list(plan.drafts.filter(state__in=("open", "returned")).order_by("at", "pk"))
    waiting = {one.measure_id: one for one in drafts if one.measure_id}
    items = [
        Item(one, draft, (draft.patch if draft else {}).get("direction", one.direction_id))
        for one in plan.measures.standing().order_by("position", "pk")
        if not ((draft := waiting.get(one.pk)) and draft.patch.get("state") == "removed")
    ]
    items += [
        Item(None, one, one.patch.get("direction")) for one in drafts if one.measure_id is None
    ]
    by_draft = {item.draft.pk: item for item in items if item.draft}
    moved = {
        by_draft[one.pk]: place
        for one in drafts
        if one.pk in by_draft and (place := one.patch.get("place")) is not None
    }
    return arranged(items, moved)


def by_direction(plan: ActionPlan, items: Iterable[Item]) -> list[tuple[Direction, list[Item]]]:
    """The same under their directions, in the order of the plan."""
    found: dict[int | None, list[Item]] = {}
    for item in items:
        found.setdefault(item.direction, []).append(item)
    lines = Direction.objects.filter(goal__plan=plan).select_related("goal")
    return [(line, found.get(line.pk, [])) for line in lines]
