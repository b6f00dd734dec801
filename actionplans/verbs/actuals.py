"""What reviewers enter for a period of the project: values, people counted apart, evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import (
    Contribution,
    ProgressUpdate,
    ProjectActual,
    ProjectCount,
    ProjectEvidence,
    ProjectIndicator,
)
from actionplans.permissions import require_review
from actionplans.project.figures import FIGURES
from actionplans.project.holding import held
from actionplans.project.people import check_people
from actionplans.project.saying import in_plain
from actionplans.project.spans import Span
from actionplans.review import reviewed_cities
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.text import tidy


@transaction.atomic
def enter_actual(  # noqa: PLR0913 -- what a value consists of
    indicator: ProjectIndicator,
    *,
    by: User,
    span: Span,
    value: Decimal | None,
    people: Mapping[str, int | None] | None = None,
    note: str = "",
    figure: str = "",
    version: int = 0,
) -> ProjectActual | None:
    """Enter the value of a period, or correct it; None removes it with all that stands beside.

    `people` are {group: how many}; the groups of one split never add up to more than the value.
    `version` is that of the value on the screen, 0 where there was none.
    """
    require_review(by)
    held(indicator.output.project)
    known = indicator.actuals.filter(**span.of).select_related("by").first()
    _meet(known, value, tidy(note), version)
    was = in_plain(known.value) if known else ""
    if value is None:
        if known:
            record("project.actual_removed", by=by, subject=indicator, place=Place.coalition(),
                   period=span.key, was=was)  # fmt: skip
            known.delete()
        return None
    counts = {group: count for group, count in (people or {}).items() if count is not None}
    check_people(indicator, counts, value)
    if figure and figure not in FIGURES:
        raise ValidationError({"figure": _("Choose from the list.")})
    actual = known or ProjectActual(indicator=indicator, version=0, **span.of)
    actual.value, actual.note, actual.figure = value, tidy(note), figure
    actual.version += 1
    actual.by, actual.at = by, clock.now()
    _write(actual, counts)
    record("project.actual_entered", by=by, subject=indicator, place=Place.coalition(),
           period=span.key, was=was, became=in_plain(value))  # fmt: skip
    return actual


def _write(actual: ProjectActual, people: Mapping[str, int]) -> None:
    actual.full_clean()
    actual.save()
    actual.people.all().delete()
    ProjectCount.objects.bulk_create(
        ProjectCount(actual=actual, group=group, count=count) for group, count in people.items()
    )


def _meet(known: ProjectActual | None, value: Decimal | None, note: str, version: int) -> None:
    """Conflict when somebody entered a value since this one was on the screen."""
    there = known.version if known else 0
    if version == there:
        return
    raise Conflict(
        str(known.by) if known else "", known.at if known else None,
        [(_("Value"), in_plain(known.value) if known else "—", in_plain(value)),
         (_("Comment"), known.note if known else "", note)],
        {"version": there},
    )  # fmt: skip


@transaction.atomic
def add_project_evidence(  # noqa: PLR0913 -- one call for all kinds of evidence
    actual: ProjectActual,
    *,
    by: User,
    parts: Collection[int] = (),
    updates: Collection[int] = (),
    title: str = "",
    url: str = "",
) -> list[ProjectEvidence]:
    """Say what an actual rests on: cities' parts in public measures, approved updates, or
    something elsewhere by its title and address, such as a meeting or a decision.
    """
    require_review(by)
    held(actual.indicator.output.project)
    cities = reviewed_cities(by)
    said = ProgressUpdate.objects.public().filter(pk__in=updates, contribution__city__in=cities)
    ours = Contribution.objects.filter(
        pk__in=parts, city__in=cities, measure__state="standing", measure__visibility="public",
        measure__plan__state__in=("adopted", "archived"),
    )  # fmt: skip
    rows = [(one.contribution_id, one.pk) for one in said] + [(one.pk, None) for one in ours]
    if len(rows) != len(set(parts)) + len(set(updates)):
        raise ValidationError(_("Only what consenting cities show to everybody can be chosen."))
    title = tidy(title)
    if url and not title:
        raise ValidationError({"title": _("Say what it is.")})
    if not rows and not title:
        raise ValidationError(_("Choose a measure or an update, or name something else."))
    known = set(actual.evidence.values_list("contribution", "update"))
    made = [_evidence(actual, by, contribution_id=part, update_id=update)
            for part, update in rows if (part, update) not in known]  # fmt: skip
    if title:
        made.append(_evidence(actual, by, title=title, url=url))
    record("project.evidence_added", by=by, subject=actual.indicator, place=Place.coalition(),
           period=actual.span_key, count=len(made))  # fmt: skip
    return made


def _evidence(actual: ProjectActual, by: User, **of: Any) -> ProjectEvidence:
    one = ProjectEvidence(actual=actual, by=by, at=clock.now(), **of)
    one.full_clean()
    one.save()
    return one


@transaction.atomic
def remove_project_evidence(actual: ProjectActual, *, by: User, chosen: Iterable[int]) -> int:
    """Take away what an actual was said to rest on; how many were there."""
    require_review(by)
    rows = actual.evidence.filter(pk__in=list(chosen))
    count = rows.count()
    rows.delete()
    if count:
        record("project.evidence_removed", by=by, subject=actual.indicator,
               place=Place.coalition(), period=actual.span_key, count=count)  # fmt: skip
    return count
