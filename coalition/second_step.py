"""Whose role needs a second step of sign-in, and the one gate in front of every door.

Whoever asks a request who is there (`request.user`) passes here, whatever the address: a page, the
page editor, the API. Sockets ask `owing`. So no new door can forget the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from coalition import clock, errors, presence, verbs
from coalition.errors import resume, screen
from coalition.models import Membership, User
from coalition.permissions import held_roles

Answer = Callable[[HttpRequest], HttpResponse]
OF_WHOM = "account_authentication_methods_user"  # allauth's note beside the methods

# always open: leaving, and showing that one has the step
CONFIRM = {
    "account_logout",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
# open until the first step has been used
SET_UP = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


class SecondStepAsked(PermissionDenied):
    """The person is known and their role needs a second step that this session has not seen."""


def was_taken(session: Mapping[str, Any], user: User) -> bool:
    """Whether this session has seen the person's second step, as allauth recorded it."""
    if session.get(OF_WHOM) != str(user.pk):
        return False
    methods = session.get(AUTHENTICATION_METHODS_SESSION_KEY)
    return isinstance(methods, list) and any(one.get("method") == "mfa" for one in methods)


def is_asked(user: User) -> bool:
    """Whether a role of this person needs the step; accounts to try the platform never do."""
    if user.is_demo:
        return False
    return any(role in settings.MFA_ROLES for _place, role in held_roles(user))


def owing(people: Iterable[User]) -> set[int]:
    """Which of these people have a role that needs the step; one query for all."""
    asked = [user.pk for user in people if not user.is_demo]
    if not asked:
        return set()
    held = Membership.objects.filter(user__in=asked, role__in=settings.MFA_ROLES)
    return set(held.in_force(clock.today()).values_list("user_id", flat=True))


def is_unfinished(user: User) -> bool:
    """Whether the person has no step yet that was ever used; until then they may set one up."""
    steps = Authenticator.objects.filter(user_id=user.pk)
    unused_codes = {"type": Authenticator.Type.RECOVERY_CODES, "last_used_at": None}
    return not steps.exclude(**unused_codes).exists()


class SecondStep:
    """Puts the question before `request.user` is known to anybody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: person_at(request))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: person_at(request))
        response = self.get_response(request)
        presence.follow(request)
        return response


def person_at(request: HttpRequest) -> User | AnonymousUser:
    """Who asks. Refuses one whose role needs a step this session lacks, but for setting it up."""
    user = get_user(request)
    if not isinstance(user, User):
        return AnonymousUser()
    if not was_taken(request.session, user) and is_asked(user) and not _opens(request, user):
        if request.resolver_match is None or hasattr(request, "step_asked"):
            return AnonymousUser()  # no address, or the screen that tells of the refusal
        request.step_asked = True  # type: ignore[attr-defined]
        raise SecondStepAsked
    presence.note(request.session)
    return user


def _opens(request: HttpRequest, user: User) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in CONFIRM or (name in SET_UP and is_unfinished(user))


def answer(request: HttpRequest) -> HttpResponse:
    """Leads to where the step is set up or shown; a form that was sent is given back."""
    if request.path_info.startswith("/api/"):
        return screen(request, 403, detail=_("Your role needs a second step of sign-in."))
    if request.method not in ("GET", "HEAD"):
        return resume(request, signed_out=True, second_step=True)
    user = get_user(request)
    assert isinstance(user, User)  # noqa: S101 -- only they are refused
    if is_unfinished(user):
        return redirect("mfa_index")
    steps = Authenticator.objects.filter(user_id=user.pk)
    typed = steps.exclude(type=Authenticator.Type.WEBAUTHN).exists()
    page = reverse("mfa_reauthenticate" if typed else "mfa_reauthenticate_webauthn")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403, or the way to the second step for whoever lacks only that."""
    if isinstance(exception, SecondStepAsked):
        return answer(request)
    return errors.forbidden(request, exception)


def count_as_taken(request: HttpRequest, kind: str) -> None:
    """Whoever has just set up an app or a passkey has shown it; printed codes are shown by use."""
    record_authentication(request, get_user(request), "mfa", type=kind)  # type: ignore[arg-type]


def follow_new_codes(request: HttpRequest, user: User, **_signal: Any) -> None:
    """New printed codes take the place of the former ones, not the step itself."""
    if was_taken(request.session, user):
        verbs.keep_second_step(user, by=user)
