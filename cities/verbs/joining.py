"""A signed act makes a member: the act is recorded, the city is made whole, copies go out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.brought import may_return
from cities.letters import tell_applicant, tell_parties, tell_secretariat
from cities.models import (
    Application,
    CertifiedCopy,
    City,
    PartyVoice,
    RegisteredDocument,
)
from cities.steps import WrongMoment, become, begin
from cities.verbs.admission import make_member
from cities.verbs.register import note_copies, register_document
from coalition import clock
from coalition.models import Place, User
from coalition.models.journal import record


@transaction.atomic
def record_signed_act(  # noqa: PLR0913 -- an act has a number, a date, a scan; a city an address
    application: Application,
    *,
    by: User,
    number: str,
    signed_on: date,
    scan: UploadedFile,
    slug: str,
) -> City:
    """Record the signed act of joining and make the city whole, in one transaction.

    The same act recorded twice gives the same city. If any step fails nothing remains.
    """
    application, again = begin("record_act", application, by)
    if again and (application.act_number, application.act_on) == (number.strip(), signed_on):
        return City.objects.get(application=application)
    if again:
        raise WrongMoment(_("An act of joining is already recorded. Open the page again."))
    _refuse_untimely_act(application, signed_on, slug)
    city = make_member(application, by=by, slug=slug, joined_on=signed_on)
    become(application, "record_act")
    application.signed_at, application.signed_by = clock.now(), by
    application.city = city
    application.act = register_document(
        by=by,
        scan=scan,
        kind=RegisteredDocument.Kind.ACT,
        shows=RegisteredDocument.Shows.ENTRY,
        title=f"Акт о присоединении города {application.name_ru}",
        number=number,
        dated=signed_on,
    )
    application.full_clean()
    application.save()
    record("application.signed", by=by, subject=application, place=application.place,
           number=application.act_number, on=str(signed_on), city=slug)  # fmt: skip
    tell_applicant(application, "signed")
    tell_parties(application, "signed")
    tell_secretariat(application, "signed")
    return city


def _refuse_untimely_act(application: Application, signed_on: date, slug: str) -> None:
    if signed_on > clock.today():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    asked = PartyVoice.objects.current().filter(
        application=application, kind=PartyVoice.Kind.NEEDS_CONSULTATION
    )
    if application.state == Application.State.NOTIFIED and asked.exists():
        raise ValidationError(
            _("A Party has asked for consultations. The secretariat opens them first.")
        )
    taken = Place.objects.filter(kind=Place.Kind.CITY, key=slug).exists()
    if taken and not may_return(application, slug):
        raise ValidationError({"slug": _("Another city has this address. Choose another one.")})


@transaction.atomic
def send_copies(
    application: Application, *, by: User, cities: Iterable[City] | None = None, **copy: Any
) -> list[CertifiedCopy]:
    """Note that certified copies of the act went to the Parties, the new one included.

    To all that have none yet, unless some are named; `copy` says what stands on each.
    """
    application, again = begin("send_copies", application, by)
    if again or application.act is None:
        return list(application.copies)
    return note_copies(application.act, by=by, cities=cities, **copy)
