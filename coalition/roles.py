"""The roles people can have in a place, and the rights each gives: the whole policy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coalition.models import Place, User


@dataclass(frozen=True)
class Grants:
    """What a role's group may do in the page editor: pairs of an id and a Wagtail codename."""

    pages: frozenset[tuple[int, str]] = frozenset()
    collections: frozenset[tuple[int, str]] = frozenset()
    enters_cms: bool = False


@dataclass(frozen=True)
class Role:
    """One role in one kind of place: its name for people, and its rights."""

    key: str
    kind: str
    name: str | Promise
    rights: frozenset[str]
    may: str | Promise = ""
    # for all places at once, so that a hundred cities ask the database no more than one
    grants: Callable[[Collection[Place]], Mapping[Place, Grants]] = field(
        default=lambda _places: {}
    )
    # who appoints besides the place's own administrator: (the person appointing, the place)
    also_appointed_by: Callable[[User, Place], bool] = field(default=lambda _by, _place: False)


_roles: dict[tuple[str, str], Role] = {}


def register(key: str, kind: str, name: str | Promise, *rights: str, **more: object) -> None:
    """Make a role known; every app does so for its own places when the platform starts."""
    _roles[kind, key] = Role(key, kind, name, frozenset(rights), **more)  # type: ignore[arg-type]


Withheld = Callable[[Collection[Place]], Mapping[Place, frozenset[str]]]
_withheld: dict[str, Withheld] = {}


def withhold(kind: str, rights: Withheld) -> None:
    """Say which rights no role gives in some places at present, as in a city that has paused."""
    _withheld[kind] = rights


def withheld(kind: str, places: Collection[Place]) -> Mapping[Place, frozenset[str]]:
    """The rights withheld in places of one kind, for those where any are."""
    return _withheld[kind](places) if kind in _withheld else {}


def roles_of(kind: str) -> list[Role]:
    """The roles of one kind of place, in the order they were registered."""
    return [role for role in _roles.values() if role.kind == kind]


def role(kind: str, key: str) -> Role:
    """One role; KeyError for a role that this kind of place does not have."""
    return _roles[kind, key]


def register_coalition_roles(
    grants: Callable[[Collection[Place]], Mapping[Place, Grants]],
) -> None:
    """The two roles of the Coalition as a whole."""
    register(
        "keeper",
        "coalition",
        _("Keeper of the authentic original"),
        "keep",
        may=_("keeps the register of documents, certifies copies, records signed acts"),
    )
    register(
        "secretariat",
        "coalition",
        _("Secretariat"),
        "administer",
        may=_("leads applications, groups, vocabularies and the pages of the site"),
        grants=grants,
    )
