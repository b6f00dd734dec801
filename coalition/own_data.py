"""What is held on me: everything in one file, and my erasure."""

from __future__ import annotations

from django import forms
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.personal import erase_oneself, held_on, mark_of, refuse_erasure


class EraseForm(forms.Form):
    """Two ticks, since it cannot be undone."""

    taken = forms.BooleanField(
        label=gettext_lazy("I have taken my data along, or do not need them")
    )
    sure = forms.BooleanField(label=gettext_lazy("Erase me. I know that this cannot be undone"))


@require_safe
@workspace
def own_data(request: SignedInRequest) -> HttpResponse:
    """What is held on me, and what would stay if I were erased."""
    return _page(request, EraseForm())


def _page(request: SignedInRequest, form: forms.Form) -> HttpResponse:
    refusal = ""
    try:
        refuse_erasure(request.user)
    except ValidationError as found:
        refusal = " ".join(found.messages)
    context = {"form": form, "refusal": refusal, "mark": mark_of(request.user),
               "section": "settings"}  # fmt: skip
    return render(request, "account/own_data.html", context)


@require_safe
@workspace
def own_file(request: SignedInRequest) -> HttpResponse:
    """Everything held on me as a file."""
    response = HttpResponse(held_on(request.user), content_type="application/json")
    name = f"my-data-{clock.today():%Y-%m-%d}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@workspace
def erase_me(request: SignedInRequest) -> HttpResponse:
    """Erase the person who asks, and sign them out."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        erase_oneself(request.user, by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _page(request, form)
    logout(request)
    return render(request, "account/erased.html", {"said": _("You are erased.")})
