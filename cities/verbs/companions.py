"""The second person of an application, and how long its links work."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_companion
from cities.models import Applicant, Application, Companion
from cities.steps import Who, is_one_of
from coalition import clock
from coalition.models import User
from coalition.models.journal import record

PAUSE = timedelta(minutes=2)  # between two letters with the same link
A_DAY = 5  # invitations of one application, so that nobody fills a mailbox with them

State = Application.State


def hold(application: Application, *, by: Applicant, first: bool = False) -> Application:
    """The application, locked, for who holds its link; some deeds are of the first one only."""
    if not is_one_of(Who.APPLICANT, by, application) or (first and not by.is_first):
        raise PermissionDenied
    return Application.objects.select_for_update().get(pk=application.pk)


@transaction.atomic
def extend_link(application: Application, *, by: Applicant) -> Application:
    """The links of the application work 90 days more."""
    application = hold(application, by=by)
    application.keep()
    application.save(update_fields=["expires_at", "reminders"])
    record("application.extended", by=by, subject=application, place=application.place,
           until=str(application.expires_at.date()))  # fmt: skip
    return application


@transaction.atomic
def show_publicly(application: Application, *, by: Applicant, agrees: bool) -> Application:
    """The city lets its application be listed on the page of joining, or takes this back."""
    application = hold(application, by=by)
    if application.agrees_to_publish == agrees:
        return application
    application.agrees_to_publish = agrees
    application.save(update_fields=["agrees_to_publish"])
    record("application.shown" if agrees else "application.hidden", by=by, subject=application,
           place=application.place)  # fmt: skip
    return application


@transaction.atomic
def invite_companion(application: Application, *, by: Applicant, email: str) -> Companion:
    """Send a second person a link of their own. The first one's link is not told to them."""
    application = hold(application, by=by, first=True)
    email = email.strip().lower()
    if application.state == State.WITHDRAWN:
        raise ValidationError(_("The application has been withdrawn."))
    if email == application.email:
        raise ValidationError({"email": _("This is the address of the first person.")})
    known = application.companions.filter(email=email, ended_at=None).first()
    if known is not None:
        send_companion_link(known, by=by)
        return known
    today = application.companions.filter(invited_at__gt=clock.now() - timedelta(days=1))
    if today.count() >= A_DAY:
        raise ValidationError(_("There were many invitations today. Try again tomorrow."))
    companion = Companion(application=application, email=email, language=application.language)
    companion.digest = companion.digest_of_secret
    companion.full_clean()
    companion.save()
    application.keep()
    application.save(update_fields=["expires_at", "reminders"])
    record("application.companion_invited", by=by, subject=application, place=application.place)
    tell_companion(companion, "companion")
    return companion


def send_companion_link(companion: Companion, *, by: User | Applicant | None) -> Application:
    """The second person asks for the link again; it comes to their own address."""
    del by  # whoever asks, the letter goes to who was invited
    application = companion.application
    if companion.link_sent_at > clock.now() - PAUSE:
        return application
    companion.link_sent_at = clock.now()
    companion.digest = companion.digest_of_secret
    companion.save(update_fields=["link_sent_at", "digest"])
    application.keep()
    application.save(update_fields=["expires_at", "reminders"])
    tell_companion(companion, "companion")
    return application


@transaction.atomic
def end_companion(application: Application, *, by: Applicant) -> Companion | None:
    """End the link of the second person; what they saved stays."""
    application = hold(application, by=by, first=True)
    companion = application.companions.filter(ended_at=None).first()
    if companion is None:
        return None
    companion.ended_at = clock.now()
    companion.save(update_fields=["ended_at"])
    record("application.companion_ended", by=by, subject=application, place=application.place)
    tell_companion(companion, "companion_ended")
    return companion
