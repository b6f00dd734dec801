"""A signed act makes a member: the act is recorded, the city is made whole, copies go out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_parties, tell_secretariat
from cities.models import (
    Application,
    CertifiedCopy,
    City,
    CityFact,
    PartyVoice,
    RegisteredDocument,
)
from cities.steps import WrongMoment, become, begin
from cities.verbs.city import provision_city
from cities.verbs.register import note_copies, register_document
from coalition import clock
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.models.terms import terms
from coalition.verbs import invite

TIMEZONES = {
    "KZ": "Asia/Almaty",
    "KG": "Asia/Bishkek",
    "TJ": "Asia/Dushanbe",
    "TM": "Asia/Ashgabat",
    "UZ": "Asia/Tashkent",
}


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
    city = _make_member(application, slug, signed_on)
    become(application, "record_act")
    application.signed_at, application.signed_by = clock.now(), by
    application.city = city
    application.act = register_document(
        by=by,
        scan=scan,
        kind=RegisteredDocument.Kind.ACT,
        shows=RegisteredDocument.Shows.ENTRY,
        title=f"Акт присоединения города {application.name_ru}",
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
    if Place.objects.filter(kind=Place.Kind.CITY, key=slug).exists():
        raise ValidationError({"slug": _("Another city has this address. Choose another one.")})


def _make_member(application: Application, slug: str, joined_on: date) -> City:
    """The city with its page, rights, files, plan and groups, and its first administrator asked."""
    system = User.system()
    country = terms("countries").get(application.country)
    city = provision_city(
        slug,
        by=system,
        names=application.names,
        authority={"ru": application.authority_name},
        authority_type=application.authority_type,
        country=application.country,
        latitude=application.latitude,
        longitude=application.longitude,
        timezone=TIMEZONES.get(application.country, "Asia/Dushanbe"),
        currency=country.data.get("currency", "") if country else "",
        languages=[code for code in ("ru", application.national_language) if code],
        hazards=application.hazards,
        joined_on=joined_on,
    )
    # said by the applicant, shown once the city's approver confirms it
    if application.population:
        CityFact.objects.create(
            city=city,
            kind="population",
            value=str(application.population),
            unit="people",
            as_of=str(application.population_year or ""),
            source=f"Заявка города {application.number}",
        )
    invite(application.focal_email, by=system, place=city.place, role="administrator")
    return city


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
