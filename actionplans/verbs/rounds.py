"""Rounds of the overview: opened for a period that is over, ended when their time has passed."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actionplans.models import CityReport, ReportingRound
from actionplans.periods import Kind, begins, ends, last_ended
from actionplans.review import reviewed_cities
from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record

SUBMIT_DAYS = 30  # from the opening to the day reports are awaited by
OPENS_WITHIN = 45  # days after a quarter in which its round is opened by itself
ENDS_AFTER = 60  # days after the awaited day, when a round ends


@transaction.atomic
def open_round(
    kind: str, starts_on: date, *, by: User, submit_by: date | None = None
) -> ReportingRound:
    """Ask consenting cities for their reports of a period; safe to repeat.

    The platform asks all of them, a reviewer those this reviewer reads. Cities that have their
    report keep it; those that have consented since are added.
    """
    cities = _asked_by(by)
    today = clock.today()
    if kind not in Kind.values or begins(kind, starts_on) != starts_on:
        raise ValidationError({"period": _("Choose a period from the list.")})
    if ends(kind, starts_on) >= today:
        raise ValidationError({"period": _("This period has not ended yet.")})
    submit_by = submit_by or today + timedelta(days=SUBMIT_DAYS)
    if submit_by < today:
        raise ValidationError({"submit_by": _("This day has passed.")})
    found, made = ReportingRound.objects.select_for_update().get_or_create(
        kind=kind, starts_on=starts_on,
        defaults={"ends_on": ends(kind, starts_on), "opens_on": today, "submit_by": submit_by,
                  "opened_by": by},
    )  # fmt: skip
    if found.closed_on:
        raise ValidationError({"period": _("The round of this period has ended.")})
    if made:
        record("round.opened", by=by, subject=found, submit_by=submit_by.isoformat())
    have = set(found.reports.values_list("city", flat=True))
    for city in cities:
        if city.pk not in have:
            report = CityReport.objects.create(round=found, city=city)
            record("report.opened", by=by, subject=report, place=city.place,
                   submit_by=found.submit_by.isoformat())  # fmt: skip
    return found


@transaction.atomic
def keep_rounds(*, by: User) -> None:
    """Open the round of the quarter that has just ended, and end the rounds that are long past.

    Done every hour by the platform itself: calendar quarters are asked of every consenting city,
    and nobody has to remember them. Other periods are opened by a reviewer.
    """
    if not by.is_system:
        raise PermissionDenied
    today = clock.today()
    starts_on = last_ended(Kind.QUARTER, today)
    known = ReportingRound.objects.filter(kind=Kind.QUARTER, starts_on=starts_on).first()
    late = (today - ends(Kind.QUARTER, starts_on)).days > OPENS_WITHIN
    wanted = known.closed_on is None and today <= known.submit_by if known else not late
    if wanted and _consenting().exists():
        open_round(Kind.QUARTER, starts_on, by=by)
    past = ReportingRound.objects.filter(
        closed_on=None, submit_by__lt=today - timedelta(days=ENDS_AFTER)
    )
    for one in past.select_for_update():
        one.closed_on = today
        one.save(update_fields=["closed_on"])
        record("round.ended", by=by, subject=one)


def _consenting() -> QuerySet[City]:
    return City.objects.members().filter(review_since__lte=clock.today())


def _asked_by(by: User) -> list[City]:
    cities = _consenting() if by.is_system else reviewed_cities(by)
    found = list(cities.select_related("place"))
    if not found and not by.is_system:
        raise PermissionDenied
    return found
