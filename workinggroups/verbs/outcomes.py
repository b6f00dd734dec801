"""What a group makes of a closed decision: its outcome in the register, and on to the cities."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups import decision_telling as telling
from workinggroups.announcing import check_meeting
from workinggroups.models import Decision, Meeting, ThreadEvent, WorkingGroup
from workinggroups.signals import decision_offered
from workinggroups.verbs.reviews import replace_decision
from workinggroups.verbs.threads import enter

State = Decision.State


@transaction.atomic
def state_outcome(
    decision: Decision,
    *,
    by: User,
    words: str,
    review_on: date | None = None,
    replaces: Decision | None = None,
) -> Decision:
    """Say what the group concluded; the decision gets its number in the register and keeps it.

    `replaces` is an earlier decision of the group that this one takes the place of. What silence
    has adopted waits for its announcement.
    """
    require(by, "moderate", decision)
    fresh = _to_state(decision)
    if fresh.mode == Decision.Mode.SILENCE:
        raise ValidationError(_("What silence adopted gets its number once it is announced."))
    return _stated(fresh, by=by, words=words, review_on=review_on, replaces=replaces)


@transaction.atomic
def announce_decision(  # noqa: PLR0913 -- an outcome, and when and where it was announced
    decision: Decision,
    *,
    by: User,
    words: str,
    announced_on: date,
    meeting: Meeting | None = None,
    title: str = "",
    review_on: date | None = None,
    replaces: Decision | None = None,
) -> Decision:
    """Note that a text adopted by silence was announced at a meeting: only now it has its number.

    Its temporary title may give way to the final one.
    """
    require(by, "moderate", decision)
    fresh = _to_state(decision)
    if not fresh.awaits_announcement:
        raise ValidationError(_("Only what silence has adopted is announced."))
    closed_on = timezone.localdate(fresh.closed_at)
    if not closed_on <= announced_on <= clock.today():
        raise ValidationError(
            {"announced_on": _("A day from the adoption until today is needed here.")}
        )
    if meeting is not None:
        check_meeting(meeting, "meeting", group=fresh.group)
    fresh.announced_on, fresh.announced_meeting = announced_on, meeting
    fresh.title = tidy(title)[:200]
    return _stated(fresh, by=by, words=words, review_on=review_on, replaces=replaces)


def _to_state(decision: Decision) -> Decision:
    """The locked decision whose outcome is awaited; before it the lock of its group's numbers.

    In this order, since one that is replaced is locked too, with a thread of its own.
    """
    Place.objects.select_for_update().get(pk=decision.place_id)  # one number at a time
    fresh = Decision.objects.locked(decision)
    if not fresh.awaits_outcome:
        raise ValidationError(_("An outcome is stated once, after the decision is closed."))
    return fresh


def _stated(
    fresh: Decision, *, by: User, words: str, review_on: date | None, replaces: Decision | None
) -> Decision:
    group, words = fresh.group, tidy(words)
    if not words:
        raise ValidationError({"words": _("Say in a few sentences what the group concluded.")})
    if review_on and review_on <= clock.today():
        raise ValidationError({"review_on": _("This day has passed.")})
    fresh.number = _next_number(group)
    fresh.outcome, fresh.outcome_by, fresh.outcome_at = words, by, clock.now()
    fresh.review_on, fresh.state = review_on, State.STATED
    fresh.full_clean()
    fresh.save()
    if replaces is not None:
        replace_decision(replaces, by=by, new=fresh)
    enter(fresh.thread, ThreadEvent.Kind.DECISION_OUTCOME, by=by, decision=fresh.pk)
    record(
        "decision.outcome", by=by, subject=fresh, place=group.place, number=fresh.number,
        review_on=str(review_on or ""), replaces=replaces.number if replaces else "",
    )  # fmt: skip
    telling.tell(fresh, telling.OUTCOME, by=by, lines=telling.people_inside(group),
                 letters=telling.answerers(group))  # fmt: skip
    return fresh


def _next_number(group: WorkingGroup) -> str:
    """The number after the last one of this group and year: РГ-7/2026-02."""
    stem = f"РГ-{group.pk}/{clock.today().year}-"
    used = Decision.objects.filter(number__startswith=stem).values_list("number", flat=True)
    last = max((int(number.removeprefix(stem)) for number in used), default=0)
    return f"{stem}{last + 1:02d}"


@transaction.atomic
def show_outcome(decision: Decision, *, by: User, is_public: bool) -> Decision:
    """Show an outcome on the group's public page, or take it back from there."""
    require(by, "moderate", decision)
    fresh = Decision.objects.locked(decision)
    if is_public and not (fresh.is_stated and fresh.thread.group.is_listed):
        raise ValidationError(
            _("Only a stated outcome of a group with a public page can be shown to everybody.")
        )
    if fresh.is_public != is_public:
        fresh.is_public = is_public
        fresh.save(update_fields=["is_public"])
        record("decision.shown" if is_public else "decision.hidden", by=by, subject=fresh,
               place=fresh.thread.group.place)  # fmt: skip
    return fresh


@transaction.atomic
def offer_to_cities(  # noqa: PLR0913 -- a recommendation and what a measure of it could be
    decision: Decision,
    *,
    by: User,
    text: str,
    measure_title: str = "",
    office: str = "",
    due_on: date | None = None,
) -> Decision:
    """Send an adopted recommendation to the cities of the group, as a proposal and no more.

    It comes into each city's inbox; whether anything becomes of it, the city decides.
    """
    require(by, "moderate", decision)
    fresh = Decision.objects.locked(decision)
    if fresh.group.kind == WorkingGroup.Kind.CONSULTATION:
        raise ValidationError(
            _("What is said in a consultation stays with the cities that are named in it.")
        )
    if not (fresh.is_adopted and fresh.state == State.STATED):
        raise ValidationError(_("Only an adopted recommendation in force goes to the cities."))
    if fresh.offered_at:
        raise ValidationError(_("This recommendation has been sent to the cities already."))
    if not tidy(text):
        raise ValidationError({"text": _("Write a few words.")})
    if due_on and due_on <= clock.today():
        raise ValidationError({"due_on": _("This day has passed.")})
    fresh.offered_at = clock.now()
    fresh.save(update_fields=["offered_at"])
    cities = list(fresh.thread.group.cities.members().select_related("place"))
    decision_offered.send(
        sender=Decision, decision=fresh, by=by, cities=cities, text=tidy(text),
        measure_title=tidy(measure_title)[:400], office=tidy(office)[:300], due_on=due_on,
    )  # fmt: skip
    enter(fresh.thread, ThreadEvent.Kind.DECISION_OUTCOME, by=by, decision=fresh.pk, offered=True)
    record("decision.offered", by=by, subject=fresh, place=fresh.thread.group.place,
           cities=[city.slug for city in cities])  # fmt: skip
    return fresh
