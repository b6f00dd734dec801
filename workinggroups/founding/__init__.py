"""The groups every Coalition has, and the invented ones of the demonstration."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.verbs import appoint
from workinggroups.models import Decision, Seat, Stance, Thread, WorkingGroup
from workinggroups.receivers import make_groups_of_a_city
from workinggroups.verbs import (
    ask_to_confirm,
    give_task,
    open_decision,
    open_group,
    open_thread,
    post_reply,
    prepare_decision,
    seat_delegate,
    show_thread,
    state_position,
    tell_untold,
)

HERE = Path(__file__).parent
# who speaks in the invented threads: the first leads the group, the others take turns
PEOPLE = {
    "early-warning": ("chair", "member"),
    "safe-buildings": ("editor.ashgabat", "approver.dushanbe", "editor.namangan"),
    "water-and-heat": ("approver.ashgabat", "editor.osh", "editor.petropavlovsk"),
}
SECRETARIES = {"early-warning": "secretary"}
OPENED = 40  # days ago the invented groups began
FIRST_DAY = 16  # days ago the first invented thread began


def found_groups() -> None:
    """The council, and each city's team and seats; they come with a city, here for all again."""
    for city in City.objects.members():
        make_groups_of_a_city(city=city, by=User.system())


def found_demo_groups() -> None:
    """The three illustrative groups with their people and threads; all marked as examples."""
    groups = yaml.safe_load((HERE / "groups.yaml").read_text("utf-8"))["groups"]
    for position, entry in enumerate(groups, start=1):
        group = open_group(
            entry["slug"],
            by=User.system(),
            cities=City.objects.filter(slug__in=entry["cities"]),
            kind=entry["kind"],
            names=entry["names"],
            mandate=entry["mandate"],
            visibility=WorkingGroup.Visibility.PUBLIC,
            is_example=True,
            position=100 + position,
        )
        # older than what is said in it; the demonstration only writes it down today
        opened = WorkingGroup.objects.filter(pk=group.pk, opened_at__gt=morning(OPENED))
        opened.update(opened_at=morning(OPENED))
        people = [User.objects.get(email=f"{name}@demo.invalid") for name in PEOPLE[entry["slug"]]]
        for person in people:
            role = "chair" if person is people[0] else "member"
            appoint(person, by=User.system(), place=group.place, role=role)
        if secretary := SECRETARIES.get(entry["slug"]):
            person = User.objects.get(email=f"{secretary}@demo.invalid")
            appoint(person, by=User.system(), place=group.place, role="secretary")
        for number, thread in enumerate(entry["threads"]):
            found_thread(group, thread, people, first=FIRST_DAY - 2 * position - 5 * number)
        found_task(group, people)
        found_seats(group, people)
        if "decision" in entry:
            found_decision(group, entry["decision"], people)


def found_task(group: WorkingGroup, people: list[User]) -> None:
    """One invented task, and one request to confirm, in the group's last thread."""
    thread = Thread.objects.filter(group=group).order_by("pk").last()
    post = thread and thread.posts.order_by("number").last()
    if not (thread and post) or thread.tasks.exists():
        return
    due = clock.today() + timedelta(days=14)
    what = "Пример: собрать замечания своего города и приложить их файлом"
    give_task(post, by=people[0], what=what, user=people[-1], due=due)
    ask_to_confirm(post, by=people[0])


def found_seats(group: WorkingGroup, people: list[User]) -> None:
    """The invented people speak for their cities; one question stands on the public page."""
    if group.slug == "early-warning":
        return  # here the cities have named nobody yet, as in a group that begins
    today = clock.today()
    for person in people:
        city = group.city_of(person)
        if city and not Seat.objects.in_force(today).filter(group=group, user=person).exists():
            seat_delegate(group, by=User.system(), city=city, user=person,
                          until=today.replace(month=12, day=31))  # fmt: skip
    thread = group.threads.order_by("pk").first()
    if thread and not group.shown_threads.exists():
        show_thread(thread, by=people[0])


def found_thread(
    group: WorkingGroup, entry: dict[str, Any], people: list[User], *, first: int
) -> None:
    """One invented thread, its posts a few hours apart; found again by its title and their keys."""
    chair, members = people[0], people[1:]
    thread = Thread.objects.filter(group=group, title=entry["title"]).first() or open_thread(
        group, by=chair, title=entry["title"], purpose=entry["purpose"], lang=entry["lang"]
    )
    begun = morning(first)
    for number, post in enumerate(entry["posts"]):
        author = chair if post["by"] == "chair" else members[number % len(members)]
        post_reply(
            thread,
            by=author,
            body=post["text"],
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"{group.slug}/{entry['key']}/{number}"),
            lang=entry["lang"],
            said_at=begun + timedelta(minutes=47) * number,
        )
    tell_untold(by=User.system())


def found_decision(group: WorkingGroup, entry: dict[str, Any], people: list[User]) -> None:
    """An invented question that is open, one city silent; and a draft that waits its turn."""
    thread = group.threads.order_by("pk").first()
    if thread is None or Decision.objects.filter(thread=thread).exists():
        return
    decision = open_decision(
        thread,
        by=people[0],
        mode=Decision.Mode.CONSENT,
        question=entry["question"],
        text=entry["text"],
        closes_at=morning(-9) + timedelta(hours=8),
        clock_city=City.objects.get(place__memberships__user=people[0]),
        quorum=2,
    )
    state_position(decision, by=people[1], choice=Stance.Choice.AGREE, reason=entry["agrees"])
    prepare_decision(
        thread,
        by=people[0],
        mode=Decision.Mode.SENSE,
        question=entry["draft"],
        text=entry["draft_text"],
        closes_at=morning(-20),
        clock_city=decision.clock_city,
    )


def morning(days_ago: int) -> datetime:
    """Ten in the morning some days ago."""
    return clock.now().replace(hour=5, minute=4, second=0, microsecond=0) - timedelta(days=days_ago)
