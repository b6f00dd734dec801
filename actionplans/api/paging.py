"""Pages of a list by the last thing seen: no numbers of pages, nothing skipped, nothing twice."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from ninja import Query

from actionplans.api.answers import Refused

After = Annotated[str, Query(description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200, description="how many at most")]
LONGEST = 19  # digits of the largest number a database knows


def _unknown_place() -> Refused:
    sentence = _("This is not a `next` of this list.")
    return Refused(422, sentence, {"after": [sentence]})


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < LONGEST):
        raise _unknown_place()
    return int(text)


def page_by_number(rows: QuerySet[Any], after: str, limit: int) -> tuple[list[Any], str | None]:
    """One page in the order things were made, and where the next begins."""
    rows = rows.order_by("pk")
    if after:
        rows = rows.filter(pk__gt=_number(after))
    return _cut(rows, limit, lambda row: str(row.pk))


def page_by_day(rows: QuerySet[Any], after: str, limit: int) -> tuple[list[Any], str | None]:
    """One page in the order of the day `on`, oldest first."""
    rows = rows.order_by("on", "pk")
    if after:
        day, _dot, number = after.partition(".")
        try:
            on = date.fromisoformat(day)
        except ValueError:
            raise _unknown_place() from None
        rows = rows.filter(Q(on__gt=on) | Q(on=on, pk__gt=_number(number)))
    return _cut(rows, limit, lambda row: f"{row.on.isoformat()}.{row.pk}")


def _cut(rows: QuerySet[Any], limit: int, place: Any) -> tuple[list[Model], str | None]:
    found = list(rows[: limit + 1])
    if len(found) > limit:
        return found[:limit], place(found[limit - 1])
    return found, None
