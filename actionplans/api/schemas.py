"""What the API says and hears; the OpenAPI description is made from these.

Dates are ISO 8601. Amounts of money are decimal strings in whole units of `currency`. Codes are
those of the vocabularies (`hazards`, `directions`, `sdg_targets` …); words come in the language
of Accept-Language where somebody has translated them, and `lang` says in which they are.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from ninja import Field, Schema

Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """One page of a list; `next` is what `?after=` takes, null on the last page."""

    items: list[Item]
    next: str | None


class Refusal(Schema):
    """Why a request was not done."""

    error: str
    detail: str
    fields: dict[str, list[str]] = {}


class City(Schema):
    """A city of the Coalition."""

    slug: str
    name: str
    names: dict[str, str]
    country: str
    authority: str
    joined_on: date
    timezone: str
    currency: str
    hazards: list[str]
    latitude: float | None
    longitude: float | None
    url: str


class Fact(Schema):
    """Something the city has confirmed of itself, with its year and source."""

    kind: str
    value: str
    unit: str
    text: str
    as_of: str
    source: str


class Plan(Schema):
    """An adopted plan; `city` is null for a joint plan."""

    slug: str
    city: str | None
    joint: bool
    title: str
    lang: str
    kind: str
    period_start: date
    period_end: date
    state: str
    current: bool
    edition: int
    adopted_on: date | None
    act_kind: str
    act_number: str
    act_signatory: str
    example: bool = Field(description="invented, shows how the platform works")
    url: str


class CityDetail(City):
    """A city with its facts and its current plan, once that is adopted."""

    facts: list[Fact]
    plan: Plan | None


class Group(Schema):
    """A working group everybody may know of."""

    slug: str
    name: str
    names: dict[str, str]
    kind: str
    mandate: str
    cities: list[str]
    archived: bool
    example: bool
    url: str


class Event(Schema):
    """A public meeting of a group, or a date of the region with its source.

    `kind` is meeting, forum, document or day. A meeting has `starts_at` and `ends_at` in the time
    of its city; other dates have days only. `yearly` dates come back every year.
    """

    id: str
    title: str
    kind: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str = ""
    place: str
    mode: str = ""
    city: str = ""
    group: str = ""
    languages: list[str] = []
    state: str = ""
    yearly: bool
    source: str = ""
    example: bool = False
    url: str = ""


class Codes(Schema):
    """A status in the words of the global reporting systems."""

    crf: str
    cdp: str
    iati: int


class Budget(Schema):
    """Money from one source, in whole units of the currency."""

    id: int
    source: str
    amount: str
    secured: str
    currency: str
    price_year: int | None


class Step(Schema):
    """A milestone."""

    title: str
    due: date | None
    done: date | None


class Share(Schema):
    """What one city contributes to a measure; a city's own plan has one per measure."""

    city: str
    status: str
    percent: int
    finance: str
    reported_on: date | None
    coordinates: bool
    codes: Codes


class ShareDetail(Share):
    """A contribution with its money and steps."""

    budget: list[Budget]
    milestones: list[Step]


class Measure(Schema):
    """A measure as a list shows it; of a joint measure `city` is null, the rest is put together."""

    id: int
    code: str
    city: str | None
    plan: str
    title: str
    lang: str
    status: str
    percent: int
    due: date | None
    due_precision: str
    direction: str
    hazards: list[str]
    contributions: list[Share]
    example: bool
    url: str


class Office(Schema):
    """Who carries out a measure: a kind of office of the vocabulary, or its name."""

    role: str
    department: str
    name: str
    by_agreement: bool


class Value(Schema):
    """An approved reading of an indicator."""

    on: date
    value: float
    city: str


class Indicator(Schema):
    """Something that is counted for a measure, with its latest approved reading."""

    id: int
    measure: int
    city: str | None
    name: str
    unit: str
    kind: str
    better: str
    baseline: float | None
    baseline_year: int | None
    target: float | None
    target_year: int | None
    source: str
    latest: Value | None


class MeasureDetail(Measure):
    """Everything the city shows of a measure."""

    description: str
    expected_result: str
    kind: str
    priority: str
    start: date | None
    location: str
    latitude: float | None
    longitude: float | None
    goal: str
    direction_title: str
    executors: list[Office]
    terms: dict[str, list[str]]
    contributions: list[ShareDetail]  # type: ignore[assignment]
    indicators: list[Indicator]
    version: int
    changed_at: datetime
    history_url: str


class Spent(Schema):
    """Money spent from one budget line since the beginning."""

    budget_line: int
    source: str
    amount: str
    currency: str


class Reading(Schema):
    """What an update says of one indicator."""

    indicator: int
    on: date
    value: float


class Update(Schema):
    """What a city said of its contribution on a day; `state` is `approved` in a history."""

    id: int
    city: str
    on: date
    status: str
    percent: int
    achieved: str
    obstacles: str
    next_steps: str
    lang: str
    state: str
    approved_at: datetime | None
    readings: list[Reading]
    spent: list[Spent]


class NewReading(Schema):
    """A value of one of the measure's indicators."""

    indicator: int
    value: float | str


class NewSpent(Schema):
    """Money spent so far from one line of the contribution's budget, in whole units."""

    budget_line: int
    amount: float | str
    currency: str | None = None


class NewUpdate(Schema):
    """Progress to report. The same `key` sent again reports nothing twice."""

    status: str
    percent: int = Field(ge=0, le=100)
    achieved: str
    on: date | None = Field(None, description="as of this day; today when left out")
    obstacles: str = ""
    next_steps: str = ""
    lang: str = Field("ru", description="language of the words")
    readings: list[NewReading] = []
    spent: list[NewSpent] = []
    city: str | None = Field(None, description="slug; needed when several cities are yours")
    key: UUID = Field(description="made by the caller, one per update")


def body_of(schema: type[Schema]) -> dict[str, Any]:
    """The OpenAPI description of a request body that the view itself reads."""
    content = {"application/json": {"schema": _whole(schema.model_json_schema())}}
    return {"requestBody": {"required": True, "content": content}}


def _whole(described: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to laid in place."""
    parts = described.pop("$defs", {})

    def lay(value: Any) -> Any:
        if isinstance(value, list):
            return [lay(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "$ref" in value:
            return lay(parts[value["$ref"].rsplit("/", 1)[1]])
        return {name: lay(one) for name, one in value.items()}

    return lay(described)
