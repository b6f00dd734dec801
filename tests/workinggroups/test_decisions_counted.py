"""Decisions in the overview of what goes on in groups: counts, never the words."""

from datetime import timedelta

import pytest

from coalition import clock
from tests.workinggroups.deciding import opened, person, prepared, seat_everybody, stated
from workinggroups.activity import COUNTED, Span, activity_in

NAMES = ("Decisions opened", "Decisions closed", "Recommendations")


def counted(group):
    """What is counted of decisions of a group around today."""
    from django.utils.translation import override  # noqa: PLC0415

    now = clock.now()
    row = next(
        one
        for one in activity_in(Span(now - timedelta(days=1), now + timedelta(days=1)))
        if one.group == group
    )
    with override("en"):
        by_name = {
            str(name): number for (name, _rows), number in zip(COUNTED, row.counts, strict=True)
        }
    return [by_name[name] for name in NAMES]


@pytest.mark.django_db
def test_what_was_asked_closed_and_recommended_is_counted_and_drafts_are_not(thread, group):
    seat_everybody(group)
    before = counted(group)
    prepared(thread, person("chair"))
    opened(thread)
    stated(thread)

    assert [now - was for now, was in zip(counted(group), before, strict=True)] == [2, 1, 1]
