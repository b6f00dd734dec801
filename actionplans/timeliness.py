"""What the dates say of a contribution: late, at risk, long without news.

Signals are computed here and nowhere else; no city ever chooses one and no status is changed by
one. Everybody sees them only where the city has switched that on (`City.shows_signals`). The same
rules stand twice, for one row and for a query; a test holds them together.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actionplans.models import Contribution

Status = Contribution.Status
OPEN = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.SUSPENDED)


class Signal(models.TextChoices):
    """What is computed; `stale` may stand beside either of the others."""

    LATE = "late", pgettext_lazy("status", "Late")
    RISK = "risk", pgettext_lazy("status", "At risk")
    STALE = "stale", _("No news for a long time")


class Facts(NamedTuple):
    """What signals are computed from, of a row of today or of a report that is kept."""

    status: str
    percent: int
    due: date | None
    news_on: date | None  # the last news; before the first, when work could begin


def signals_of(contribution: Contribution, today: date) -> frozenset[Signal]:
    """What the dates say of one contribution; needs `measure__plan` selected."""
    due = contribution.dated_by.due_on
    news_on = contribution.reported_on or could_begin(contribution)
    return signals_from(Facts(contribution.status, contribution.percent, due, news_on), today)


def signals_from(facts: Facts, today: date) -> frozenset[Signal]:
    """What the dates say on a day, from the facts alone."""
    if facts.status not in OPEN:
        return frozenset()
    found = set()
    if facts.news_on is not None and facts.news_on < _limit(today):
        found.add(Signal.STALE)
    if facts.due is not None and facts.due < today:
        found.add(Signal.LATE)
    elif found or _is_short_of_time(facts, today):
        found.add(Signal.RISK)
    return frozenset(found)


def could_begin(contribution: Contribution) -> date | None:
    """When work could begin: the plan is adopted, and the day of the beginning has come."""
    adopted, start = contribution.measure.plan.adopted_on, contribution.measure.start_on
    return max(adopted, start) if adopted and start else adopted


def signal_of(contribution: Contribution, today: date) -> Signal | None:
    """The one signal shown beside a status: late before at risk."""
    found = signals_of(contribution, today)
    return next((signal for signal in (Signal.LATE, Signal.RISK) if signal in found), None)


def signalled(signal: str, today: date) -> Q:
    """The same as a condition for queries of contributions."""
    conditions = {
        Signal.LATE: due_where(lt=today),
        Signal.STALE: _stale(today),
        Signal.RISK: (_short_of_time(today) | _stale(today))
        & (Q(due_on=None, measure__due_on=None) | due_where(gte=today)),
    }
    return Q(status__in=OPEN) & conditions[Signal(signal)]


def due_where(**how: Any) -> Q:
    """A condition on the city's own due date in a joint measure, else on the measure's."""
    own = Q(**{f"due_on__{name}": value for name, value in how.items()})
    of_measure = Q(**{f"measure__due_on__{name}": value for name, value in how.items()})
    return own | Q(due_on=None) & of_measure


def _limit(today: date) -> date:
    return today - timedelta(days=settings.SIGNAL_STALE_DAYS)


def _is_short_of_time(facts: Facts, today: date) -> bool:
    return (
        facts.percent < settings.SIGNAL_SOON_PERCENT
        and facts.due is not None
        and 0 <= (facts.due - today).days <= settings.SIGNAL_SOON_DAYS
    )


def _short_of_time(today: date) -> Q:
    until = today + timedelta(days=settings.SIGNAL_SOON_DAYS)
    return due_where(range=(today, until)) & Q(percent__lt=settings.SIGNAL_SOON_PERCENT)


def _stale(today: date) -> Q:
    limit = _limit(today)
    silent = Q(reported_on=None, measure__plan__adopted_on__lt=limit) & (
        Q(measure__start_on=None) | Q(measure__start_on__lt=limit)
    )
    return Q(reported_on__lt=limit) | silent
