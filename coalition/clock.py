"""What day it is. Everything that depends on the date asks here, so that a test can choose one."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.db import connection
from django.utils import timezone

DATABASE_CLOCK = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
}
ELEVEN = time(11)


def now() -> datetime:
    """This moment, with its time zone."""
    return _shifted(timezone.now())


def at_the_database() -> datetime:
    """This moment by the database's clock, the one clock that all processes share.

    Asked after a row is locked, it decides what came before a deadline and what came after.
    """
    with connection.cursor() as cursor:
        cursor.execute(DATABASE_CLOCK[connection.vendor])
        said = cursor.fetchone()[0]
    if isinstance(said, str):
        said = datetime.fromisoformat(said).replace(tzinfo=UTC)
    return _shifted(said)


def _shifted(real: datetime) -> datetime:
    """A real moment, moved to the day that a test has chosen.

    The chosen day stands at eleven in the morning when the run begins and time flows on from
    there, so that no run depends on the hour it was started at or crosses midnight.
    """
    if not settings.FROZEN_TODAY:
        return real
    chosen = datetime.combine(date.fromisoformat(settings.FROZEN_TODAY), ELEVEN)
    return timezone.make_aware(chosen) + (real - datetime.fromtimestamp(settings.FROZEN_SINCE, UTC))


def today() -> date:
    """Today's date in the Coalition's time zone (Dushanbe)."""
    return timezone.localdate(now())
