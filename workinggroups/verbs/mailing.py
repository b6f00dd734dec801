"""Posting what a person answered by e-mail."""

from __future__ import annotations

import logging
import re
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coalition import clock
from coalition.letters import Talk, post_letter
from coalition.models import Letter, User
from workinggroups.letters import host
from workinggroups.mailing.reading import Incoming, read_letter
from workinggroups.models import Post, Thread
from workinggroups.replies import read_token, token_in
from workinggroups.verbs.posts import KeyReused, post_reply
from workinggroups.verbs.threads import ThreadClosed

log = logging.getLogger("coalition.letters")


class NotPosted(Exception):
    """Why an answer is not posted, in its author's language; the thread where they may know it."""

    def __init__(self, why: str, thread: Thread | None = None) -> None:
        super().__init__(why)
        self.thread = thread


def receive_letter(raw: bytes, *, by: User, recipient: str = "") -> Post | None:
    """Post an answer that came by e-mail, in the name of whom its address was made for.

    The address a letter came to says who and where; the sender must be that person. Its id is the
    key, so a letter that comes twice is one post. What cannot be posted goes back with a word why;
    what a machine wrote is dropped. `recipient` is the address as the mail server knows it.
    """
    if not by.is_system:
        raise PermissionDenied
    letter = read_letter(raw)
    meant = read_token(token_in(f"{recipient} {letter.recipients}"))
    person = User.objects.filter(pk=meant[0], is_active=True).first() if meant else None
    if meant is None or person is None or letter.is_automatic:
        log.info("a letter of %s is not posted", "a machine" if meant else "nobody we know")
        return None
    with translation.override(person.language):
        try:
            return _post(letter, person, meant[1])
        except NotPosted as refused:
            _give_back(letter, person, refused)
    return None


def _post(letter: Incoming, person: User, pk: int) -> Post:
    """The post a letter becomes."""
    if not _is_from(letter, person):
        raise NotPosted(_("It came from another address than yours."))
    found = Thread.objects.visible_to(person).select_related("group__place")
    thread = found.filter(pk=pk).first()
    if thread is None:
        raise NotPosted(_("You no longer take part in this group."))
    try:
        post, _new = post_reply(
            thread, by=person, body=_body(letter), key=_key(letter), reply_to=_answered(letter, pk)
        )
    except KeyReused as reused:
        return reused.post
    except PermissionDenied:
        why = _("Your role lets you read this thread, but not write in it.")
    except ThreadClosed:
        why = _("The thread is closed.")
    except ValidationError as refusal:
        why = " ".join(refusal.messages)
    else:
        return post
    raise NotPosted(why, thread)


def _is_from(letter: Incoming, person: User) -> bool:
    return letter.sender == person.email.lower() and not letter.is_forged


def _key(letter: Incoming) -> uuid.UUID:
    """The same for the same letter, however often it comes."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"mid:{letter.message_id}")


def _body(letter: Incoming) -> str:
    """The words to post, with a word of the files that stay behind."""
    if not letter.words or not letter.files:
        return letter.words
    note = ngettext(
        "(%(count)d file came with the letter and is not carried over.)",
        "(%(count)d files came with the letter and are not carried over.)", letter.files,
    ) % {"count": letter.files}  # fmt: skip
    return f"{letter.words}\n\n{note}"


def _answered(letter: Incoming, thread: int) -> int | None:
    """The number of the post whose letter was answered."""
    found = re.search(rf"<post\.(\d{{1,15}})@{re.escape(host())}>", letter.above)
    posts = Post.objects.filter(thread=thread, pk=int(found[1]) if found else 0)
    return posts.values_list("number", flat=True).first()


def _give_back(letter: Incoming, person: User, refused: NotPosted) -> None:
    """Tell a person that their answer was not posted; once, whatever the mail server repeats.

    Of letters that came from elsewhere they hear once a day, and without what stood in them.
    """
    mine, thread = _is_from(letter, person), refused.thread
    mark = _key(letter) if mine else clock.today().isoformat()
    known = f"<returned.{person.pk}.{mark}@{host()}>"
    if Letter.objects.filter(message_id=known).exists():
        return
    above = letter.message_id[:200] if mine else ""
    post_letter(
        person.email, "reply_returned", language=person.language, talk=Talk(known, above, above),
        why=str(refused), words=letter.words if mine else "", thread=thread,
        path=f"/work/threads/{thread.pk}/" if thread else "/work/",
    )  # fmt: skip
