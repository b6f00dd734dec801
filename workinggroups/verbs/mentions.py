"""Telling people that they were named in a post."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from coalition.models import User
from coalition.notifications import notify
from workinggroups.mentions import Name, meant_by
from workinggroups.models import Mention, Post


@transaction.atomic
def name_in_post(post: Post, *, by: User, names: list[Name]) -> None:
    """Note whom a post names, in the deed that writes it.

    Who is named in a correction is told; who is named in a post, together with its other readers.
    """
    before = {(one.user_id, one.city_id): one for one in post.mentions.all()}
    now = {
        (name.user and name.user.pk, name.city and name.city.pk): Mention(
            post=post, user=name.user, city=name.city,
            is_everybody=name.user is None and name.city is None,
        )
        for name in names
    }  # fmt: skip
    for key in before.keys() - now.keys():
        before[key].delete()
    new = [now[key] for key in now if key not in before]
    if not new:
        return
    Mention.objects.bulk_create(new)
    if not post.untold:
        tell_named(post, by=by, mentions=new)


def tell_named(post: Post, *, by: User, mentions: Iterable[Mention]) -> None:
    """A line in the centres of those whom mentions mean."""
    group = post.thread.group
    notify(
        meant_by(mentions, group),
        "mention",
        place=group.place,
        subject=f"thread:{post.thread_id}",
        path=post.path,
        by=by,
        title=post.thread.title,
        number=post.number,
    )
