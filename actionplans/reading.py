"""Plans and measures as lists read them: few queries, and figures that always agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    prefetch_related_objects,
)
from django.utils.translation import get_language

from actionplans.filters import SCHEMES
from actionplans.models import (
    ActionPlan,
    Contribution,
    Executor,
    Measure,
    MeasureTerm,
    MeasureTranslation,
    ProgressUpdate,
    UpdateTranslation,
)
from actionplans.models.plans import of_members
from actionplans.models.words import Translation, Worded
from actionplans.timeliness import Signal, signal_of
from cities.models import City

Status = Contribution.Status
ANCHOR = re.compile(r"[0-9]{1,15}")
FRESH_DAYS = 30
OF_ONE_CITY = 2  # in short lists of several cities
Thing = TypeVar("Thing")
Row = TypeVar("Row", bound=Model)
AFTER_ALL_CITIES = 100_000  # joint plans stand after the cities' own


class Progress(NamedTuple):
    """How a measure stands: of one city's part, or of all parts together."""

    status: str
    percent: int
    reported_on: date | None

    @classmethod
    def of(cls, parts: Iterable[Contribution]) -> Progress:
        """The parts of a measure put together; a city's own measure has one.

        Parts of cities that left a joint measure are history and do not count.
        """
        counted = [part for part in parts if part.left_on is None]
        if len(counted) == 1:
            return cls(counted[0].status, counted[0].percent, counted[0].reported_on)
        active = [part for part in counted if part.status != Status.CANCELLED] or counted
        if not active:
            return cls(Status.NOT_STARTED, 0, None)
        said = [part.reported_on for part in counted if part.reported_on]
        return cls(
            together(part.status for part in active),
            round(sum(part.percent for part in active) / len(active)),
            max(said, default=None),
        )


def together(statuses: Iterable[str]) -> str:
    """One status for several parts: what all of them say, else whether anything goes on."""
    said = set(statuses)
    if len(said) == 1:
        return said.pop()
    said.discard(Status.CANCELLED)
    if said & {Status.IN_PROGRESS, Status.COMPLETED} and said != {Status.COMPLETED}:
        return Status.IN_PROGRESS
    order = (Status.COMPLETED, Status.SUSPENDED, Status.NOT_STARTED)
    return next(status for status in order if status in said)


def listed() -> QuerySet[Measure]:
    """Public measures of the plans in force: what lists of all cities hold."""
    measures = Measure.objects.public().filter(plan__state=ActionPlan.State.ADOPTED)
    return measures.filter(of_members("plan__"))


def given_out() -> QuerySet[Measure]:
    """Those of `listed` that also stand in the files of open data: their city has not closed it."""
    return listed().filter(Q(plan__city=None) | Q(plan__city__in_open_data=True))


