"""A signed act makes a member: the city with all it needs, and its first people asked in."""

from __future__ import annotations

from datetime import date

from cities.brought import people_of, plans_of
from cities.models import Application, City, CityFact
from cities.verbs.city import provision_city
from coalition.models import User
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


def make_member(application: Application, *, by: User, slug: str, joined_on: date) -> City:
    """The city with its page, rights, files, plan and groups, and its first administrator asked."""
    _bring_back(slug, joined_on, by)
    system = User.system()  # the keeper who records the act has no right in the city
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
        plans=plans_of(application),
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
    for email, role in people_of(application):
        invite(email, by=system, place=city.place, role=role)
    return city


def _bring_back(slug: str, joined_on: date, by: User) -> None:
    """A city that had left is a member again, from the day of its new act."""
    gone = City.objects.select_related("place").filter(slug=slug, status=City.Status.LEFT).first()
    if gone is not None:
        gone.status, gone.pages_closed, gone.joined_on = City.Status.MEMBER, False, joined_on
        gone.save(update_fields=["status", "pages_closed", "joined_on"])
        record("city.admitted", by=by, subject=gone, place=gone.place)
