"""UNDP puts a city's words into English for its reports; the city's own words stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import Contribution, Measure, ProgressUpdate, UndpTranslation
from actionplans.project.english import FIELDS, Thing
from actionplans.review import reviewed_cities
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy

LONGEST = {"title": 400}


@transaction.atomic
def translate_for_report(
    thing: Thing, *, by: User, words: Mapping[str, str], of_words: str, version: int = 0
) -> UndpTranslation | None:
    """Keep UNDP's English of a measure or an update; all fields empty removes it.

    `of_words` is the fingerprint of what was on the screen: when the city has said something else
    meanwhile, the translation is kept and stands as outdated. `version` is that of the
    translation on the screen, 0 where there was none.
    """
    fresh, part = _submitted(thing, by)
    names = FIELDS[type(fresh)]
    said = {name: tidy(words.get(name, "")) for name in names}
    said = {name: text for name, text in said.items() if text}
    for name, text in said.items():
        if len(text) > LONGEST.get(name, 8000):
            raise ValidationError({name: _("That is too long.")})
    of = {"measure": fresh} if isinstance(fresh, Measure) else {"update": fresh}
    rows = UndpTranslation.objects.select_for_update(of=("self",)).select_related("by")
    known = rows.filter(**of).first()
    if version != (known.version if known else 0):
        raise Conflict(
            str(known.by) if known else "", known.at if known else None,
            [(str(label), known.words.get(name, "") if known else "", said.get(name, ""))
             for name, label in names.items() if getattr(fresh, name)],
            {"version": known.version if known else 0},
        )  # fmt: skip
    made = None
    if said:
        made = known or UndpTranslation(**of, version=0)
        made.words, made.of_words, made.of_version = said, of_words, fresh.version
        made.version += 1
        made.by, made.at = by, clock.now()
        made.full_clean()
        made.save()
    elif known:
        known.delete()
    record("translation.kept" if said else "translation.removed", by=by, subject=part.measure,
           place=part.city.place)  # fmt: skip
    return made


def _submitted(thing: Thing, by: User) -> tuple[Thing, Contribution]:
    """The thing as it is now and the part of a city that consents; refuses everybody else."""
    parts = Contribution.objects.filter(city__in=reviewed_cities(by)).select_related(
        "city__place", "measure"
    )
    fresh: Thing
    if isinstance(thing, Measure):
        fresh = Measure.objects.select_for_update(of=("self",)).get(pk=thing.pk)
        part = parts.filter(measure=fresh, measure__in=Measure.objects.public()).first()
    else:
        fresh = ProgressUpdate.objects.select_for_update(of=("self",)).get(pk=thing.pk)
        is_public = ProgressUpdate.objects.public().filter(pk=fresh.pk).exists()
        part = parts.filter(pk=fresh.contribution_id).first() if is_public else None
    if part is None:
        raise PermissionDenied
    return fresh, part
