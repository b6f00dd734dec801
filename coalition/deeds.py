"""Deeds of the journal as sentences people read; every app says its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.models import JournalEntry
from coalition.roles import role

Words = Callable[[JournalEntry], dict[str, Any]]

DAYS = ("since", "until", "became")  # details of a role that are days
_sentences: dict[str, tuple[str | Promise, Words]] = {}


def plain(entry: JournalEntry) -> dict[str, Any]:
    """What a sentence may speak of: the subject and the details of the deed."""
    return {"subject": entry.subject, **entry.details}


def register(deed: str, sentence: str | Promise, words: Words = plain) -> None:
    """Give a deed its sentence, with %(subject)s and the details by name."""
    _sentences[deed] = (sentence, words)


def sentence(entry: JournalEntry) -> str:
    """What was done, in the reader's language; a deed without a sentence tells its subject."""
    known = _sentences.get(entry.deed)
    if known is None:
        return entry.subject
    words, parts = known
    try:
        return str(words) % parts(entry)
    except (KeyError, TypeError, ValueError):  # an entry of an older platform
        return entry.subject


def known_deeds() -> set[str]:
    """The deeds that have a sentence."""
    return set(_sentences)


def with_role(entry: JournalEntry) -> dict[str, Any]:
    """The words of a deed that gives or ends a role, the role by its name."""
    kind, key = entry.place.partition(":")[0], entry.details["role"]
    try:
        name = str(role(kind, key).name)
    except KeyError:
        name = key
    subject = {"subject": entry.subject, "address": entry.subject.partition(":")[0]}
    days = {key: _day(entry.details[key]) for key in DAYS if entry.details.get(key)}
    return {**entry.details, **days, **subject, "role": name}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")


def with_term(entry: JournalEntry) -> dict[str, Any]:
    """The words of a change of a term; a term that was taken away is said so."""
    words = with_role(entry)
    return words | {"became": words["became"] or _("without an end")}


def register_own() -> None:
    """The kernel's own deeds."""
    register("person.appointed", _("Gave %(subject)s the role “%(role)s”"), with_role)
    register("person.released", _("Ended the role “%(role)s” of %(subject)s"), with_role)
    register("person.invited", _("Invited %(address)s to the role “%(role)s”"), with_role)
    register("invitation.accepted", _("%(subject)s accepted the invitation"))
    register("invitation.revoked", _("Revoked the invitation of %(address)s"), with_role)
    register(
        "person.term_set",
        _("Changed the term of %(subject)s in the role “%(role)s”: %(became)s"),
        with_term,
    )
    register(
        "person.deputised",
        _("%(subject)s stands in for %(holder)s as “%(role)s” from %(since)s to %(until)s"),
        with_role,
    )
    register("person.handed_over", _("What %(subject)s had was taken over by %(successor)s"))
    register("person.second_step_reset", _("Reset the second step of sign-in of %(subject)s"))
    register("person.signed_out_everywhere", _("Signed out on all devices"))
    register("person.signed_out_there", _("Signed out on the device %(subject)s"))
    register("person.described", _("Changed what is said of oneself"))
    register("person.erased", _("Was erased at their own wish"))
    register("token.issued", _("Made the key “%(subject)s”"))
    register("token.revoked", _("Made the key “%(subject)s” worthless"))
    register("file.attached", _("Added the file “%(name)s”"))
    register("file.withdrawn", _("Took away the file “%(name)s”"))
