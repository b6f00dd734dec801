"""What the dates say: late, at risk, long without news; for one row and in a query alike."""

from datetime import date, timedelta

import pytest

from actionplans.models import Contribution
from actionplans.timeliness import Signal, signal_of, signalled, signals_of
from coalition import clock
from tests.actionplans.growing import part_of, plan_of

pytestmark = pytest.mark.django_db

LATE, RISK, STALE = Signal.LATE, Signal.RISK, Signal.STALE


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def part(**fields) -> Contribution:
    """A contribution that is reported on today and due in a year, but for what is said."""
    one = part_of("osh", "OSH-01")
    fields = {"status": "in_progress", "percent": 50, "reported_on": in_days(0),
              "due_on": in_days(365), "start_on": None, **fields}  # fmt: skip
    for name in ("due_on", "start_on"):
        setattr(one.measure, name, fields.pop(name))
    one.measure.save()
    for name, value in fields.items():
        setattr(one, name, value)
    one.save()
    return one


@pytest.mark.parametrize(
    ("due", "percent", "expected"),
    [
        (-30, 50, LATE),
        (-30, 100, LATE),
        (-1, 69, LATE),
        (0, 69, RISK),
        (0, 70, None),
        (1, 0, RISK),
        (59, 69, RISK),
        (60, 69, RISK),
        (60, 70, None),
        (61, 0, None),
        (90, 0, None),
        (None, 0, None),
    ],
)
def test_a_signal_follows_from_the_due_date_and_the_readiness(due, percent, expected):
    one = part(due_on=None if due is None else in_days(due), percent=percent)

    assert signal_of(one, clock.today()) == expected


@pytest.mark.parametrize(
    ("reported", "expected"),
    [(0, set()), (-30, set()), (-89, set()), (-90, set()), (-91, {RISK, STALE})],
)
def test_silence_of_more_than_90_days_is_a_signal(reported, expected):
    one = part(reported_on=in_days(reported))

    assert signals_of(one, clock.today()) == expected


def test_a_late_measure_may_be_silent_too():
    one = part(due_on=in_days(-1), reported_on=in_days(-100))

    assert signals_of(one, clock.today()) == {LATE, STALE}


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_what_is_over_has_no_signals(status):
    one = part(status=status, due_on=in_days(-100), reported_on=in_days(-200))

    assert signals_of(one, clock.today()) == frozenset()


@pytest.mark.parametrize(
    ("start", "expected"),
    [(None, {RISK, STALE}), (-91, {RISK, STALE}), (-90, set()), (30, set())],
)
def test_before_the_first_news_silence_is_counted_from_when_work_could_begin(start, expected):
    one = part(
        status="not_started",
        percent=0,
        reported_on=None,
        start_on=None if start is None else in_days(start),
    )

    assert signals_of(one, clock.today()) == expected


def test_a_plan_adopted_lately_is_not_silent():
    plan = plan_of("osh")
    plan.adopted_on = in_days(-90)
    plan.save()
    one = part(reported_on=None)

    assert signals_of(one, clock.today()) == frozenset()


@pytest.mark.parametrize("signal", Signal)
def test_the_query_and_the_row_say_the_same(signal):
    days = (None, -120, -91, -90, -30, -1, 0, 1, 30, 59, 60, 61, 90)
    statuses = list(Contribution.Status)
    parts = list(Contribution.objects.select_related("measure__plan"))
    for number, one in enumerate(parts):
        due = days[number % len(days)]
        one.measure.due_on = None if due is None else in_days(due)
        one.measure.start_on = None if number % 3 else in_days(-200)
        one.measure.save()
        said = days[(number * 5 + 2) % len(days)]
        one.reported_on = None if said is None or said > 0 else in_days(said)
        one.percent = (0, 69, 70, 100)[number % 4]
        one.status = statuses[number % len(statuses)]
        one.save()

    found = set(
        Contribution.objects.filter(signalled(signal, clock.today())).values_list("pk", flat=True)
    )

    parts = Contribution.objects.select_related("measure__plan")
    assert found == {one.pk for one in parts if signal in signals_of(one, clock.today())}
    assert found
    assert len(found) < len(parts)
