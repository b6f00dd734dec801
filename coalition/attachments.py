"""Private files: taken in by content, given out by who may see what they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import PurePath
from typing import Protocol

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from coalition import clock
from coalition.models import Attachment, Place, User
from coalition.models.journal import Actor, record
from coalition.permissions import Person
from coalition.sheets.archive import Archive
from coalition.signatures import ENDINGS, is_signature
from coalition.text import tidy

# what the content must begin with, whatever the name says: {kind: (content type, ending)}
KINDS = {
    "pdf": ("application/pdf", ".pdf"),
    "jpg": ("image/jpeg", ".jpg"),
    "png": ("image/png", ".png"),
}
OFFICE = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
}
# a signature of another file, kept as its evidence and never said to be checked
SIGNATURES = {"p7s": ("application/pkcs7-signature", ".p7s")}
EVERY_KIND = (*KINDS, *OFFICE)  # where people work together
PIXELS = 40_000_000
NAME_LENGTH = 120

_openers: dict[str, Callable[[Person, str], bool]] = {}


class Owner(Protocol):
    """A stored row that files can belong to."""

    pk: int
    _meta: models.options.Options  # type: ignore[name-defined]


def register(label: str, may_open: Callable[[Person, str], bool]) -> None:
    """Say who opens the files of one kind of owner ("cities.application"): (person, its id)."""
    _openers[label] = may_open


def owner_label(model: type[models.Model] | models.Model) -> str:
    """How an attachment names the kind of thing it belongs to."""
    return model._meta.label_lower


def owner_key(owner: models.Model) -> str:
    """How an attachment names what it belongs to."""
    return f"{owner_label(owner)}:{owner.pk}"


def may_open(user: Person, attachment: Attachment) -> bool:
    """Whoever may see what a file belongs to may open it; a file of nothing known, nobody."""
    label, _colon, key = attachment.owner.partition(":")
    decide = _openers.get(label)
    return attachment.withdrawn_at is None and decide is not None and decide(user, key)


@transaction.atomic
def attach(
    file: UploadedFile,
    *,
    by: Actor,
    owner: models.Model,
    place: Place | None = None,
    kinds: Iterable[str] = tuple(KINDS),
) -> Attachment:
    """Put a file beside something, once its content has been looked at.

    A photograph is drawn anew, so that nothing hidden in it (place, device) stays.
    The right is asked by the verb of the owner, which knows what the file is for.
    """
    content, kind = checked(file, kinds)
    content_type, ending = (KINDS | OFFICE | SIGNATURES)[kind]
    if kind in SIGNATURES and PurePath(file.name or "").suffix.lower() in ENDINGS:
        ending = PurePath(file.name or "").suffix.lower()
    stem = tidy(PurePath(file.name or "").stem).replace("\n", " ")[:NAME_LENGTH]
    attachment = Attachment(
        place=place,
        owner=owner_key(owner),
        name=(stem or _("file")) + ending,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by if isinstance(by, User) else None,
        uploaded_at=clock.now(),
    )
    attachment.file.save(attachment.name, ContentFile(content), save=False)
    attachment.full_clean(exclude=["file", "place", "uploaded_by", "withdrawn_at"])
    attachment.save()
    record("file.attached", by=by, subject=owner, place=place, name=attachment.name,
           sha256=attachment.sha256)  # fmt: skip
    return attachment


def checked(file: UploadedFile, kinds: Iterable[str]) -> tuple[bytes, str]:
    """The content to store and its kind, or a sentence why not."""
    check_size(file.size or 0)
    content = file.read()
    kind = kind_of(content, kinds)
    return (redrawn(content, kind) if kind in ("jpg", "png") else content), kind


def check_size(size: int) -> None:
    """Refuse a file that is empty or too large."""
    limit = settings.UPLOAD_LIMIT
    if not size:
        raise ValidationError(_("The file is empty. Choose another one."))
    if size > limit:
        raise ValidationError(
            _("The file is %(size)s MB, the limit is %(limit)s MB. Save it smaller or in parts.")
            % {"size": round(size / 1_000_000, 1), "limit": limit // 1_000_000}
        )


def kind_of(content: bytes, kinds: Iterable[str]) -> str:
    """Which of some kinds a content is, or a sentence why it is none."""
    kinds = tuple(kinds)
    guess = filetype.guess(content)
    kind = guess.extension if guess else ""
    if "p7s" in kinds and is_signature(content):
        kind = "p7s"
    if content.startswith(b"PK") and "docx" in kinds:
        kind = Archive(content).kind  # refuses programs and what swells when it is unpacked
    if kind not in kinds:
        raise ValidationError(
            _("This is not a file of the kind we can take. We can take: %(kinds)s.")
            % {"kinds": ", ".join(name.upper() for name in kinds)}
        )
    return kind


def redrawn(content: bytes, kind: str) -> bytes:
    """The same picture without anything but its points."""
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.width * picture.height > PIXELS:
                raise ValidationError(_("The picture has too many points. Save it smaller."))
            clean = upright(picture).convert("RGB" if kind == "jpg" else "RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError(_("The picture cannot be read. Save it again.")) from None
    clean.info.clear()
    out = BytesIO()
    clean.save(out, "JPEG" if kind == "jpg" else "PNG", quality=88)
    return out.getvalue()


def upright(picture: Image.Image) -> Image.Image:
    """The picture as its camera was held; where the camera's notes are damaged, as it is."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 -- Pillow raises whatever the damage led it to
        return picture


@transaction.atomic
def withdraw_attachment(attachment: Attachment, *, by: Actor, owner: models.Model) -> None:
    """Take a file away for good; its name and fingerprint stay, to know that it was here."""
    if attachment.withdrawn_at is not None:
        return
    attachment.withdrawn_at = clock.now()
    attachment.save(update_fields=["withdrawn_at"])
    name, storage = str(attachment.file.name), attachment.file.storage
    transaction.on_commit(lambda: storage.delete(name))
    record("file.withdrawn", by=by, subject=owner, place=attachment.place,
           name=attachment.name, sha256=attachment.sha256)  # fmt: skip
