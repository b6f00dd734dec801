"""Rights as stored rows: what follows from memberships, what is there, and how to make them equal.

A row is a tuple: ("member", user id), ("right", codename), ("page", page id, codename),
("collection", collection id, codename) or ("cms",), each in the group of one role of one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import Group, Permission
from guardian.shortcuts import assign_perm, remove_perm
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from coalition import clock
from coalition.models import Membership, Place, PlaceGroupRight, PlaceUserRight
from coalition.models.places import role_group
from coalition.roles import Role, roles_of

Row = tuple[str | int, ...]

APP_OF = {"page": "wagtailcore", "image": "wagtailimages", "document": "wagtaildocs"}


def wanted(place: Place, role: Role) -> set[Row]:
    """The rows that follow from today's memberships."""
    rows: set[Row] = {("right", right) for right in role.rights}
    members = Membership.objects.filter(place=place, role=role.key).in_force(clock.today())
    rows |= {("member", user) for user in members.values_list("user_id", flat=True)}
    grants = role.grants(place)
    rows |= {("page", *pair) for pair in grants.pages}
    rows |= {("collection", *pair) for pair in grants.collections}
    if grants.enters_cms:
        rows.add(("cms",))
    return rows


def stored(place: Place, group: Group) -> set[Row]:
    """The rows that are in the database."""
    rows: set[Row] = {("member", user) for user in group.user_set.values_list("pk", flat=True)}
    rights = PlaceGroupRight.objects.filter(group=group, content_object=place)
    rows |= {("right", code) for code in rights.values_list("permission__codename", flat=True)}
    pages = GroupPagePermission.objects.filter(group=group)
    rows |= {("page", *pair) for pair in pages.values_list("page_id", "permission__codename")}
    kept = GroupCollectionPermission.objects.filter(group=group)
    rows |= {
        ("collection", *pair) for pair in kept.values_list("collection_id", "permission__codename")
    }
    rows |= {
        ("cms",) if code == "access_admin" else ("unexpected", code)
        for code in group.permissions.values_list("codename", flat=True)
    }
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
    elif kind in ("page", "collection"):
        model = GroupPagePermission if kind == "page" else GroupCollectionPermission
        match = {"group": group, f"{kind}_id": row[1], "permission": permission(str(row[2]))}
        model.objects.get_or_create(**match) if add else model.objects.filter(**match).delete()
    elif kind == "cms":
        (group.permissions.add if add else group.permissions.remove)(permission("access_admin"))
    else:
        group.permissions.remove(*group.permissions.filter(codename=row[1]))


def differences(place: Place) -> Iterator[tuple[Role, Group, set[Row], set[Row]]]:
    """For each role of a place: what is missing and what is too much, when anything is."""
    for role in roles_of(place.kind):
        group = role_group(place, role.key)
        follows, there = wanted(place, role), stored(place, group)
        if follows != there:
            yield role, group, follows - there, there - follows


def project(place: Place) -> int:
    """Make the stored rows of a place equal to what follows; returns how many rows changed.

    A right given to a person by hand follows from nothing, and goes.
    """
    changed, _by_model = PlaceUserRight.objects.filter(content_object=place).delete()
    for _role, group, missing, surplus in differences(place):
        for row in surplus:
            _change(group, place, row, add=False)
        for row in missing:
            _change(group, place, row, add=True)
        changed += len(missing) + len(surplus)
    return changed
