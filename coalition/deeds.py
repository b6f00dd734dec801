"""Deeds of the journal as sentences people read; every app says its own in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.models import JournalEntry
from coalition.roles import role

Words = Callable[[JournalEntry], dict[str, Any]]

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
    return {"subject": entry.subject, "address": entry.subject.partition(":")[0], "role": name}


def register_own() -> None:
    """The kernel's own deeds."""
    register("person.appointed", _("Gave %(subject)s the role “%(role)s”"), with_role)
    register("person.released", _("Ended the role “%(role)s” of %(subject)s"), with_role)
    register("person.invited", _("Invited %(address)s to the role “%(role)s”"), with_role)
    register("invitation.accepted", _("%(subject)s accepted the invitation"))
    register("person.described", _("Changed what is said of oneself"))
    register("token.issued", _("Made the key “%(subject)s”"))
    register("token.revoked", _("Made the key “%(subject)s” worthless"))
    register("file.attached", _("Added the file “%(name)s”"))
    register("file.withdrawn", _("Took away the file “%(name)s”"))
