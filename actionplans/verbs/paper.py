"""Entering what a city sent by letter, on its behalf."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.desk import reportable
from actionplans.models import CityLetter, Contribution, ProgressUpdate
from actionplans.permissions import may_decide
from actionplans.saying import Said, check_said, said_by
from actionplans.verbs.progress import report_progress
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import may
from coalition.text import tidy

KEYS = uuid.UUID("0b5a6b07-404d-4a84-8c0f-0b1a8be3ffb8")


@transaction.atomic
def enter_letter(  # noqa: PLR0913 -- a letter has a number, a date and a sender
    city: City,
    *,
    by: User,
    number: str,
    day: date,
    sender: str,
    on: date,
    said: Mapping[int, Said],
) -> list[ProgressUpdate]:
    """Enter the reports of a signed letter: by the city's editor or approver, nobody else.

    `said` is {contribution: what it says}. They wait for approval like all reports. The same
    letter entered again brings nothing new; with other content it is refused, and nothing is
    written.
    """
    if not (may(by, "edit", city) or may_decide(by, city)):
        raise PermissionDenied
    letter = _letter(city, by, number, day, sender)
    parts = {one.pk: one for one in reportable(city).filter(pk__in=said)}
    if set(parts) != set(said):
        raise ValidationError(_("The plan has changed since the form was filled in."))
    if not said:
        raise ValidationError(_("There is nothing to enter."))
    before = {one.contribution_id: one for one in letter.updates.exclude(state="withdrawn")}
    entered = []
    for pk, part in parts.items():
        words = {**said[pk], "on": on}
        known = before.get(pk)
        entered.append(_same(known, words) if known else _enter(letter, part, by, words))
    new = len(set(parts) - set(before))
    if new:
        record("letter.entered", by=by, subject=letter, place=city.place, number=letter.number,
               date=letter.date.isoformat(), sender=letter.sender, count=new)  # fmt: skip
    return entered


def _same(known: ProgressUpdate, said: Said) -> ProgressUpdate:
    """What this letter has brought before; refused when it says something else now."""
    part = known.contribution
    if said_by(known) != check_said(part, said, again=True):
        raise ValidationError(
            _("%(measure)s: this letter has brought another report already.")
            % {"measure": part.measure}
        )
    return known


def _enter(letter: CityLetter, part: Contribution, by: User, said: Said) -> ProgressUpdate:
    """One report of the letter."""
    key, lang = _key(letter, part.pk), part.measure.plan.lang
    try:
        return report_progress(part, by=by, key=key, letter=letter, lang=lang, **_words(said))
    except Conflict as found:
        raise ValidationError(
            _("%(measure)s: a report of %(who)s waits already; decide on it first.")
            % {"measure": part.measure, "who": found.who}
        ) from None


def _letter(city: City, by: User, number: str, day: date, sender: str) -> CityLetter:
    """The letter; the same number and date are the same letter."""
    known = CityLetter.objects.filter(city=city, number=tidy(number), date=day).first()
    if known:
        return known
    if day > clock.today():
        raise ValidationError({"day": _("This day has not come yet.")})
    letter = CityLetter(city=city, number=tidy(number), date=day, sender=tidy(sender), by=by,
                        at=clock.now())  # fmt: skip
    letter.full_clean(exclude=["city", "by"])
    letter.save()
    return letter


def _key(letter: CityLetter, part: int) -> uuid.UUID:
    """One key for one measure of one letter; another one once it was taken back."""
    taken = letter.updates.filter(contribution=part).count()
    return uuid.uuid5(KEYS, f"{letter.pk}:{part}:{taken}")


def _words(said: Said) -> dict[str, Any]:
    names = ("status", "percent", "achieved", "obstacles", "next_steps", "readings", "spent",
             "on")  # fmt: skip
    return {"achieved": "", **{name: said[name] for name in names if name in said}}
