"""The columns in which each country prints its plans; the headings are those of its documents."""

from __future__ import annotations

from actionplans.exports.columns import FULL, Column, due, lines_of, offices
from actionplans.outline import MeasureRow

BY_KEY = {column.key: column for column in FULL}


def amounts(row: MeasureRow) -> str:
    return "; ".join(amount for _source, amount in lines_of(row))


def sources(row: MeasureRow) -> str:
    return "; ".join(dict.fromkeys(source for source, _amount in lines_of(row)))


def number(heading: str) -> Column:
    return BY_KEY["code"]._replace(heading=heading, width=9)


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
