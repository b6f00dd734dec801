"""Files of cities and threads: private, checked by content, kept outside the served folder."""

from __future__ import annotations

from django.core.files.storage import storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coalition.models.people import User
from coalition.models.places import Place


def private_storage():  # noqa: ANN201 -- the storage class is a setting
    return storages["private"]


def stored_name(attachment: Attachment, _original: str) -> str:
    """Where the file lies: by its own fingerprint, so that a name tells nothing."""
    return f"{attachment.sha256[:2]}/{attachment.sha256}"


class Attachment(models.Model):
    """A file put beside a report, a post or an application; whoever may see that may open it."""

    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="attachments", null=True
    )
    owner = models.CharField(max_length=80, db_index=True)  # "app.model:id" it belongs to
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, editable=False)
    file = models.FileField(storage=private_storage, upload_to=stored_name, max_length=200)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
