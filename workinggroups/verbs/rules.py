"""Registering the rules of procedure of a group."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import RegisteredDocument
from coalition import clock
from coalition.attachments import attach
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups.models import RulesOfProcedure, WorkingGroup


@transaction.atomic
def register_rules(  # noqa: PLR0913 -- a document has a title, a day and a place to be read
    group: WorkingGroup,
    *,
    by: User,
    title: str,
    adopted_on: date,
    link: str = "",
    file: UploadedFile | None = None,
    document: RegisteredDocument | None = None,
) -> RulesOfProcedure:
    """Register the document in which the cities of a group agreed how they decide.

    It must be readable: by a link, as a file, or in the register of documents of the Coalition,
    whose word on whether it is in force then counts here. With it the silence procedure is offered.
    """
    require(by, "moderate", group)
    if document is not None:
        title, adopted_on = str(document), document.dated
        if document.kind != document.Kind.RULES or not document.is_in_force():
            raise ValidationError({"document": _("Choose rules of procedure that are in force.")})
    elif not (link or file):
        raise ValidationError({"link": _("Give a link to the document, or its file.")})
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": _("This day has not come yet.")})
    for old in RulesOfProcedure.objects.filter(group=group, ended_at=None):
        _end(old, by=by)
    rules = RulesOfProcedure(
        group=group, title=tidy(title)[:200], adopted_on=adopted_on, link=link, registered_by=by,
        registered_at=clock.now(), document=document,
    )  # fmt: skip
    rules.full_clean()
    rules.save()
    if file:
        rules.file = attach(file, by=by, owner=rules, place=group.place, kinds=("pdf",))
        rules.save(update_fields=["file"])
    record("rules.registered", by=by, subject=rules, place=group.place)
    return rules


@transaction.atomic
def end_rules(rules: RulesOfProcedure, *, by: User) -> RulesOfProcedure:
    """Take rules of procedure out of force; open decisions run on as they were opened."""
    require(by, "moderate", rules)
    if rules.ended_at is None:
        _end(rules, by=by)
    return rules


def _end(rules: RulesOfProcedure, *, by: User) -> None:
    rules.ended_at, rules.ended_by = clock.now(), by
    rules.save(update_fields=["ended_at", "ended_by"])
    record("rules.ended", by=by, subject=rules, place=rules.group.place)
