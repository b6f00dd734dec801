"""Telling people what concerns them: `notify` in the deed, a sentence in each reader's language.

Letters are written by the deeds themselves; this is the line in the notification centre.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.functional import Promise

from coalition import clock
from coalition.models import Membership, Notification, Place, User
from coalition.permissions import Person, rights_of
from coalition.signals import noted, notified


@dataclass(frozen=True)
class Kind:
    """A kind of news: its name in the settings, and the sentence it makes of its details."""

    key: str
    name: str | Promise
    say: Callable[[dict[str, Any], int], str]  # (details, how many times) -> the sentence


_kinds: dict[str, Kind] = {}


def register(key: str, name: str | Promise, say: Callable[[dict[str, Any], int], str]) -> None:
    """Make a kind of news known; every app does so for its own when the platform starts."""
    _kinds[key] = Kind(key, name, say)


def kinds() -> list[Kind]:
    """All kinds of news, in the order they were registered."""
    return list(_kinds.values())


def say(kind: str, details: dict[str, Any]) -> str:
    """What happened, once, in the language of the moment."""
    known = _kinds.get(kind)
    return known.say(details, 1) if known else ""


def sentence(line: Notification) -> str:
    """What happened, in the reader's language; empty for a kind that exists no more."""
    kind = _kinds.get(line.kind)
    return kind.say(line.details, line.count) if kind else ""


def notify(  # noqa: PLR0913 -- news has a kind, a place, a subject and an address
    readers: Iterable[User],
    kind: str,
    *,
    place: Place | None,
    subject: str,
    path: str,
    by: User | None = None,
    **details: Any,
) -> None:
    """Put a line into the centres of these people, in the transaction of the deed; never of `by`.

    An unread line of the same kind about the same subject counts one more and moves up. `details`
    are plain JSON values from which the kind makes its sentence. At most three queries, for
    however many.
    """
    if kind not in _kinds:
        raise KeyError(kind)
    people = {one.pk: one for one in readers if one.is_active and not one.is_system}
    wanted = people.keys() - {by.pk if by else 0}
    if not wanted:
        return
    unread = Notification.objects.unread().filter(kind=kind, subject=subject, user__in=wanted)
    more = unread.update(count=F("count") + 1, at=clock.now(), path=path, details=details)
    if more < len(wanted):
        known = set(unread.values_list("user", flat=True)) if more else set()
        Notification.objects.bulk_create(
            [
                Notification(user_id=pk, kind=kind, place=place, subject=subject, path=path,
                             details=details, at=clock.now())
                for pk in sorted(wanted - known)
            ],
            ignore_conflicts=True,  # somebody else's news of the same came in between
        )  # fmt: skip
    noted.send(sender=Notification, kind=kind, path=path, details=details, by=by,
               readers=[people[pk] for pk in sorted(wanted)])  # fmt: skip
    told = partial(notified.send, sender=Notification, users=sorted(wanted))
    transaction.on_commit(told, robust=True)


def lettered(readers: Iterable[User], kind: str, subject: str) -> None:
    """Note that a letter has told these people of their unread line, in the deed that wrote it."""
    lines = Notification.objects.unread().filter(kind=kind, subject=subject)
    lines.filter(user__in=[one.pk for one in readers]).update(lettered_at=clock.now())


def lines_of(user: Person) -> Any:
    """A person's lines, newest first, of the places where they still have a role."""
    return Notification.objects.of(user, list(rights_of(user))).order_by("-at", "-pk")  # type: ignore[arg-type]


def unread_count(user: Person) -> int:
    """How many lines a person has not read; one query besides their rights."""
    return int(lines_of(user).unread().count()) if user.is_authenticated else 0


def unread_counts(users: Collection[int]) -> dict[int, int]:
    """How many unread lines each of these people has, in one query; nobody without any."""
    roles = Membership.objects.filter(user=OuterRef("user"), place=OuterRef("place"))
    rows = (
        Notification.objects.unread()
        .filter(Q(place=None) | Exists(roles.in_force(clock.today())), user__in=users)
        .values("user")
        .annotate(lines=Count("pk"))
    )
    return {row["user"]: row["lines"] for row in rows.order_by()}
