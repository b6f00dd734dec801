"""Calendars as programs read them: one meeting, a group's, a person's, everybody's."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from icalendar import Calendar

from coalition.models import Membership
from coalition.verbs import release
from tests.workinggroups.ics import strictly
from tests.workinggroups.meeting import anew, planned
from workinggroups.calendars import feed_token
from workinggroups.models import Occasion
from workinggroups.verbs import (
    cancel_meeting,
    change_meeting,
    correct_occasion,
    renew_calendar_links,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(group, chair):
    return planned(group, chair, link="https://meet.example.org/1", visibility="public")


def feed(user, group=None):
    return reverse("calendar_feed", args=[feed_token(user, group)])


def read(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(one["uid"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def of(meeting, found):
    return next(one for uid, one in found.items() if uid.startswith(str(meeting.uid)))


def test_a_meeting_goes_into_ones_calendar(signed_in, meeting):
    found = read(signed_in("member"), reverse("meeting_calendar", args=[meeting.pk]))

    one = of(meeting, found)
    assert one.decoded("dtstart") == meeting.starts_at
    assert one.decoded("dtend") == meeting.ends_at
    assert str(one["status"]) == "CONFIRMED"
    assert "https://meet.example.org/1" in str(one["description"])


def test_a_moved_meeting_keeps_its_name_and_counts_up(client, meeting, chair, person):
    before = of(meeting, read(client, feed(person("member"))))

    change_meeting(meeting, by=chair, version=1, place="Другой зал")

    after = of(meeting, read(client, feed(person("member"))))
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)


def test_a_meeting_called_off_is_marked(client, meeting, chair, person):
    cancel_meeting(anew(meeting), by=chair)

    one = of(meeting, read(client, feed(person("member"))))
    assert (str(one["status"]), one["sequence"]) == ("CANCELLED", 1)
    assert str(one["summary"]) == "Отменено: Пример. Датчики на притоках"
    assert "meet.example.org" not in str(one["description"])


def test_a_feed_of_a_group_holds_its_meetings_alone(client, group, meeting, person):
    other = planned(
        person("admin.osh").memberships.get(place__kind="group").place.working_group,
        person("admin.osh"),
        title="Своя",
    )
    found = read(client, feed(person("admin.osh")))
    assert {of(meeting, found)["uid"], of(other, found)["uid"]} <= set(found)

    alone = read(client, feed(person("admin.osh"), other.group))
    assert [str(one["summary"]) for one in alone.values()] == ["Своя"]


def test_a_feed_is_only_what_its_person_sees(client, meeting, person):
    assert read(client, feed(person("secretariat"))) == {}


def test_who_leaves_the_group_sees_its_meetings_no_more(client, group, meeting, chair, person):
    link = feed(person("member"), group)
    release(Membership.objects.get(user=person("member"), place=group.place), by=chair)

    assert read(client, link) == {}


@pytest.mark.parametrize("change", ["forged", "closed", "renewed", "inactive", "nonsense"])
def test_a_link_that_is_not_in_force_is_nowhere(client, person, change):
    user = person("member")
    link = feed(user)
    if change == "forged":
        link = link.replace(".ics", "x.ics")
    elif change == "closed":
        user.sessions_closed += 1
        user.save()
    elif change == "renewed":
        renew_calendar_links(user, by=user)
    elif change == "inactive":
        user.is_active = False
        user.save()
    else:
        link = reverse("calendar_feed", args=["x"])

    assert client.get(link).status_code == 404


def test_a_secret_calendar_is_kept_by_no_shared_cache(client, person):
    answer = client.get(feed(person("member")))

    assert answer["Cache-Control"].startswith("private")
    assert not answer.cookies


def test_the_links_stand_on_a_page_of_ones_own(signed_in, group, person):
    page = signed_in("member").get(reverse("calendars")).content.decode()

    assert feed(person("member")) in page
    assert feed(person("member"), group) in page
    assert "council" not in page


def test_everybodys_calendar_has_public_meetings_without_the_link(client, group, meeting, chair):
    inside = planned(group, chair, title="Только свои")

    found = read(client, "/events.ics")

    one = of(meeting, found)
    assert "meet.example.org" not in one.to_ical().decode()
    assert not any(uid.startswith(str(inside.uid)) for uid in found)


def test_a_day_that_comes_back_is_a_rule(client):
    found = read(client, "/events.ics")

    days = [one for uid, one in found.items() if uid.startswith("occasion-snow-leopard-day@")]
    assert days[0]["rrule"]["freq"] == ["YEARLY"]
    assert days[0].decoded("dtstart") == Occasion.objects.get(key="snow-leopard-day").starts_on


def test_everybodys_calendar_speaks_the_language_asked_for_and_touches_no_session(client):
    answer = client.get("/events.ics", headers={"accept-language": "en"})

    assert "World Day for Glaciers" in answer.content.decode()
    assert "accept-language" in answer["Vary"].lower()
    assert "cookie" not in answer["Vary"].lower()
    assert not answer.cookies


def test_the_same_calendar_is_the_same_bytes(client, meeting):
    assert client.get("/events.ics").content == client.get("/events.ics").content


def test_every_calendar_suits_the_pickiest_program(client, signed_in, group, meeting, person):
    member = person("member")
    paths = [feed(member), feed(member, group), "/events.ics"]
    contents = [client.get(path).content for path in paths]
    contents.append(signed_in("member").get(reverse("meeting_calendar", args=[meeting.pk])).content)

    assert all(strictly(content) for content in contents)


def test_a_corrected_date_counts_up_under_its_name(client, person):
    before = {one["UID"]: one for one in strictly(client.get("/events.ics").content)}
    summit = Occasion.objects.get(key="res-2026")

    correct_occasion(summit, by=person("secretariat"), version=1, ends_on=summit.starts_on)

    after = {one["UID"]: one for one in strictly(client.get("/events.ics").content)}
    uid = next(uid for uid in after if uid.startswith("occasion-res-2026@"))
    assert [rows[uid]["SEQUENCE"] for rows in (before, after)] == ["0", "1"]
    assert set(before) == set(after)


def test_a_person_makes_the_links_anew_and_has_new_ones_on_the_page(client, signed_in, person):
    browser, old = signed_in("member"), feed(person("member"))

    browser.post(reverse("calendars"))

    assert client.get(old).status_code == 404
    new = feed(person("member"))
    assert client.get(new).status_code == 200
    assert new in browser.get(reverse("calendars")).content.decode()


def test_nobody_makes_the_links_of_another_anew(person):
    with pytest.raises(PermissionDenied):
        renew_calendar_links(person("member"), by=person("chair"))
