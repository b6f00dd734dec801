"""Who is told of a decision: a line in everybody's centre, a letter to those who answer for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition import clock, notifications
from coalition.letters import post_letter
from coalition.models import Membership, User
from workinggroups.models import Decision, Seat, WorkingGroup

OPENED, CLOSING, CLOSED, OUTCOME = (
    "decision_opened", "decision_closing", "decision_closed", "decision_outcome",
)  # fmt: skip


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
    lines: Iterable[User],
    letters: Iterable[User],
    **more: Any,
) -> None:
    """A line for some and a letter for some, each in their own language; never to `by`."""
    group, path = decision.thread.group, f"/work/decisions/{decision.pk}/"
    notifications.notify(
        lines, kind, place=group.place, subject=f"decision:{decision.pk}", path=path, by=by,
        question=decision.question, result=decision.result, number=decision.number,
    )  # fmt: skip
    for reader in letters:
        if by is None or reader.pk != by.pk:
            post_letter(
                reader.email, kind, language=reader.language, decision=decision, group=group,
                path=path, **more,
            )  # fmt: skip


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
