"""People of real roles, outside the demonstration, with and without a second step."""

from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from coalition import clock
from coalition.models import Membership, Place, User
from coalition.permissions import forget_rights, may
from coalition.verbs import appoint

PASSWORD = "вода камень точит"
STRANGERS = [
    "editor.osh",
    "approver.osh",
    "viewer.osh",
    "admin.dushanbe",
    "secretariat",
    "reviewer",
]


def place(kind: str = "city", key: str = "osh") -> Place:
    return Place.objects.get(kind=kind, key=key)


def real(name: str, role: str = "", where: Place | None = None) -> User:
    """Somebody who is no account of the demonstration, perhaps with a role."""
    user = User.objects.create_user(f"{name}@example.org", PASSWORD, post=name.capitalize())
    if role:
        appoint(user, by=User.system(), place=where or place(), role=role)
    return user


def enter(client, user: User, password: str = PASSWORD):
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def with_app(user: User) -> str:
    """The secret of an app that the person has set up."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def printed(user: User) -> list[str]:
    """The sheet of a person whose only second step is printed codes."""
    return RecoveryCodes.activate(user).get_unused_codes()


def held(who, role="", key="osh") -> Membership:
    found = Membership.objects.filter(user=who, place__key=key, released_at=None)
    return found.filter(role=role).get() if role else found.get()


def day(number: int):
    return clock.today() + timedelta(days=number)


def now_may(user, right, where) -> bool:
    forget_rights(user)
    return may(user, right, where)


def later(monkeypatch, number: int) -> None:
    """So many days later."""
    then = day(number)
    monkeypatch.setattr(clock, "today", lambda: then)
