"""Keys that people give to their programs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from coalition import clock
from coalition.models import ApiToken, User
from coalition.models.journal import record


@transaction.atomic
def issue_token(
    user: User, *, by: User, name: str, scope: str, with_second_step: bool = False
) -> tuple[ApiToken, str]:
    """Give a person a key for their program; the secret is shown this once and never stored.

    A key made without a second step opens nothing once a role of its person needs one.
    """
    if by.pk != user.pk:
        raise PermissionDenied
    secret = ApiToken.new_secret()
    token = ApiToken(
        user=user,
        name=name,
        scope=scope,
        digest=ApiToken.digest_of(secret),
        with_second_step=with_second_step,
    )
    token.full_clean()
    token.save()
    record("token.issued", by=by, subject=token, scope=scope)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """Make a key worthless at once."""
    if by.pk != token.user_id:
        raise PermissionDenied
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record("token.revoked", by=by, subject=token)
