"""A person's own pages: taking up an invitation, settings, keys; and public pictures."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings as conf
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from coalition import clock, verbs
from coalition.forms import AcceptForm, ProfileForm, TokenForm
from coalition.http import SignedInRequest, workspace
from coalition.models import ApiToken, SignIn, User
from coalition.roles import role
from coalition.second_step import was_taken
from coalition.sessions import sign_ins_of

FEW_CODES = 4  # then it is time to print new ones


@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an invitation. Opening the link changes nothing: mail scanners open links too."""
    found = verbs.open_invitation(secret)
    if found is None:
        return render(request, "account/invitation_over.html", status=410)
    known = User.objects.filter(email__iexact=found.email, is_active=True).first()
    signed_in = request.user if request.user.is_authenticated else None
    wrong_person = signed_in is not None and signed_in != known
    must_sign_in = known is not None and signed_in is None
    form = None if known else AcceptForm(request.POST or None, email=found.email)
    may_accept = not (wrong_person or must_sign_in) and (form is None or form.is_valid())
    if request.method == "POST" and may_accept:
        return take_up(request, secret, form.cleaned_data if form else {})
    context = {
        "invitation": found,
        "role": role(found.place.kind, found.role),
        "form": form,
        "must_sign_in": must_sign_in,
        "wrong_person": wrong_person,
    }
    return render(request, "account/invitation.html", context)


def take_up(request: HttpRequest, secret: str, words: dict[str, str]) -> HttpResponse:
    """Accept an invitation and go inside; a new person is signed in on the way."""
    signed_in = request.user if request.user.is_authenticated else None
    try:
        user = verbs.accept_invitation(secret, by=signed_in, **words)  # type: ignore[arg-type]
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(request.path)
    if signed_in is None:
        login(request, user, backend=conf.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, user, "password")  # chosen a moment ago
    return redirect("work")


def steps_of(user: User) -> dict[str, object]:
    """How a person signs in besides the password: app, passkeys, printed codes that are left."""
    kept = [one.wrap() for one in Authenticator.objects.filter(user_id=user.pk)]
    by_type = {wrapped.instance.type: wrapped for wrapped in kept}
    codes = by_type.get(Authenticator.Type.RECOVERY_CODES)
    left = len(codes.get_unused_codes()) if codes else 0
    passkeys = [one for one in kept if one.instance.type == Authenticator.Type.WEBAUTHN]
    return {
        "app": Authenticator.Type.TOTP in by_type,
        "passkeys": len(passkeys),
        "codes": left,
        "few": codes is not None and left <= FEW_CODES,
    }


def own_page(request: SignedInRequest, **more: object) -> HttpResponse:
    """The person's own page, with whatever one of its forms has just answered."""
    held = request.user.memberships.in_force(clock.today()).select_related("place", "stands_in_for")
    memberships = list(held.order_by("place__kind", "place__key", "role"))
    context = {
        "form": ProfileForm(instance=request.user, prefix="me"),
        "token_form": TokenForm(prefix="token"),
        "tokens": request.user.api_tokens.filter(revoked_at=None).order_by("-pk"),
        "memberships": memberships,
        "sign_ins": sign_ins_of(request.user, request.session),
        "steps": steps_of(request.user),
        "section": "settings",
        **more,
    }
    return render(request, "account/settings.html", context)


@workspace
def settings(request: SignedInRequest) -> HttpResponse:
    """A person's own page: name, post, language of letters, password, second factor, keys."""
    if request.method != "POST":
        return own_page(request)
    form = ProfileForm(request.POST, instance=request.user, prefix="me")
    if not form.is_valid():
        request.user.refresh_from_db()  # the masthead shows the person as stored
        return own_page(request, form=form)
    verbs.describe_oneself(request.user, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("settings")


@require_POST
@workspace
def issue_token(request: SignedInRequest) -> HttpResponse:
    """Make a key for the person's own program; this answer is the only place that shows it."""
    form = TokenForm(request.POST, prefix="token")
    if not form.is_valid():
        return own_page(request, token_form=form)
    stepped = was_taken(request.session, request.user)
    token, secret = verbs.issue_token(
        request.user, by=request.user, with_second_step=stepped, **form.cleaned_data
    )
    return own_page(request, secret=secret, made=token)


@require_POST
@workspace
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    """Close the person's sessions on all other devices; this one stays."""
    verbs.sign_out_everywhere(request.user, by=request.user)
    update_session_auth_hash(request, request.user)  # and the list begins anew with this one
    messages.success(request, _("All other devices are signed out."))
    return redirect("settings")


@require_POST
@workspace
def end_sign_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """End the session on one device; the present one is ended by signing out."""
    verbs.end_sign_in(get_object_or_404(SignIn, pk=pk, user=request.user), by=request.user)
    messages.success(request, _("This device is signed out."))
    return redirect("settings")


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
