"""Which posts of a thread a page shows, and where what is new begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from coalition.models import User
from workinggroups.models import Draft, Post, Thread, ThreadUser

PAGE = 50
AROUND = 25
LONG = 10
DIGITS = 15


@dataclass(frozen=True)
class Place:
    """What a reader has of a thread: how far they are, which letters they chose, what was begun."""

    read_to: int
    volume: str
    begun: dict[str, Any]
    sequence: int  # how often that was kept


def read_by(threads: QuerySet[Thread], user: User, pk: int) -> QuerySet[Thread]:
    """A thread with the reader's place in it, read in one query."""
    reader = ThreadUser.objects.filter(thread=OuterRef("pk"), user=user)
    draft = Draft.objects.filter(user=user, key=f"thread:{pk}")
    return threads.filter(pk=pk).annotate(
        read_to=Coalesce(Subquery(reader.values("last_read_seq")[:1]), 0),
        chosen=Coalesce(Subquery(reader.values("volume")[:1]), Value("")),
        begun=Subquery(draft.values("data")[:1]),
        begun_sequence=Coalesce(Subquery(draft.values("sequence")[:1]), 0),
    )


def place_in(thread: Thread) -> Place:
    """The reader's place in a thread that was read with `read_by`."""
    found: Any = thread
    return Place(found.read_to, found.chosen, found.begun or {}, found.begun_sequence)


@dataclass(frozen=True)
class PageOfPosts:
    """A stretch of a thread."""

    posts: list[Post]
    earlier: str | None  # addresses of the neighbouring stretches
    later: str | None
    first_new: int | None  # number of the first post the reader has not seen
    new_count: int
    unread: int | None  # the first post the reader has not seen, perhaps on an earlier stretch

    @property
    def unread_is_earlier(self) -> bool:
        return self.unread is not None and self.unread < self.posts[0].number

    @property
    def is_long(self) -> bool:
        """Whether the last post is far below; only where it is on this stretch."""
        return self.later is None and len(self.posts) > LONG


def page_of_posts(
    thread: Thread, query: Mapping[str, str], *, read_to: int, reader: int
) -> PageOfPosts:
    """The last posts, those before a number (`before`), or those around one (`at`).

    Numbers have no gaps, so a stretch is two comparisons; nothing is counted or skipped over.
    """
    last = thread.post_count
    end = last
    at, before = number(query.get("at")), number(query.get("before"))
    if at and at <= last - PAGE:
        end = min(last, at + AROUND)
    elif before:
        end = min(last, before - 1)
    begin = max(1, end - PAGE + 1)
    posts = list(
        Post.objects.filter(thread=thread, number__gte=begin, number__lte=end)
        .to_show()
        .with_files()
        .select_related("redacted_by")
        .order_by("number")
    )
    new = [post for post in posts if post.seq_created > read_to and post.author_id != reader]
    unread = new[0].number if new and read_to else None
    if unread == begin > 1:
        unread = first_unread(thread, read_to, reader)
    return PageOfPosts(
        posts,
        earlier=f"?before={begin}" if begin > 1 else None,
        later=(f"?before={end + PAGE + 1}" if end + PAGE < last else "?") if end < last else None,
        first_new=new[0].number if new and read_to else None,
        new_count=len(new) if read_to else 0,
        unread=unread,
    )


def first_unread(thread: Thread, read_to: int, reader: int) -> int | None:
    """The number of the first post of others that a reader has not seen."""
    unseen = Post.objects.filter(thread=thread, seq_created__gt=read_to).exclude(author=reader)
    return unseen.order_by("number").values_list("number", flat=True).first()


def in_sight(thread: Thread) -> list[Post]:
    """The posts that a thread keeps in sight, pinned or to be confirmed; read once for a page."""
    kept: list[Post] | None = getattr(thread, "_in_sight", None)
    if kept is None:
        wanted = thread.posts.filter(Q(pinned_at__isnull=False) | Q(ack_asked_at__isnull=False))
        kept = list(wanted.to_show().order_by("number"))
        thread._in_sight = kept  # type: ignore[attr-defined]
    return kept


def number(text: object) -> int:
    """The number in an address or a form; 0 for whatever is none, or longer than any of ours."""
    digits = str(text) if text is not None else ""
    fits = digits.isascii() and digits.isdecimal() and len(digits) <= DIGITS
    return int(digits) if fits else 0
