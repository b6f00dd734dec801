"""What a member finds in a group in the morning: what waits for them; closed threads apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from coalition.http import moment, whole
from coalition.models import User
from workinggroups.models import Post, Thread, WorkingGroup
from workinggroups.models.threads import ThreadQuerySet

PAGE = 30


@dataclass(frozen=True)
class Desk:
    """One page of a group's threads, and the sums that stand above them."""

    threads: list[Thread]
    older: str | None
    unread: int  # open threads with something new
    posts: int  # posts nobody showed the person yet, in them
    closed: int
    shows_closed: bool


def desk_of(group: WorkingGroup, user: User, before: str, *, closed: bool = False) -> Desk:
    """Unread threads first, then by the last post; four queries however many there are."""
    every = with_news(Thread.objects.filter(group=group), user)
    threads = every.exclude(closed_at=None) if closed else every.filter(closed_at=None)
    page = list(behind(threads, before).order_by("-has_news", "-last_post_at", "-pk")[: PAGE + 1])
    shown = page[:PAGE]
    last = Post.objects.filter(thread__in=shown, number=F("thread__post_count"))
    last_of = {post.thread_id: post for post in last.select_related("author", "city")}
    for thread in shown:
        thread.last_post = last_of.get(thread.pk)
        thread.is_unread = thread.has_news
    news = every.filter(closed_at=None, has_news=True).values_list("new_posts", flat=True)
    counts = list(news)
    return Desk(
        shown,
        anchor(shown[-1], closed=closed) if len(page) > PAGE else None,
        len(counts),
        sum(counts),
        group.threads.exclude(closed_at=None).count(),
        closed,
    )


def with_news(threads: ThreadQuerySet, user: User) -> QuerySet[Any]:
    """Adds `has_news` and `new_posts`: what the person has not seen, their own posts aside."""
    new = (
        Post.objects.filter(thread=OuterRef("pk"), seq_created__gt=OuterRef("read_to"))
        .exclude(author_id=user.pk)
        .order_by()
        .values("thread")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return threads.with_read_by(user).annotate(
        has_news=Case(
            When(head__gt=F("read_to"), then=Value(1)), default=0, output_field=IntegerField()
        ),
        new_posts=Coalesce(Subquery(new), 0),
    )


def anchor(thread: Any, *, closed: bool) -> str:
    """The address of the page behind a thread."""
    at = f"{thread.last_post_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    more = "&closed=1" if closed else ""
    return f"?before={thread.has_news},{at},{thread.pk}{more}"


def behind(threads: QuerySet[Any], before: str) -> QuerySet[Any]:
    """The threads that stand behind an anchor; nonsense gives the beginning."""
    news, _comma, rest = before.partition(",")
    when, _comma, mark = rest.partition(",")
    at, pk = moment(when), whole(mark)
    if at is None or pk is None or news not in ("0", "1"):
        return threads
    same = Q(last_post_at__lt=at) | Q(last_post_at=at, pk__lt=pk)
    return threads.filter(Q(has_news__lt=int(news)) | Q(has_news=int(news)) & same)