def with_rows(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Measures with all that a row of a list tells; six queries, however many rows."""
    return measures.select_related("plan__city", "direction").prefetch_related(
        "translations",
        "terms",
        "executors",
        "coordinations",
        Prefetch("contributions", Contribution.objects.shown().select_related("city")),
    )


def in_order(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Cities in the order of the Declaration, then joint plans; inside a plan, its own order."""
    place = Case(
        When(plan__city=None, then=Value(AFTER_ALL_CITIES)),
        default=F("plan__city__position"),
        output_field=IntegerField(),
    )
    return measures.annotate(place_in_list=place).order_by(*ORDER)


ORDER = ("place_in_list", "plan_id", "direction__goal__position", "direction__position",
         "position", "pk")  # fmt: skip


def after(measures: QuerySet[Measure], anchor: str) -> QuerySet[Measure]:
    """Those behind one measure of `in_order`."""
    return behind(measures, anchor, among=in_order(Measure.objects.all()), order=ORDER)


def behind(
    rows: QuerySet[Row], anchor: str, *, among: QuerySet[Row], order: tuple[str, ...]
) -> QuerySet[Row]:
    """The rows of a list behind one; an anchor that is not there gives the beginning."""
    if not ANCHOR.fullmatch(anchor):
        return rows
    there = among.filter(pk=int(anchor)).values_list(*order).first()
    if there is None:
        return rows
    later, equal = Q(), Q()
    for name, value in zip(order, there, strict=True):
        later |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return rows.filter(later)


@dataclass(frozen=True)
class Summary:
    """A city's plan in figures; needs a plan read by `in_figures`."""

    plan: ActionPlan

    @property
    def counts(self) -> dict[str, int]:
        return {status: getattr(self.plan, f"n_{status}") for status in Status}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def completed(self) -> int:
        return self.counts[Status.COMPLETED]

    @property
    def in_progress(self) -> int:
        return self.counts[Status.IN_PROGRESS]

    @property
    def reported_on(self) -> date | None:
        """The last day of which the city has said anything."""
        return self.plan.last_said  # type: ignore[attr-defined]

    @property
    def fresh(self) -> int:
        """How many measures have news of the last days."""
        return self.plan.n_fresh  # type: ignore[attr-defined]


def in_figures(plans: QuerySet[ActionPlan], today: date) -> QuerySet[ActionPlan]:
    """Plans with what their public measures add up to, in one query."""
    seen = Q(measures__in=Measure.objects.public())
    said = "measures__contributions"
    fresh = Q(**{f"{said}__reported_on__gt": today - timedelta(days=FRESH_DAYS)})
    return plans.annotate(
        **{
            f"n_{status}": Count(said, filter=seen & Q(**{f"{said}__status": status}))
            for status in Status
        },
        n_fresh=Count(said, filter=seen & fresh),
        last_said=Max(f"{said}__reported_on", filter=seen),
    )


def summary_of(city: City, today: date) -> Summary | None:
    """A city's public plan in figures."""
    plan = in_figures(public_plans_of(city.slug), today).first()
    return Summary(plan) if plan else None


def pairs_of(
    cities: Iterable[City], plans: Iterable[ActionPlan]
) -> list[tuple[City, Summary | None]]:
    """Each city with its plan of those read `in_figures`, in the order the cities came in."""
    found = {plan.city_id: Summary(plan) for plan in plans}
    return [(city, found.get(city.pk)) for city in cities]


def worded(plans: QuerySet[ActionPlan]) -> QuerySet[ActionPlan]:
    """Plans with their titles in every language."""
    return plans.prefetch_related("translations")


def worded_here(*things: Worded) -> None:
    """Things of one kind with their words in the reader's language, where the author's is not it.

    For pages that only ever say them; who needs every language prefetches `translations`.
    """
    wanted = get_language() or "ru"
    strange = [one for one in things if one.lang != wanted]
    if strange:
        prefetch_related_objects(strange, "translations")


class Title(NamedTuple):
    """A translation of which only the title is read."""

    lang: str
    title: str


def title_in(language: str, translations: type[Translation], **of: OuterRef) -> Subquery:
    """The title in one language as a column of a query, or None while nobody has translated it."""
    said = translations._default_manager.filter(lang=language, **of)
    return Subquery(said.values("title")[:1])  # type: ignore[misc]  # those of updates have none


def lay_title(thing: Worded, language: str, title: str | None) -> None:
    """What `title_in` has read, where the words of a thing are looked for."""
    said = [Title(language, title)] if title else []
    thing._prefetched_objects_cache = {"translations": said}  # type: ignore[attr-defined]


def plans_in_force() -> QuerySet[ActionPlan]:
    """Adopted plans: of the cities in the order of the Declaration, then joint ones."""
    return (
        ActionPlan.objects.public()
        .filter(of_members(), state=ActionPlan.State.ADOPTED)
        .select_related("city")
        .order_by(F("city__position").asc(nulls_last=True), "city_id", "pk")
    )


def public_plans_of(slug: str) -> QuerySet[ActionPlan]:
    """A city's plans as everybody sees them: first the one in force, then those that ended."""
    return (
        ActionPlan.objects.public()
        .filter(city__slug=slug)
        .select_related("city")
        .order_by("state", "-period_end", "-pk")  # "adopted" stands before "archived"
    )


@dataclass(frozen=True)
class Change:
    """The last word on a measure, as a list tells it: both texts with their languages."""

    update: ProgressUpdate
    title: str
    title_lang: str
    words: str
    words_lang: str

    @classmethod
    def of(cls, update: ProgressUpdate, language: str) -> Change:
        """Needs `title_said` and `words_said`, the translations into the language if any."""
        measure = update.contribution.measure
        title, words = update.title_said, update.words_said  # type: ignore[attr-defined]
        return cls(
            update,
            title or measure.title,
            language if title else measure.lang,
            words or update.achieved,
            language if words else update.lang,
        )


def latest_changes(count: int, city: City | None = None) -> list[Change]:
    """The last word on each measure, newest first and at most two of one city in a common list."""
    language = get_language() or "ru"
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    of_same = ProgressUpdate.objects.approved().filter(contribution=OuterRef("contribution"))
    titles = MeasureTranslation.objects.filter(
        measure=OuterRef("contribution__measure"), lang=language
    ).exclude(measure__lang=language)
    words = UpdateTranslation.objects.filter(update=OuterRef("pk"), lang=language).exclude(
        update__lang=language
    )
    updates = (
        ProgressUpdate.objects.public()
        .filter(
            ~Exists(of_same.filter(later)),
            contribution__measure__plan__state=ActionPlan.State.ADOPTED,
        )
        .select_related("contribution__city", "contribution__measure__plan__city")
        .annotate(
            title_said=Subquery(titles.values("title")[:1]),
            words_said=Subquery(words.values("achieved")[:1]),
        )
        .order_by("-on", "-approved_at", "-pk")
    )
    if city is not None:
        newest = list(updates.filter(contribution__city=city)[:count])
    else:
        updates = updates.filter(contribution__city__status=City.Status.MEMBER)
        newest = few_of_each(updates[: count * 5], count, lambda one: one.contribution.city_id)
    return [Change.of(update, language) for update in newest]


def few_of_each(
    things: Iterable[Thing], count: int, owner: Callable[[Thing], object]
) -> list[Thing]:
    """The first of a list, but no more than two of one owner, so that no city fills it alone."""
    chosen: list[Thing] = []
    taken: Counter[object] = Counter()
    for thing in things:
        taken[owner(thing)] += 1
        if taken[owner(thing)] <= OF_ONE_CITY and len(chosen) < count:
            chosen.append(thing)
    return chosen


def shown_signal(measure: Measure, parts: Iterable[Contribution], today: date) -> Signal | None:
    """The computed signal of a city's own measure, where the city shows signals."""
    for part in parts:
        if part.city.shows_signals and part.city_id == measure.plan.city_id:
            return signal_of(part, today)
    return None


def what_there_is() -> dict[str, Counter[str]]:
    """What conditions can be about in the lists of all cities, with how many measures each has."""
    measures = listed()
    found: dict[str, Counter[str]] = {name: Counter() for name in (*SCHEMES, "owner", "year")}
    names = {scheme: name for name, schemes in SCHEMES.items() for scheme in schemes}
    terms = MeasureTerm.objects.filter(measure__in=measures, scheme__in=names).order_by()
    for scheme, key, count in terms.values_list("scheme", "key").annotate(count=Count("pk")):
        found[names[scheme]][key] += count
    leads = Executor.objects.filter(measure__in=measures, role="lead").exclude(department="")
    counted = leads.order_by().values_list("department").annotate(count=Count("pk"))
    found["owner"].update(dict(counted))
    years = measures.filter(due_on__isnull=False).order_by().values_list("due_on__year")
    found["year"].update({str(year): count for year, count in years.annotate(count=Count("pk"))})
    return found
