"""Reminders: the choice of each person, and the one letter of a morning."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from actionplans.digests import Reader, is_reminded, lines_for, stop_token
from actionplans.models import Digest, ReminderChoice, SentReminder
from actionplans.reminders import Line, is_morning
from cities.models import City
from coalition import clock
from coalition.letters import post_letter
from coalition.models import User
from coalition.models.journal import record
from coalition.mornings import end_for, news_for
from coalition.permissions import forget_rights, places_with

Level, Pace = ReminderChoice.Level, ReminderChoice.Pace


@transaction.atomic
def choose_reminders(user: User, *, by: User, level: str, pace: str = "") -> ReminderChoice:
    """Say which reminders come by letter and how often; each person for themselves."""
    if by.pk != user.pk:
        raise PermissionDenied
    choice, _made = ReminderChoice.objects.select_for_update().get_or_create(user=user)
    was = (choice.level, choice.pace)
    choice.level, choice.pace = level, pace or choice.pace
    try:
        choice.full_clean(exclude=["user"])
    except ValidationError:
        raise ValidationError({"level": _("Choose from the list.")}) from None
    if was != (choice.level, choice.pace):
        choice.save()
        record("reminders.chosen", by=by, subject=user, level=choice.level, pace=choice.pace)
    return choice


@transaction.atomic
def end_letters_of_the_morning(user: User, *, by: User) -> None:
    """Have no letter of the morning any more: no reminders, and nothing of the groups in it."""
    choose_reminders(user, by=by, level=Level.NONE)
    end_for(user)


def send_digests(*, by: User, now: datetime | None = None) -> int:
    """Write to everybody whose morning it is and for whom there is something; how many letters.

    Done every few minutes by the platform itself. Each person is a transaction of their own.
    """
    if not by.is_system:
        raise PermissionDenied
    now = now or clock.now()
    zones = dict(City.objects.members().values_list("place_id", "timezone"))
    people = User.objects.filter(is_active=True, is_system=False, memberships__released_at=None)
    people = people.exclude(memberships=None)
    sent = 0
    for user in people.distinct().select_related("digest", "reminder_choice").order_by("pk"):
        last = user.digest.on if hasattr(user, "digest") else None
        local = now.astimezone(_zone(user, zones))
        if is_morning(local, last):
            sent += _send(user, local)
    return sent


def _zone(user: User, zones: dict[int, str]) -> ZoneInfo:
    """The time zone of a person's city; the Coalition's for people of no city."""
    inside = [zones[place] for place in places_with(user, "see_inside") if place in zones]
    try:
        return ZoneInfo(inside[0] if inside else settings.TIME_ZONE)
    except (ValueError, ZoneInfoNotFoundError):
        return ZoneInfo(settings.TIME_ZONE)


@transaction.atomic
def _send(user: User, local: datetime) -> int:
    """One person's letter, if there is anything to say; the morning is taken either way."""
    if not _taken(user, local):
        return 0
    forget_rights(user)
    with translation.override(user.language):
        lines = _reminders(user, local)
        news = news_for(user)
        stop = reverse("stop_reminders", args=[stop_token(user)])
        path = reverse("settings")
    if not (lines or news):
        return 0
    post_letter(user.email, "digest", language=user.language, lines=lines, news=news, stop=stop,
                settings_path=path, unsubscribe=f"{settings.SITE_URL}{stop}")  # fmt: skip
    _remember(user, lines, local)
    return 1


def _reminders(user: User, local: datetime) -> list[Line]:
    """What a person is reminded of this morning, if they wish to be, and today."""
    choice = getattr(user, "reminder_choice", None) or ReminderChoice(user=user)
    morning = Digest.objects.filter(user=user)
    last = morning.values_list("reminded_on", flat=True).first()
    due = is_morning(local, last, weekly=choice.pace == Pace.WEEKLY)
    if choice.level == Level.NONE or not due or not is_reminded(user):
        return []
    morning.update(reminded_on=local.date())
    said = dict(SentReminder.objects.filter(user=user).values_list("subject", "sent_on"))
    return lines_for(Reader(user, local.date(), said, only_mine=choice.level == Level.MINE))


def _taken(user: User, local: datetime) -> bool:
    """Whether this process has the person's morning; two processes never write the same letter."""
    today = local.date()
    if Digest.objects.filter(user=user, on__lt=today).update(on=today):
        return True
    if Digest.objects.filter(user=user).exists():
        return False
    try:
        with transaction.atomic():
            Digest.objects.create(user=user, on=today)
    except IntegrityError:
        return False
    return True


def _remember(user: User, lines: list[Line], local: datetime) -> None:
    """Keep what was mentioned; what was mentioned before has its latest day."""
    for line in lines:
        for subject in line.subjects:
            SentReminder.objects.update_or_create(
                user=user, subject=subject, defaults={"kind": line.kind, "sent_on": local.date()}
            )
