"""Who may come to which address of working groups.

One's own group is «early-warning», of the chair and the member; filled with another city, an
address leads into that city's team, which is nobody else's.
"""

from dataclasses import replace
from datetime import timedelta

from cities.models import City
from coalition import clock
from coalition.models import Membership, Place, User
from tests.personas import OWN
from tests.rules import COALITION, GROUP, OPEN, PUBLIC, SIGNED_IN, Fill, Rule, rights
from tests.workinggroups.places import group, slug_for, thread
from tests.workinggroups.rights_decisions import DECISIONS
from workinggroups.calendars import feed_token
from workinggroups.letters import stop_address
from workinggroups.models import (
    AgendaItem,
    Attendance,
    JoinRequest,
    Meeting,
    Minutes,
    Occasion,
    Post,
    Seat,
    Task,
    Thread,
    Upload,
    WorkingGroup,
)
from workinggroups.verbs import plan_meeting


def post_of_its_chair(city: str) -> dict[str, object]:
    found = Post.objects.filter(
        thread__group__slug=slug_for(city),
        redacted_at=None,
        author__memberships__role="chair",
        author__memberships__place__key=slug_for(city),
    ).first()
    return {"pk": found.thread_id, "number": found.number}


def post(city: str) -> dict[str, object]:
    found = Post.objects.filter(thread__group__slug=slug_for(city), redacted_at=None).first()
    return {"pk": found.thread_id, "number": found.number}


def task(city: str) -> dict[str, object]:
    """A task of the post's own author, so that whoever of the group may write may see it."""
    found = Post.objects.filter(thread__group__slug=slug_for(city), redacted_at=None).first()
    made, _new = Task.objects.get_or_create(
        thread=found.thread, post=found, what="Пример", user=found.author, given_by=found.author
    )
    return {"pk": made.pk}


def upload(city: str) -> dict[str, object]:
    """A file on its way up, of the group's chair."""
    found = Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first()
    chair = Membership.objects.filter(place=found.group.place, role="chair").first().user
    mine, _new = Upload.objects.get_or_create(thread=found, user=chair, name="Акт.pdf", size=9)
    return {"pk": found.pk, "key": mine.pk}


def member(city: str) -> dict[str, object]:
    place = Place.objects.get(kind="group", key=slug_for(city))
    found = Membership.objects.filter(place=place, role="member").first()
    return {"slug": slug_for(city), "pk": found.pk}


def request_to_join(city: str) -> dict[str, object]:
    asking, _made = User.objects.get_or_create(email="asking@demo.invalid")
    asked_of = WorkingGroup.objects.get(slug=slug_for(city))
    found, _made = JoinRequest.objects.get_or_create(group=asked_of, user=asking)
    return {"slug": slug_for(city), "pk": found.pk}


def a_letters_link(city: str) -> dict[str, object]:
    """The link at the end of a letter to the chair."""
    found = Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first()
    chair = User.objects.get(memberships__place=found.group.place, memberships__role="chair")
    return {"token": stop_address(chair, found).rstrip("/").rpartition("/")[2]}


def people(fill: Fill = group, only: str = "") -> Rule:
    """The chair and the secretariat let people in; the group's other people may not."""
    rule = GROUP("see_inside coalition:administer", get="moderate coalition:administer", fill=fill)
    return replace(rule, only=only)


def own_post() -> Rule:
    """Corrected and withdrawn by its author, here the chair."""
    return GROUP(get="moderate", fill=post_of_its_chair)


def city_of(city: str) -> dict[str, object]:
    """A city's seat in a group."""
    return {"slug": slug_for(city), "city": city}


def held_seat(city: str) -> dict[str, object]:
    group = WorkingGroup.objects.get(slug=slug_for(city))
    named = City.objects.get(slug=city)
    seat = Seat.objects.filter(group=group, city=named).first() or Seat.objects.create(
        group=group,
        city=named,
        user=User.objects.get(email=f"editor.{city}@demo.invalid"),
        since=clock.today(),
        seated_by=User.system(),
        seated_at=clock.now(),
    )
    return {**city_of(city), "pk": seat.pk}


def seat(fill: Fill, only: str = "") -> Rule:
    """The chair, or the administrator of the city; other people of the two may not."""
    people = rights("group", "see_inside city:see_inside")
    named = rights("group", "moderate city:administer")
    return Rule(people, named, named, only=only, fill=fill)


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

RULES = (
    MEETINGS
    | DECISIONS
    | {
        "groups": PUBLIC(),
        "group": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
        "new_group": COALITION("administer"),
        "work_group": GROUP(post="post", fill=group),
        "ask_to_join": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}),
        "take_back_request": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}, only="post"),
        "group_people": people(),
        "group_settings": people(),
        "finish_group": people(only="post"),
        "prolong_guest": people(member, only="post"),
        "hand_over": replace(
            people(member, only="post"),
            post=rights("coalition", "administer"),
            see=rights("group", "see_inside coalition:administer"),
        ),
        "city_seat": seat(city_of),
        "end_seat": seat(held_seat, only="post"),
        "show_thread": GROUP(post="moderate", only="post", fill=thread),
        "release_from_group": people(member, only="post"),
        "answer_join_request": people(request_to_join, only="post"),
        "thread": GROUP(post="post", fill=thread),
        "read_thread": GROUP(only="post", fill=thread),
        "beside_thread": GROUP(only="get", fill=thread),
        "pin_post": GROUP(post="moderate", only="post", fill=post_of_its_chair),
        "post_deeds": GROUP(only="get", fill=post),
        "give_task": GROUP(post="post", only="post", fill=post),
        "finish_task": GROUP(post="moderate", fill=task),
        "reopen_task": GROUP(post="moderate", only="post", fill=task),
        "ask_to_confirm": GROUP(post="moderate", only="post", fill=post_of_its_chair),
        "confirm_read": GROUP(only="post", fill=post),
        "mark_unread": GROUP(only="post", fill=post),
        "thread_names": GROUP(only="get", fill=thread),
        "thread_export": GROUP(only="get", fill=thread),
        "thread_export_json": GROUP(only="get", fill=thread),
        "rename_thread": GROUP(get="moderate", fill=thread),
        "move_thread": GROUP(get="moderate", fill=thread),
        "split_thread": GROUP(get="moderate", fill=thread),
        "group_files": GROUP(only="get", fill=group),
        "group_search": GROUP(only="get", fill=group),
        "read_group": GROUP(only="post", fill=group),
        "keep_draft": GROUP(only="post", fill=thread),
        "follow_thread": GROUP(only="post", fill=thread),
        "choose_letters": GROUP(only="post", fill=group),
        "choose_all_letters": SIGNED_IN(only="post"),
        # the secret in the address is the right
        "stop_letters": OPEN(fill=a_letters_link),
        "close_thread": GROUP(post="moderate", only="post", fill=thread),
        "reopen_thread": GROUP(post="moderate", only="post", fill=thread),
        "edit_post": own_post(),
        "withdraw_post": own_post(),
        "api_heads": SIGNED_IN(only="get"),
        "api_events": GROUP(only="get", fill=thread),
        "api_posts": GROUP(post="post", only="post", fill=thread),
        "api_uploads": GROUP(post="post", only="post", fill=thread),
        "api_upload": GROUP("moderate", fill=upload),
    }
)

# threads a reader may follow over the socket: the rights of which one is enough
SUBSCRIPTIONS = rights("group", "see_inside")
