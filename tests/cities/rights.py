"""Who may come to which address of a city."""

from cities.models import CityFact
from coalition.models import Membership
from tests.rules import CITY


def viewer(city: str) -> dict[str, object]:
    membership = Membership.objects.get(place__key=city, place__kind="city", role="viewer")
    return {"slug": city, "pk": membership.pk}


def proposed_fact(city: str) -> dict[str, object]:
    fact = CityFact.objects.filter(city__slug=city, state="proposed").first()
    return {"slug": city, "pk": fact.pk}


RULES = {
    "team": CITY(post="administer"),
    "release": CITY(post="administer", only="post", fill=viewer),
    "facts": CITY(),
    "decide_fact": CITY(get="approve", post="approve", fill=proposed_fact),
    "journal": CITY(),
    "city_settings": CITY(get="administer", post="administer"),
}
