"""The columns in which each country prints its plans; the headings are those of its documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from actionplans.dues import say_due
from actionplans.exports.columns import FULL, Cell, Column, due, lines_of, offices
from actionplans.exports.together import PRINTED_TOGETHER
from actionplans.models import ActionPlan
from actionplans.outline import MeasureRow
from actionplans.patches import Values
from actionplans.wording import city_names, office, part_words, sum_of
from coalition.models.terms import term_name

BY_KEY = {column.key: column for column in FULL}


def amounts(row: MeasureRow) -> str:
    return "; ".join(amount for _source, amount in lines_of(row))


def sources(row: MeasureRow) -> str:
    return "; ".join(dict.fromkeys(source for source, _amount in lines_of(row)))


def number(heading: str) -> Column:
    return BY_KEY["code"]._replace(heading=heading, width=16)


def words(key: str, heading: str, width: int = 40) -> Column:
    """A text of the measure under the heading a country gives it."""
    return BY_KEY[key]._replace(heading=heading, width=width)


def by_when(heading: str) -> Column:
    return Column("due", heading, "", 16, due)


def by_whom(heading: str) -> Column:
    return Column("offices", heading, "", 36, offices)


def cost(heading: str) -> Column:
    return Column("money", heading, "", 20, amounts)


def paid_from(heading: str) -> Column:
    return Column("sources", heading, "", 26, sources)


PRINTED: dict[str, tuple[Column, ...]] = {
    "KG": (
        number("№"),
        words("direction", "Задача"),
        words("title", "Меры/действия", 60),
        words("expected_result", "Ожидаемый результат/форма реализации"),
        by_when("Срок реализации"),
        by_whom("Ответственные исполнители"),
    ),
    "KZ": (
        number("№ п/п"),
        words("title", "Наименование мероприятия", 60),
        words("expected_result", "Форма завершения"),
        by_whom("Ответственные исполнители"),
        by_when("Срок исполнения"),
        cost("Предполагаемые расходы"),
        paid_from("Источники финансирования"),
    ),
    "UZ": (
        number("№"),
        words("title", "Наименование мероприятий", 60),
        words("description", "Механизм реализации"),
        by_when("Сроки исполнения"),
        by_whom("Ответственные исполнители"),
    ),
    "TJ": (
        number("№"),
        words("title", "Тадбирҳо", 60),
        by_when("Муҳлати иҷро"),
        by_whom("Иҷрокунандагон"),
        paid_from("Манбаи маблағгузорӣ"),
        words("expected_result", "Натиҷаи чашмдошт"),
    ),
    "TM": (
        number("№"),
        words("title", "Çäreler", 60),
        by_when("Möhleti"),
        by_whom("Jogapkär ýerine ýetirijiler"),
        paid_from("Maliýeleşdirme çeşmesi"),
    ),
}

# the language of the headings where it is not Russian
HEADED = {"TJ": "tg", "TM": "tk"}

# plans of several cities, and of countries whose columns are not known yet
GENERAL = tuple(
    BY_KEY[key] for key in ("code", "city", "title", "expected_result", "due", "lead", "others")
)

# what a report on progress repeats of the plan; the rest would leave no room for what was done
IN_REPORTS = {"code", "title", "expected_result", "due", "offices"}


def printed(plan: ActionPlan | None) -> tuple[tuple[Column, ...], str]:
    """The columns in which a plan is printed, and the language of their headings."""
    if plan and plan.is_joint:
        return PRINTED_TOGETHER, ""
    country = plan.city.country if plan and plan.city else ""
    return PRINTED.get(country, GENERAL), HEADED.get(country, "ru" if country in PRINTED else "")


def frozen_due(one: Values) -> Cell:
    when = date.fromisoformat(one["due_on"]) if one["due_on"] else None
    return when if one["due_precision"] == "day" else say_due(when, one["due_precision"])


def frozen_offices(one: Values) -> str:
    return ", ".join(office(who) for who in (one["lead"], *one["co"]) if who)


def frozen_sources(one: Values) -> str:
    named = [term_name("budget_sources", line["source"]) for line in one["budget"]]
    return "; ".join(dict.fromkeys(named))


# the same columns of a measure as an edition or a draft holds it
FROZEN: dict[str, Callable[[Values], Cell]] = {
    "code": lambda one: one["code"],
    "direction": lambda one: one["direction_words"],
    "title": lambda one: one["title"],
    "city": lambda one: city_names(one.get("cities") or ()),
    "part": lambda one: "\n".join(part_words(row) for row in one.get("parts") or ()),
    "description": lambda one: one["description"],
    "expected_result": lambda one: one["expected_result"],
    "due": frozen_due,
    "offices": frozen_offices,
    "lead": lambda one: office(one["lead"]) if one["lead"] else "",
    "others": lambda one: ", ".join(map(office, one["co"])),
    "money": lambda one: "; ".join(map(sum_of, one["budget"])),
    "sources": frozen_sources,
}
