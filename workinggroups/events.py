"""The log of threads as readers receive it: rows of the database, one JSON object each.

A post is rendered as it is now, not as it was when the event happened, so what was withdrawn is
never sent again. No word here is in the reader's language: the page supplies those.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from coalition import clock
from coalition.models import Membership, User
from workinggroups.models import Post, PostFile, Thread, ThreadEvent, WorkingGroup

PAGE = 200  # events in one answer
FARTHEST = 2000  # a reader further behind than this loads the page anew
# after these a post reads otherwise, also where another post quotes it
CHANGES = {
    ThreadEvent.Kind.POST_EDIT,
    ThreadEvent.Kind.POST_REDACT,
    ThreadEvent.Kind.POST_MOVE_OUT,
}
NAMES = ("first_name", "last_name", "post")  # what readers see of a person
# a post, what it may quote, and where it went
SAYS = ("post", "post__reply_to", "post__reply_to__moved_to", "post__moved_to")
TOLD_OF = ("actor", "city", "thread", "post__city",
           *(f"{said}__{of}" for said in SAYS for of in ("author", "thread")))  # fmt: skip
TOLD = (  # and nothing else is read: this is asked after every post
    "seq", "kind", "data", "at",
    "city__slug", "thread__title", "thread__purpose",
    *(f"post__{name}" for name in (
        "number", "created_at", "lang", "key", "version", "edited_at", "redacted_at", "pinned_at",
        "html", "city__slug", "moved_to__number", "moved_to__thread_id",
    )),
    *(f"{said}__{name}" for said in SAYS for name in ("number", "body", "thread__group_id")),
    *(f"{who}__{name}" for name in NAMES for who in ("actor", *(f"{s}__author" for s in SAYS))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One event, ready to be sent."""

    seq: int
    kind: str
    post: int | None
    text: str  # JSON
    size: int  # bytes of it


def person(user: User | None) -> dict[str, Any]:
    """Whom readers see: never the address."""
    if user is None:
        return {"id": None, "name": "", "post": ""}
    name = user.get_full_name()
    return {"id": user.pk, "name": name or user.post, "post": user.post if name else ""}


def post_data(post: Post) -> dict[str, Any]:
    """A post as it is now."""
    data: dict[str, Any] = {
        "number": post.number,
        "author": {**person(post.author), "city": post.city.slug if post.city else ""},
        "at": stamp(post.created_at),
        "lang": post.lang,
        "key": str(post.key),
        "version": post.version,
        "edited": bool(post.edited_at),
        "redacted": bool(post.redacted_at),
        "pinned": bool(post.pinned_at),
        "html": post.html,
    }
    if quote := quote_of(post.quoted, post.thread_id):
        data["reply_to"] = quote
    if post.moved_to is not None:
        data["moved"] = {"thread": post.moved_to.thread_id, "number": post.moved_to.number}
    if post.has_words and (files := [file.attachment for file in post.files.all()]):
        data["files"] = [{"id": one.pk, "name": one.name, "size": one.size} for one in files]
    return data


def quote_of(said: Post | None, thread: int) -> dict[str, Any] | None:
    """How a post of a thread quotes another one, which may stand elsewhere by now."""
    if said is None:
        return None
    quote = {"number": said.number, "name": person(said.author)["name"], "line": said.first_line}
    return quote if said.thread_id == thread else {**quote, "thread": said.thread_id}


def stamp(moment: Any) -> str:
    return moment.isoformat(timespec="seconds")


def event_data(event: ThreadEvent) -> dict[str, Any]:
    """One event as readers receive it."""
    data: dict[str, Any] = {
        "seq": event.seq,
        "kind": event.kind,
        "at": stamp(event.at),
        "actor": {**person(event.actor), "city": event.city.slug if event.city else ""},
    }
    if event.post is not None:
        data["post"] = post_data(event.post)
        if event.kind in CHANGES:
            data["quote"] = quote_of(event.post.standing, event.thread_id)
    if event.data:
        data["data"] = event.data
    if event.kind == ThreadEvent.Kind.THREAD_RENAME:  # as it is called now, like the posts
        data["called"] = {"title": event.thread.title, "purpose": event.thread.purpose}
    return data


def line_of(event: ThreadEvent) -> Line:
    text = json.dumps(event_data(event), ensure_ascii=False, separators=(",", ":"))
    return Line(event.seq, event.kind, event.post_id, text, len(text.encode()))


def rows_after(thread: int, after: int, limit: int = PAGE) -> Iterable[ThreadEvent]:
    """The events that follow a number, in order; one query, and one for files."""
    return (
        ThreadEvent.objects.filter(thread_id=thread, seq__gt=after)
        .select_related(*TOLD_OF)
        .only(*TOLD)
        .prefetch_related(
            Prefetch("post__files", queryset=PostFile.objects.select_related("attachment"))
        )
        .order_by("seq")[:limit]
    )


def epoch_of(thread: int) -> int:
    """The epoch of the rights to a thread; -1 when there is no such thread."""
    epoch = WorkingGroup.objects.filter(threads=thread).values_list("acl_epoch", flat=True).first()
    return -1 if epoch is None else epoch


def read_after(thread: int, after: int, limit: int = PAGE) -> tuple[list[Line], int]:
    """What follows, and then the epoch. In this order: a release commits before any later event,
    so whoever sees that event sees the new epoch too."""
    lines = [line_of(event) for event in rows_after(thread, after, limit)]
    return lines, epoch_of(thread)


def read_head(thread: int) -> tuple[int, int]:
    """Where a thread stands, and its epoch."""
    head = Thread.objects.filter(pk=thread).values_list("head", flat=True).first()
    return head or 0, epoch_of(thread)


def access_and_place(user: int, thread: int) -> tuple[int, bool, int]:
    """The epoch, then whether the person may read the thread, and its place. In this order: a
    release in between leaves an old epoch behind, which is asked about again."""
    found = Thread.objects.filter(pk=thread).values_list("group__acl_epoch", "group__place").first()
    reader = User.objects.filter(pk=user, is_active=True).first()
    if found is None or reader is None:
        return -1, False, 0
    return found[0], Thread.objects.visible_to(reader).filter(pk=thread).exists(), found[1]


def heads_of(threads: Collection[int]) -> dict[int, tuple[int, int]]:
    """{thread: (head, epoch)} in one query."""
    rows = Thread.objects.filter(pk__in=threads).values_list("pk", "head", "group__acl_epoch")
    return {pk: (head, epoch) for pk, head, epoch in rows}


def readers_in_force(users: Collection[int]) -> set[tuple[int, int]]:
    """{(person, thread's place)} that memberships allow today, in one query."""
    rows = Membership.objects.filter(user__in=users, place__kind="group").in_force(clock.today())
    return set(rows.values_list("user_id", "place_id"))
