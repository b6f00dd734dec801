"""Who may come to which address of working groups.

One's own group is «early-warning», of the chair and the member; filled with another city, an
address leads into that city's team, which is nobody else's.
"""

from dataclasses import replace

from coalition.models import Membership, Place, User
from tests.personas import OWN
from tests.rules import COALITION, GROUP, PUBLIC, SIGNED_IN, Fill, Rule, rights
from workinggroups.models import JoinRequest, Post, Task, Thread, WorkingGroup


def slug_for(city: str) -> str:
    return "early-warning" if city == OWN else f"team-{city}"


def group(city: str) -> dict[str, object]:
    return {"slug": slug_for(city)}


def thread(city: str) -> dict[str, object]:
    return {"pk": Thread.objects.filter(group__slug=slug_for(city)).order_by("pk").first().pk}


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


def member(city: str) -> dict[str, object]:
    place = Place.objects.get(kind="group", key=slug_for(city))
    found = Membership.objects.filter(place=place, role="member").first()
    return {"slug": slug_for(city), "pk": found.pk}


def request_to_join(city: str) -> dict[str, object]:
    asking, _made = User.objects.get_or_create(email="asking@demo.invalid")
    asked_of = WorkingGroup.objects.get(slug=slug_for(city))
    found, _made = JoinRequest.objects.get_or_create(group=asked_of, user=asking)
    return {"slug": slug_for(city), "pk": found.pk}


def people(fill: Fill = group, only: str = "") -> Rule:
    """The chair and the secretariat let people in; the group's other people may not."""
    rule = GROUP("see_inside coalition:administer", get="moderate coalition:administer", fill=fill)
    return replace(rule, only=only)


def own_post() -> Rule:
    """Corrected and withdrawn by its author, here the chair."""
    return GROUP(get="moderate", fill=post_of_its_chair)


RULES = {
    "groups": PUBLIC(),
    "group": PUBLIC(fill=lambda _city: {"slug": "early-warning"}),
    "new_group": COALITION("administer"),
    "work_group": GROUP(post="post", fill=group),
    "ask_to_join": SIGNED_IN(fill=lambda _city: {"slug": "early-warning"}),
    "group_people": people(),
    "release_from_group": people(member, only="post"),
    "answer_join_request": people(request_to_join, only="post"),
    "thread": GROUP(post="post", fill=thread),
    "read_thread": GROUP(only="post", fill=thread),
    "beside_thread": GROUP(only="get", fill=thread),
    "pin_post": GROUP(post="moderate", only="post", fill=post_of_its_chair),
    "post_deeds": GROUP(only="get", fill=post),
    "give_task": GROUP(post="post", only="post", fill=post),
    "finish_task": GROUP(post="moderate", fill=task),
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
    "close_thread": GROUP(post="moderate", only="post", fill=thread),
    "reopen_thread": GROUP(post="moderate", only="post", fill=thread),
    "edit_post": own_post(),
    "withdraw_post": own_post(),
    "api_heads": SIGNED_IN(only="get"),
    "api_events": GROUP(only="get", fill=thread),
    "api_posts": GROUP(post="post", only="post", fill=thread),
}

# threads a reader may follow over the socket: the rights of which one is enough
SUBSCRIPTIONS = rights("group", "see_inside")
