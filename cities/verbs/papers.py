"""The files of an application: put there, and taken away again, while the city writes in it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import Applicant, Application, ApplicationPaper
from cities.steps import begin
from coalition import clock
from coalition.attachments import KINDS, SIGNATURES, attach, withdraw_attachment

TAKEN = (*KINDS, "docx")
MOST = 30  # files of one application

Kind = ApplicationPaper.Kind


@transaction.atomic
def add_papers(
    application: Application,
    *,
    by: Applicant,
    kind: str,
    files: list[UploadedFile],
    signs: ApplicationPaper | None = None,
) -> list[ApplicationPaper]:
    """Put files beside the answers; a signature says which of the files there it belongs to."""
    application, _again = begin("save", application, by)
    if signs is not None and signs.application_id != application.pk:
        raise ValidationError({"signs": _("Choose which file the signature belongs to.")})
    papers = put_papers(application, by=by, kind=kind, files=files, signs=signs)
    application.saved_at = clock.now()
    application.keep()
    application.save()
    return papers


def put_papers(
    application: Application,
    *,
    by: Applicant,
    kind: str,
    files: list[UploadedFile],
    signs: ApplicationPaper | None = None,
) -> list[ApplicationPaper]:
    """The part of a deed under way that takes files in, each by its content; a refusal names it."""
    if application.papers.count() + len(files) > MOST:
        raise ValidationError(
            _("There is room for %(most)s files. Take one away first.") % {"most": MOST}
        )
    papers = []
    for file in files:
        paper = ApplicationPaper(application=application, kind=kind, signs=signs)
        try:
            paper.attachment = attach(
                file,
                by=by,
                owner=application,
                place=application.place,
                kinds=tuple(SIGNATURES) if kind == Kind.SIGNATURE else TAKEN,
            )
        except ValidationError as refusal:
            said = [f"{file.name}: {sentence}" for sentence in refusal.messages]
            raise ValidationError(said) from None
        paper.full_clean()
        paper.save()
        papers.append(paper)
    return papers


@transaction.atomic
def remove_paper(paper: ApplicationPaper, *, by: Applicant) -> None:
    """Take a file away for good, with the signatures of it; its name and fingerprint stay."""
    application, _again = begin("save", paper.application, by)
    for one in (*paper.signatures.select_related("attachment"), paper):
        withdraw_attachment(one.attachment, by=by, owner=application)
        one.delete()
    application.saved_at = clock.now()
    application.keep()
    application.save()
