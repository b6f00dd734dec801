"""Writing letters and letting them go: `post_letter` in the deed, `deliver` after it."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from coalition.models import Letter

log = logging.getLogger("coalition.letters")
TRIES = 8


def post_letter(
    to: str, template: str, *, language: str = "ru", unsubscribe: str = "", **context: Any
) -> Letter:
    """Write a letter from `templates/emails/<template>.txt` in the reader's language.

    The first line of the template is the subject. It leaves after the transaction, and is tried
    again for about two days. `unsubscribe` is the address that ends letters of this kind; mail
    programs show a button for it. Addresses of the demonstration never leave the machine.
    """
    with translation.override(language):
        text = render_to_string(
            f"emails/{template}.txt", {"site_url": settings.SITE_URL, **context}
        )
    subject, _, body = text.strip().partition("\n")
    return Letter.objects.create(
        to=to,
        subject=subject.strip()[:250],
        body=body.strip() + "\n",
        language=language,
        unsubscribe=unsubscribe,
    )


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
                headers = _headers(letter)
                EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send()
        except OSError as trouble:  # smtplib's errors are OSErrors
            log.warning("letter %s not sent: %s", letter.pk, trouble)
            Letter.objects.filter(pk=letter.pk).update(trouble=str(trouble)[:300])
        else:
            Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), trouble="")
            left += 1
    return left


def _headers(letter: Letter) -> dict[str, str]:
    """What lets a mail program end the letters with one press (RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
