"""What stands beside other cities or inside other sites, only as the city switched it on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities import verbs
from cities.models import City

pytestmark = pytest.mark.django_db
DATA = "/work/city/osh/data/"


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def switch(osh, person, **switches: bool) -> None:
    verbs.set_switches(osh, by=person("admin.osh"), **switches)


def test_cities_stand_side_by_side_only_when_both_agree(osh, person, client):
    page = "/data/side-by-side/"
    switch(osh, person, allows_comparison=True)
    assert "Ош" not in client.get(page).content.decode().split("<main")[1].split("</main")[0]

    dushanbe = City.objects.select_related("place").get(slug="dushanbe")
    verbs.set_switches(dushanbe, by=person("admin.dushanbe"), allows_comparison=True)

    shown = client.get(page).content.decode().split("<main")[1].split("</main")[0]
    assert shown.index("Ош") < shown.index("Душанбе")  # the order of the Declaration
    assert "Наманган" not in shown
    assert "просроч" not in shown.lower()


def test_cities_side_by_side_ask_the_same_however_many(client):
    with CaptureQueriesContext(connection) as few:
        City.objects.filter(slug__in=("osh", "dushanbe")).update(allows_comparison=True)
        client.get("/data/side-by-side/")
    with CaptureQueriesContext(connection) as many:
        City.objects.update(allows_comparison=True)
        client.get("/data/side-by-side/")
    assert len(many) <= len(few)


def test_the_plan_stands_inside_other_sites_only_when_switched_on(osh, person, client):
    page = "/embed/osh/plan/"
    assert client.get(page).status_code == 404

    switch(osh, person, allows_embedding=True)

    answer = client.get(page)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "/cities/osh/plan/" in answer.content.decode()
    assert "frame-ancestors 'self'" in client.get("/cities/osh/plan/")["Content-Security-Policy"]


def test_the_line_for_a_citys_own_site_is_given_once_embedding_is_open(osh, person, signed_in):
    viewer = signed_in("viewer.osh")
    assert "&lt;iframe" not in viewer.get(DATA).content.decode()

    switch(osh, person, allows_embedding=True)

    assert "/embed/osh/plan/" in viewer.get(DATA).content.decode()
