"""Opening groups and letting people in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may, require
from coalition.projection import project
from coalition.text import tidy
from coalition.verbs import appoint, read_lines
from workinggroups.events import person
from workinggroups.models import JoinRequest, WorkingGroup
from workinggroups.permissions import by_chair_or_secretariat

KEPT = ("team-", "consultation-")  # addresses under which the platform opens groups


@transaction.atomic
def open_group(slug: str, *, by: User, cities: Iterable[City] = (), **fields: Any) -> WorkingGroup:
    """Open a working group with its place, rights and seats of cities.

    The secretariat does this, but not where a city's own team or a consultation will be: whoever
    leads a group that waits there would read what is not theirs. A group that is there already
    keeps what its people made of it and gains the seats that are missing; a group of all cities
    has a seat for each.
    """
    if not by.is_system:
        require(by, "administer", Place.coalition())
    group = WorkingGroup.objects.filter(slug=slug).first()
    if not by.is_system and (group is not None or slug.startswith(KEPT)):
        raise ValidationError({"slug": _("This address is taken. Choose another.")})
    if group is None:
        place, _new = Place.objects.get_or_create(kind=Place.Kind.GROUP, key=slug)
        group = WorkingGroup(slug=slug, place=place, **fields)
        group.full_clean()
        group.save()
        record("group.opened", by=by, subject=group, place=place, kind=group.kind)
    seats = City.objects.members() if group.for_all_cities else cities
    own = group.kind == WorkingGroup.Kind.CITY_TEAM  # a team stays that of its city
    group.cities.add(*(city for city in seats if own or city.is_member))
    project(group.place)
    return group


@transaction.atomic
def ask_to_join(group: WorkingGroup, *, by: User, words: str = "") -> JoinRequest:
    """Ask the chair of a group to be let in; asked twice, the first request stands.

    Only groups with a public page are asked: of the others nobody outside knows.
    """
    if not group.is_listed or group.archived:
        raise PermissionDenied
    if may(by, "see_inside", group):
        raise ValidationError(_("You are already in this group."))
    request, new = JoinRequest.objects.get_or_create(
        group=group, user=by, answered_at=None, defaults={"words": words}
    )
    if new:
        answerers, city = _answerers(group), group.city_of(by)
        notify(
            answerers, "join_request", place=None, subject=f"requests:{group.slug}", by=by,
            path=f"/work/groups/{group.slug}/people/", who=person(by)["name"], group=group.names,
            city=city.names if city else {},
        )  # fmt: skip
        for reader in answerers:
            post_letter(
                reader.email,
                "join_request",
                language=reader.language,
                group=group,
                person=by,
                city=city,
                words=words,
                path=f"/work/groups/{group.slug}/people/",
            )
        record("group.asked_to_join", by=by, subject=group, place=group.place)
    return request


def _answerers(group: WorkingGroup) -> list[User]:
    """Whom a request reaches: the chairs, or the secretariat while there are none."""
    today = clock.today()
    for place, role in ((group.place, "chair"), (Place.coalition(), "secretariat")):
        held = Membership.objects.filter(place=place, role=role).in_force(today)
        if found := [membership.user for membership in held.select_related("user")]:
            return found
    return []


@transaction.atomic
def answer_request(
    request: JoinRequest, *, by: User, accepted: bool, words: str = ""
) -> JoinRequest:
    """Let a person into the group, or not, with a word; either way they get a letter."""
    if not by_chair_or_secretariat(by, request.group.place):
        raise PermissionDenied
    request = (
        JoinRequest.objects.select_for_update(of=("self",))
        .select_related("group__place", "user")
        .get(pk=request.pk)
    )
    if request.answered_at:
        return request
    if accepted and request.group.archived:
        raise ValidationError(_("The group has finished its work; it can only be read."))
    request.answered_at, request.answered_by, request.accepted = clock.now(), by, accepted
    request.answer = tidy(words)
    request.full_clean()
    request.save(update_fields=["answered_at", "answered_by", "accepted", "answer"])
    if accepted:
        appoint(request.user, by=by, place=request.group.place, role="member")
    _tell_answer(request, by=by)
    record(
        "group.answered", by=by, subject=request.group, place=request.group.place,
        person=str(request.user), accepted=accepted,
    )  # fmt: skip
    return request


def _tell_answer(request: JoinRequest, *, by: User) -> None:
    """The answer by letter and as a line; the request is read by whoever answered."""
    slug = request.group.slug
    path = f"/work/groups/{slug}/" if request.accepted else f"/groups/{slug}/"
    notify([request.user], "join_answer", place=None, subject=f"group:{slug}", path=path, by=by,
           group=request.group.names, accepted=request.accepted)  # fmt: skip
    if not request.group.requests.filter(answered_at=None).exists():
        read_lines(by=by, subject=f"requests:{slug}")
    post_letter(
        request.user.email,
        "join_answer",
        language=request.user.language,
        group=request.group,
        accepted=request.accepted,
        words=request.answer,
        path=path,
    )


@transaction.atomic
def take_back_request(request: JoinRequest, *, by: User) -> JoinRequest:
    """Ask no more to be let in, while nobody has answered."""
    if request.user_id != by.pk:
        raise PermissionDenied
    asked = JoinRequest.objects.select_for_update(of=("self",)).select_related("group__place")
    request = asked.get(pk=request.pk)
    if request.answered_at:
        return request
    request.answered_at, request.answered_by = clock.now(), by
    request.save(update_fields=["answered_at", "answered_by"])
    record("group.request_taken_back", by=by, subject=request.group, place=request.group.place)
    return request
