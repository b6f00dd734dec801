"""The steps many views share: a form becomes a deed, a button does one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render

from coalition.http import SignedInRequest

Row = TypeVar("Row", bound=Model)


def refuse(form: forms.Form, refusal: ValidationError) -> None:
    """Lay what a verb refused beside the fields it is about."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)
        return
    for name, said in refusal.message_dict.items():
        form.add_error(name if name in form.fields else None, said)


def sent(
    request: SignedInRequest, form: forms.Form, deed: Callable[[], Row], words: str = ""
) -> Row | None:
    """The row that the deed of a form made or changed, and a word of it on the next page.

    None while the form is only shown; what stood in the way lies beside its field.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        row = deed()
    except ValidationError as refusal:
        refuse(form, refusal)
        return None
    if words:
        messages.success(request, words)
    return row


def done(request: SignedInRequest, deed: Callable[[], object], words: str = "") -> bool:
    """Whether the deed of a button is done; the next page says so, or what stood in the way."""
    try:
        deed()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    if words:
        messages.success(request, words)
    return True


def form_page(
    request: SignedInRequest, template: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    """The page of a form; with what was typed and what stood in the way, it says 422."""
    status = 422 if form.errors else 200
    return render(request, f"workinggroups/{template}.html", {**context, "form": form},
                  status=status)  # fmt: skip
