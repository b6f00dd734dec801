"""Looking again at what a group recommended: on its day, and whenever the group wishes."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.permissions import require
from coalition.text import tidy
from workinggroups import decision_telling as telling
from workinggroups.models import Decision, DecisionReview, ThreadEvent
from workinggroups.verbs.threads import enter

State, Finding = Decision.State, DecisionReview.Finding


@transaction.atomic
def keep_decision(
    decision: Decision, *, by: User, words: str = "", review_on: date | None = None
) -> DecisionReview:
    """Find that a recommendation still holds, perhaps until it is looked at once more."""
    require(by, "moderate", decision)
    fresh = _in_force(decision)
    if review_on and review_on <= clock.today():
        raise ValidationError({"review_on": _("This day has passed.")})
    fresh.review_on, fresh.review_told_at = review_on, None
    fresh.save(update_fields=["review_on", "review_told_at"])
    review = DecisionReview(
        decision=fresh, finding=Finding.KEPT, words=tidy(words), review_on=review_on
    )
    return _recorded(review, by)


@transaction.atomic
def replace_decision(
    decision: Decision, *, by: User, new: Decision, words: str = ""
) -> DecisionReview:
    """Put a later decision of the same group in the place of a recommendation."""
    require(by, "moderate", decision)
    fresh = _in_force(decision, field="replaces")
    later = Decision.objects.filter(
        pk=new.pk, state=State.STATED, thread__group=fresh.group, outcome_at__gte=fresh.outcome_at
    ).exclude(pk=fresh.pk)
    if not later.exists():
        raise ValidationError({"new": _("Choose a later decision of this group, in force now.")})
    fresh.state, fresh.replaced_by = State.SUPERSEDED, new
    fresh.save(update_fields=["state", "replaced_by"])
    review = DecisionReview(
        decision=fresh, finding=Finding.CHANGED, words=tidy(words), replaced_by=new
    )
    return _recorded(review, by)


@transaction.atomic
def end_decision(decision: Decision, *, by: User, words: str) -> DecisionReview:
    """Say that a recommendation holds no more, and why; it stays in the register."""
    require(by, "moderate", decision)
    fresh = _in_force(decision)
    if not tidy(words):
        raise ValidationError({"words": _("Say in a few words why it holds no more.")})
    fresh.state = State.ENDED
    fresh.save(update_fields=["state"])
    return _recorded(DecisionReview(decision=fresh, finding=Finding.ENDED, words=tidy(words)), by)


def _in_force(decision: Decision, *, field: str = "") -> Decision:
    fresh = Decision.objects.locked(decision)
    if fresh.state != State.STATED:
        sentence = _("This decision is not in force in the group.")
        raise ValidationError({field: sentence} if field else sentence)
    return fresh


def _recorded(review: DecisionReview, by: User) -> DecisionReview:
    review.by, review.at = by, clock.now()
    review.full_clean()
    review.save()
    decision = review.decision
    enter(decision.thread, ThreadEvent.Kind.DECISION_OUTCOME, by=by, decision=decision.pk,
          review=review.finding)  # fmt: skip
    record("decision.reviewed", by=by, subject=decision, place=decision.group.place,
           finding=review.finding, words=review.words)  # fmt: skip
    telling.tell(decision, telling.REVIEWED, by=by, letters=(),
                 lines=telling.people_inside(decision.group))  # fmt: skip
    return review


@transaction.atomic
def tell_reviews(*, by: User) -> int:
    """On its day, tell the chair and the secretary that a recommendation is to be looked at."""
    if not by.is_system:
        raise PermissionDenied
    due = Decision.objects.to_review(clock.today()).filter(review_told_at=None)
    told = 0
    for one in due.filter(thread__group__archived=False):
        decision = Decision.objects.locked(one)
        if decision.review_told_at or not decision.is_under_review(clock.today()):
            continue
        decision.review_told_at = clock.now()
        decision.save(update_fields=["review_told_at"])
        leaders = telling.leaders(decision.group)
        telling.tell(decision, telling.REVIEW, by=None, lines=leaders, letters=leaders)
        told += 1
    return told
