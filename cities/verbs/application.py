"""What a city does with its application. Who may do what and when: `cities.steps`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_parties, tell_secretariat
from cities.models import Applicant, Application, Companion
from cities.steps import WrongMoment, become, begin
from cities.tasks import FILES, TASKS, unready
from cities.verbs.companions import send_companion_link
from cities.verbs.papers import put_papers
from cities.verbs.revisions import freeze_revision
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record

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
    anew, waiting = application.ordinal is not None, unready(application)
    if waiting:
        raise ValidationError(
            _("Not ready yet: %(tasks)s.")
            % {"tasks": ", ".join(str(task.title) for task in waiting)}
        )
    if not anew:
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
    tell_secretariat(application, "completed" if anew else "submitted")
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
    application.save(update_fields=["state", "state_since", "withdrawn_at"])
    record("application.withdrawn", by=by, subject=application, place=application.place, was=was)
    tell_applicant(application, "withdrawn")
    if was != State.DRAFT:
        tell_secretariat(application, "withdrawn")
    if application.notified_at:
        tell_parties(application, "withdrawn")
    return application
