"""Files beside posts: put there with the post, taken away with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from coalition.attachments import EVERY_KIND, attach, withdraw_attachment
from coalition.models import User
from coalition.permissions import require
from workinggroups.models import Post, PostFile
from workinggroups.models.files import require_few
from workinggroups.verbs.uploads import files_from


@transaction.atomic
def put_files(
    post: Post, *, by: User, files: Sequence[UploadedFile], uploads: Sequence[UUID] = ()
) -> None:
    """Put files beside a post that is being written, once their content has been looked at."""
    require(by, "post", post)
    require_few(len(files) + len(uploads))
    for file in chain(files, files_from(uploads, post, by=by)):
        try:
            attached = attach(file, by=by, owner=post, place=post.thread.group.place,
                              kinds=EVERY_KIND)  # fmt: skip
        except ValidationError as refusal:
            raise ValidationError(
                {"files": [f"{file.name}: {reason}" for reason in refusal.messages]}
            ) from None
        PostFile.objects.create(post=post, attachment=attached)


@transaction.atomic
def take_files_away(post: Post, *, by: User) -> None:
    """Take the files of a withdrawn post away for good; asked for by the deed that withdraws."""
    require(by, "see_inside", post)
    for file in post.files.select_related("attachment__place"):
        withdraw_attachment(file.attachment, by=by, owner=post)
