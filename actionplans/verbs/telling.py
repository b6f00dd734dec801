"""What people do beside a report: photographs and papers, the list of one's own measures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.desk import reportable
from actionplans.models import MeasureWatch, ProgressUpdate, UpdateFile
from actionplans.permissions import require_decision
from cities.models import City
from coalition.attachments import KINDS, attach, checked, withdraw_attachment
from coalition.models import User
from coalition.permissions import require
from coalition.text import tidy

MOST = 12  # beside one report
WAITING = (ProgressUpdate.State.SUBMITTED, ProgressUpdate.State.RETURNED)


@transaction.atomic
def attach_files(
    update: ProgressUpdate,
    *,
    by: User,
    files: Sequence[UploadedFile],
    alt: str = "",
    is_open: bool = False,
) -> list[UpdateFile]:
    """Put photographs and PDF beside a report that still waits for approval.

    `is_open` is the person's word that they hold nothing of restricted distribution. A file that
    stands there already is not put there twice, so that a form sent again changes nothing.
    """
    require(by, "edit", update)
    if not files:
        return []
    if not is_open:
        raise ValidationError(
            {"is_open": _("Confirm that they hold no information of restricted distribution.")}
        )
    update = ProgressUpdate.objects.select_for_update(of=("self",)).select_related(
        "contribution__city__place", "contribution__measure"
    ).get(pk=update.pk)  # fmt: skip
    there = {
        one.attachment.sha256: one
        for one in UpdateFile.objects.kept().filter(update=update).select_related("attachment")
    }
    found = []
    for file in files:
        if len(there) >= MOST:
            raise ValidationError(
                {"files": _("At most %(number)d files stand beside a report.") % {"number": MOST}}
            )
        one = _put(update, file, by, tidy(alt)[:200], there)
        there[one.attachment.sha256] = one
        found.append(one)
    return found


def _put(
    update: ProgressUpdate, file: UploadedFile, by: User, alt: str, there: dict[str, UpdateFile]
) -> UpdateFile:
    """One file beside a report, unless it stands there; a new one only while the report waits."""
    try:
        content, _kind = checked(file, KINDS)
        same = there.get(hashlib.sha256(content).hexdigest())
        if same:
            return same
        if update.state not in WAITING:
            raise ValidationError(  # noqa: TRY301 -- told beside the field like the others
                _("The report is approved already. Report once more to add files.")
            )
        file.seek(0)
        attachment = attach(file, by=by, owner=update, place=update.contribution.city.place)
    except ValidationError as refusal:
        said = [f"{file.name}: {sentence}" for sentence in refusal.messages]
        raise ValidationError({"files": said}) from None
    one = UpdateFile(update=update, attachment=attachment, alt=alt)
    one.full_clean(exclude=["update", "attachment"])
    one.save()
    return one


@transaction.atomic
def withdraw_file(file: UpdateFile, *, by: User) -> None:
    """Take a file of a report away for good: the editor while the report waits, then who decides.

    Its name and fingerprint stay in the journal.
    """
    update = file.update
    city = update.contribution.city
    if update.state in WAITING:
        require(by, "edit", city)
    else:
        require_decision(by, city)
    withdraw_attachment(file.attachment, by=by, owner=update)


@transaction.atomic
def watch_measures(city: City, *, by: User, chosen: Iterable[int]) -> int:
    """Keep a list of one's own measures of a city; returns how many there are on it.

    Offices of a plan are words of the plan and no accounts, so each person chooses for themselves.
    """
    require(by, "edit", city)
    parts = set(reportable(city).values_list("pk", flat=True))
    wanted = set(chosen)
    if not wanted <= parts:
        raise PermissionDenied
    kept = MeasureWatch.objects.filter(user=by, contribution__city=city)
    kept.exclude(contribution__in=wanted).delete()
    have = set(kept.values_list("contribution", flat=True))
    MeasureWatch.objects.bulk_create(
        (MeasureWatch(user=by, contribution_id=one) for one in sorted(wanted - have)),
        ignore_conflicts=True,  # the same choice was sent twice at once
    )
    return len(wanted)
