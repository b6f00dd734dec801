"""What chairs, secretaries and the secretariat do with a group as a whole."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import Membership, User
from coalition.models.journal import record
from coalition.text import tidy
from coalition.verbs import appoint, release
from workinggroups.models import WorkingGroup
from workinggroups.permissions import by_chair_or_secretariat, by_secretariat
from workinggroups.unfinished import unfinished_in


def _locked(group: WorkingGroup, by: User) -> WorkingGroup:
    """The group as it is now, for whoever looks after it; a city's team keeps its form."""
    if not (group.is_between_cities and by_chair_or_secretariat(by, group.place)):
        raise PermissionDenied
    return WorkingGroup.objects.select_for_update(of=("self",)).select_related("place").get(
        pk=group.pk
    )  # fmt: skip


def _said(words: dict[str, str]) -> dict[str, str]:
    return {lang: text for lang, said in words.items() if (text := tidy(said))}


@transaction.atomic
def describe_group(
    group: WorkingGroup,
    *,
    by: User,
    names: dict[str, str],
    mandate: dict[str, str],
    visibility: str,
) -> WorkingGroup:
    """Change a group's name, its mandate and who may know of it; languages not named stay."""
    fresh = _locked(group, by)
    if visibility == WorkingGroup.Visibility.CITY:
        raise ValidationError({"visibility": _("A group of several cities is not known to one.")})
    was = {"name": fresh.name, "visibility": fresh.visibility}
    fresh.names = _said({**fresh.names, **names})
    fresh.mandate = _said({**fresh.mandate, **mandate})
    fresh.visibility = visibility
    if not fresh.names.get("ru"):
        raise ValidationError({"names": _("A group needs its name in Russian.")})
    fresh.full_clean()
    fresh.save(update_fields=["names", "mandate", "visibility"])
    record("group.described", by=by, subject=fresh, place=fresh.place, was=was,
           became={"name": fresh.name, "visibility": fresh.visibility})  # fmt: skip
    return fresh


@transaction.atomic
def finish_group(group: WorkingGroup, *, by: User, closing: dict[str, str]) -> WorkingGroup:
    """End a group's work with a word on what came of it; everything stays readable.

    Cities that were asked or invited first hear how it ends: nobody could tell them afterwards.
    """
    fresh = _locked(group, by)
    if fresh.archived:
        return fresh
    if fresh.for_all_cities:
        raise ValidationError(_("This group belongs to all cities and goes on."))
    if unfinished_in(fresh).is_awaited:
        raise ValidationError(_("Cities still wait for decisions or meetings of this group."))
    words = _said(closing)
    if not words.get("ru"):
        raise ValidationError({"closing": _("Say in Russian what the group came to.")})
    fresh.archived, fresh.archived_on, fresh.closing = True, clock.today(), words
    fresh.full_clean()
    fresh.save(update_fields=["archived", "archived_on", "closing"])
    record("group.finished", by=by, subject=fresh, place=fresh.place)
    return fresh


@transaction.atomic
def resume_group(group: WorkingGroup, *, by: User) -> WorkingGroup:
    """Take up the work of a finished group again."""
    fresh = _locked(group, by)
    if fresh.archived:
        fresh.archived, fresh.archived_on, fresh.closing = False, None, {}
        fresh.save(update_fields=["archived", "archived_on", "closing"])
        record("group.resumed", by=by, subject=fresh, place=fresh.place)
    return fresh


@transaction.atomic
def hand_over_chair(group: WorkingGroup, *, by: User, user: User) -> Membership:
    """Name a person of the group its chair; who led it before stays a member.

    The secretariat does this, as it names every chair.
    """
    if not by_secretariat(by, group.place):
        raise PermissionDenied
    held = Membership.objects.filter(place=group.place).in_force(clock.today())
    if not held.filter(user=user).exclude(role__in=("guest", "observer")).exists():
        raise ValidationError({"user": _("The chair is one of the group's members.")})
    chair = appoint(user, by=by, place=group.place, role="chair")
    for former in held.filter(role="chair").exclude(user=user).select_related("user"):
        appoint(former.user, by=by, place=group.place, role="member")
        release(former, by=by)
    record("group.handed_over", by=by, subject=group, place=group.place, person=str(user))
    return chair
