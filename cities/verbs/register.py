"""What the keeper does with the register of documents. The keeper keeps and certifies: no more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cities.copies import unsent_of
from cities.letters import tell_applicant, tell_of_copy
from cities.models import Application, CertifiedCopy, City, RegisteredDocument
from cities.steps import become, begin
from coalition import clock
from coalition.attachments import attach, check_size, withdraw_attachment
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy

Kind, Shows = RegisteredDocument.Kind, RegisteredDocument.Shows
State = Application.State


@transaction.atomic
def register_document(
    *,
    by: User,
    scan: UploadedFile | None = None,
    text_file: UploadedFile | None = None,
    **words: Any,
) -> RegisteredDocument:
    """Enter a document: kind, title, number, dated, language, kept_at, shows, original, days.

    Its text stays as it stands in the file, letter by letter. The sums are of the files as they
    were handed in, so that anybody can compare a copy of theirs.
    """
    place = Place.coalition()
    if not by.is_system:
        require(by, "keep", place)
    document = RegisteredDocument(place=place, registered_by=by, registered_at=clock.now(), **words)
    document.title, document.number = tidy(document.title), tidy(document.number)
    _refuse_untrue(document)
    if text_file:
        document.text, document.text_sha256 = _verbatim(text_file)
    document.full_clean()
    document.save()
    if scan:
        _add_scan(document, scan, by=by)
    record("document.registered", by=by, subject=document, place=place, kind=document.kind)
    return document


def _refuse_untrue(document: RegisteredDocument) -> None:
    if document.dated and document.dated > clock.today():
        raise ValidationError({"dated": _("This day has not come yet.")})
    if document.silence_days and not document.number:
        raise ValidationError({"number": _("Letters to the Parties name these rules by number.")})
    if document.original and document.original.is_translation:
        raise ValidationError({"original": _("Name the original, not another translation.")})


def _verbatim(file: UploadedFile) -> tuple[str, str]:
    """The text of a file as it stands, and the sum of its bytes."""
    check_size(file.size or 0)
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ValidationError({"text_file": _("Save the text as a plain file in UTF-8.")})
    return text, hashlib.sha256(content).hexdigest()


def _add_scan(document: RegisteredDocument, scan: UploadedFile, *, by: User) -> None:
    scan.seek(0)
    document.sha256 = hashlib.sha256(scan.read()).hexdigest()
    scan.seek(0)
    document.scan = attach(scan, by=by, owner=document, place=document.place)
    document.save(update_fields=["scan", "sha256"])


@transaction.atomic
def correct_document(
    document: RegisteredDocument,
    *,
    by: User,
    scan: UploadedFile | None = None,
    text_file: UploadedFile | None = None,
    **words: Any,
) -> RegisteredDocument:
    """Put an entry right with a new one beside it; the old one stays as it was written.

    What hangs on the entry (its application, copies, translations) hangs on the new one from now.
    """
    require(by, "keep", document)
    old = RegisteredDocument.objects.select_for_update().get(pk=document.pk)
    if RegisteredDocument.objects.filter(corrects=old).exists():
        raise ValidationError(_("This entry has been put right already. Open the newest one."))
    if old.kind == Kind.RULES and old.is_in_force():
        _end(old, by=by)
    if not text_file:
        words |= {"text": old.text, "text_sha256": old.text_sha256}
    words = {"kind": old.kind, **words}
    new = register_document(by=by, scan=scan, text_file=text_file, corrects=old, **words)
    if scan is None and old.scan:
        new.scan, new.sha256 = old.scan, old.sha256
        new.save(update_fields=["scan", "sha256"])
    Application.objects.filter(act=old).update(act=new)
    CertifiedCopy.objects.filter(document=old).update(document=new)
    RegisteredDocument.objects.filter(original=old).update(original=new)
    record("document.corrected", by=by, subject=old, place=old.place, new=new.pk)
    return new


@transaction.atomic
def end_registered_rules(document: RegisteredDocument, *, by: User) -> RegisteredDocument:
    """Note that rules of procedure are no longer in force; what they settled stays settled."""
    require(by, "keep", document)
    document = RegisteredDocument.objects.select_for_update().get(pk=document.pk)
    if document.kind != Kind.RULES:
        raise ValidationError(_("Only rules of procedure go out of force."))
    if document.is_in_force():
        _end(document, by=by)
    return document


def _end(document: RegisteredDocument, *, by: User) -> None:
    document.ended_at, document.ended_by = clock.now(), by
    document.save(update_fields=["ended_at", "ended_by"])
    record("document.ended", by=by, subject=document, place=document.place)


@transaction.atomic
def withdraw_scan(document: RegisteredDocument, *, by: User, why: str) -> RegisteredDocument:
    """Take a scan away for good; its sum, who did so and why stay in the register."""
    require(by, "keep", document)
    document = RegisteredDocument.objects.select_for_update().get(pk=document.pk)
    if document.scan is None or document.withdrawn_at:
        raise ValidationError(_("There is no scan to take away."))
    document.withdrawn_at, document.withdrawn_by = clock.now(), by
    document.withdrawn_why = tidy(why)
    document.full_clean()
    document.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    withdraw_attachment(document.scan, by=by, owner=document)
    record("document.scan_withdrawn", by=by, subject=document, place=document.place,
           why=document.withdrawn_why)  # fmt: skip
    return document


@transaction.atomic
def note_copies(  # noqa: PLR0913 -- what stands on a certified copy
    document: RegisteredDocument,
    *,
    by: User,
    certified_by: str,
    certified_on: date,
    outgoing_number: str,
    way: str,
    cities: Iterable[City] | None = None,
) -> list[CertifiedCopy]:
    """Note that numbered certified copies went to these Parties, or to all that have none yet.

    When every Party has its copy of an act of joining, the application has come to its end.
    """
    require(by, "keep", document)
    # one after another, so that no number is given twice
    document = RegisteredDocument.objects.select_for_update().get(pk=document.pk)
    lacking = unsent_of(document)
    chosen = lacking if cities is None else [city for city in cities if city in lacking]
    _refuse_copies(document, chosen, certified_on)
    last = document.copies.aggregate(n=Max("number"))["n"] or 0
    copies = [
        CertifiedCopy(
            document=document, city=city, number=number, certified_by=certified_by,
            certified_on=certified_on, outgoing_number=outgoing_number, way=way,
            recorded_by=by, recorded_at=clock.now(),
        )
        for number, city in enumerate(chosen, start=last + 1)
    ]  # fmt: skip
    for copy in copies:
        copy.full_clean()
        copy.save()
        tell_of_copy(copy)
    application = Application.objects.select_for_update().filter(act=document).first()
    record("application.copied" if application else "document.copied", by=by,
           subject=application or document, place=document.place, copies=len(copies),
           outgoing_number=outgoing_number)  # fmt: skip
    if application and len(chosen) == len(lacking) and application.state == State.SIGNED:
        _finish(application, by=by)
    return copies


def _refuse_copies(document: RegisteredDocument, cities: list[City], certified_on: date) -> None:
    if not document.is_copied:
        raise ValidationError(_("Certified copies are of the Declaration and of acts of joining."))
    if not cities:
        raise ValidationError(_("Every Party chosen has its copy already."))
    if certified_on > clock.today():
        raise ValidationError({"certified_on": _("This day has not come yet.")})
    if certified_on < document.dated:
        raise ValidationError({"certified_on": _("The act was signed later than this day.")})


def _finish(application: Application, *, by: User) -> None:
    become(application, "send_copies")
    application.copies_sent_at, application.copies_sent_by = clock.now(), by
    application.save(update_fields=["state", "state_since", "copies_sent_at", "copies_sent_by"])
    tell_applicant(application, "copies_sent")


@transaction.atomic
def confirm_receipt(
    copy: CertifiedCopy, *, by: User, received_on: date, receipt: str = ""
) -> CertifiedCopy:
    """The keeper notes that a Party has received its certified copy."""
    application = Application.objects.filter(act=copy.document_id).first()
    if application:
        begin("confirm_receipt", application, by)
    else:
        require(by, "keep", copy)
    if received_on > clock.today():
        raise ValidationError({"received_on": _("This day has not come yet.")})
    copy.received_on, copy.receipt = received_on, tidy(receipt)
    copy.full_clean()
    copy.save()
    record("copy.received", by=by, subject=application or copy.document,
           place=copy.document.place, city=copy.city.slug, on=str(received_on))  # fmt: skip
    return copy
