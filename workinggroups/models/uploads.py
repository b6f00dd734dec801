"""Files on their way up."""

from __future__ import annotations

import uuid
from typing import Self

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.db.models import F, Q

from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models.threads import Thread

PIECE = 256 * 1024  # the most bytes of one piece


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: Person) -> Self:
        """One's own, for threads one may still read."""
        inside = places_with(user, "see_inside")
        return self.filter(user_id=user.pk or 0, thread__group__place__in=inside)


class Upload(models.Model):
    """A file for a post that comes up piece by piece; it is there until the post or for a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)  # bytes that are here; the next piece's begin
    begun_at = models.DateTimeField(default=clock.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gte=1, received__lte=F("size")),
                name="no_more_comes_up_than_was_told",
            )
        ]
        ordering = ["begun_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def place_id(self) -> int:
        return self.thread.place_id

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    def as_file(self) -> SimpleUploadedFile:
        """The pieces as the file they came from."""
        pieces = self.pieces.order_by("begins").values_list("content", flat=True)
        return SimpleUploadedFile(self.name, b"".join(map(bytes, pieces)))


class UploadPiece(models.Model):
    """Some bytes of an upload, stored with the row that says how far it has come."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    begins = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upload", "begins"], name="a_piece_comes_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload}: {self.begins}"
