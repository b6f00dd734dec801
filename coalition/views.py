"""A person's own pages: taking up an invitation, settings, keys; and public pictures."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings as conf
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coalition import verbs
from coalition.forms import AcceptForm, ProfileForm, TokenForm
from coalition.http import SignedInRequest, workspace
from coalition.models import ApiToken, User
from coalition.roles import role


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation. Opening the link changes nothing: mail scanners open links too."""
    found = verbs.open_invitation(secret)
    if found is None:
        return render(request, "account/invitation_over.html", status=410)
    known = User.objects.filter(email__iexact=found.email, is_active=True).first()
    signed_in = request.user if request.user.is_authenticated else None
    form = None if known else AcceptForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            user = verbs.accept_invitation(
                secret,
                by=signed_in,  # type: ignore[arg-type]
                **(form.cleaned_data if form else {}),
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(request.path)
        if signed_in is None:
            login(request, user, backend=conf.AUTHENTICATION_BACKENDS[0])
        return redirect("work")
    return render(
        request,
        "account/invitation.html",
        {
            "invitation": found,
            "role": role(found.place.kind, found.role),
            "form": form,
            "must_sign_in": known is not None and known != signed_in,
        },
    )


@workspace
def settings(request: SignedInRequest) -> HttpResponse:
    """A person's own page: name, post, language of letters, password, second factor, keys."""
    form = ProfileForm(request.POST or None, instance=request.user, prefix="me")
    token_form = TokenForm(request.POST or None, prefix="token")
    secret = None
    if request.method == "POST" and "make_token" in request.POST:
        form = ProfileForm(instance=request.user, prefix="me")
        if token_form.is_valid():
            _token, secret = verbs.issue_token(
                request.user, by=request.user, **token_form.cleaned_data
            )
            token_form = TokenForm(prefix="token")
    elif request.method == "POST":
        token_form = TokenForm(prefix="token")
        if form.is_valid():
            verbs.describe_oneself(request.user, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("settings")
    return render(
        request,
        "account/settings.html",
        {
            "form": form,
            "token_form": token_form,
            "secret": secret,
            "tokens": request.user.api_tokens.filter(revoked_at=None),
            "memberships": request.user.memberships.in_force(verbs.clock.today()).select_related(
                "place"
            ),
        },
    )


@require_POST
@workspace
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a key worthless."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user, revoked_at=None)
    verbs.revoke_token(token, by=request.user)
    messages.success(request, _("The key no longer works."))
    return redirect("settings")


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """A public picture of the site. Documents are not served from here, whatever their path."""
    if name.startswith("documents/"):
        raise Http404
    try:
        path = Path(safe_join(conf.MEDIA_ROOT, name))
        response = FileResponse(path.open("rb"), content_type=mimetypes.guess_type(name)[0])
    except (OSError, ValueError):
        raise Http404 from None
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
