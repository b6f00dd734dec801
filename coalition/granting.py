"""What every change of a role brings with it, asked by the deeds on people."""

from __future__ import annotations

from typing import Any

from coalition.letters import post_letter
from coalition.models import Membership, Place, User
from coalition.permissions import forget_rights
from coalition.projection import project
from coalition.roles import role as role_of
from coalition.signals import rights_changed


def change_rights(place: Place, user: User) -> None:
    """After a role began, ended or changed: the stored rows follow, and all who must know."""
    project(place)
    forget_rights(user)
    rights_changed.send(sender=Place, place=place, user=user)


def tell_of_role(held: Membership, template: str, **words: Any) -> None:
    """Write to the person whose role it is."""
    post_letter(
        held.user.email,
        template,
        language=held.user.language,
        place=held.place,
        role=role_of(held.place.kind, held.role),
        held=held,
        **words,
    )
