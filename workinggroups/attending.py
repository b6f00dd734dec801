"""Who is told of a meeting, who sees it and who answers for a city."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.permissions import Person, may, places_with
from workinggroups.models import Meeting, MeetingInvitation, Seat

ANSWERING = ("administrator", "approver")


def sees_meeting(user: Person, meeting: Meeting) -> bool:
    """Whether a person is of the group or of an invited city."""
    return Meeting.objects.visible_to(user).filter(pk=meeting.pk).exists()


def answers_for(user: User, meeting: Meeting, city: City) -> bool:
    """A city's administrator, approver or whoever speaks for it in the group answers for it.

    Nobody answers for a city that has paused or left.
    """
    if not city.is_member:
        return False
    if may(user, "administer", city) or may(user, "approve", city):
        return True
    seats = Seat.objects.in_force(clock.today())
    return seats.filter(group=meeting.group_id, city=city, user_id=user.pk).exists()


def answerable_by(user: User, meeting: Meeting) -> set[int]:
    """The cities for which a person answers, however many are invited; one query."""
    places = {*places_with(user, "administer"), *places_with(user, "approve")}
    seats = Seat.objects.in_force(clock.today()).filter(group=meeting.group_id, user_id=user.pk)
    cities = City.objects.members().filter(Q(place__in=places) | Q(seats__in=seats))
    return set(cities.values_list("pk", flat=True))


def answered_city(user: User, meeting: Meeting) -> City | None:
    """The city for which a person speaks of this meeting, if they speak for one."""
    if may(user, "post", meeting):
        return meeting.group.city_of(user)
    places = {*places_with(user, "administer"), *places_with(user, "approve")}
    invited = City.objects.members().filter(meeting_invitations__meeting=meeting)
    return invited.filter(place__in=places).first()


def told_of(meeting: Meeting) -> list[User]:
    """The group's people, and those who answer for the cities invited; each once, one query."""
    today = clock.today()
    places = Q(place=meeting.group.place_id) | Q(
        place__city__meeting_invitations__meeting=meeting, role__in=ANSWERING
    )
    held = Membership.objects.in_force(today).filter(places)
    return list(
        User.objects.filter(pk__in=held.values("user"), is_active=True, is_system=False).order_by(
            "pk"
        )
    )


def awaited_from(user: User) -> list[MeetingInvitation]:
    """Invitations to coming meetings that a person can answer and nobody has; one query."""
    cities = {*places_with(user, "administer"), *places_with(user, "approve")}
    seats = Seat.objects.in_force(clock.today()).filter(user_id=user.pk)
    return list(
        MeetingInvitation.objects.filter(
            Q(city__place__in=cities) | Q(city__seats__in=seats, meeting__group__seats__in=seats),
            answer="", meeting__state=Meeting.State.PLANNED, meeting__starts_at__gte=clock.now(),
        )
        .select_related("meeting__city", "meeting__group", "city")
        .order_by("meeting__starts_at", "pk").distinct()
    )  # fmt: skip


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now; nobody else changes it until the deed is done."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("group__place", "thread", "city").get(pk=meeting.pk)


def too_long(needed: int, meeting: Meeting) -> str:
    """The sentence that the agenda does not fit."""
    return _("The items take %(needed)d min together, the meeting has %(has)d.") % {
        "needed": needed,
        "has": meeting.minutes_long,
    }
