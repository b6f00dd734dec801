"""What passes between the secretariat and the Parties: the notice, their words, consultations."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_keeper, tell_parties, tell_secretariat
from cities.models import (
    Application,
    City,
    DayMoved,
    PartyVoice,
    PositionsAsked,
    RegisteredDocument,
)
from cities.signals import consultations_wanted
from cities.steps import become, begin
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy

State, Kind = Application.State, PartyVoice.Kind


@transaction.atomic
def notify_parties(application: Application, *, by: User) -> Application:
    """Tell the approvers and administrators of every member city; from now on they may speak.

    They are asked to do so by a day. Only where registered rules say so does the letter add that
    silence then counts as consent.
    """
    application, again = begin("notify", application, by)
    if again:
        return application
    become(application, "notify")
    application.notified_at, application.notified_by = clock.now(), by
    application.keep()
    application.save()
    rules = RegisteredDocument.objects.silence_rules().first()
    days = rules.silence_days if rules and rules.silence_days else settings.POSITION_DAYS
    PositionsAsked.objects.create(
        application=application, asked_by=clock.today() + timedelta(days=days), rules=rules
    )
    told = tell_parties(application, "notified")
    record("application.notified", by=by, subject=application, place=application.place, told=told)
    tell_applicant(application, "notified")
    return application


@transaction.atomic
def extend_positions(
    application: Application, *, by: User, until: date, reason: str
) -> PositionsAsked:
    """Give the Parties more time to speak; the old day and the reason stay beside the new one."""
    application, _again = begin("extend", application, by)
    notice = PositionsAsked.objects.select_for_update().get(application=application)
    if until <= clock.today():
        raise ValidationError({"until": _("Choose a day that is still to come.")})
    moved = DayMoved(notice=notice, was=notice.asked_by, became=until, reason=tidy(reason), by=by,
                     at=clock.now())  # fmt: skip
    moved.full_clean()
    moved.save()
    notice.asked_by = until
    notice.save(update_fields=["asked_by"])
    record("application.more_time", by=by, subject=application, place=application.place,
           on=str(until), reason=moved.reason)  # fmt: skip
    tell_parties(application, "extended", reason=moved.reason)
    tell_applicant(application, "extended", reason=moved.reason)
    return notice


@transaction.atomic
def speak(
    application: Application, *, by: User, city: City, kind: str, text: str = ""
) -> PartyVoice:
    """A member city states its position; another one later stands beside what it said before."""
    application, _again = begin("speak", application, by)
    require(by, "approve", city)
    if city.status != City.Status.MEMBER:
        raise PermissionDenied
    last = PartyVoice.objects.filter(application=application, city=city).first()
    if last and (last.kind, last.text) == (kind, text.strip()):
        return last
    voice = PartyVoice(application=application, city=city, kind=kind, text=text.strip(), said_by=by,
                       said_at=clock.now())  # fmt: skip
    voice.full_clean()
    voice.save()
    record("application.spoken_to", by=by, subject=application, place=city.place,
           was=last.kind if last else "", became=kind)  # fmt: skip
    if kind == Kind.NEEDS_CONSULTATION:
        _tell_of_a_wish(application, city, by)
    elif _have_all_spoken(application):
        tell_keeper(application, "all_spoken")
    return voice


def _have_all_spoken(application: Application) -> bool:
    """Whether every Party has a position and none of them asks for consultations."""
    voices = PartyVoice.objects.current().filter(application=application)
    said = voices.exclude(kind=Kind.NEEDS_CONSULTATION).values("city")
    return not City.objects.members().exclude(pk__in=said).exists()


def _tell_of_a_wish(application: Application, city: City, by: User) -> None:
    """A Party wants consultations: the secretariat opens them, or the city comes in at once."""
    tell_secretariat(application, "consultation_wanted", city=city)
    if application.state == State.CONSULTATIONS:
        consultations_wanted.send(sender=Application, application=application, cities=[city], by=by)


@transaction.atomic
def open_consultations(application: Application, *, by: User) -> Application:
    """Questions of the Parties are talked over: those who asked get a room of their own (Art. 9).

    The secretariat opens the way and does not read there unless those cities invite it.
    """
    application, again = begin("open_consultations", application, by)
    if again:
        return application
    become(application, "open_consultations")
    application.consultations_at, application.consultations_by = clock.now(), by
    application.keep()
    application.save()
    record("application.consulted_on", by=by, subject=application, place=application.place)
    tell_applicant(application, "consultations")
    tell_parties(application, "consultations")
    wanted = PartyVoice.objects.current().filter(
        application=application, kind=Kind.NEEDS_CONSULTATION
    )
    asking = list(City.objects.members().filter(pk__in=wanted.values("city")))
    if asking:
        consultations_wanted.send(sender=Application, application=application, cities=asking, by=by)
    return application
