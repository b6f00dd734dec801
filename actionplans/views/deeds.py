"""What both sides of a report do with its page: one address, a form for each deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from actionplans.forms.rounds import DeedForm
from actionplans.models import CityReport
from actionplans.steps import WrongMoment, deeds_for
from coalition.errors import Conflict
from coalition.http import SignedInRequest, whole


class Deed(NamedTuple):
    """A deed of the page: what is typed, the verb, and the sentence afterwards."""

    form: type[DeedForm]
    do: Callable[[SignedInRequest, CityReport, Any], object]
    said: str | Promise


class Done(NamedTuple):
    """How a deed went: done, or the form that holds what was typed and why not."""

    is_done: bool
    form: DeedForm | None = None
    status: int = 200


def act(request: SignedInRequest, report: CityReport, deeds: dict[str, Deed]) -> Done:
    """Do what the pressed button says; nothing typed is lost when it cannot be done."""
    what = request.POST.get("what", "")
    if what not in deeds:
        messages.info(request, _("Nothing has been changed yet."))
        return Done(is_done=True)
    deed = deeds[what]
    form = deed.form(request.POST, report=report, deed=what)
    if not form.is_valid():
        return Done(is_done=False, form=form)
    try:
        deed.do(request, report, form)
    except WrongMoment as refusal:
        messages.error(request, " ".join(refusal.messages))
        return Done(is_done=True)
    except ValidationError as refusal:
        form.refuse(refusal)
        return Done(is_done=False, form=form)
    except Conflict as found:
        if found.rows:
            raise
        form.add_error(None, _("Something changed while you were reading. Look once more."))
        form.data = {**request.POST.dict(), "version": str(report.version)}
        return Done(is_done=False, form=form, status=409)
    messages.success(request, str(deed.said))
    return Done(is_done=True)


def forms_for(
    request: SignedInRequest, report: CityReport, deeds: dict[str, Deed], done: Done | None
) -> dict[str, DeedForm]:
    """A form for each deed this person may do now; the one that was refused as it was sent."""
    may = deeds_for(request.user, report)
    found = {
        name: deed.form(report=report, deed=name) for name, deed in deeds.items() if name in may
    }
    what = request.POST.get("what", "")
    if done and done.form is not None and what in found:
        found[what] = done.form
    return found


def versions(request: SignedInRequest, name: str) -> dict[int, int]:
    """{id: version} of the rows that were ticked or shown under a name."""
    found = {}
    for key in request.POST.getlist(name):
        pk, version = map(whole, key.partition(":")[::2])
        if pk is not None and version is not None:
            found[pk] = version
    return found


def frozen_file(report: CityReport) -> HttpResponse:
    """The document of a closed report, byte for byte as it was frozen."""
    answer = HttpResponse(bytes(report.frozen.content), content_type="application/json")
    name = f"{report.city.slug}-{report.round.kind}-{report.round.starts_on:%Y-%m-%d}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
