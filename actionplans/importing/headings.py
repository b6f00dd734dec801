"""What a column is about, told by its heading in any of the five countries' languages."""

from __future__ import annotations

import re
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from actionplans.exports.codes import CODES
from actionplans.exports.columns import FULL
from actionplans.exports.printed import PRINTED
from actionplans.wording import LABELS
from coalition.text import fold

NOTE = "note"  # its words are added to the description
LEFT = ""  # not taken
OFFICES = "offices"  # the lead and the others in one cell

# what a column can become, in the order of the list a person chooses from
FIELDS: dict[str, str | Promise] = {
    "code": LABELS["code"],
    "goal": _("Goal"),
    "direction": LABELS["direction"],
    "title": LABELS["title"],
    "description": LABELS["description"],
    "expected_result": LABELS["expected_result"],
    OFFICES: _("Implementers, the lead first"),
    "lead": LABELS["lead"],
    "co": LABELS["co"],
    "start_on": LABELS["start_on"],
    "due": LABELS["due_on"],
    "due_precision": _("Due, exact to"),
    "money": _("Sum"),
    "sources": _("Source of money"),
    "location": LABELS["location"],
    "hazards": LABELS["hazards"],
    "ci_sectors": LABELS["ci_sectors"],
    "themes": LABELS["themes"],
    "sdg_targets": LABELS["sdg_targets"],
    "sendai_priorities": LABELS["sendai_priorities"],
    "sendai_targets": LABELS["sendai_targets"],
    "essentials": LABELS["essentials"],
    "gga_themes": LABELS["gga_themes"],
    NOTE: _("Add to the description"),
}
MANY = {"money", "sources", NOTE}  # several columns may be of these
# keys of our own files that are called otherwise here; None: known, and not for a plan
OWN = {
    "others": "co",
    "start": "start_on",
    "sectors": "ci_sectors",
    "sdg": "sdg_targets",
    "sendai": "sendai_priorities",
    "gga": "gga_themes",
    "hazard_words": "hazards",
    **dict.fromkeys(("city", "status", "status_words", "percent", "reported_on", "language",
                     "example", "address", *(column.key for column in CODES)), LEFT),
}  # fmt: skip

# the first that is found in the folded heading
PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in (
    ("code", r"^№|^#|^п\s*/\s*п|^код\b|^номер|^code|^no\b|^n\b|^р/с|^т/р|^t/r|^t/b|№$"),
    ("sources", (r"источник|манба|манбаи|cesme|манбаъ|source of|sources|funding source|"
                r"каржыландыру коз|каржылоо булаг")),
    ("due_precision", r"точность срока|срок.*с точностью|due, exact"),
    ("money", (r"сумм|стоимост|расход|бюджет|обьем|объем|финансир|затрат|потребност|маблаг|каржы|"
              r"каржат|молиял|moliya|mablag|summa|gider|budget|cost|amount|money|funding|"
              r"акча|харажат|xarajat|шыгыс|чыгым|киймат|qiymat|куны\b|арзиш")),
    ("co", r"соисполн|со-исполн|участник|co-implement|^with$|хамичрокун|hamkor|хамкор|partners"),
    ("lead", r"ответственный исполнитель\b(?!и)|головн|lead|вед[уо]щ"),
    (OFFICES, (r"исполнител|ответствен|ичрокунанд|масъул|jogapkar|yerine yetirij|orunlayjy|"
              r"аткаруучу|жооптуу|орындаушы|жауапты|ijrochi|ижрочи|mas.?ul|responsib|implement|"
              r"executor|кто выполняет")),
    ("start_on", r"начал|begins|start|башталыш|басталу|boshlan"),
    ("due", (r"срок|мухлат|mohlet|мерзим|моонот|muddat|муддат|дата исполн|due|deadline|period|"
            r"timeline|когда|wagty|вакт")),
    ("expected_result", (r"результат|натич|натиж|natija|netije|жыйынтык|натыйжа|"
                        r"форма завершен|форма реализ|аякталу нысан|outcome|result|"
                        r"вид документа|эффект")),
    ("description", r"механизм|описан|mexanizm|содержан|description|способ|пути реализац|этап"),
    ("location", r"место|адрес|локац|территор|location|where|жайгаш|орны"),
    ("hazards", r"угроз|опасност|hazard|хавф|хатар|xavf"),
    ("direction", (r"задач|направлен|раздел|direction|багыт|самт|йуналиш|yonalish|ugur|"
                  r"objective|вазифа|milde|task\b")),
    ("goal", r"^цел|goal|максат|maqsad|хадаф|maksat"),
    ("title", (r"мероприят|мер[аы]\b|меры|действи|тадбир|tadbir|careler|care\b|cara|чара|шара|"
              r"чора|chora|работ|measure|action|activit|наименован|"
              r"название")),
    (NOTE, r"примечан|коммент|note|comment|эскерт|изох|izoh|bellik"),
))  # fmt: skip


def heading_key(text: str) -> str:
    """A heading as headings are compared."""
    said = fold(text.replace("\n", " ")).translate(str.maketrans("іi", "ии"))
    return " ".join(said.replace("*", " ").split()).strip(" .:")


def plain_key(text: str) -> str:
    """A heading for the patterns, which are written in both alphabets."""
    return " ".join(fold(text.replace("\n", " ")).replace("*", " ").split()).strip(" :")


@cache
def own_headings() -> dict[str, str]:
    """The headings of our own files, in every language they are written in."""
    found: dict[str, str] = {}
    for language in ("ru", "en"):
        with override(language):
            for column in FULL:
                found.setdefault(heading_key(str(column.heading)), OWN.get(column.key, column.key))
    for columns in PRINTED.values():
        for column in columns:
            found[heading_key(str(column.heading))] = OWN.get(column.key, column.key)
    return found


def is_known(heading: str) -> bool:
    """Whether this is a heading of one of our own files."""
    return heading_key(heading) in own_headings()


def field_of(heading: str) -> str:
    """The field a heading speaks of; "" where it says nothing we know."""
    if not heading:
        return LEFT
    key = heading_key(heading)
    if key in own_headings():
        return own_headings()[key]
    plain = plain_key(heading)
    return next((field for field, pattern in PATTERNS if pattern.search(plain)), LEFT)


def fields_of(headings: list[str]) -> list[str]:
    """A field for each column; of two that speak of the same, the surer one is taken."""
    taken: dict[str, int] = {}
    found = [field_of(heading) for heading in headings]
    for number, field in enumerate(found):
        if not field or field in MANY:
            continue
        rival = taken.get(field)
        if rival is None:
            taken[field] = number
            continue
        worse = number if _surer(headings[rival], headings[number]) else rival
        taken[field] = rival if worse == number else number
        found[worse] = LEFT if is_known(headings[worse]) else NOTE
    if OFFICES in taken and "co" in taken and "lead" not in taken:
        found[taken[OFFICES]] = "lead"
    return found


def _surer(first: str, second: str) -> bool:
    """Codes before words, our own headings before guesses, and what stands first."""
    if ("код" in fold(second) or "code" in fold(second)) and is_known(second):
        return False
    return is_known(first) or not is_known(second)
