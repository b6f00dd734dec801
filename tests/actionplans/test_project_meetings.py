"""Held public meetings as values and evidence of the regional project."""

from datetime import date

import pytest

from actionplans.models import ProjectActual
from actionplans.project.meetings import held_meetings, proposed
from actionplans.project.spans import Span
from cities.models import City
from tests.actionplans.project import indicator
from tests.pages import soup
from tests.workinggroups.meeting import planned
from workinggroups.models import Meeting, WorkingGroup
from workinggroups.verbs import hold_meeting, note_attendance

pytestmark = pytest.mark.django_db
NOW = Span("quarter", date(2026, 10, 1))
BEFORE = Span("quarter", date(2026, 7, 1))


@pytest.fixture
def held(person):
    """A meeting of three days ago with a woman, a man and one who was absent."""
    chair = person("chair")
    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    meeting = planned(group, chair, days=-3, visibility="public")
    osh = City.objects.get(slug="osh")
    for sex, how in (("f", "present"), ("m", "remote"), ("f", "absent")):
        note_attendance(meeting, by=chair, city=osh, post="Инженер", sex=sex, how=how)
    return hold_meeting(meeting, by=chair)


def address(span=NOW, more=""):
    row = indicator()
    row.splits = ["sex"]
    row.save()
    return f"/review/project/indicators/{row.pk}/value/?period={span.key}{more}"


def told(meeting, span=NOW):
    return [one for one in held_meetings(span) if one.meeting == meeting]


def test_who_was_there_is_counted_by_sex(held):
    one = told(held)[0]

    assert (one.people, one.women, one.men) == (2, 1, 1)
    assert proposed([one, one]) == {"value": 4, "people_women": 2, "people_men": 2}


def test_only_held_public_meetings_of_the_period_are_offered(held):
    assert told(held, BEFORE) == []

    Meeting.objects.filter(pk=held.pk).update(visibility="group")
    assert told(held) == []


def test_chosen_meetings_propose_the_numbers_and_keep_nothing(signed_in, held):
    page = soup(signed_in("reviewer").get(address(more=f"&meeting={held.pk}")).content.decode())

    assert page.find(id="id_value")["value"] == "2"
    assert page.find(id="id_people_women")["value"] == "1"
    assert page.find(id="id_people_men")["value"] == "1"
    assert not ProjectActual.objects.filter(starts_on=NOW.starts_on, value=2).exists()


def test_a_meeting_becomes_evidence_with_its_address(signed_in, held, client):
    desk, url = signed_in("reviewer"), address()
    desk.post(url, {"what": "value", "value": "2", "people_women": "1", "people_men": "1"})
    one = told(held)[0]

    desk.post(url, {"what": "elsewhere", "title": one.title, "url": one.url})

    proof = ProjectActual.objects.get(indicator=indicator(), starts_on=NOW.starts_on).evidence.get()
    assert (proof.title, proof.url) == (one.title, one.url)
    assert client.get(proof.url).status_code == 200


def test_without_a_chosen_meeting_nothing_is_proposed(signed_in, held):
    page = soup(signed_in("reviewer").get(address()).content.decode())

    assert "value" not in page.find(id="id_people_women").attrs
