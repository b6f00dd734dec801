"""Who is told of a decision: a line in everybody's centre, a letter to those who answer for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition import clock, notifications
from coalition.models import Membership, User
from workinggroups.letters import send
from workinggroups.models import Decision, Seat, WorkingGroup
from workinggroups.volumes import at_once

OPENED, CLOSING, CLOSED, OUTCOME = (
    "decision_opened", "decision_closing", "decision_closed", "decision_outcome",
)  # fmt: skip
ASKING = (OPENED, CLOSING)
CUT_SHORT = (Decision.Result.BROKEN, Decision.Result.WITHDRAWN)  # nobody need answer any more


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


def answerers(group: WorkingGroup) -> list[User]:
    """Who answers for decisions: the voices of the cities, the chair and the secretary."""
    found = {seat.user_id: seat.user for seat in seats_of(group) if seat.user.is_active}
    return list({**found, **{one.pk: one for one in people_inside(group, "chair", "secretary")}}
                .values())  # fmt: skip


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

    Whoever hears everything of the group gets the letter too, but the last reminder goes to those
    it names alone. While cities are asked, a summary in the morning is no reason to wait.
    """
    thread, path = decision.thread, f"/work/decisions/{decision.pk}/"
    subject = f"decision:{decision.pk}"
    notifications.notify(
        lines, kind, place=thread.group.place, subject=subject, path=path, by=by,
        thread=thread.pk, question=decision.question, result=decision.result,
        number=decision.number,
    )  # fmt: skip
    asks = kind in ASKING or decision.result in CUT_SHORT
    wanted = at_once(thread, letters, by=by, voices=asks, others=kind != CLOSING)
    send(thread, kind, wanted, kind=kind, subject=subject, decision=decision, path=path, **more)


def register_news() -> None:
    """The kinds of news that decisions make."""

    def opened(details: dict[str, Any], count: int) -> str:
        if count == 1:
            return _("Your group is asked to decide: %(question)s") % details
        return ngettext(
            "Decision changed %(count)d time: %(question)s",
            "Decision changed %(count)d times: %(question)s",
            count - 1,
        ) % {**details, "count": count - 1}

    def closing(details: dict[str, Any], count: int) -> str:
        return _("One day is left to state your city's position: %(question)s") % details

    def closed(details: dict[str, Any], count: int) -> str:
        result = str(dict(Decision.Result.choices).get(details["result"], ""))
        return _("%(question)s: %(result)s") % {**details, "result": result}

    def outcome(details: dict[str, Any], count: int) -> str:
        return _("Outcome %(number)s: %(question)s") % details

    def consulting(details: dict[str, Any], count: int) -> str:
        return _("Consultation: %(question)s") % details

    def consulted(details: dict[str, Any], count: int) -> str:
        return _("Consultation ended: %(question)s") % details

    notifications.register(OPENED, gettext_lazy("a decision is opened or changed"), opened)
    notifications.register(CLOSING, gettext_lazy("a decision closes in a day"), closing)
    notifications.register(CLOSED, gettext_lazy("a decision is closed"), closed)
    notifications.register(OUTCOME, gettext_lazy("the outcome of a decision"), outcome)
    notifications.register(
        "consultation_opened", gettext_lazy("a consultation is opened"), consulting
    )
    notifications.register(
        "consultation_ended", gettext_lazy("a consultation has ended"), consulted
    )
