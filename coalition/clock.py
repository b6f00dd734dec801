"""What day it is. Everything that depends on the date asks here, so that a test can choose one."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, with its time zone."""
    real = timezone.now()
    if not settings.FROZEN_TODAY:
        return real
    frozen = date.fromisoformat(settings.FROZEN_TODAY)
    return real + timedelta(days=(frozen - timezone.localdate(real)).days)


def today() -> date:
    """Today's date in the Coalition's time zone (Dushanbe)."""
    return timezone.localdate(now())
