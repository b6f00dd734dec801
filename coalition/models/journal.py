"""The memory of the platform: who did what, for which city, when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn, Protocol

from django.db import models
from django.utils import timezone

from coalition.models.places import Place

# details in which a deed keeps the name of a person
NAMING = ("person", "successor", "holder", "drafted_by", "said_by")


class Actor(Protocol):
    """Who did something: a person, or whoever holds the link of an application."""

    @property
    def pk(self) -> int | None: ...


class JournalEntry(models.Model):
    """One deed. Text and no links, so that history never stands in the way of anything."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=254)
    actor_id = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=60, db_index=True)
    city = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    subject_key = models.CharField(max_length=80, blank=True, db_index=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["city", "-id"]),
            models.Index(fields=["place", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.deed} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The journal is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The journal is append-only.")


def record(
    deed: str,
    *,
    by: Actor,
    subject: models.Model,
    place: Place | None = None,
    at: datetime | None = None,
    **details: Any,
) -> JournalEntry:
    """Write down a deed, in the transaction of the deed itself.

    With a city's place the entry is readable by that city's people.
    `details` are plain JSON values, such as `was` and `became`.
    """
    return JournalEntry.objects.create(
        at=at or timezone.now(),
        actor=str(by),
        actor_id=by.pk,
        deed=deed,
        city=place.key if place is not None and place.kind == "city" else "",
        place=str(place or ""),
        subject=str(subject)[:300],
        subject_key=f"{subject._meta.label_lower}:{subject.pk}",
        details=details,
    )


def put_mark(user: models.Model, mark: str, names: Collection[str], asked: Collection[int]) -> int:
    """Put a mark in the place of an erased person's name; returns in how many lines.

    The one sanctioned change of the journal (docs/decisions/0020): what was done, when and for
    whom stays word for word. `names` are those the person was written by, `asked` the ids of
    invitations to their address.
    """
    journal = JournalEntry.objects.all()
    count = journal.filter(actor_id=user.pk).update(actor=mark)
    about = [f"{user._meta.label_lower}:{user.pk}"]
    about += [f"coalition.invitation:{pk}" for pk in asked]
    count += journal.filter(subject_key__in=about).update(subject=mark)
    for name in names:  # what is called after the person who holds it, such as a seat
        for entry in journal.filter(subject__startswith=f"{name}: "):
            subject = mark + entry.subject.removeprefix(name)
            count += journal.filter(pk=entry.pk).update(subject=subject[:300])
    for key in NAMING:
        for entry in journal.filter(**{f"details__{key}__in": list(names)}):
            details = {**entry.details, key: mark}
            count += journal.filter(pk=entry.pk).update(details=details)
    return count
