"""The way of an application up to the signed act. Who may do what and when: `cities.steps`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_parties, tell_secretariat
from cities.models import Applicant, Application, CertifiedCopy, City, Companion, PartyVoice
from cities.steps import WrongMoment, become, begin
from cities.tasks import FILES, TASKS, unready
from cities.verbs.companions import send_companion_link
from cities.verbs.papers import put_papers
from cities.verbs.revisions import freeze_revision
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.permissions import require

__all__ = ["WrongMoment"]

PAUSE = timedelta(minutes=2)  # between two letters with the same link

State = Application.State
UNDER_WAY = (State.DRAFT, State.RECEIVED, State.RETURNED, State.COMPLETE, State.NOTIFIED,
             State.CONSULTATIONS)  # fmt: skip


@transaction.atomic
def start_application(email: str, *, by: User | None = None, language: str = "ru") -> Application:
    """Begin an application, or find the one under way; its link goes to the address.

    A stranger learns nothing from the answer, and cannot fill a mailbox by asking often.
    """
    email = email.strip().lower()
    place = Place.objects.select_for_update().get(pk=Place.coalition().pk)
    known = Application.objects.filter(email=email, state__in=UNDER_WAY)
    application = known.select_for_update().order_by("-pk").first()
    begun = application is None
    companion = Companion.objects.filter(
        email=email, ended_at=None, application__state__in=UNDER_WAY
    ).first()
    if application is None and companion is not None:
        return send_companion_link(companion, by=by)
    if application is None:
        application = Application(place=place, email=email, language=language)
        application.digest = application.digest_of_secret
    elif application.link_sent_at and application.link_sent_at > clock.now() - PAUSE:
        return application
    application.keep()
    application.link_sent_at = clock.now()
    application.digest = application.digest_of_secret
    application.full_clean()
    application.save()
    tell_applicant(application, "link")
    if begun:
        record(
            "application.begun",
            by=by or Applicant(application, application.secret),
            subject=application,
            place=place,
        )
    return application


@transaction.atomic
def save_task(  # noqa: PLR0913 -- a task has a name, a version, words and files
    application: Application,
    *,
    by: Applicant,
    task: str,
    version: int,
    values: dict[str, Any],
    files: dict[str, list[UploadedFile]] | None = None,
) -> Application:
    """Keep the answers of one task, whole or not; the link then works 90 days more.

    When another window saved this task meanwhile, raises Conflict and changes nothing,
    unless both say the same.
    """
    application, _again = begin("save", application, by)
    asked = TASKS[task].fields
    values = {name: values[name] for name in asked if name in values and name not in FILES}
    stored = application.versions.get(task, 0)
    differs = any(getattr(application, name) != value for name, value in values.items())
    if stored and not differs and not files:
        return application
    if version != stored:
        raise Conflict(at=application.saved_at, mine=values)
    for name, value in values.items():
        setattr(application, name, value)
    for name, chosen in (files or {}).items():
        try:
            put_papers(application, by=by, kind=FILES[name], files=chosen)
        except ValidationError as refusal:
            raise ValidationError({name: refusal.messages}) from None
    application.versions = {**application.versions, task: stored + 1}
    application.saved_at = clock.now()
    _keep_link(application)
    application.full_clean()
    application.save()
    record("application.saved", by=by, subject=application, place=application.place, task=task)
    return application


def _keep_link(application: Application) -> None:
    application.keep()


@transaction.atomic
def submit_application(application: Application, *, by: Applicant) -> Application:
    """Send the application to the secretariat; the first time it gets its number."""
    application, again = begin("submit", application, by)
    if again:
        return application
    waiting = unready(application)
    if waiting:
        raise ValidationError(
            _("Not ready yet: %(tasks)s.")
            % {"tasks": ", ".join(str(task.title) for task in waiting)}
        )
    if application.ordinal is None:
        # one at a time, so that the numbers of a year have no gap
        Place.objects.select_for_update().get(pk=application.place_id)
        application.year = clock.today().year
        last = Application.objects.filter(year=application.year).aggregate(n=Max("ordinal"))["n"]
        application.ordinal = (last or 0) + 1
        application.submitted_at = clock.now()
    become(application, "submit")
    application.missing = ""
    _keep_link(application)
    application.full_clean()
    application.save()
    freeze_revision(application, by=by)
    record("application.submitted", by=by, subject=application, place=application.place)
    tell_applicant(application, "received")
    tell_secretariat(application, "submitted")
    return application


@transaction.atomic
def withdraw_application(application: Application, *, by: Applicant) -> Application:
    """The city takes its application back; nothing is held against it, it may apply again.

    It is the deed of who began it, not of the second person.
    """
    application, again = begin("withdraw", application, by)
    if not by.is_first:
        raise PermissionDenied
    if again:
        return application
    was = application.state
    become(application, "withdraw")
    application.withdrawn_at = clock.now()
    application.save(update_fields=["state", "withdrawn_at"])
    record("application.withdrawn", by=by, subject=application, place=application.place, was=was)
    tell_applicant(application, "withdrawn")
    if was != State.DRAFT:
        tell_secretariat(application, "withdrawn")
    return application


@transaction.atomic
def return_application(application: Application, *, by: User, missing: str) -> Application:
    """Ask the city to add what is missing; the application opens to it again."""
    application, again = begin("return", application, by)
    if again and application.missing == missing.strip():
        return application
    if again:
        raise WrongMoment(_("The application is already with the city. Open the page again."))
    become(application, "return")
    application.missing = missing.strip()
    _keep_link(application)
    application.full_clean()
    application.save()
    record("application.returned", by=by, subject=application, place=application.place,
           missing=application.missing)  # fmt: skip
    tell_applicant(application, "returned")
    return application


@transaction.atomic
def check_complete(application: Application, *, by: User) -> Application:
    """The secretariat finds that nothing is missing. It says no more than that."""
    application, again = begin("check_complete", application, by)
    if again:
        return application
    become(application, "check_complete")
    application.completed_at, application.completed_by = clock.now(), by
    _keep_link(application)
    application.save()
    record("application.completed", by=by, subject=application, place=application.place)
    tell_applicant(application, "complete")
    return application


@transaction.atomic
def notify_parties(application: Application, *, by: User) -> Application:
    """Tell the approvers and administrators of every member city; from now on they may speak."""
    application, again = begin("notify", application, by)
    if again:
        return application
    become(application, "notify")
    application.notified_at, application.notified_by = clock.now(), by
    _keep_link(application)
    application.save()
    told = tell_parties(application, "notified")
    record("application.notified", by=by, subject=application, place=application.place, told=told)
    tell_applicant(application, "notified")
    return application


@transaction.atomic
def speak(
    application: Application, *, by: User, city: City, kind: str, text: str = ""
) -> PartyVoice:
    """A member city states its position; stating another one later replaces it."""
    application, _again = begin("speak", application, by)
    require(by, "approve", city)
    if city.status != City.Status.MEMBER:
        raise PermissionDenied
    voice = PartyVoice.objects.filter(application=application, city=city).first()
    was = voice.kind if voice else ""
    voice = voice or PartyVoice(application=application, city=city)
    if (voice.kind, voice.text) == (kind, text.strip()) and voice.pk:
        return voice
    voice.kind, voice.text = kind, text.strip()
    voice.said_by, voice.said_at = by, clock.now()
    voice.full_clean()
    voice.save()
    record("application.spoken_to", by=by, subject=application, place=city.place, was=was,
           became=kind)  # fmt: skip
    return voice


@transaction.atomic
def open_consultations(application: Application, *, by: User) -> Application:
    """Questions of the Parties are talked over with the city."""
    application, again = begin("open_consultations", application, by)
    if again:
        return application
    become(application, "open_consultations")
    application.consultations_at, application.consultations_by = clock.now(), by
    _keep_link(application)
    application.save()
    record("application.consulted_on", by=by, subject=application, place=application.place)
    tell_applicant(application, "consultations")
    tell_parties(application, "consultations")
    return application


@transaction.atomic
def confirm_receipt(
    copy: CertifiedCopy, *, by: User, received_on: date, receipt: str = ""
) -> CertifiedCopy:
    """The keeper notes that a Party has received its certified copy."""
    application, _again = begin("confirm_receipt", copy.application, by)
    copy.received_on, copy.receipt = received_on, receipt.strip()
    if received_on > clock.today():
        raise ValidationError({"received_on": _("This day has not come yet.")})
    copy.full_clean()
    copy.save()
    record("copy.received", by=by, subject=application, place=application.place,
           city=copy.city.slug, on=str(received_on))  # fmt: skip
    return copy
