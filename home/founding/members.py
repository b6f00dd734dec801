"""The five founding cities and what is said of them."""

from __future__ import annotations

from cities.models import City, CityFact, CityPage
from cities.verbs import provision_city
from coalition.models import User
from home.founding.pages import load

CITY_FIELDS = ("country", "names", "authority", "authority_type", "timezone", "currency",
               "languages", "hazards", "joined_on")  # fmt: skip


def found_cities() -> list[City]:
    """Make the founding cities whole; their facts are put before them once."""
    by = User.system()
    cities = []
    for position, entry in enumerate(load("cities.yaml")["cities"], start=1):
        city = provision_city(
            entry["slug"],
            by=by,
            position=position * 10,
            latitude=entry["lat"],
            longitude=entry["lon"],
            **{name: entry[name] for name in CITY_FIELDS},
        )
        for page in CityPage.objects.filter(city=city, lede="").select_related("locale"):
            page.lede = entry["lede"].get(page.locale.language_code, "")
            if page.lede:
                page.save_revision().publish()
        if not city.facts.exists():
            CityFact.objects.bulk_create(fact_of(city, fact) for fact in entry["facts"])
        cities.append(city)
    return cities


def fact_of(city: City, fact: dict) -> CityFact:
    """A fact with its year and source is shown; every other is proposed to the city."""
    texts = {lang: fact[f"text_{lang}"] for lang in ("ru", "en") if fact.get(f"text_{lang}")}
    return CityFact(
        city=city,
        kind=fact["kind"],
        value=str(fact["value"] if fact.get("value") is not None else ""),
        unit=fact.get("unit") or "",
        texts=texts,
        as_of=str(fact.get("as_of") or ""),
        source=fact.get("source") or "",
        note=fact.get("note") or "",
        state="confirmed" if fact["state"] == "public" else "proposed",
    )
