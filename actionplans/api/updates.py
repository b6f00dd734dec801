"""measures/<id>/updates/: a person's program says how the person's city gets on."""

from __future__ import annotations

import json
import uuid
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from actionplans.api.answers import Fields, Refused
from actionplans.api.measures import update_rows
from actionplans.api.pace import admit_write
from actionplans.api.said import say_update
from actionplans.api.schemas import NewUpdate, Refusal, Update, body_of
from actionplans.models import Contribution, Measure, ProgressUpdate
from actionplans.verbs import report_progress
from coalition.errors import Conflict
from coalition.forms import NumberField
from coalition.models import User
from coalition.permissions import may, places_with

router = Router(tags=["progress"])
LARGEST_BODY = 100_000  # bytes; an update with every reading and budget line takes a tenth
THOUSANDTH = Decimal("0.001")
Body = dict[str, Any]


@router.post(
    "measures/{int:pk}/updates/",
    response={200: Update, 201: Update} | dict.fromkeys((400, 401, 403, 404, 409, 422), Refusal),
    auth=admit_write,
    url_name="report",
    openapi_extra={**body_of(NewUpdate), "security": [{"bearer": []}, {"session": []}]},
)
def report(request: HttpRequest, pk: int) -> Any:
    """Report progress on the contribution of the caller's own city; its approver decides next.

    201 when it is new, 200 when this `key` has brought the same already, 409 when the key
    brought something else or another update of the contribution still waits.
    """
    by = cast("User", request.auth)  # type: ignore[attr-defined]
    parts = parts_of(by, pk)
    body = read_json(request)
    part = spoken_for(parts, body.get("city"))
    said = read_update(body, part)
    before = ProgressUpdate.objects.filter(by=by, key=said["key"]).first()
    if before and said["on"] is None:
        said["on"] = before.on  # the same report sent again on a later day
    try:
        update = report_progress(part, by=by, **said)
    except Conflict:
        if before:
            sentence = _("This key has already brought another report. Make a new key.")
            raise Refused(409, sentence, {"key": [sentence]}, "key_reused") from None
        sentence = _("Another report on this measure still waits for approval.")
        raise Refused(409, sentence, code="waiting") from None
    told = update_rows().get(pk=update.pk)
    return Status(200 if before else 201, say_update(told))


def read_json(request: HttpRequest) -> Body:
    """The body as an object; whatever else it is, is refused with a sentence."""
    if len(request.body) > LARGEST_BODY:
        raise Refused(413, _("The request is larger than a report can be."))
    try:
        body = json.loads(request.body.decode())
    except (ValueError, RecursionError):
        raise Refused(400, _("The body is not JSON in UTF-8."), code="bad_json") from None
    if not isinstance(body, dict):
        raise Refused(422, _("Send an object with status, percent, achieved and key."))
    return body


def parts_of(by: User, pk: int) -> list[Contribution]:
    """The contributions the caller may report on.

    404 where the caller sees the inside of no contributing city, 403 where they see but not edit.
    """
    measure = get_object_or_404(Measure.objects.visible_to(by).standing(), pk=pk)
    inside = Contribution.objects.filter(
        measure=measure, city__place__in=places_with(by, "see_inside")
    )
    parts = list(inside.select_related("city__place", "measure__plan"))
    if not parts:
        raise Http404
    editable = [part for part in parts if may(by, "edit", part)]
    if not editable:
        raise PermissionDenied
    return editable


def spoken_for(parts: list[Contribution], slug: Any) -> Contribution:
    """The one contribution a report is about; several need the city's name."""
    if slug:
        parts = [part for part in parts if part.city.slug == slug]
    if not parts:
        raise Http404
    if len(parts) > 1:
        slugs = ", ".join(part.city.slug for part in parts)
        sentence = _("Say for which city: %(slugs)s.") % {"slugs": slugs}
        raise Refused(422, sentence, {"city": [sentence]})
    return parts[0]


def read_update(body: Body, part: Contribution) -> Body:
    """The values of a report in the types the verb takes; what they mean is the verb's to judge."""
    errors: Fields = {}
    said: Body = {
        "status": _text(body, "status", errors),
        "percent": _whole(body.get("percent")),
        "on": _day(body.get("on"), errors),
        "key": _key(body.get("key"), errors),
        "lang": body.get("lang") or "ru",
        "readings": _readings(body.get("readings"), errors),
        "spent": _spent(body.get("spent"), part, errors),
    }
    for name in ("achieved", "obstacles", "next_steps"):
        said[name] = _text(body, name, errors)
    if said["lang"] not in list(dict(settings.LANGUAGES)):
        errors["lang"] = [_("This language is not known here.")]
    if errors:
        raise Refused(422, " ".join(errors[next(iter(errors))]), errors)
    return said


def _text(body: Body, name: str, errors: Fields) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        errors[name] = [_("This must be a text.")]
        return ""
    return value


def _whole(value: Any) -> Any:
    """75.0 is a whole number too; everything else is left for the verb to refuse."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _day(value: Any, errors: Fields) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        errors["on"] = [_("There is no such date. Write it as 2026-10-16.")]
        return None


def _key(value: Any, errors: Fields) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except (AttributeError, TypeError, ValueError):
        errors["key"] = [_("Send a UUID made for this report: sent again, it brings nothing new.")]
        return None


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValidationError(_("Enter a number, for example 12,5 or 12 500."))
    number = NumberField(max_digits=20).clean(str(value))
    return cast("Decimal", number)


def _rows(value: Any, name: str, errors: Fields) -> list[Body]:
    if value in (None, ""):
        return []
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    errors[name] = [_("Send a list of objects.")]
    return []


def _readings(value: Any, errors: Fields) -> dict[Any, Decimal]:
    found: dict[Any, Decimal] = {}
    for row in _rows(value, "readings", errors):
        try:
            found[_identity(row.get("indicator"))] = _number(row.get("value"))
        except ValidationError as trouble:
            errors["readings"] = list(trouble.messages)
    return found


def _spent(value: Any, part: Contribution, errors: Fields) -> dict[Any, Decimal]:
    """Sums in whole units become sums in the scale of their budget lines."""
    rows = _rows(value, "spent", errors)
    lines = {line.pk: line for line in part.budget_lines.all()} if rows else {}
    found: dict[Any, Decimal] = {}
    for row in rows:
        try:
            amount, line = _number(row.get("amount")), lines.get(_identity(row.get("budget_line")))
            if line is None or row.get("currency", line.currency) != line.currency:
                raise ValidationError(_("There is no such budget line in this currency."))  # noqa: TRY301
        except ValidationError as trouble:
            errors["spent"] = list(trouble.messages)
        else:
            found[line.pk] = (amount / line.scale).quantize(THOUSANDTH, ROUND_HALF_UP)
    return found


def _identity(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValidationError(_("Name it by its `id`."))
    return value
