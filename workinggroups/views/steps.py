"""The page of a form, as all views of groups show it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from coalition.http import SignedInRequest


def form_page(
    request: SignedInRequest, template: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    """The page of a form; with what was typed and what stood in the way, it says 422."""
    status = 422 if form.errors else 200
    return render(request, f"workinggroups/{template}.html", {**context, "form": form},
                  status=status)  # fmt: skip
