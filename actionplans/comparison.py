"""Two states of one plan side by side: what was added, taken out and changed, in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import ActionPlan, Contribution, Edition, Measure
from actionplans.parts import without_parts
from actionplans.patches import NEW, Values
from actionplans.wording import LABELS, Change, in_words

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KINDS = {
    ADDED: gettext_lazy("added"),
    REMOVED: gettext_lazy("taken out"),
    CHANGED: gettext_lazy("changed"),
}
# what an added or a removed measure is shown with; the rest stands in the edition itself
FIRST = ("expected_result", "lead", "due_on")


class Difference(NamedTuple):
    """One measure, or the headings of the plan, that two states say differently."""

    kind: str
    code: str
    title: str
    changes: list[Change]

    @property
    def word(self) -> object:
        return KINDS[self.kind]


def differences(was: Values, became: Values) -> list[Difference]:
    """What changed from one state to another, in the order of the later one."""
    before, after = _by_code(was), _by_code(became)
    named = _directions(became)
    found = _headings(was, became)
    for code, one in after.items():
        old = before.get(code)
        if old is None:
            found.append(Difference(ADDED, code, one["title"], _brief(one, named)))
        elif changes := _changes(old, one, _directions(was), _directions(became)):
            found.append(Difference(CHANGED, code, one["title"], changes))
    found += [
        Difference(REMOVED, code, old["title"], [])
        for code, old in before.items()
        if code not in after
    ]
    return found


def _by_code(content: Values) -> dict[str, Values]:
    """Measures by their number, which never changes."""
    return {one["code"]: {**NEW, **one} for one in content["measures"]}


def _directions(content: Values) -> dict[Any, str]:
    return {
        one["code"]: f"{one['code']} {one['title']}"
        for goal in content["goals"]
        for one in goal["directions"]
    }


def _changes(old: Values, new: Values, was: dict, became: dict) -> list[Change]:
    rows = [
        Change(label, in_words(name, old, was), in_words(name, new, became))
        for name, label in LABELS.items()
        if old.get(name) != new.get(name) or name == "due_on"
    ]
    return [row for row in rows if row.was != row.became]


def _brief(one: Values, directions: dict) -> list[Change]:
    said = [Change(LABELS[name], "", in_words(name, one, directions)) for name in FIRST]
    return [row for row in said if row.became]


def _headings(was: Values, became: Values) -> list[Difference]:
    """The title, the goals and the directions where they are said differently."""
    rows = [Change(_("Title"), was["title"], became["title"])]
    before, after = _titles(was), _titles(became)
    rows += [
        Change(code, before.get(code, ""), after.get(code, "")) for code in {**before, **after}
    ]
    changed = [row for row in rows if row.was != row.became]
    return [Difference(CHANGED, "", _("Title, goals and directions"), changed)] if changed else []


def _titles(content: Values) -> dict[str, str]:
    found = {}
    for goal in content["goals"]:
        found[goal["code"]] = goal["title"]
        found |= {one["code"]: one["title"] for one in goal["directions"]}
    return found


def hidden_in(plan: ActionPlan) -> set[str]:
    """Numbers of the measures only the city sees: no public view of any edition holds them."""
    hidden = plan.measures.exclude(visibility=Measure.Visibility.PUBLIC)
    return set(hidden.values_list("code", flat=True))


def hidden_parts(plan: ActionPlan) -> set[tuple[str, str]]:
    """Numbers of joint measures with the cities that have taken their part back."""
    if not plan.is_joint:
        return set()
    parts = Contribution.objects.filter(measure__plan=plan)
    parts = parts.exclude(visibility=Measure.Visibility.PUBLIC)
    return set(parts.values_list("measure__code", "city__slug"))


def as_everybody_sees(
    edition: Edition, hidden: Collection[str], parts: Collection[tuple[str, str]] = ()
) -> Values:
    """The frozen content without the measures and the parts that were taken back since."""
    measures = [
        without_parts(one, parts)
        for one in edition.content["measures"]
        if one["code"] not in hidden
    ]
    return {**edition.content, "measures": measures}
