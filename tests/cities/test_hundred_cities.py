"""A Coalition of 107 cities is founded like one of five: no city makes the next one dearer."""

from itertools import count
from time import process_time

import pytest
from django.core.management import call_command
from django.db import connection

from cities.models import City, CityPage
from cities.verbs import provision_city
from coalition import clock
from coalition.models import Place, User
from coalition.projection import differences
from tests.denominators import say
from workinggroups.models import WorkingGroup

pytestmark = pytest.mark.django_db
CITIES = 107


def admitted(number: int) -> City:
    """One more invented city."""
    return provision_city(
        f"example-{number:03}",
        by=User.system(),
        names={"ru": f"Пример {number}", "en": f"Example {number}"},
        country="TJ",
        joined_on=clock.today(),
    )


def questions_of(deed, *arguments) -> int:
    """How many statements a deed sends; the log of a test would not hold a hundred cities."""
    asked = []

    def hear(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        deed(*arguments)
    return len(asked)


def check_rights() -> None:
    call_command("check_rights", verbosity=0)


def test_a_hundred_and_seven_cities_cost_the_same_each(record_property):
    few = questions_of(check_rights)
    admitted(0)  # what the process remembers from now on: the kinds of content
    numbers, begun = count(1), process_time()
    missing = CITIES - City.objects.count()
    costs = [questions_of(admitted, next(numbers)) for _city in range(missing)]
    founded = process_time() - begun

    begun = process_time()
    many = questions_of(check_rights)
    checked = process_time() - begun
    say(
        record_property,
        f"{missing} cities more: {costs[0]} questions, {founded / missing:.2f} s of the processor "
        f"each; rights of {Place.objects.count()} places: {many} questions, {checked:.2f} s",
    )
    assert City.objects.members().count() == CITIES
    assert set(costs) == {costs[0]}
    assert many == few


def test_provisioning_again_repairs_what_is_missing_and_no_more():
    city = admitted(1)
    whole = parts_of(city)
    CityPage.objects.filter(city=city).delete()

    admitted(1)

    assert parts_of(city) == whole
    assert list(differences([city.place])) == []


def parts_of(city: City) -> tuple[int, ...]:
    return (
        CityPage.objects.filter(city=city, live=True).count(),
        WorkingGroup.objects.filter(slug=f"team-{city.slug}").count(),
        WorkingGroup.objects.filter(cities=city).count(),
        city.plans.count(),
    )
