"""The steps many views share: a form becomes a deed, a button does one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model

from coalition.forms import refuse
from coalition.http import SignedInRequest

Row = TypeVar("Row", bound=Model)


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
