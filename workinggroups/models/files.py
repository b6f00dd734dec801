"""Files beside posts."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from coalition.models import Attachment
from coalition.permissions import Person, places_with
from workinggroups.models.posts import Post

MOST = 10  # beside one post


def require_few(count: int) -> None:
    """Refuse more files than stand beside one post."""
    if count > MOST:
        raise ValidationError(
            {"files": _("At most %(count)d files beside one message.") % {"count": MOST}}
        )


class PostFileQuerySet(models.QuerySet["PostFile"]):
    def visible_to(self, user: Person) -> Self:
        """Files of the posts a person may read."""
        return self.filter(
            post__thread__group__place__in=places_with(user, "see_inside"),
            attachment__withdrawn_at=None,
        )


class PostFile(models.Model):
    """A file that came with a post; whoever may read the post may open it."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")

    objects = PostFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.attachment.name

    @property
    def place_id(self) -> int:
        return self.post.place_id
