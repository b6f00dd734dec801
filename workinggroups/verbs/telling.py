"""Telling people of a post: a line in the centre, and letters to those who wish them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Q

from coalition import clock
from coalition.letters import post_letters
from coalition.models import Letter, Membership, Notification, Place, User
from coalition.notifications import notify, say
from coalition.roles import roles_of
from workinggroups.awaited import answer_by
from workinggroups.events import person
from workinggroups.letters import addressed, letters_of, post_id, talk_of, words_of
from workinggroups.models import Post, Thread, ThreadUser
from workinggroups.verbs.mentions import tell_named
from workinggroups.volumes import Level, at_once, levels_in

log = logging.getLogger("coalition.afterwards")
MOST = 50  # posts that are told in one go
OF_POSTING = {"answer", "mention"}  # news that come with a post, in its one letter
CARRIED_OVER = timedelta(hours=1)  # older words were written elsewhere and are no news by letter


@dataclass(frozen=True)
class Heard:
    """Who of a thread's people hears of its posts: as loudly as chosen, and whether they follow."""

    levels: dict[User, Level]
    following: Collection[int]

    def followers(self, answered: int | None) -> list[User]:
        return [
            user
            for user, level in self.levels.items()
            if user.pk != answered
            and (level == Level.ALL or (level != Level.QUIET and user.pk in self.following))
        ]

    def by_letter(self) -> list[User]:
        return [user for user, level in self.levels.items() if level == Level.ALL]


def tell_untold(*, by: User) -> int:
    """Tell people of the posts they have not heard of yet; soon after each, by the platform itself.

    A post is told once, as it stands by then, to those who read the thread by then.
    """
    if not by.is_system:
        raise PermissionDenied
    waiting = Post.objects.filter(untold=True).order_by("pk").values_list("thread", flat=True)
    return sum(_tell_in_turn(thread) for thread in dict.fromkeys(waiting[:MOST]))


def _tell_in_turn(thread: int) -> int:
    """How many posts of a thread were told. Trouble with one thread does not keep the others."""
    try:
        return _tell(thread)
    except DatabaseError:
        raise
    except Exception:  # whatever it is, the posts stand
        log.exception("nobody was told of what is new in thread %s", thread)
        Post.objects.filter(thread=thread, untold=True).update(untold=False)
        return 0


@transaction.atomic
def _tell(pk: int) -> int:
    rows = Post.objects.select_for_update(skip_locked=True, of=("self",))
    about = rows.select_related("author", "city", "reply_to", "thread__group__place")
    waiting = about.filter(thread=pk, untold=True).prefetch_related("mentions").order_by("number")
    posts = list(waiting[:MOST])
    if not posts:  # another process tells them, or they were withdrawn
        return 0
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(untold=False)
    thread, answered = posts[0].thread, {post.reply_to.author_id for post in posts if post.reply_to}
    heeded = ThreadUser.objects.filter(Q(takes_part=True) | ~Q(volume=""), thread=thread)
    chosen = dict(heeded.values_list("user", "volume"))
    own = {user: level for user, level in chosen.items() if level}
    heard = Heard(levels_in(thread.group, {*chosen, *answered}, own, loud=True), chosen)
    for post in posts:
        _tell_of_post(post, by=post.author, heard=heard)
    seen = thread.readers.filter(last_read_seq__gte=posts[-1].seq_created).values("user")
    lines = Notification.objects.unread().filter(subject=f"thread:{thread.pk}", user__in=seen)
    lines.update(read_at=clock.now())  # whoever has the thread open was quicker
    return len(posts)


def _tell_of_post(post: Post, *, by: User, heard: Heard) -> None:
    """Tell the people of a group of a new post, each as loudly as they have chosen."""
    thread, answered = post.thread, post.reply_to.author_id if post.reply_to else None
    place, subject = thread.group.place, f"thread:{thread.pk}"
    mentions, answerers = post.mentions.all(), [one for one in heard.levels if one.pk == answered]
    if mentions:
        tell_named(post, by=by, mentions=mentions)
    notify(answerers, "answer", place=place, subject=subject, by=by, title=thread.title,
           who=person(by)["name"], path=post.path)  # fmt: skip
    notify(heard.followers(answered), "thread_news", place=place, subject=subject, by=by,
           title=thread.title, path=f"/work/threads/{thread.pk}/")  # fmt: skip
    send_post(post, by=by, readers=heard.by_letter(), is_first=not mentions and not answerers)


def send_concern(
    post: Post, *, by: User, readers: Collection[User], kind: str, details: dict[str, Any]
) -> int:
    """Send a post to those it concerns and who want such letters at once, with a word why.

    What is said in the deed of posting is the one letter of the post; a later deed has its own.
    """
    wanted = at_once(post.thread, readers, by=by, others=False)
    later = "" if kind in OF_POSTING else kind
    return send_post(post, by=by, readers=wanted, kind=later, why=partial(say, kind, details))


def send_post(  # noqa: PLR0913 -- a post goes to readers, of one kind, for a reason
    post: Post,
    *,
    by: User,
    readers: Iterable[User],
    kind: str = "",
    why: Callable[[], str] = str,
    is_first: bool = False,
) -> int:
    """Send a post with its whole words to people by letter, each once; never to who wrote it.

    Words carried over from elsewhere are no news. `is_first`: no letter of it can be there yet.
    """
    wanted = [one for one in readers if one.pk != by.pk]
    if not wanted or (post.created_at < clock.now() - CARRIED_OVER and not kind):
        return 0
    if not is_first:
        sent = Letter.objects.filter(message_id=post_id(post.pk, kind))
        had = set(sent.values_list("to", flat=True))
        wanted = [one for one in wanted if one.email not in had]
    words, is_whole = words_of(post)
    about = {
        "post": post, "thread": post.thread, "group": post.thread.group, "why": why,
        "words": words, "is_whole": is_whole, "path": post.path,
        "until": answer_by(post.thread),
    }  # fmt: skip
    may_answer = _who_may_answer(post, wanted)
    letters: list[Letter] = []
    for answers in (True, False):
        some = [one for one in wanted if (one.pk in may_answer) == answers]
        if some:
            to = addressed(some, post.thread, answers=answers)
            letters += post_letters(to, "post", talk=talk_of(post, kind), answers=answers, **about)
    return len(letters)


@transaction.atomic
def hold_letters_back(user: User, *, by: User, place: Place) -> int:
    """Letters about a group's threads that have not left do not reach whoever has left the group.

    Returns how many; they may have waited for days for a mail server that does not answer.
    """
    if not by.is_system:
        raise PermissionDenied
    held = Membership.objects.filter(user=user, place=place).in_force(clock.today())
    if place.kind != Place.Kind.GROUP or held.exists():
        return 0
    threads = Thread.objects.filter(group__place=place).values_list("pk", flat=True)
    gone, _rows = Letter.objects.filter(pk__in=letters_of(user, threads)).delete()
    return gone


def _who_may_answer(post: Post, readers: list[User]) -> set[int]:
    """Whose answers by e-mail would become posts; nobody's while there are none."""
    if not settings.REPLY_ADDRESS:
        return set()
    roles = [role.key for role in roles_of("group") if "post" in role.rights]
    held = Membership.objects.filter(
        place=post.thread.group.place_id, user__in=readers, role__in=roles
    )
    return set(held.in_force(clock.today()).values_list("user", flat=True))
