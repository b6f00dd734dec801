"""For those who cannot come online: a form for Excel, and what came back of it by letter."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from actionplans import verbs
from actionplans.desk import reportable, with_waiting
from actionplans.exports.files import KINDS
from actionplans.forms.paper import AcceptedForm, FilledForm, LetterForm
from actionplans.models import Contribution
from actionplans.paper import Filled, read, workbook
from actionplans.permissions import may_decide
from actionplans.timeliness import OPEN
from actionplans.views.city import inside
from actionplans.wording import office
from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.permissions import may
from coalition.sheets import open_tables


def require_entering(request: SignedInRequest, city: City) -> None:
    """Refuse unless the person may speak for the city: its editor or approver."""
    if not (may(request.user, "edit", city) or may_decide(request.user, city)):
        raise PermissionDenied


def _parts(city: City) -> QuerySet[Contribution]:
    parts = with_waiting(reportable(city).filter(status__in=OPEN))
    return parts.prefetch_related("measure__executors", "measure__indicators", "budget_lines")


def _lead(part: Contribution) -> str:
    """Who leads a measure, in words; the form can be had for one office alone."""
    for one in part.measure.executors.all():
        if one.role == "lead":
            return office({"name": one.name, "department": one.department})
    return ""


@require_safe
@workspace
def form(request: SignedInRequest, slug: str) -> HttpResponse:
    """The empty form with the city's measures, or those one office leads."""
    city = inside(request, slug, "update").city
    require_entering(request, city)
    lead = request.GET.get("lead", "")
    parts = [part for part in _parts(city) if not lead or _lead(part) == lead]
    response = HttpResponse(workbook(city, parts), content_type=KINDS["xlsx"][1])
    name = f"{city.slug}-report-{clock.today().isoformat()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@workspace
def paper(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the form, bring it back filled in: first what was read and what is wrong, then enter."""
    city, _plan, context = inside(request, slug, "update")
    require_entering(request, city)
    accepts = "read" in request.POST
    sent = request.method == "POST"
    shown: LetterForm
    if accepts:
        shown = AcceptedForm(request.POST)
        if shown.is_valid() and _enter(request, city, shown):
            return redirect("paper", slug=slug)
        shown = FilledForm(initial=request.POST.dict()) if not shown.errors else shown
    else:
        shown = FilledForm(
            request.POST if sent else None, request.FILES if sent else None,
            initial={"on": clock.today()},
        )  # fmt: skip
        if sent and shown.is_valid():
            filled = _look(city, shown)
            if filled:
                return _preview(request, context, shown, filled)
    return render(request, "actionplans/work_paper.html", {
        **context, "form": shown, "leads": sorted({_lead(part) for part in _parts(city)} - {""}),
    })  # fmt: skip


def _look(city: City, shown: LetterForm) -> Filled | None:
    """What the file says; None when it cannot be read, and the form holds the sentence."""
    try:
        tables = open_tables(shown.cleaned_data["file"])
        return read(tables, _parts(city), shown.cleaned_data["on"].isoformat())
    except ValidationError as refusal:
        shown.add_error("file", refusal.messages)
        return None


def _seal(city: City, request: SignedInRequest) -> str:
    return f"actionplans.paper:{city.pk}:{request.user.pk}"


class _Plain:
    """JSON with the numbers of a form."""

    def dumps(self, value: Any) -> bytes:
        return DjangoJSONEncoder().encode(value).encode()

    def loads(self, value: bytes) -> Any:
        return json.loads(value)


def _preview(
    request: SignedInRequest, context: dict[str, object], shown: LetterForm, filled: Filled
) -> HttpResponse:
    city = context["city"]
    assert isinstance(city, City)  # noqa: S101 -- `inside` puts it there
    said = [[one.part.pk, one.said] for one in filled.right]
    sealed = signing.dumps(said, salt=_seal(city, request), serializer=_Plain, compress=True)
    return render(request, "actionplans/work_paper_read.html", {
        **context, "form": AcceptedForm(initial={**shown.cleaned_data, "read": sealed}),
        "filled": filled, "letter": shown.cleaned_data,
    })  # fmt: skip


def _enter(request: SignedInRequest, city: City, shown: LetterForm) -> bool:
    """Whether the reports were entered; otherwise a message says what is in the way."""
    letter = dict(shown.cleaned_data)
    try:
        sealed = signing.loads(
            letter.pop("read"), salt=_seal(city, request), serializer=_Plain, max_age=86_400
        )
        said = {int(pk): words for pk, words in sealed}
        entered = verbs.enter_letter(city, by=request.user, said=said, **letter)
    except signing.BadSignature:
        messages.error(request, _("Bring the file once more: what was read is not here any more."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, ngettext(
            "%(count)d report of the letter is entered and waits for the approver.",
            "%(count)d reports of the letter are entered and wait for the approver.", len(entered),
        ) % {"count": len(entered)})  # fmt: skip
        return True
    return False
