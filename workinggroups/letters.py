"""What a post is as a letter: its whole words, its place in the talk, how letters are ended."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation

from coalition.letters import Addressed, Talk, post_letters
from coalition.models import Letter, User
from coalition.notifications import lettered
from workinggroups.models import Post, Thread
from workinggroups.replies import reply_address

LONGEST_LINE = 400  # a longer one would make the letter three times as heavy on its way
HEAVIEST = 24_000  # bytes of a post's text; a letter is to stay under 30 KB
SALT = "workinggroups.letters"


def host() -> str:
    """The name that stands behind the @ of our letters' ids."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def thread_id(thread: int) -> str:
    """The id of the letter with which a thread would have begun; the others refer to it."""
    return f"<thread.{thread}@{host()}>"


def post_id(post: int, kind: str = "") -> str:
    """The id of the letter about a post, the same for all who get it; of a later deed, its own."""
    return f"<post.{post}.{kind}@{host()}>" if kind else f"<post.{post}@{host()}>"


def letters_about(post: Post) -> QuerySet[Letter]:
    """All letters in which a post stands, also from where it stood before it was moved."""
    said, one = Q(), cast("Post | None", post)
    while one is not None:
        said |= Q(message_id=post_id(one.pk)) | Q(message_id__startswith=f"<post.{one.pk}.")
        one = Post.objects.filter(moved_to=one).first()
    return Letter.objects.filter(said)


def letters_of(user: User, threads: Iterable[int]) -> list[int]:
    """The letters to a person about some threads that have not left yet."""
    waiting = Letter.objects.filter(to=user.email, sent_at=None, references__startswith="<thread.")
    roots = {thread_id(pk) for pk in threads}
    rows = waiting.values_list("pk", "references")
    return [pk for pk, above in rows if above.partition(" ")[0] in roots]


def post_at(path: str) -> Post | None:
    """The post to which an address leads."""
    found = re.fullmatch(r"/work/threads/(\d+)/\?at=(\d+)#p\d+", path)
    posts = Post.objects.select_related("thread__group__place", "author", "city")
    return posts.filter(thread__pk=found[1], number=found[2]).first() if found else None


def talk_of(post: Post, kind: str = "") -> Talk:
    """Where the letter of a post stands among those of its thread."""
    root, above = thread_id(post.thread_id), thread_id(post.thread_id)
    if kind:
        above = post_id(post.pk)
    elif post.reply_to_id:
        above = post_id(post.reply_to_id)
    return Talk(post_id(post.pk, kind), above, root if above == root else f"{root} {above}")


def addressed(readers: Iterable[User], thread: Thread, *, answers: bool) -> list[Addressed]:
    """The readers of a thread's letters, each with their own way to end them, and to answer."""
    return [
        Addressed(
            one.email,
            one.language,
            stop_address(one, thread),
            reply_address(one, thread) if answers else "",
        )
        for one in readers
    ]


def send(
    thread: Thread,
    template: str,
    readers: Iterable[User],
    *,
    kind: str,
    subject: str,
    **about: Any,
) -> None:
    """Write to people of a group what happened in a thread, in the deed that put their line.

    The letters stand in mail programs with those of the thread and are ended like them. `kind` and
    `subject` are those of the line: what went by letter is not told again in the morning.
    """
    readers = list(readers)
    if not readers:
        return
    root = thread_id(thread.pk)
    post_letters(
        addressed(readers, thread, answers=False), template, talk=Talk("", root, root),
        thread=thread, group=thread.group, stops=True, **about,
    )  # fmt: skip
    lettered(readers, kind, subject)


def words_of(post: Post) -> tuple[str, bool]:
    """The text of a post as a letter holds it, and whether it is whole."""
    lines = []
    for line in post.body.splitlines():
        lines += (
            textwrap.wrap(line, LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
            if len(line) > LONGEST_LINE
            else [line]
        )
    text = "\n".join(lines)
    if len(text.encode()) <= HEAVIEST:
        return text, True
    return text.encode()[:HEAVIEST].decode(errors="ignore").rpartition(" ")[0], False


def stop_address(user: User, thread: Thread) -> str:
    """The address by which a person ends the letters of a thread without signing in."""
    token = signing.dumps([user.pk, thread.pk], salt=SALT)
    with translation.override(user.language):
        return f"{settings.SITE_URL}{reverse('stop_letters', args=[token])}"


def person_and_thread(token: str) -> tuple[User, Thread] | None:
    """Whose letter held this link, and of which thread."""
    try:
        user, thread = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.filter(pk=user, is_active=True).first()
    found = Thread.objects.filter(pk=thread).select_related("group__place").first()
    return (person, found) if person and found else None
