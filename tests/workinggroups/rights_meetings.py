"""Who may come to which address of meetings, their minutes and the calendar."""

from datetime import timedelta

from cities.models import City
from coalition import clock
from coalition.models import User
from tests.personas import OWN
from tests.rules import COALITION, GROUP, OPEN, PUBLIC, SIGNED_IN, Fill, Rule
from tests.workinggroups.talking import group, slug_for
from workinggroups.calendars import feed_token
from workinggroups.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Minutes,
    Occasion,
    WorkingGroup,
)
from workinggroups.verbs import plan_meeting


def meeting(city: str, *, past: bool = False) -> dict[str, object]:
    """A meeting of the group; of the team a past or a coming one, with its city invited."""
    found = WorkingGroup.objects.select_related("place").get(slug=slug_for(city))
    rows = Meeting.objects.filter(group=found).order_by("starts_at")
    now = clock.now()
    rows = rows.filter(ends_at__lt=now) if past else rows.filter(starts_at__gt=now)
    return {"pk": (rows.first() or plan(found, city, past=past)).pk}


def plan(found: WorkingGroup, city: str, *, past: bool) -> Meeting:
    chair = User.objects.get(email=f"admin.{city}@demo.invalid")
    starts = clock.now() + timedelta(days=-9 if past else 9)
    return plan_meeting(
        found,
        by=chair,
        title="Встреча",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        city=City.objects.get(slug=city),
        tell=False,
    )


def past_meeting(city: str) -> dict[str, object]:
    return meeting(city, past=True)


def item(city: str) -> dict[str, object]:
    found = Meeting.objects.get(**meeting(city))
    one = found.items.first()
    if one is None:
        one = AgendaItem.objects.create(meeting=found, position=1, title="Вопрос", minutes=10)
    return {"pk": found.pk, "item": one.pk}


def of_city(city: str) -> dict[str, object]:
    return {**meeting(city), "slug": city}


def attended(city: str) -> dict[str, object]:
    found = Meeting.objects.get(**past_meeting(city))
    of = {"city": City.objects.get(slug=city), "post": "Специалист", "noted_by": found.planned_by}
    one = found.attendance.first() or Attendance.objects.create(meeting=found, **of)
    return {"pk": found.pk, "person": one.pk}


def with_minutes(city: str) -> dict[str, object]:
    """A past meeting whose minutes are sent round."""
    found = Meeting.objects.get(**past_meeting(city))
    draft = Minutes.objects.filter(meeting=found).first() or Minutes(
        meeting=found, text="Текст", by=found.planned_by
    )
    draft.state, draft.circulated_at = "circulated", clock.now()
    draft.objections_until = clock.now() + timedelta(days=7)
    draft.save()
    return {"pk": found.pk}


def an_occasion(_city: str) -> dict[str, object]:
    return {"pk": Occasion.objects.earliest("pk").pk}


def with_times(city: str) -> dict[str, object]:
    """A coming meeting whose time is being chosen."""
    found = Meeting.objects.get(**meeting(city))
    if not found.tentative:
        Meeting.objects.filter(pk=found.pk).update(tentative=True)
        for hours in (0, 3):
            found.times.create(starts_at=found.starts_at + timedelta(hours=hours))
    return {"pk": found.pk}


def a_time(city: str) -> dict[str, object]:
    found = Meeting.objects.get(**with_times(city))
    return {"pk": found.pk, "time": found.times.first().pk}


# the group's people, and the people of the five cities it invites
SEEN = "see_inside city:see_inside other:see_inside"
# the city's administrator and approver answer for it; the chair writes down what a letter says
ANSWERED = "moderate city:administer city:approve"
# what suits a city is said by whoever answers for it
MARKING = "city:administer city:approve other:administer other:approve"
OBJECTING = "post city:administer city:approve other:administer other:approve"


def lead(fill: Fill = meeting, only: str = "") -> Rule:
    """What the chair and the secretary do with a meeting that its cities see too."""
    return GROUP(SEEN, get="moderate", fill=fill, only=only)


MEETINGS = {
    "events": PUBLIC(),
    "events_calendar": OPEN(only="get"),
    "public_meeting": PUBLIC(fill=lambda _city: {"slug": "early-warning", **meeting(OWN)}),
    "new_meeting": GROUP(get="moderate", fill=group),
    "meeting": GROUP(SEEN, only="get", fill=meeting),
    "edit_meeting": lead(),
    "call_off_meeting": lead(only="post"),
    "meeting_held": lead(past_meeting, only="post"),
    "meeting_times": GROUP(SEEN, post=MARKING, fill=with_times),
    "propose_times": lead(),
    "choose_time": lead(a_time, only="post"),
    "agenda": lead(),
    "agenda_item": lead(item),
    "invitation_of_city": GROUP(SEEN, get=ANSWERED, fill=of_city),
    "invitation_number": lead(of_city, only="post"),
    "invitation_letter": GROUP(
        SEEN, get=ANSWERED, only="get", fill=lambda city: {**of_city(city), "kind": "print"}
    ),
    "attendance": lead(past_meeting),
    "strike_attendance": lead(attended, only="post"),
    "minutes": GROUP(SEEN, only="get", fill=with_minutes),
    "draft_minutes": lead(past_meeting, only="post"),
    "edit_minutes": lead(with_minutes),
    "circulate_minutes": lead(with_minutes, only="post"),
    "object_to_minutes": GROUP(SEEN, get=OBJECTING, only="post", fill=with_minutes),
    "approve_minutes": lead(with_minutes, only="post"),
    "release_minutes": lead(with_minutes, only="post"),
    "minutes_file": GROUP(
        SEEN, only="get", fill=lambda city: {**with_minutes(city), "kind": "print"}
    ),
    "meeting_calendar": GROUP(SEEN, only="get", fill=meeting),
    "calendars": SIGNED_IN(),
    "occasions": COALITION("administer", only="get"),
    "new_occasion": COALITION("administer"),
    "occasion": COALITION("administer", fill=an_occasion),
    "occasion_off": COALITION("administer", only="post", fill=an_occasion),
    # the link is a key: here of a person without a city or a group
    "calendar_feed": OPEN(
        only="get",
        fill=lambda _city: {"token": feed_token(User.objects.get(email="keeper@demo.invalid"))},
    ),
}
