"""What is unread, in the letter of a morning: each thing once, and only while it is unread."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, ngettext

from coalition import clock
from coalition.models import Notification, User
from coalition.mornings import Line
from coalition.notifications import sentence
from coalition.templatetags.site import in_language
from workinggroups.models import Post, Thread, ThreadUser, Volume
from workinggroups.volumes import Level, levels_for

RECENT = timedelta(days=7)  # what is older was not awaited
MOST = 20  # threads in one letter, and other lines
OF_POSTS = ("thread_news", "answer", "mention")  # told as unread posts of their threads


@transaction.atomic
def take_unread(user: User, *, by: User) -> list[Line]:
    """The threads with posts a person has not read and no letter has told them of.

    Only of groups and threads for which they have chosen the letter of the morning; done by the
    platform itself, which writes that letter in the same transaction.
    """
    if not by.is_system:
        raise PermissionDenied
    mine = levels_for(user)
    levels = {group.pk: level for group, level in mine}
    recent = Thread.objects.filter(group__in=levels, last_post_at__gte=clock.now() - RECENT)
    own = {one.thread_id: one for one in ThreadUser.objects.filter(user=user, thread__in=recent)}
    lines: list[Line] = []
    for thread in recent.select_related("group").order_by("-last_post_at", "-pk"):
        reader = own.get(thread.pk) or ThreadUser(thread=thread, user=user)
        level = reader.volume or levels[thread.group_id]
        if level != Level.DIGEST or len(lines) == MOST:
            continue
        if count := _unread(reader):
            lines.append(_line(thread, count))
            reader.lettered_seq = thread.head
            reader.save()
    return lines + _take_lines(user, [g.place_id for g, level in mine if level == Level.DIGEST])


def _take_lines(user: User, places: list[int]) -> list[Line]:
    """What else the person's centre has of their groups: decisions, meetings, tasks.

    Not of threads whose letters they have ended, nor what came by letter at once.
    """
    ended = ThreadUser.objects.filter(user=user, volume=Level.QUIET).values_list(
        "thread", flat=True
    )
    found = (
        Notification.objects.unread()
        .unlettered()
        .filter(user=user, place__in=places, at__gte=clock.now() - RECENT)
    )
    rows = list(found.exclude(kind__in=OF_POSTS).order_by("-at", "-pk")[:MOST])
    told = [row for row in rows if row.details.get("thread") not in ended]
    found.filter(pk__in=[row.pk for row in told]).update(lettered_at=clock.now())
    said = [(row.path, sentence(row)) for row in told]
    language = get_language() or user.language
    return [Line(words, in_language(path, language)) for path, words in said if words]


def _unread(reader: ThreadUser) -> int:
    """How many posts of others are new to a reader."""
    seen = max(reader.last_read_seq, reader.lettered_seq)
    if reader.thread.head <= seen:
        return 0
    posts = Post.objects.filter(
        thread=reader.thread, seq_created__gt=seen, redacted_at=None,
        created_at__gte=clock.now() - RECENT,
    )  # fmt: skip
    return posts.exclude(author=reader.user_id).count()


def _line(thread: Thread, count: int) -> Line:
    words = ngettext(
        "%(group)s, “%(title)s”: %(count)d unread post",
        "%(group)s, “%(title)s”: %(count)d unread posts", count,
    ) % {"group": thread.group, "title": thread.title, "count": count}  # fmt: skip
    return Line(words, reverse("thread", args=[thread.pk]))


@transaction.atomic
def end_mornings(user: User, *, by: User) -> None:
    """Have no letter of the morning from any group; what comes at once goes on coming."""
    if by.pk != user.pk:
        raise PermissionDenied
    for group, level in levels_for(user):
        if level == Level.DIGEST:
            Volume.objects.update_or_create(user=user, group=group, defaults={"level": Level.QUIET})
    ThreadUser.objects.filter(user=user, volume=Level.DIGEST).update(volume=Level.QUIET)
