"""A form that begins full: a copy of a measure, one in place of another, two made into one."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from actionplans.models import ActionPlan, CityProposal
from actionplans.patches import NEW, ROWS, SCHEMES, Values, day
from cities.models import City

FIGURES = "0123456789"
FILLED = ("expected_result", "location", "title_en", "expected_result_en", "description_en",
          "kind", "priority", "start_on")  # fmt: skip


def next_code(plan: ActionPlan, like: str = "") -> str:
    """The number after the last one; `like` another measure, the last of its kind.

    A number once used is never given again, whatever became of its measure or its draft.
    """
    used = set(plan.measures.values_list("code", flat=True))
    used |= {patch.get("code", "") for patch in
             plan.drafts.filter(measure=None).values_list("patch", flat=True)}  # fmt: skip
    ended = [code for code in used if code and code[-1] in FIGURES]
    if like and like[-1] in FIGURES:
        ended = [code for code in ended if split(code)[0] == split(like)[0]] or [like]
    if not ended:
        return ""
    stem, figures = split(max(ended, key=lambda code: (int(split(code)[1]), code)))
    return f"{stem}{int(figures) + 1:0{len(figures)}d}"


def split(code: str) -> tuple[str, str]:
    """A number as its stem and its last figures: 1.2.14 is 1.2. and 14."""
    figures = len(code) - len(code.rstrip(FIGURES))
    return code[: len(code) - figures], code[len(code) - figures :]


def rows_of(values: Values, name: str) -> list[Values]:
    """Rows of a table as new rows: nothing has been reported for them."""
    rows = [{key: said for key, said in row.items() if key != "id"} for row in values[name]]
    return [{**row, "done_on": None} if "done_on" in row else row for row in rows]


def copied(values: Values, code: str) -> Values:
    """A measure like another, to be changed before it is saved."""
    fresh = deepcopy({**NEW, **values})
    for name in ROWS:
        fresh[name] = rows_of(fresh, name)
    return {**fresh, "code": code, "state": "standing", "place": None, "replaces": []}


def taken_along(values: Values, city: City | None) -> Values:
    """A measure as the next plan begins with it: what is planned, nothing that was done or secured.

    Its dates, and those of its steps and figures, are still to be said.
    """
    fresh = copied(values, values["code"]) | {"start_on": None, "due_on": None}
    fresh["budget"] = [{**row, "secured": "0", "price_year": None} for row in fresh["budget"]]
    fresh["milestones"] = [{**row, "due_on": None} for row in fresh["milestones"]]
    fresh["indicators"] = [{**row, "target_year": None} for row in fresh["indicators"]]
    if fresh["finance"] != "not_needed":
        fresh["finance"] = "unknown"
    if city is None or not city.shows_coordinates:
        fresh["latitude"] = fresh["longitude"] = None
    return fresh


def instead_of(values: Values, code: str) -> Values:
    """A new measure in place of one that leaves the plan when this is adopted."""
    return {**copied(values, code), "replaces": [values["code"]]}


def proposed(proposal: CityProposal, code: str) -> Values:
    """A measure as a group proposes it; the city says the rest and changes what it likes."""
    lead = {"department": "", "name": proposal.office, "by_agreement": False}
    return {
        **deepcopy(NEW),
        "code": code,
        "title": proposal.measure_title or proposal.decision.question,
        "description": proposal.text,
        "lead": lead if proposal.office else None,
        "due_on": day(proposal.due_on),
    }


def merged(mine: Values, theirs: Values) -> Values:
    """Two measures made into one: mine stays, theirs adds what mine lacks and leaves the plan."""
    both = deepcopy(mine)
    for name in FILLED:
        both[name] = mine[name] or theirs[name]
    texts = [one for one in (mine["description"], theirs["description"]) if one]
    both["description"] = "\n\n".join(dict.fromkeys(texts))
    if mine["finance"] == "unknown":
        both["finance"] = theirs["finance"]
    for name in (*SCHEMES, "tags"):
        both[name] = list(dict.fromkeys([*mine[name], *theirs[name]]))
    for name in ROWS:
        both[name] = [*mine[name], *rows_of(theirs, name)]
    both["co"] = _people(mine, theirs)
    known = {_who(one) for one in both["co"]}
    both["support"] = [*mine["support"]] + [
        one for one in theirs["support"] if _who(one) not in known | set(map(_who, mine["support"]))
    ]
    both["replaces"] = sorted({*mine["replaces"], theirs["code"]})
    return both


def _people(mine: Values, theirs: Values) -> list[Values]:
    """The co-implementers of both; the other lead becomes one of them."""
    found = list(mine["co"])
    others = [theirs["lead"], *theirs["co"]] if theirs["lead"] else theirs["co"]
    for one in others:
        known = {_who(person) for person in [*found, *mine["support"], mine["lead"]] if person}
        if _who(one) not in known:
            found.append(one)
    return found


def _who(one: dict[str, Any]) -> tuple[str, str]:
    return one.get("department", ""), one.get("name", "")
