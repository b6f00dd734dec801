"""The link itself: the second person, ninety days more, and whether the city is listed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities import verbs
from cities.forms.application import CompanionForm
from cities.models import Applicant, Application
from cities.views.link import by_link, page
from coalition.forms import refuse


@by_link
def apply_extend(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """One button: the link works ninety days more. Letters lead here."""
    if request.method == "POST":
        kept = verbs.extend_link(application, by=by)
        messages.success(
            request, _("The link works until %(day)s.") % {"day": date_format(kept.expires_at)}
        )
        return redirect("apply", token=by.token)
    return page(request, "apply_extend", application, by)


@by_link
def apply_companion(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """Invite a second person; only who began the application does."""
    if not by.is_first:
        raise PermissionDenied
    form = CompanionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.invite_companion(application, by=by, email=form.cleaned_data["email"])
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The second person has a letter with a link of their own."))
            return redirect("apply", token=by.token)
    return page(request, "apply_companion", application, by, form=form)


@require_POST
@by_link
def apply_companion_end(
    request: HttpRequest, application: Application, *, by: Applicant
) -> HttpResponse:
    """End the link of the second person."""
    verbs.end_companion(application, by=by)
    messages.success(request, _("The link of the second person no longer opens the application."))
    return redirect("apply", token=by.token)


@require_POST
@by_link
def apply_listing(request: HttpRequest, application: Application, *, by: Applicant) -> HttpResponse:
    """Let the application be listed publicly, or take this back at once."""
    verbs.show_publicly(application, by=by, agrees=request.POST.get("agrees") == "1")
    return redirect("apply", token=by.token)
