"""Writing in threads: posting, correcting, withdrawing."""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from coalition import afterwards, clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import may, require
from coalition.text import fold, tidy
from workinggroups.letters import letters_about
from workinggroups.mentions import Name, render_post
from workinggroups.models import Draft, Post, PostRevision, Thread, ThreadEvent, ThreadUser
from workinggroups.models.posts import LONGEST
from workinggroups.verbs.files import put_files, take_files_away
from workinggroups.verbs.mentions import name_in_post
from workinggroups.verbs.threads import enter, take_number

log = logging.getLogger("coalition.live")
KEPT_DAYS = 30  # how long the text of a withdrawn post can still be asked for


class KeyReused(Exception):
    """The key already stands on a post with other words; carries that post."""

    def __init__(self, post: Post) -> None:
        super().__init__(str(post.key))
        self.post = post


class TooFast(Exception):
    """More posts in a minute than a conversation has; carries the seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@transaction.atomic
def post_reply(  # noqa: PLR0913 -- a post has words, a language, a key and what it answers
    thread: Thread,
    *,
    by: User,
    body: str,
    key: uuid.UUID,
    lang: str = "",
    reply_to: int | None = None,
    said_at: datetime | None = None,
    files: Sequence[UploadedFile] = (),
    uploads: Sequence[uuid.UUID] = (),
) -> tuple[Post, bool]:
    """Write in a thread; returns the post, and whether this call made it.

    However often the same words come under the same key, there is one post: the key lies on the
    row, so a repeat after any interruption finds it. `reply_to` is the number of another post;
    `said_at` is for words carried over from elsewhere, which come as fast as they are read;
    `uploads` are files that have come up piece by piece.
    """
    require(by, "post", thread)
    body, lang = _words_of(body), _lang_of(lang or thread.lang)
    # uploads by their ids: a repeat comes with the same, when they themselves are gone
    digest = _digest_of([thread.pk, body, lang, reply_to, *map(str, uploads)], files)
    if found := _known(by, key, digest):
        return found, False
    if said_at is None:
        _keep_pace(by)
    html, names = render_post(body, thread.group, by=by)
    post = Post(
        thread=thread, author=by, body=body, html=html, folded=fold(body), lang=lang, key=key,
        payload_hash=digest, created_at=said_at or clock.now(), untold=True,
    )  # fmt: skip
    try:
        with transaction.atomic():
            return _write(post, reply_to, names, files, uploads), True
    except IntegrityError:
        if found := _known(by, key, digest):
            return found, False
        raise


def _words_of(body: str) -> str:
    """The words as they are stored; refused when there are none, or too many."""
    body = tidy(body)
    if not body:
        raise ValidationError({"body": _("Write a few words.")})
    if len(body) > LONGEST:
        raise ValidationError(
            {
                "body": _("The text is longer than %(limit)d characters. Divide it in two.")
                % {"limit": LONGEST}
            }
        )
    return body


def _lang_of(lang: str) -> str:
    """The language that was named, if the platform speaks it."""
    if lang not in dict(settings.LANGUAGES):
        raise ValidationError({"lang": _("There is no such language here.")})
    return lang


def _digest_of(said: list[object], files: Sequence[UploadedFile]) -> str:
    """By which a repeat of the same words is told from other words under the same key."""
    for file in files:
        said.append(hashlib.sha256(b"".join(file.chunks())).hexdigest())
        file.seek(0)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _known(by: User, key: uuid.UUID, digest: str) -> Post | None:
    """The author's post under this key, if there is one."""
    said = Post.objects.filter(author=by, key=key)
    stored = said.values_list("payload_hash", flat=True).first()
    if stored is None:
        return None
    post = said.select_related("thread__group").get()
    if stored != digest:
        raise KeyReused(post)
    return post


def _keep_pace(by: User) -> None:
    """Refuse the thirteenth post of a minute. A counter that is out of order stops nobody."""
    now = timezone.now().timestamp()
    name = f"posts:{by.pk}:{int(now // 60)}"
    try:
        cache.add(name, 0, 120)
        count = cache.incr(name)
    except Exception as trouble:  # noqa: BLE001 -- whatever the cache raises, posting goes on
        log.warning("posts are not counted: %s", trouble)
        return
    if count > settings.LIVE["posts_per_minute"]:
        raise TooFast(60 - int(now % 60))


