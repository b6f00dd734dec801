"""People of real roles, outside the demonstration, with and without a second step."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from coalition.models import Place, User
from coalition.verbs import appoint

PASSWORD = "вода камень точит"


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
