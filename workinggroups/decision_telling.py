"""Who is told of a decision: a line in everybody's centre, a letter to those who answer for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from coalition import clock, notifications
from coalition.models import Membership, User
from workinggroups.letters import send
from workinggroups.models import Decision, Seat, Stance, WorkingGroup
from workinggroups.volumes import at_once

OPENED, CLOSING, CLOSED, OUTCOME = (
    "decision_opened", "decision_closing", "decision_closed", "decision_outcome",
)  # fmt: skip
ASKING = (OPENED, CLOSING)
CUT_SHORT = (Decision.Result.BROKEN, Decision.Result.WITHDRAWN)  # nobody need answer any more
REVIEW, REVIEWED, STATEMENT = "decision_review", "decision_reviewed", "decision_statement"


def seats_of(group: WorkingGroup) -> list[Seat]:
    """Those who speak for their cities in a group today, principals before alternates."""
    rows = Seat.objects.in_force(clock.today()).filter(group=group)
    return list(rows.select_related("city", "user"))


def people_inside(group: WorkingGroup, *roles: str) -> list[User]:
    """The people of a group today; with roles named, those who have one of them."""
    held = Membership.objects.filter(place=group.place_id).in_force(clock.today())
    if roles:
        held = held.filter(role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True))


def leaders(group: WorkingGroup) -> list[User]:
    """Who leads a group: its chair and its secretary."""
    return people_inside(group, "chair", "secretary")


def answerers(group: WorkingGroup) -> list[User]:
    """Who answers for decisions: the voices of the cities, the chair and the secretary."""
    found = {seat.user_id: seat.user for seat in seats_of(group) if seat.user.is_active}
    return list({**found, **{one.pk: one for one in leaders(group)}}
                .values())  # fmt: skip


def breaking(decision: Decision) -> Stance | None:
    """What was said against a text under silence, by whom and when."""
    if decision.broken_by_id is None:
        return None
    said = decision.stances.standing().filter(city=decision.broken_by_id)
    return said.select_related("user", "city").last()


def tell(
    decision: Decision,
    kind: str,
    *,
    by: User | None,
    lines: Collection[User],
    letters: Collection[User],
    **more: Any,
) -> None:
    """A line for some, and a letter for those of `letters` whom it reaches at the level they chose.

    Whoever hears everything of the group gets the letter too, but a reminder goes to those it
    names alone. While cities are asked, a summary in the morning is no reason to wait.
    """
    thread, path = decision.thread, f"/work/decisions/{decision.pk}/"
    subject = f"decision:{decision.pk}"
    notifications.notify(
        lines, kind, place=thread.group.place, subject=subject, path=path, by=by,
        thread=thread.pk, question=decision.name, result=decision.result,
        number=decision.number,
    )  # fmt: skip
    asks = kind in ASKING or decision.result in CUT_SHORT or decision.awaits_announcement
    wanted = at_once(thread, letters, by=by, voices=asks, others=kind not in (CLOSING, REVIEW))
    send(thread, kind, wanted, kind=kind, subject=subject, decision=decision, path=path, **more)
