"""A measure of the file of inventions as an editor would fill its form."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from actionplans.founding.invention import first_year, words
from coalition import clock
from coalition.models.terms import in_language, terms

SOON = timedelta(days=20)
LONG_AGO = timedelta(days=40)


def headings() -> list[dict[str, Any]]:
    """Three invented goals with the directions of the vocabulary under them."""
    known = terms("directions")
    return [
        {
            **goal,
            "directions": [
                {
                    "code": f"{goal['code']}.{number}",
                    "key": key,
                    "title": in_language(known[key].names, "ru"),
                    "title_en": in_language(known[key].names, "en"),
                }
                for number, key in enumerate(goal["directions"], start=1)
            ],
        }
        for goal in words()["goals"]
    ]


def patch_of(one: dict[str, Any], direction: int, number: int) -> dict[str, Any]:
    """A measure of the file as an editor would fill the form."""
    start, due = start_of(one), due_of(one)
    finance = "secured" if is_finished(one) else words()["course"][number % 8][2]
    departments = terms("department_types")

    def office(key: str) -> dict[str, Any]:
        return {"department": key, "name": "",
                "by_agreement": bool(departments[key].data.get("by_agreement"))}  # fmt: skip

    return {
        "code": one["code"],
        "direction": direction,
        "title": one["title"]["ru"],
        "title_en": one["title"]["en"],
        "expected_result": result_of(one),
        "kind": one["kind"],
        "priority": ("high", "medium", "medium", "low")[number % 4],
        "start_on": start,
        "due_on": due,
        "due_precision": one["due_precision"],
        "finance": finance,
        **people(one, office),
        **codes(one),
        "tags": [tag for tag, codes_of in words()["tags"].items() if one["code"] in codes_of],
        "budget": [budget(one, finance)],
        "indicators": [indicator(one, due)],
        "milestones": steps(start, due),
    }


def people(one: dict[str, Any], office: Any) -> dict[str, Any]:
    if "lead_group" in one:
        name = words()["joint"]["groups"][one["lead_group"]]
        return {"lead": {"department": "", "name": name, "by_agreement": False}}
    return {"lead": office(one["lead"]), "co": [office(key) for key in one["co"]]}


def codes(one: dict[str, Any]) -> dict[str, Any]:
    """The international codes of a measure."""
    return {
        "hazards": one["hazards"],
        "sdg_targets": [key for key in one["sdg"] if key in terms("sdg_targets")],
        "sendai_priorities": [one["sendai_priority"]],
        "essentials": one["essentials"],
        "gga_themes": [one["gga"]] if one["gga"] in terms("gga_themes") else [],
    }


def budget(one: dict[str, Any], finance: str) -> dict[str, Any]:
    """The one budget line of a measure; of partly secured money half is there."""
    said = one["budget"]
    there = {"secured": Decimal(1), "partly": Decimal("0.5")}.get(finance, Decimal(0))
    return {
        "source": said["source"],
        "amount": str(said["amount"]),
        "currency": said["currency"],
        "scale": said["multiplier"],
        "price_year": first_year(),
        "secured": str(Decimal(str(said["amount"])) * there),
        "comment": "",
    }


def falls(one: dict[str, Any]) -> bool:
    """Whether what is counted is better when there is less of it."""
    return one["indicator"]["ru"].lower().startswith(("потери", "доля потерь", "неучт"))


def indicator(one: dict[str, Any], due: date) -> dict[str, Any]:
    said = one["indicator"]
    from_zero = said["unit"] not in ("ч", "%") and not falls(one)
    return {
        "names": {"ru": said["ru"], "en": said["en"]},
        "units": {"ru": said["unit"], "en": said["unit_en"]},
        "kind": "output",
        "better": "lower" if falls(one) else "higher",
        "baseline": "0" if from_zero else said["baseline"],
        "baseline_year": first_year() - 1 if from_zero else None,
        "target": str(said["target"]),
        "target_year": due.year,
        "source": "Отчёт ответственной службы (пример)",
    }


def steps(start: date, due: date) -> list[dict[str, Any]]:
    """Three steps; those whose day has passed are done."""
    titles = words()["milestones"]
    days = [start + (due - start) * number / len(titles) for number in range(1, len(titles))]
    return [
        {"title": title, "due_on": when, "done_on": when if when < clock.today() else None}
        for title, when in zip(titles, [*days, due], strict=True)
    ]


def start_of(one: dict[str, Any]) -> date:
    year, month = map(int, one["start"].split("-"))
    return min(date(year - 2026 + first_year(), month, 1), due_of(one) - timedelta(days=60))


def authored_due(one: dict[str, Any]) -> date:
    """The end of the period the file names, in the years of the plan."""
    year, month = map(int, one["due"].split("-"))
    step = 12 if one["due_precision"] == "year" else 3
    return period_end(year + first_year() - 2026, -(-month // step) * step)


def period_end(year: int, month: int) -> date:
    year, month = (year + 1, month - 12) if month > 12 else (year, month)  # noqa: PLR2004 -- months
    return date(year, month, monthrange(year, month)[1])


def due_of(one: dict[str, Any]) -> date:
    """The day a measure is due; moved on in whole periods unless it is finished."""
    due = authored_due(one)
    while not is_finished(one) and due < clock.today() + SOON:
        due = period_end(due.year, due.month + (12 if one["due_precision"] == "year" else 3))
    return due


def is_finished(one: dict[str, Any]) -> bool:
    """Whether a measure is told as completed: its own day has long passed, or the file says so."""
    long_past = authored_due(one) < clock.today() - LONG_AGO
    return long_past or one["code"] in words()["finished"]


def result_of(one: dict[str, Any]) -> str:
    """What an invented measure brings: its own words, else those of its direction."""
    own = words()["own"].get(one["code"], {})
    return own.get("result") or words()["results"][one["direction"]]
