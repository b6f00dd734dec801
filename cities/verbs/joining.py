"""A signed act makes a member: the act is recorded, the city is made whole, copies go out."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_applicant, tell_parties
from cities.models import Application, CertifiedCopy, City, CityFact, PartyVoice
from cities.steps import WrongMoment, become, begin
from cities.verbs.city import provision_city
from coalition import clock
from coalition.attachments import attach
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
    application.act_number, application.act_on = number.strip(), signed_on
    application.signed_at, application.signed_by = clock.now(), by
    application.city = city
    application.act_scan = attach(scan, by=by, owner=application, place=application.place)
    application.full_clean()
    application.save()
    record("application.signed", by=by, subject=application, place=application.place,
           number=application.act_number, on=str(signed_on), city=slug)  # fmt: skip
    tell_applicant(application, "signed")
    tell_parties(application, "signed")
    return city


def _refuse_untimely_act(application: Application, signed_on: date, slug: str) -> None:
    if signed_on > clock.today():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    asked = PartyVoice.objects.filter(
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
def send_copies(  # noqa: PLR0913 -- what stands on a certified copy
    application: Application,
    *,
    by: User,
    certified_by: str,
    certified_on: date,
    outgoing_number: str,
    way: str,
) -> list[CertifiedCopy]:
    """Note that a certified copy of the act went to every member city, the new one included."""
    application, again = begin("send_copies", application, by)
    if again:
        return list(application.copies.all())
    if certified_on > clock.today():
        raise ValidationError({"certified_on": _("This day has not come yet.")})
    if application.act_on and certified_on < application.act_on:
        raise ValidationError({"certified_on": _("The act was signed later than this day.")})
    words = {
        "certified_by": certified_by,
        "certified_on": certified_on,
        "outgoing_number": outgoing_number,
        "way": way,
        "recorded_by": by,
        "recorded_at": clock.now(),
    }
    copies = [
        CertifiedCopy(application=application, city=city, number=number, **words)
        for number, city in enumerate(City.objects.members(), start=1)
    ]
    for copy in copies:
        copy.full_clean()
        copy.save()
    become(application, "send_copies")
    application.copies_sent_at, application.copies_sent_by = clock.now(), by
    application.save(update_fields=["state", "copies_sent_at", "copies_sent_by"])
    record("application.copied", by=by, subject=application, place=application.place,
           copies=len(copies), outgoing_number=outgoing_number)  # fmt: skip
    tell_applicant(application, "copies_sent")
    return copies
