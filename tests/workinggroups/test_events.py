"""The public calendar: what is coming and what was, by year and kind."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.pages import soup
from tests.workinggroups.meeting import planned
from workinggroups.founding.meetings import found_calendar, found_demo_meetings
from workinggroups.happenings import coming, in_year, past, years
from workinggroups.models import Meeting, Occasion
from workinggroups.verbs import cancel_meeting, note_occasion

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def titles(rows):
    return [one.title for one in rows]


def listed(client, query=""):
    page = soup(client.get(f"/events/{query}").content.decode())
    return [tag.get_text() for tag in page.find("main").select(".feed strong")]


def test_every_date_of_the_region_has_its_source(client):
    page = soup(client.get("/events/?kind=forum").content.decode())

    rows = page.find("main").select(".feed li")
    assert rows
    assert all("Источник:" in row.get_text() for row in rows)


def test_a_date_without_a_source_is_no_date(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.create(
            key="x", kind="day", names={"ru": "День"}, starts_on=TODAY, ends_on=TODAY, sources={}
        )


def test_founding_twice_changes_nothing(db):
    before = (Occasion.objects.count(), Meeting.objects.count())

    found_calendar()
    found_demo_meetings()

    assert (Occasion.objects.count(), Meeting.objects.count()) == before


def test_only_the_secretariat_notes_a_date(person):
    said = {"kind": "forum", "names": {"ru": "Форум"}, "sources": {"ru": "письмо"}}

    made = note_occasion("forum", by=person("secretariat"), starts_on=TODAY, **said)
    assert made.ends_on == TODAY
    with pytest.raises(PermissionDenied):
        note_occasion("other", by=person("chair"), starts_on=TODAY, **said)


def test_a_yearly_day_is_coming_once_when_it_is_next(db):
    rows = coming(TODAY, "day")

    assert [(one.first.isoformat(), one.title) for one in rows] == [
        ("2027-03-21", "Всемирный день ледников"),
        ("2027-05-24", "Международный день мархура"),
        ("2027-10-23", "Международный день снежного барса"),
    ]


def test_a_yearly_day_is_not_told_of_years_before_it_was_known(db):
    assert in_year(2025, "day") == []
    assert len(in_year(2026, "day")) == 3


def test_a_yearly_29th_of_february_is_told_in_leap_years(person):
    note_occasion(
        "leap", by=person("secretariat"), kind="day", names={"ru": "День"}, yearly=True,
        sources={"ru": "письмо"}, starts_on=date(2024, 2, 29),
    )  # fmt: skip

    assert "День" in titles(in_year(2028, "day"))
    assert "День" not in titles(in_year(2027, "day"))


def test_coming_is_nearest_first_and_past_latest_first(db):
    ahead, before = coming(TODAY), past(TODAY)

    assert [one.order for one in ahead] == sorted(one.order for one in ahead)
    assert [one.order for one in before] == sorted((one.order for one in before), reverse=True)
    assert not set(titles(ahead)) & set(titles(before))


def test_a_meeting_counts_its_days_by_its_own_clock(group, person):
    late = planned(group, person("chair"), days=10, hour=0, visibility="public", title="В полночь")

    row = next(one for one in coming(TODAY) if one.meeting == late)

    assert row.first == date(2026, 12, 1)
    assert row in in_year(2026, "meeting")


def test_the_year_and_the_kind_in_the_address_narrow_the_list(client):
    assert listed(client, "?year=2025&kind=document") == [
        "Подписание Совместной декларации Коалиции"
    ]


def test_nothing_found_says_so_and_leads_on(client):
    page = client.get("/events/?year=2025&kind=day").content.decode()

    assert "За этот год таких событий нет." in page
    assert "Все события" in page


@pytest.mark.parametrize("query", ["?year=1", "?year=x&kind=x", "?year=99999999999999999999"])
def test_nonsense_in_the_address_is_no_condition(client, query):
    assert listed(client, query) == listed(client)


def test_a_meeting_of_the_group_alone_is_not_told(client, group, person):
    planned(group, person("chair"), title="Только свои")

    assert "Только свои" not in listed(client)


def test_a_meeting_of_a_group_that_is_hidden_is_not_told(client, group, person):
    planned(group, person("chair"), title="Открытая", visibility="public")
    assert "Открытая" in listed(client)

    group.visibility = "group"
    group.save()
    assert "Открытая" not in listed(client)


def test_a_meeting_called_off_is_told_as_called_off(client, group, person):
    meeting = planned(group, person("chair"), title="Открытая", visibility="public")
    cancel_meeting(meeting, by=person("chair"))

    row = soup(client.get("/events/").content.decode()).find(id=f"m{meeting.pk}")
    assert "отменена" in row.get_text()


def test_examples_are_marked_and_kept_from_search_engines(client):
    page = soup(client.get("/events/").content.decode())

    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("main").find("span", class_="badge", string="пример")


def test_the_home_page_tells_the_three_next(client):
    page = soup(client.get("/").content.decode())

    section = page.find("section", attrs={"aria-labelledby": "events"})
    assert [tag.get_text() for tag in section.select(".feed strong")] == titles(
        [one for one in coming(TODAY) if not one.is_vague][:3]
    )


def test_the_footer_leads_to_the_events_in_the_language_of_the_page(client):
    page = soup(client.get("/en/cities/").content.decode())

    assert page.find("footer").find("a", href="/en/events/")


def test_the_years_offered_are_those_there_is_something_of(db):
    assert years(TODAY)[-1] == 2025
    assert TODAY.year in years(TODAY)


def test_more_events_ask_the_database_no_more(client, group, person):
    client.get("/events/")
    with CaptureQueriesContext(connection) as few:
        client.get("/events/")
    for number in range(5):
        planned(group, person("chair"), title=f"Ещё {number}", visibility="public")
    with CaptureQueriesContext(connection) as more:
        client.get("/events/")

    assert len(more) == len(few) <= 8
