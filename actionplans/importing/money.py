"""Sums as plans write them: «1,2 млн сомони», «тыс. тенге» in the heading, «МБ – 500»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from coalition.models.terms import terms
from coalition.sheets import Cell
from coalition.text import fold

NUMBER = re.compile(r"\d[\d  .,]*\d|\d")
SCALES = (
    (1_000_000_000, r"млрд|mlrd|миллиард\w*|milliard\w*|billion\w*|bln|bn"),
    (1_000_000, r"млн|миллион\w*|million\w*|mln"),
    (1_000, r"тыс|тысяч\w*|thousand\w*|хазор|минг|ming|мин|мын|mun"),
)
CURRENCIES = (
    ("TJS", r"tjs|сомони|сомон|смн|somoni"),
    ("KZT", r"kzt|₸|тенге|тенгеси|тг|tenge"),
    ("UZS", r"uzs|сумов|сума|сум|sum|so'?m|som"),
    ("TMT", r"tmt|манат\w*|manat\w*"),
    ("KGS", r"kgs|сомов|сома|сом"),
    ("USD", r"usd|\$|долл\w*|доллар\w*|dollar\w*"),
    ("EUR", r"eur|€|евро|euro\w*"),
)
SOURCES = (
    ("none", r"не требу\w*|без финансир\w*|no cost|not needed|талап кылынбайт|талап этилмейди"),
    ("climate_fund", r"зкф|gcf|адаптационн\w* фонд\w*|климатическ\w* фонд\w*|climate fund\w*"),
    ("loan", r"займ\w*|заем\w*|кредит\w*|ссуд\w*|мфо|loan\w*|вбрр|аибр|абр|ебрр|карз|қарз|kredit"),
    ("ppp", r"гчп|мчш|ppp|государственно-частн\w*|жмш|dxsh|дхш"),
    ("donor", (r"грант\w*|донор\w*|партн[её]р\w*|проон|undp|внебюджет\w*|международн\w*|donor\w*|"
              r"grant\w*|шарикон\w*")),
    ("regional", r"областн\w*|об|вилоят\w*|viloyat\w*|облыс\w*|welayat\w*|regional"),
    ("republican", (r"республиканск\w*|рб|государственн\w* бюджет\w*|госбюджет\w*|гб|"
                   r"бучети чумхури\w*|чумхури\w*|республикалык|respublika\w*|dowlet\w*|"
                   r"давлат\w*|state budget|national budget|republican")),
    ("local", (r"бюджет\w* (?:города|мэрии)|местн\w*|мб|городск\w*|маҳалл\w*|махалл\w*|mahalliy|"
              r"жергиликти|жергиликтуу|yerli|local|city budget|муниципальн\w*")),
    ("own", r"собственн\w*|средства предприяти\w*|own funds|озинин|худи|хусуси\w*"),
    ("tbd", r"не определ[её]н\w*|уточняется|определится|tbd"),
)  # fmt: skip
# money that stands in a budget already: «в пределах средств, предусмотренных бюджетом»
GRANTED = r"(?:предусмотренн|предусматриваем|выделенн|выделяем|заложенн|имеющ)\w*"
PROVIDED = re.compile(
    rf"(?<!\w)(?:в пределах|в рамках|за счет|в объеме)\s[^.;\n]{{0,80}}?(?<!\w)(?<!не ){GRANTED}"
    r"|в пределах (?:\w+ ){0,4}?(?:средств|бюджет|ассигнован|смет|лимит)"
    r"|дар доираи маблаг|маблаг\w* доирасида|mablag\w* doirasida|каражат\w* [шч]егинде"
    r"|within (?:\w+ ){0,3}(?:budget|funds|appropriations)"
)
APART = re.compile(rf"[\n;/+]|,(?!\s*(?:{GRANTED}))| и (?=\w)", re.IGNORECASE)  # sources of a cell
LARGEST = Decimal(10) ** 13
PLACES = 3
THOUSAND = 1000
BRACKETED = re.compile(r"\d[^(]*\((.*)\)\s*$")
YEAR = re.compile(r"\b(20\d\d)\b")


def _compiled(rules: tuple) -> tuple:
    return tuple((key, re.compile(rf"(?<!\w)(?:{said})(?!\w)")) for key, said in rules)


_SCALES, _CURRENCIES, _SOURCES = map(_compiled, (SCALES, CURRENCIES, SOURCES))


@dataclass
class Sum:
    """Money from one source, as far as it is said."""

    amount: Decimal
    scale: int
    currency: str
    source: str = ""
    comment: str = ""
    provided: bool = False  # it stands in a budget already


@dataclass
class Heading:
    """What a heading says of all sums of its column."""

    scale: int = 1
    currency: str = ""
    source: str = ""
    year: str = ""

    @classmethod
    def of(cls, text: str) -> Heading:
        said = fold(text)
        year = YEAR.search(said)
        return cls(
            scale_in(said) or 1,
            currency_in(said),
            source_in(said) if "источник" not in said else "",
            year[1] if year else "",
        )


def _found(rules: tuple, said: str) -> str | int | None:
    return next((key for key, pattern in rules if pattern.search(said)), None)


def scale_in(folded: str) -> int | None:
    return _found(_SCALES, folded)  # type: ignore[return-value]


def currency_in(folded: str) -> str:
    return str(_found(_CURRENCIES, folded) or "")


def source_in(folded: str) -> str:
    """The source some words speak of: by its own name, also in brackets at the end, or a guess."""
    bracketed = BRACKETED.search(folded)
    if bracketed and (named := _named(bracketed[1])):
        return named
    return _named(folded) or str(_found(_SOURCES, folded) or "")


def is_provided(folded: str) -> bool:
    """Whether words say that the money is in a budget already."""
    return PROVIDED.search(folded) is not None


def standing_in(sources: list[tuple[str, str]]) -> str:
    """How far money from some sources is there: "secured", "partly", or "" where it is not said."""
    said = [is_provided(fold(word)) for key, word in sources if key != "none"]
    if not any(said):
        return "secured" if any(is_provided(fold(word)) for _key, word in sources) else ""
    return "secured" if all(said) else "partly"


def _named(folded: str) -> str:
    """A source by one of its names in the list."""
    said = folded.strip(" .:;,-–—()")
    for key, term in terms("budget_sources").items():
        if said and said in {fold(name) for name in [*term.names.values(), key]}:
            return key
    return ""


def read_sums(value: Cell, heading: str, currency: str) -> list[Sum] | None:
    """The sums of a cell; None for words that hold no sum that could be understood."""
    about = Heading.of(heading)
    usual = about.currency or currency
    if isinstance(value, Decimal):
        return [fitting(Sum(value, about.scale, usual, about.source, about.year))]
    found: list[Sum] = []
    for piece in re.split(r"[\n;]|(?<=[^\d\s]),(?=\s)", str(value or "")):
        said = fold(piece)
        if not said.strip():
            continue
        one = _sum(said, about, usual)
        if one is None:
            return None
        found.append(one)
    return found or None


def _sum(said: str, about: Heading, usual: str) -> Sum | None:
    amount_said = YEAR.sub(" ", said) if len(NUMBER.findall(said)) > 1 else said
    numbers = NUMBER.findall(amount_said)
    if len(numbers) != 1:
        return None
    amount = read_number(numbers[0])
    if amount is None:
        return None
    year = YEAR.search(said) if amount_said != said else None
    return fitting(
        Sum(
            amount,
            scale_in(said) or (about.scale if not _has_unit(said) else 1),
            currency_in(said) or usual,
            source_in(said) or about.source,
            year[1] if year else about.year,
            is_provided(said),
        )
    )


def _has_unit(said: str) -> bool:
    """Whether the cell names its currency and so speaks for itself, not as its heading does."""
    return bool(currency_in(said))


def read_number(text: str) -> Decimal | None:
    """«1 200,5», «1.200,50» and «1,200.50»: the last sign before the end is the decimal one."""
    said = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").strip(".,")
    point, comma = said.rfind("."), said.rfind(",")
    if point >= 0 and comma >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        said = said.replace(thousands, "").replace(decimal, ".")
    elif said.count(",") > 1 or said.count(".") > 1:
        said = said.replace(",", "").replace(".", "")
    else:
        said = said.replace(",", ".")
    try:
        number = Decimal(said)
    except InvalidOperation:
        return None
    return number if number < LARGEST else None


def fitting(one: Sum) -> Sum:
    """The same sum with at most three places after the point, in a smaller scale if need be."""
    while one.scale > 1 and one.amount != round(one.amount, PLACES):
        one.amount, one.scale = one.amount * THOUSAND, one.scale // THOUSAND
    one.amount = round(one.amount, PLACES)
    return one


def read_sources(text: str) -> list[tuple[str, str]]:
    """The sources of a cell: pairs of a key ("" where it is not in the list) and the words."""
    pieces = [piece.strip() for piece in APART.split(text) if piece.strip()]
    return [(source_in(fold(piece)), piece) for piece in pieces]
