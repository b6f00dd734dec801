"""Sending a file up in pieces, so that a broken line costs one piece and not the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from coalition import clock
from coalition.attachments import EVERY_KIND, check_size, kind_of
from coalition.models import User
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.models import Post, Thread, Upload, UploadPiece
from workinggroups.models.files import require_few
from workinggroups.models.uploads import PIECE
from workinggroups.verbs.threads import ThreadClosed

MOST_BYTES = 60_000_000  # of one person, in files that have not left with a post yet
KEPT = timedelta(days=1)


class WrongOffset(Exception):
    """The piece does not follow what is here; carries where the next one begins."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@transaction.atomic
def begin_upload(thread: Thread, *, by: User, name: str, size: int) -> Upload:
    """Say that a file comes up for a post in a thread, what it is called and how large it is."""
    require(by, "post", thread)
    if not thread.is_open:
        raise ThreadClosed
    check_size(size)
    User.objects.select_for_update().get(pk=by.pk)  # two at once would not see each other
    mine = Upload.objects.filter(user=by)
    require_few(mine.filter(thread=thread).count() + 1)
    if (mine.aggregate(sum=Sum("size"))["sum"] or 0) + size > MOST_BYTES:
        raise ValidationError(
            _("Files of %(limit)d MB are on their way already. Send or remove some of them first.")
            % {"limit": MOST_BYTES // 1_000_000}
        )
    name = tidy(name).replace("\n", " ")[-200:] or _("file")
    return Upload.objects.create(user=by, thread=thread, name=name, size=size, begun_at=clock.now())


@transaction.atomic
def add_piece(upload: Upload, *, by: User, offset: int, content: bytes) -> Upload:
    """Put the next bytes of a file behind those that are here.

    A piece whose answer was lost comes again and is refused with the offset that goes on. With
    the last piece the content is looked at, so that a file of a wrong kind is told at once.
    """
    require(by, "post", upload)
    if by.pk != upload.user_id:
        raise PermissionDenied
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset != fresh.received:
        raise WrongOffset(fresh.received)
    if not 0 < len(content) <= min(PIECE, fresh.size - offset):
        raise ValidationError(_("This is no piece of the file. Choose the file anew."))
    UploadPiece.objects.create(upload=fresh, begins=offset, content=content)
    fresh.received += len(content)
    fresh.save(update_fields=["received"])
    if fresh.is_whole:
        kind_of(fresh.as_file().read(), EVERY_KIND)
    return fresh


@transaction.atomic
def drop_upload(upload: Upload, *, by: User) -> None:
    """Take back a file that has not left with a post."""
    require(by, "see_inside", upload)
    if by.pk != upload.user_id:
        raise PermissionDenied
    upload.delete()


def files_from(ids: Sequence[UUID], post: Post, *, by: User) -> Iterator[UploadedFile]:
    """The files that have come up for a post, one after the other; here they end as uploads.

    Part of the deed that writes the post: without its transaction nothing may be taken.
    """
    require(by, "post", post)
    mine = Upload.objects.select_for_update().filter(user=by, thread=post.thread_id)
    for pk in ids:
        upload = mine.filter(pk=pk).first()
        if upload is None:
            raise ValidationError({"files": _("A file is here no longer. Choose it anew.")})
        if not upload.is_whole:
            raise ValidationError(
                {"files": _("%(name)s has not come up wholly yet.") % {"name": upload.name}}
            )
        yield upload.as_file()
        upload.delete()


@transaction.atomic
def sweep_uploads(*, by: User | None = None) -> int:
    """Remove what has not left with a post within a day; done hourly by the platform itself."""
    if by is not None and not by.is_system:
        raise PermissionDenied
    old = Upload.objects.filter(begun_at__lt=clock.now() - KEPT)
    count = old.count()
    old.delete()
    return count
