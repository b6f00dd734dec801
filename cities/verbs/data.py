"""What a city does with its own data: takes all of it along, takes a file back, puts a line by."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities import welcome
from cities.holdings import files_of
from cities.models import City, CityWhole, WelcomeDismissal
from coalition import clock, jobs
from coalition.attachments import withdraw_attachment
from coalition.models import Attachment, User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy

JOB = "cities.gather"
KEPT_DAYS = 14  # a file with everything is taken soon, or made again


@transaction.atomic
def gather_city(city: City, *, by: User) -> CityWhole:
    """Have all data of the city put into one file; one that is being made is not begun twice."""
    require(by, "administer", city)
    City.objects.select_for_update(of=("self",)).get(pk=city.pk)
    last = city.wholes.select_related("job").first()
    if last is not None and last.job is not None and last.job.is_open:
        return last
    whole = CityWhole.objects.create(city=city, by=by, at=clock.now())
    whole.job = jobs.enqueue(
        JOB, by=by, subject=whole, place=city.place, step=_("Gathering the data")
    )
    whole.save(update_fields=["job"])
    record("city.gathered", by=by, subject=city, place=city.place)
    return whole


@transaction.atomic
def take_whole(whole: CityWhole, *, by: User) -> CityWhole:
    """Note who takes the file with all data of the city."""
    require(by, "administer", whole.city)
    if not whole.is_ready:
        raise ValidationError(_("This file is not here any more. Have it made again."))
    record("city.data_taken", by=by, subject=whole.city, place=whole.city.place,
           sha256=whole.sha256)  # fmt: skip
    return whole


@transaction.atomic
def forget_wholes(*, by: User) -> int:
    """Remove files with all data that were made long ago; done daily by the platform."""
    if not by.is_system:
        raise PermissionDenied
    old = CityWhole.objects.filter(removed_at=None, at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    names = [(whole.file.storage, str(whole.file.name)) for whole in old if whole.file]
    count = old.update(removed_at=clock.now())
    for storage, name in names:
        if not CityWhole.objects.filter(file=name, removed_at=None).exists():
            transaction.on_commit(partial(storage.delete, name))
    return count


@transaction.atomic
def take_file_back(attachment: Attachment, *, by: User, city: City, why: str) -> Attachment:
    """Take a file of the city away for good; its name, fingerprint, who and why stay."""
    require(by, "administer", city)
    if not files_of(city).filter(pk=attachment.pk).exists():
        raise PermissionDenied
    why = tidy(why)
    if not why:
        raise ValidationError({"why": _("Write a few words.")})
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if attachment.withdrawn_at is not None:
        return attachment
    withdraw_attachment(attachment, by=by, owner=attachment)
    record("city.file_taken_back", by=by, subject=attachment, place=city.place,
           name=attachment.name, sha256=attachment.sha256, why=why)  # fmt: skip
    return attachment


@transaction.atomic
def dismiss_step(city: City, *, by: User, key: str) -> None:
    """Put a line of the first steps aside for the whole city."""
    require(by, "administer", city)
    if key not in welcome.known_steps():
        raise ValidationError(_("There is no such line."))
    _row, made = WelcomeDismissal.objects.get_or_create(
        city=city, key=key, defaults={"by": by, "at": clock.now()}
    )
    if made:
        record("welcome.dismissed", by=by, subject=city, place=city.place, line=key)