def _write(
    post: Post,
    reply_to: int | None,
    names: list[Name],
    files: Sequence[UploadedFile],
    uploads: Sequence[uuid.UUID],
) -> Post:
    """Give a post its number and put it into the log."""
    thread, by = post.thread, post.author
    take_number(thread, by=by, right="post", posted_at=post.created_at)
    post.number, post.seq_created = thread.post_count, thread.head
    if reply_to is not None:
        answered = Post.objects.filter(thread=thread, number=reply_to).select_related("author")
        post.reply_to = answered.first()
        if post.reply_to is None:
            raise ValidationError({"reply_to": _("There is no such post in this thread.")})
    post.city = thread.group.city_of(by)
    post.save()
    if files or uploads:
        put_files(post, by=by, files=files, uploads=uploads)
    if names:
        name_in_post(post, by=by, names=names)
    enter(thread, ThreadEvent.Kind.POST_NEW, by=by, post=post, numbered=True)
    _come_along(thread, by)
    # a saving of the draft that is still on its way carries this number at most
    Draft.objects.filter(user=by, key=f"thread:{thread.pk}").update(
        data={}, sequence=F("sequence") + 1
    )
    afterwards.soon()  # its readers hear of it
    return post


def _come_along(thread: Thread, by: User) -> None:
    """Who writes takes part, and has seen their own post if they had seen all before it."""
    reader, _new = ThreadUser.objects.get_or_create(thread=thread, user=by)
    mine = ThreadUser.objects.filter(pk=reader.pk)
    if not reader.takes_part:
        mine.update(takes_part=True)
    if reader.last_read_seq == thread.head - 1:  # else there is something they have not seen
        mine.filter(last_read_seq=thread.head - 1).update(last_read_seq=thread.head)


@transaction.atomic
def edit_post(post: Post, *, by: User, body: str, version: int) -> Post:
    """Correct one's own post; the earlier wording is kept and the correction is seen by all.

    `version` is the one the author was looking at: an older one is refused with both texts.
    """
    require(by, "post", post)
    if by.pk != post.author_id or post.redacted_at:
        raise PermissionDenied
    body = _words_of(body)
    # the thread first and then the post, as everywhere: two orders would wait for each other
    Thread.objects.select_for_update().get(pk=post.thread_id)
    fresh = Post.objects.select_for_update().get(pk=post.pk)
    if not fresh.has_words:
        raise PermissionDenied
    if fresh.body == body:
        return fresh
    if fresh.version != version:
        raise Conflict(who=str(by), at=fresh.edited_at, mine=body)
    take_number(post.thread, by=by, right="post")
    PostRevision.objects.create(
        post=fresh, n=fresh.version, body=fresh.body, editor=by, at=clock.now()
    )
    fresh.html, names = render_post(body, post.thread.group, by=by)
    fresh.body, fresh.folded = body, fold(body)
    fresh.version, fresh.edited_at = fresh.version + 1, clock.now()
    fresh.save(update_fields=["body", "html", "folded", "version", "edited_at"])
    name_in_post(fresh, by=by, names=names)
    enter(post.thread, ThreadEvent.Kind.POST_EDIT, by=by, post=fresh, numbered=True)
    record("post.edited", by=by, subject=fresh, place=post.thread.group.place)
    return fresh


@transaction.atomic
def redact_post(post: Post, *, by: User, why: str = "") -> Post:
    """Withdraw a post: one's own, or any as the chair. Its number stays, with who, when and why.

    The text disappears from every page and every answer at once; a month later for good. Letters
    that have not left do not leave.
    """
    require(by, "see_inside", post)
    if by.pk != post.author_id and not may(by, "moderate", post):
        raise PermissionDenied
    Thread.objects.select_for_update().get(pk=post.thread_id)
    fresh = Post.objects.select_for_update().get(pk=post.pk)
    if fresh.redacted_at:
        return fresh
    if fresh.moved_to_id:
        raise PermissionDenied
    PostRevision.objects.create(
        post=fresh, n=fresh.version, body=fresh.body, editor=by, at=clock.now()
    )
    fresh.body = fresh.html = fresh.folded = ""
    fresh.pinned_at = fresh.pinned_by = fresh.ack_asked_at = fresh.ack_asked_by = None
    fresh.untold = False
    fresh.version += 1
    fresh.redacted_at, fresh.redacted_by, fresh.redacted_why = clock.now(), by, tidy(why)[:300]
    fresh.save()
    fresh.translations.all().delete()
    fresh.mentions.all().delete()
    take_files_away(fresh, by=by)
    letters_about(fresh).filter(sent_at=None).delete()
    letters_about(fresh).update(body="")
    enter(post.thread, ThreadEvent.Kind.POST_REDACT, by=by, post=fresh)
    record("post.redacted", by=by, subject=fresh, place=post.thread.group.place)
    return fresh


@transaction.atomic
def forget_withdrawn_texts(*, by: User | None = None) -> int:
    """Remove for good what was withdrawn a month ago; done daily by the platform itself."""
    if by is not None and not by.is_system:
        raise PermissionDenied
    old = PostRevision.objects.filter(
        post__redacted_at__lt=clock.now() - timedelta(days=KEPT_DAYS)
    ).exclude(body="")
    return old.update(body="")
