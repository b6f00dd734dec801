"""What a row changes in a measure that the plan has; the same said otherwise is no change."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.importing.headings import FIELDS, OFFICES
from actionplans.importing.money import source_in
from actionplans.importing.offices import Office
from actionplans.importing.standing import Known
from actionplans.importing.understanding import WARNING, Meaning, unmarked
from actionplans.patches import SCHEMES, Values
from actionplans.wording import office as office_words
from coalition.models.terms import terms
from coalition.text import fold

ENGLISH = {"title": "title_en", "expected_result": "expected_result_en",
           "description": "description_en"}  # fmt: skip


def changed_values(found: Meaning, known: Known) -> Values:
    """Of what the row says, that which differs from what the plan says."""
    after = known.after
    # a file that says what is adopted does not take back what waits
    ways = [after, known.base] if known.measure else [after]
    told: set[str] = set().union(*(_told_as_written(found, one) for one in ways))
    if any(_same_sums_apart(found, one) for one in ways):
        told.add("budget")
    changed: Values = {
        name: value
        for name, value in found.values.items()
        if name not in told and not any(_same(name, value, one, known) for one in ways)
    }
    if "co" in changed or "lead" in changed:
        _keep_offices(changed, found, known)
    if "budget" in changed:
        changed["budget"] = _keep_rows(changed["budget"], after["budget"])
        found.messages += [found.unpaired] if found.unpaired else []
    if "start_on" in changed and "due_on" not in changed and not found.line.first("start_on"):
        del changed["start_on"]  # a span of years that the plan knows with a better beginning
    said: str = changed["description"] if "description" in changed else after["description"]
    description = with_notes(said, found.notes)
    if description != after["description"]:
        changed["description"] = description
    return changed


def _told_as_written(found: Meaning, plan: Values) -> set[str]:
    """Fields whose offices are written just as our own files write them, however they are cut."""
    lead = [plan["lead"]] if plan["lead"] else []
    others = [*plan["co"], *plan["support"]]
    told: set[str] = set()
    for column, offices, fields in (
        ("lead", lead, {"lead"}),
        ("co", others, {"co"}),
        (OFFICES, [*lead, *others], {"lead", "co"}),
    ):
        said = found.line.first(column)
        if said and _written(said.words) in _writings(offices):
            told |= fields
    beside = [found.line.first(column) for column in ("co", OFFICES)]
    if "lead" in told and not any(said and said.words for said in beside):
        told.add("co")  # what was cut off the lead's own name is nobody else
    return told


def _written(text: str) -> str:
    return " ".join(fold(unmarked(text)).split())


def _writings(offices: list[Office]) -> set[str]:
    """The ways our files write a list of offices: by name, with or without the agreement."""
    found = set()
    for language in ("ru", "en"):
        with override(language):
            bare = [office_words({**one, "by_agreement": False}) for one in offices]
            found |= {_written(", ".join(bare)), _written(", ".join(map(office_words, offices)))}
    return found


def with_notes(description: str, notes: list[str]) -> str:
    """A description with words that found no other place, each once."""
    said = fold(description)
    new = [note for note in dict.fromkeys(notes) if fold(note) not in said]
    return "\n\n".join(filter(None, [description, *new]))


def _same(name: str, value: Any, plan: Values, known: Known) -> bool:
    was = plan[name]
    if name in ENGLISH:
        said = " ".join(str(value).split())
        return said in {" ".join(text.split()) for text in (was, plan[ENGLISH[name]])}
    if name == "lead":
        return was is not None and alike(value, was) and not _newly_agreed(value, was)
    if name == "co":
        named = [one for one in value if _name(one) not in known.support]
        return len(named) == len(was) and all(
            alike(one, other) and not _newly_agreed(one, other)
            for one, other in zip(named, was, strict=True)
        )
    if name in SCHEMES:
        return set(value) == set(was)
    if name == "budget":
        return _sums(value) == _sums(was)
    return bool(value == was)


def _name(one: Office) -> str:
    return fold(one["name"]) if one["name"] else fold(one["department"])


def alike(one: Office, other: Office) -> bool:
    """Whether two offices are read as the same, whatever they are kept as."""
    return bool(_names(one) & _names(other))


def _names(one: Office) -> set[str]:
    if one.get("name"):
        return {fold(one["name"])}
    term = terms("department_types").get(one["department"])
    return {fold(name) for name in term.names.values()} if term else {fold(one["department"])}


def _newly_agreed(one: Office, was: Office) -> bool:
    """The words are missing in many tables; that they are missing does not take them away."""
    return bool(one["by_agreement"]) and not was.get("by_agreement")


def _keep_offices(changed: Values, found: Meaning, known: Known) -> None:
    before = [one for one in [known.after["lead"], *known.after["co"]] if one]

    def kept(one: Office) -> Office:
        same = next((other for other in before if alike(one, other)), None)
        if same is None:
            return one
        return {**same, "by_agreement": bool(one["by_agreement"] or same.get("by_agreement"))}

    if changed.get("lead"):
        changed["lead"] = kept(changed["lead"])
    if "co" in changed:
        changed["co"] = [kept(one) for one in changed["co"] if _name(one) not in known.support]


def _sums(rows: list[Values]) -> Counter[tuple[Decimal, str, str]]:
    return Counter(
        (Decimal(str(row["amount"] or 0)) * int(row["scale"] or 1), row["currency"], row["source"])
        for row in rows
    )


def _same_sums_apart(found: Meaning, plan: Values) -> bool:
    """Whether sums in one column and sources in another are those of the plan, in any order."""
    said = found.values.get("budget")
    if not said or not found.apart:
        return False
    sums, was = ([key[:2] for key in _sums(rows).elements()] for rows in (said, plan["budget"]))
    return Counter(sums) == Counter(was) and found.apart == {
        row["source"] for row in plan["budget"]
    }


def _keep_rows(rows: list[Values], before: list[Values]) -> list[Values]:
    """Rows of the budget with the ids of those they go on from: the same source and currency."""
    free = list(before)
    kept = []
    for row in rows:
        same = next((one for one in free if (one["source"], one["currency"]) ==
                     (row["source"], row["currency"])), None)  # fmt: skip
        if same:
            free.remove(same)
        own = {"amount": row["amount"], "scale": row["scale"]}
        comment = {"comment": row["comment"] or same["comment"]} if same else {}
        kept.append({**(same or row), **own, **comment})
    return kept


def place_sources(found: Meaning, known: Known | None) -> None:
    """Sources said without a sum: known from the budget, or kept as words."""
    if not found.sources:
        return
    said = found.line.first("sources")
    text = ", ".join(found.sources)
    if known:
        names = {
            fold(name)
            for row in known.after["budget"]
            if (term := terms("budget_sources").get(row["source"]))
            for name in term.names.values()
        }
        if {fold(one) for one in found.sources} <= names or _all_known(found, known):
            return
    heading = (said.heading if said else "") or str(FIELDS["sources"])
    note = f"{heading}: {text}"
    found.notes.append(note)
    if not known or fold(note) not in fold(known.after["description"]):
        found.say(WARNING, _("There is a source and no sum; the words are added to the "
                             "description."), said)  # fmt: skip


def _all_known(found: Meaning, known: Known) -> bool:
    keys = {source_in(fold(one)) for one in found.sources}
    return keys <= {row["source"] for row in known.after["budget"]}
