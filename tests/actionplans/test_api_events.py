"""events/ of the API: public meetings and dates of the region, page by page."""

import pytest

from tests.workinggroups.meeting import planned
from workinggroups.models import Meeting, Occasion, WorkingGroup

pytestmark = pytest.mark.django_db
EVENTS = "/api/v1/events/"


@pytest.fixture
def get(client):
    def ask(query=""):
        return client.get(EVENTS + query).json()

    return ask


def plan(person, title, **details):
    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    return planned(group, person("chair"), title=title, **details)


def test_everything_public_is_told_once_and_in_order(get, person):
    plan(person, "Только свои")

    items = get()["items"]

    days = [item["starts_on"] for item in items]
    assert days == sorted(days)
    assert len(items) == Meeting.objects.public().count() + Occasion.objects.count()
    assert "Только свои" not in [item["title"] for item in items]


def test_a_meeting_is_told_in_the_time_of_its_city_and_without_the_link(get, person, client):
    meeting = plan(person, "Открытая", visibility="public", link="https://meet.example.org/9")

    item = next(one for one in get()["items"] if one["id"] == f"meeting-{meeting.pk}")

    assert item["starts_at"] == "2026-12-01T11:00:00+06:00"
    assert (item["timezone"], item["city"], item["example"]) == ("Asia/Bishkek", "osh", True)
    assert "meet.example.org" not in client.get(EVENTS).content.decode()


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_skip_nothing_and_repeat_nothing(get, person, limit):
    for _number in range(3):
        plan(person, "В один час", visibility="public")
    whole = [item["id"] for item in get()["items"]]

    found, after = [], ""
    while after is not None:
        page = get(f"?limit={limit}&after={after}")
        found += [item["id"] for item in page["items"]]
        after = page["next"]

    assert found == whole


def test_the_year_and_the_kind_narrow_the_list(get):
    items = get("?year=2025&kind=document")["items"]

    assert [item["title"] for item in items] == ["Подписание Совместной декларации Коалиции"]
    assert items[0]["source"]


@pytest.mark.parametrize("query", ["?kind=party", "?year=1", "?year=x", "?after=x", "?after=1,z2"])
def test_what_means_nothing_is_refused(client, query):
    assert client.get(EVENTS + query).status_code == 422


def test_a_program_that_asks_again_gets_no_body(client):
    tag = client.get(EVENTS)["ETag"]

    again = client.get(EVENTS, headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_more_events_ask_the_database_no_more(client, person, django_assert_num_queries):
    for number in range(3):
        plan(person, f"Ещё {number}", visibility="public")

    with django_assert_num_queries(2):
        client.get(EVENTS)
