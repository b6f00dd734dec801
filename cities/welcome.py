"""The first steps of a city: computed lines, one action each; each goes when it is done.

An administrator may also put a line aside. Apps above add their lines with `register`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import City, CityFact, CityPage, WelcomeDismissal
from coalition import clock
from coalition.models import JournalEntry, Membership, User
from coalition.permissions import may

# whether there is nothing to do any more in a city (OuterRef of it), as of a day
Condition: TypeAlias = Combinable | Q
Done = Callable[[date], Condition]


@dataclass(frozen=True)
class Step:
    """One line: what is to be done, the words of its link, the page it leads to."""

    key: str
    words: str | Promise
    action: str | Promise
    page: str
    done: Done
    position: int  # among the others, whichever app says them


@dataclass(frozen=True)
class Line:
    """A step that waits in one city."""

    step: Step
    city: City

    @property
    def url(self) -> str:
        return reverse(self.step.page, args=[self.city.slug])


_steps: list[Step] = []


def register(  # noqa: PLR0913 -- a line has words, a link and a place among the others
    key: str, words: str | Promise, action: str | Promise, page: str, done: Done, *, position: int
) -> None:
    """Make a step known; every app does so for its own when the platform starts."""
    _steps.append(Step(key, words, action, page, done, position))
    _steps.sort(key=lambda step: step.position)


def known_steps() -> set[str]:
    """The steps there are."""
    return {step.key for step in _steps}


def lines_for(user: User, cities: Sequence[City]) -> list[Line]:
    """What is still to be done in the member cities a person administers; one query for all."""
    own = [city for city in cities if city.is_member and may(user, "administer", city)]
    if not own:
        return []
    today, found = clock.today(), []
    done = {f"done_{step.key}": step.done(today) | _aside(step.key) for step in _steps}
    rows = City.objects.filter(pk__in=[city.pk for city in own]).annotate(**done)
    told = {row["pk"]: row for row in rows.values("pk", *done)}
    for step in _steps:
        found += [Line(step, city) for city in own if not told[city.pk][f"done_{step.key}"]]
    return found


def _aside(key: str) -> Exists:
    return Exists(WelcomeDismissal.objects.filter(city=OuterRef("pk"), key=key))


def _in_office(role: str, today: date) -> QuerySet[Membership]:
    return Membership.objects.filter(place__city=OuterRef("pk"), role=role).in_force(today)


def _written(_today: date) -> Condition:
    return Exists(CityPage.objects.filter(city=OuterRef("pk"), lede__gt=""))


def _approved(today: date) -> Condition:
    return Exists(_in_office("approver", today))


def _two(today: date) -> Condition:
    counted = _in_office("administrator", today).order_by().values("place")
    return Exists(counted.annotate(people=Count("pk")).filter(people__gt=1))


def _checked(_today: date) -> Condition:
    waiting = CityFact.objects.filter(city=OuterRef("pk"), state=CityFact.State.PROPOSED)
    return ~Exists(waiting)


def _decided(_today: date) -> Condition:
    """Whether somebody of the city has ever said what is shown, in either way."""
    deeds = ("city.switched", "review.consented", "review.consent_withdrawn")
    return Exists(JournalEntry.objects.filter(city=OuterRef("slug"), deed__in=deeds))


def register_own() -> None:
    """The steps of this app."""
    register("administrator",
             _("Invite a second administrator, so that the city is never without one."),
             _("Invite"), "team", _two, position=20)  # fmt: skip
    register("approver", _("Name who adopts the plan and approves reports."),
             _("Name an approver"), "team", _approved, position=30)  # fmt: skip
    register("facts", _("See what sources say about the city. Its approvers confirm it; only then "
                        "is it shown."),
             _("See the facts"), "facts", _checked, position=60)  # fmt: skip
    register("shown", _("Decide what the city shows of itself, and whether it consents to the "
                        "overview of progress."),
             _("Decide"), "city_settings", _decided, position=70)  # fmt: skip
    register("page", _("Write a few words for the city's page. Editors of the city do this in the "
                       "page editor."),
             _("Who is an editor"), "team", _written, position=80)  # fmt: skip
