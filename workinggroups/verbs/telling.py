"""Telling people of a post: a line in the centre, and letters to those who wish them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Q

from coalition import clock
from coalition.letters import post_letters
from coalition.models import Letter, Membership, User
from coalition.notifications import notify, say
from coalition.roles import roles_of
from workinggroups.awaited import answer_by
from workinggroups.events import person
from workinggroups.letters import addressed, post_id, talk_of, words_of
from workinggroups.models import Post, Thread, ThreadUser
from workinggroups.volumes import Level, at_once, levels_in

OF_POSTING = {"answer", "mention"}  # news that come with a post, in its one letter
CARRIED_OVER = timedelta(hours=1)  # older words were written elsewhere and are no news by letter


def readers_heeded(thread: Thread, *, by: User) -> dict[int, ThreadUser]:
    """The places in a thread of who writes, of who takes part and of who has chosen something."""
    heeded = Q(user=by) | Q(takes_part=True) | ~Q(volume="")
    return {one.user_id: one for one in ThreadUser.objects.filter(heeded, thread=thread)}


def tell_of_post(
    post: Post, *, by: User, readers: Mapping[int, ThreadUser], is_plain: bool
) -> None:
    """Tell the people of a group of a new post, each as loudly as they have chosen.

    A plain one names nobody, so that nobody has been told of it yet.
    """
    thread, answered = post.thread, post.reply_to.author_id if post.reply_to else None
    among = [*readers, answered or 0]
    own = {pk: one.volume for pk, one in readers.items() if one.volume}
    followers, answerers, by_letter = [], [], []
    for user, level in levels_in(thread.group, among, own, loud=True).items():
        reader = readers.get(user.pk)
        follows = reader is not None and (reader.takes_part or reader.volume)
        if user.pk == answered:
            answerers.append(user)
        elif level == Level.ALL or (level != Level.QUIET and follows):
            followers.append(user)
        if level == Level.ALL:
            by_letter.append(user)
    place, subject = thread.group.place, f"thread:{thread.pk}"
    notify(answerers, "answer", place=place, subject=subject, by=by, title=thread.title,
           who=person(by)["name"], path=post.path)  # fmt: skip
    notify(followers, "thread_news", place=place, subject=subject, by=by, title=thread.title,
           path=f"/work/threads/{thread.pk}/")  # fmt: skip
    send_post(post, by=by, readers=by_letter, is_first=is_plain and not answerers)


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


def _who_may_answer(post: Post, readers: list[User]) -> set[int]:
    """Whose answers by e-mail would become posts; nobody's while there are none."""
    if not settings.REPLY_ADDRESS:
        return set()
    roles = [role.key for role in roles_of("group") if "post" in role.rights]
    held = Membership.objects.filter(
        place=post.thread.group.place_id, user__in=readers, role__in=roles
    )
    return set(held.in_force(clock.today()).values_list("user", flat=True))
