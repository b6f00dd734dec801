"""Writing letters and letting them go: `post_letter` in the deed, `deliver` after it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from coalition.models import Letter
from coalition.templatetags.site import in_language

log = logging.getLogger("coalition.letters")
TRIES = 8
OWN = "X-Coalition-Letter"  # by which a letter of ours is known when it comes back


@dataclass(frozen=True)
class Talk:
    """Where a letter stands among others, so that mail programs show them as one talk."""

    message_id: str = ""
    in_reply_to: str = ""
    references: str = ""


@dataclass(frozen=True)
class Addressed:
    """One reader of a letter that goes to many, with what is theirs alone."""

    to: str
    language: str
    unsubscribe: str = ""
    reply_to: str = ""


def post_letter(
    to: str,
    template: str,
    *,
    language: str = "ru",
    unsubscribe: str = "",
    talk: Talk | None = None,
    **context: Any,
) -> Letter:
    """Write a letter from `templates/emails/<template>.txt` in the reader's language.

    The first line of the template is the subject. It leaves after the transaction, and is tried
    again for about two days. `unsubscribe` is the address that ends letters of this kind; mail
    programs show a button for it. Addresses of the demonstration never leave the machine.
    """
    letter = _letter(Addressed(to, language, unsubscribe), _words(template, language, context),
                     talk or Talk())  # fmt: skip
    letter.save()
    return letter


def post_letters(
    readers: Iterable[Addressed], template: str, *, talk: Talk | None = None, **context: Any
) -> list[Letter]:
    """Write one letter to many people: composed once in each language, stored in one query."""
    said: dict[str, tuple[str, str]] = {}
    letters = []
    for reader in readers:
        if reader.language not in said:
            said[reader.language] = _words(template, reader.language, context)
        letters.append(_letter(reader, said[reader.language], talk or Talk()))
    return Letter.objects.bulk_create(letters)


def _words(template: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter in one language, to whose pages its `path` leads."""
    if path := context.get("path"):
        context = {**context, "path": in_language(path, language)}
    with translation.override(language):
        text = render_to_string(
            f"emails/{template}.txt", {"site_url": settings.SITE_URL, **context}
        )
    subject, _, body = text.strip().partition("\n")
    return subject.strip()[:250], body.strip() + "\n"


def _letter(reader: Addressed, words: tuple[str, str], talk: Talk) -> Letter:
    subject, body = words
    return Letter(
        to=reader.to, subject=subject, body=body, language=reader.language,
        unsubscribe=reader.unsubscribe, reply_to=reader.reply_to, message_id=talk.message_id,
        in_reply_to=talk.in_reply_to, references=talk.references,
    )  # fmt: skip


def deliver(limit: int = 50) -> int:
    """Send the letters that are due; returns how many left."""
    left = 0
    waiting = Letter.objects.filter(sent_at=None, due_at__lte=timezone.now(), attempts__lt=TRIES)
    for letter in waiting.order_by("due_at")[:limit]:
        # whoever moves the attempt forward sends it, so two processes never send it twice
        mine = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts).update(
            attempts=letter.attempts + 1,
            due_at=timezone.now() + timedelta(minutes=2 ** (2 * letter.attempts)),
        )
        if not mine:
            continue
        try:
            if not (letter.to.endswith(".invalid") and settings.EMAIL_URL):
                _send(letter)
        except (OSError, ValueError, MessageError) as trouble:  # smtplib's errors are OSErrors
            log.warning("letter %s not sent: %s", letter.pk, trouble)
            Letter.objects.filter(pk=letter.pk).update(trouble=str(trouble)[:300])
        else:
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), trouble="")
            left += 1
    return left


def _send(letter: Letter) -> None:
    reply_to = [letter.reply_to] if letter.reply_to else None
    EmailMessage(
        letter.subject, letter.body, to=[letter.to], headers=_headers(letter), reply_to=reply_to
    ).send()


def _headers(letter: Letter) -> dict[str, str]:
    """What lets a mail program end the letters with one press (RFC 8058), keep those of one talk
    together, and not answer by itself (RFC 3834)."""
    headers = {"Auto-Submitted": "auto-generated", OWN: "1"}
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    talk = {
        "Message-ID": letter.message_id,
        "In-Reply-To": letter.in_reply_to,
        "References": letter.references,
    }
    return headers | {name: value for name, value in talk.items() if value}
