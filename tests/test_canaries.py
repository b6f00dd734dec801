"""No word of one city's inside comes out anywhere to anybody who does not belong there.

Each app plants words in its non-public objects (`tests/<app>/canaries.py`); then people of Osh,
people without a city and visitors open every address with Dushanbe's objects in it.
"""

import pytest
from django.db import transaction

from tests.addresses import addresses
from tests.crawling import Canary, everything_said, foreign_objects, plant_everywhere, targets
from tests.denominators import count
from tests.personas import OWN, PERSONAS, Persona
from tests.rights import table

pytestmark = [pytest.mark.once, pytest.mark.django_db]

CURIOUS = ("visitor", "stranger", "editor.osh", "admin.osh", "member", "reviewer", "secretariat")
BY_NAME = {persona.name: persona for persona in PERSONAS}


def hear(persona: Persona, url: str) -> tuple[int, str]:
    """The status and everything an address says, a redirect's next page included; then undone."""
    with transaction.atomic():
        answer = persona.client().get(url)
        said = everything_said(answer)
        following = answer.headers.get("Location", "")
        if following.startswith("/") and "/login/" not in following:
            # what a redirect has to say is said on the next page
            said += everything_said(persona.browser.get(following))
        transaction.set_rollback(True)
    return answer.status_code, said


@pytest.mark.parametrize("name", CURIOUS)
def test_nobody_hears_the_canary_of_another_city(name, record_property):
    canaries, persona = plant_everywhere(), BY_NAME[name]
    own = OWN if persona.name.endswith(OWN) else ""
    foreign = [canary.leak for canary in canaries if canary.city != own]
    if persona.signed_in:
        persona.open_session()

    leaks, asked = [], 0
    for path, more in targets(persona, foreign_objects()):
        for url in (path, *(path + query for query in more)):
            asked += 1
            status, said = hear(persona, url)
            leaks += [f"{url} [{status}]: {leak}" for leak in foreign if leak in said]
            if status >= 500:
                leaks.append(f"{url}: error {status}")
            if status != 200:
                break  # closed to this persona, whatever is added

    assert not leaks, "\n".join(leaks)
    count(record_property, "canaries: cities", len(canaries))
    count(record_property, "canaries: requests", asked, of=name)


def test_a_citys_own_people_hear_its_canary(record_property):
    plant_everywhere()
    leak, heard = Canary(OWN).leak, set()

    for name in ("editor.osh", "admin.osh"):
        BY_NAME[name].open_session()
        for address in addresses():
            rule = table().get(address.name)
            if rule and "city:see_inside" in rule.see:
                _status, said = hear(BY_NAME[name], address.path(rule.arguments(OWN, address)))
                heard |= {address.name} if leak in said else set()

    assert {"team", "facts", "journal"} <= heard
    count(record_property, "canaries: own pages that show one", len(heard))
