"""Rights as stored rows: what follows from memberships, what is there, and how to make them equal.

A row is a tuple: ("member", user id), ("right", codename), ("page", page id, codename),
("collection", collection id, codename) or ("cms",), each in the group of one role of one place.
A right that the group of one place has in another is ("right elsewhere", place id, codename).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from django.contrib.auth.models import Group, Permission
from guardian.shortcuts import assign_perm, remove_perm
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from coalition import clock
from coalition.models import Membership, Place, PlaceGroupRight, PlaceUserRight
from coalition.models.places import role_group
from coalition.roles import Grants, Role, roles_of, withheld

Row = tuple[str | int, ...]
Rows = dict[str, set[Row]]  # by the name of the group of a role

APP_OF = {"page": "wagtailcore", "image": "wagtailimages", "document": "wagtaildocs"}


@dataclass(frozen=True)
class Difference:
    """One role of one place whose rows are not what follows from its memberships."""

    place: Place
    role: Role
    missing: set[Row]
    surplus: set[Row]

    @property
    def group_name(self) -> str:
        return self.place.group_name(self.role.key)


def wanted(places: Collection[Place]) -> Rows:
    """The rows that follow from today's memberships in these places."""
    rows: Rows = {}
    for kind in {place.kind for place in places}:
        here = [place for place in places if place.kind == kind]
        kept = withheld(kind, here)
        for place, role in product(here, roles_of(kind)):
            rights = role.rights - kept.get(place, frozenset())
            rows[place.group_name(role.key)] = {("right", right) for right in rights}
    held = Membership.objects.filter(place__in=places).in_force(clock.today())
    names = {place.pk: place for place in places}
    for place_id, role_key, user in held.values_list("place_id", "role", "user_id"):
        rows.setdefault(names[place_id].group_name(role_key), set()).add(("member", user))
    for kind in {place.kind for place in places}:
        here = [place for place in places if place.kind == kind]
        for role in roles_of(kind):
            for place, grants in role.grants(here).items():
                rows[place.group_name(role.key)] |= rows_of(grants)
    return rows


def rows_of(grants: Grants) -> set[Row]:
    """What a role may do in the page editor, as rows."""
    rows: set[Row] = {("page", *pair) for pair in grants.pages}
    rows |= {("collection", *pair) for pair in grants.collections}
    return rows | {("cms",)} if grants.enters_cms else rows


def stored(places: Collection[Place]) -> Rows:
    """The rows that are in the database, in the group of each role of these places."""
    homes = {
        place.group_name(role.key): place.pk for place in places for role in roles_of(place.kind)
    }
    rows: Rows = {name: set() for name in homes}
    groups = Group.objects.filter(name__in=homes)
    for name, user in groups.filter(user__isnull=False).values_list("name", "user"):
        rows[name].add(("member", user))
    rights = PlaceGroupRight.objects.filter(group__in=groups)
    for name, place_id, code in rights.values_list(
        "group__name", "content_object_id", "permission__codename"
    ):
        own = place_id == homes[name]
        rows[name].add(("right", code) if own else ("right elsewhere", place_id, code))
    code_of = "permission__codename"
    pages = GroupPagePermission.objects.filter(group__in=groups)
    for name, *pair in pages.values_list("group__name", "page_id", code_of):
        rows[name].add(("page", *pair))
    kept = GroupCollectionPermission.objects.filter(group__in=groups)
    for name, *pair in kept.values_list("group__name", "collection_id", code_of):
        rows[name].add(("collection", *pair))
    given = groups.filter(permissions__isnull=False).values_list("name", "permissions__codename")
    for name, code in given:
        rows[name].add(("cms",) if code == "access_admin" else ("unexpected", code))
    return rows


def permission(codename: str) -> Permission:
    """Wagtail's permission by its codename, such as `change_page`."""
    if codename == "access_admin":
        return Permission.objects.get(content_type__app_label="wagtailadmin", codename=codename)
    app = APP_OF[codename.rsplit("_", 1)[1]]
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _change(group: Group, place: Place, row: Row, *, add: bool) -> None:
    kind = row[0]
    if kind == "member":
        (group.user_set.add if add else group.user_set.remove)(int(row[1]))
    elif kind == "right":
        (assign_perm if add else remove_perm)(f"coalition.{row[1]}", group, place)
    elif kind == "right elsewhere":
        elsewhere = PlaceGroupRight.objects.filter(group=group, content_object=int(row[1]))
        elsewhere.filter(permission__codename=row[2]).delete()
    elif kind in ("page", "collection"):
        model = GroupPagePermission if kind == "page" else GroupCollectionPermission
        match = {"group": group, f"{kind}_id": row[1], "permission": permission(str(row[2]))}
        model.objects.get_or_create(**match) if add else model.objects.filter(**match).delete()
    elif kind == "cms":
        (group.permissions.add if add else group.permissions.remove)(permission("access_admin"))
    else:
        group.permissions.remove(*group.permissions.filter(codename=row[1]))


def differences(places: Collection[Place]) -> Iterator[Difference]:
    """For each role of these places: what is missing and what is too much, when anything is.

    The number of questions to the database is the same however many places are looked at.
    """
    follows, there = wanted(places), stored(places)
    for place in places:
        for role in roles_of(place.kind):
            name = place.group_name(role.key)
            if follows[name] != there[name]:
                missing, surplus = follows[name] - there[name], there[name] - follows[name]
                yield Difference(place, role, missing, surplus)


def project(place: Place) -> int:
    """Make the stored rows of a place equal to what follows; returns how many rows changed.

    A right given to a person by hand follows from nothing, and goes.
    """
    changed, _by_model = PlaceUserRight.objects.filter(content_object=place).delete()
    for found in differences([place]):
        group = role_group(place, found.role.key)
        for row in found.surplus:
            _change(group, place, row, add=False)
        for row in found.missing:
            _change(group, place, row, add=True)
        changed += len(found.missing) + len(found.surplus)
    return changed
