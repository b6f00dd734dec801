"""What is held on one person: all of it in one file for them, and its erasure.

What is the person's alone goes with them. What they did for others stays as part of the record,
under a mark instead of a name (docs/decisions/0020). Apps hear of both by `coalition.signals`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Protocol

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from django.utils.translation import override

from coalition import clock
from coalition.models import (
    ApiToken,
    Invitation,
    JournalEntry,
    Letter,
    Notification,
    SignIn,
    User,
)
from coalition.models.journal import put_mark, record
from coalition.permissions import forget_rights
from coalition.signals import person_erased, person_gathered, sessions_ended

FORMAT = "person-data/1"
ERASED = "platform.invalid"  # where addresses of those who are erased lead: nowhere
OWN = ("email", "first_name", "last_name", "post", "phone", "shows_contacts", "language",
       "date_joined", "last_login")  # fmt: skip


class Put(Protocol):
    """Lays a part under its name into what a person takes along."""

    def __call__(self, name: str, rows: Iterable[Any]) -> None: ...


def held_on(user: User) -> bytes:
    """Everything the platform holds on a person, as JSON that people can read too."""
    said: dict[str, Any] = {
        "format": FORMAT,
        "made_at": clock.now(),
        "person": {name: getattr(user, name) for name in OWN},
    }

    def put(name: str, rows: Iterable[Any]) -> None:
        said[name] = list(rows)

    roles = user.memberships.order_by("pk")
    put("roles", roles.values("place__kind", "place__key", "role", "since", "until",
                              "appointed_at", "released_at"))  # fmt: skip
    asked = Invitation.objects.filter(email__iexact=user.email).order_by("pk")
    put("invitations", asked.values("place__kind", "place__key", "role", "created_at",
                                    "expires_at", "used_at", "revoked_at"))  # fmt: skip
    done = JournalEntry.objects.filter(actor_id=user.pk).order_by("pk")
    put("journal", done.values("at", "deed", "place", "subject", "details"))
    lines = Notification.objects.filter(user=user).order_by("pk")
    put("notifications", lines.values("at", "kind", "path", "details", "read_at"))
    letters = Letter.objects.filter(to__iexact=user.email).order_by("pk")
    put("letters", letters.values("created_at", "sent_at", "subject", "body"))
    put("keys", user.api_tokens.order_by("pk").values("name", "scope", "created_at", "revoked_at"))
    factors = Authenticator.objects.filter(user=user).order_by("pk")
    put("second_factors", [
        {"kind": one.get_type_display(), "name": str(one.data.get("name", "")),
         "made_at": one.created_at, "used_at": one.last_used_at}
        for one in factors
    ])  # fmt: skip
    put("sign_ins", user.sign_ins.values("device", "began_at", "seen_at"))  # type: ignore[attr-defined]
    person_gathered.send(sender=User, user=user, put=put)
    return json.dumps(said, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def sessions_of(user: User) -> list[Session]:
    """The sign-ins of a person that have not run out."""
    return [
        session
        for session in Session.objects.filter(expire_date__gt=clock.now())
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]


def refuse_erasure(user: User) -> None:
    """ValidationError with the reason why a person cannot be erased now."""
    if user.memberships.not_over(clock.today()).exists():  # type: ignore[attr-defined]
        raise ValidationError(
            _("You have a role in force. Ask whoever administers the place to end it first; then "
              "you can be erased here.")
        )  # fmt: skip


def mark_of(user: User) -> str:
    """What stands instead of a name once a person is erased."""
    with override("ru"):
        return _("Erased participant No. %(number)d") % {"number": user.pk}


@transaction.atomic
def erase_oneself(user: User, *, by: User) -> User:
    """Erase a person at their own wish: name, post, contacts, sign-in and all that is theirs alone.

    Deeds, posts and reports stay, under a mark. It cannot be undone.
    """
    if by.pk != user.pk or user.is_system:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user.pk)
    refuse_erasure(user)
    mark, email = mark_of(user), user.email
    names = {user.get_full_name(), email} - {""}  # a post alone may be that of several people
    sessions = sessions_of(user)
    keys = [session.session_key for session in sessions]
    _end_entry(user, sessions)
    asked = Invitation.objects.filter(email__iexact=email)
    put_mark(user, mark, names, list(asked.values_list("pk", flat=True)))
    asked.filter(used_at=None, revoked_at=None).update(revoked_at=clock.now())
    asked.update(email=nowhere(user))
    Letter.objects.filter(to__iexact=email).delete()
    Notification.objects.filter(user=user).delete()
    _put_mark_elsewhere(names, mark)
    person_erased.send(sender=User, user=user, names=names, mark=mark)
    sessions_ended.send(sender=SignIn, user=user, keys=keys)
    user.first_name = user.last_name = user.phone = ""
    user.post, user.email, user.shows_contacts = mark, nowhere(user), False
    user.is_active, user.last_login = False, None
    user.sessions_closed = F("sessions_closed") + 1
    user.set_unusable_password()
    user.save()
    user.refresh_from_db()
    forget_rights(user)
    record("person.erased", by=user, subject=user)
    return user


def _put_mark_elsewhere(names: Iterable[str], mark: str) -> None:
    """The mark in lines of news to others, and in our copies of letters to them."""
    for key in ("who", "person"):
        for line in Notification.objects.filter(**{f"details__{key}__in": list(names)}):
            line.details = {**line.details, key: mark}
            line.save(update_fields=["details"])
    for name in names:
        if " " in name or "@" in name:  # a first name alone may be that of several people
            sent = Letter.objects.filter(sent_at__isnull=False)
            sent.filter(body__contains=name).update(body=Replace("body", Value(name), Value(mark)))


def nowhere(user: User) -> str:
    """The address of a person who is erased: no letter arrives there."""
    return f"erased-{user.pk}@{ERASED}"


def _end_entry(user: User, sessions: Iterable[Session]) -> None:
    """Every door of a person: sessions, keys of programs, second factors, addresses."""
    for session in sessions:
        session.delete()
    SignIn.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
