"""Coming together in a joint plan: a city proposes, each named city says its own word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from actionplans.concord import participants, takes_part
from actionplans.figures import keep, keep_plan
from actionplans.laying import end_coordination, leave_part
from actionplans.models import (
    ActionPlan,
    Contribution,
    MeasureDraft,
    PartDraft,
    Participation,
)
from actionplans.permissions import require_decision, require_participation
from actionplans.verbs.adoption import freeze
from actionplans.verbs.drafts import decide
from actionplans.verbs.plans import Heading, begin_plan
from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.text import tidy

State = Participation.State
NO_ACT = {"act_kind": "", "act_number": "", "act_signatory": ""}


def tell(
    cities: Iterable[City], deed: str, /, *, by: User, subject: models.Model, **details: Any
) -> None:
    """A line in the journal of every city concerned; needs `place` selected."""
    for city in cities:
        record(deed, by=by, subject=subject, place=city.place, **details)


@transaction.atomic
def propose_joint_plan(  # noqa: PLR0913 -- a plan has a title, a period, cities and headings
    city: City,
    *,
    by: User,
    title: str,
    cities: Iterable[City],
    period: tuple[date, date],
    proposal: str = "",
    title_en: str = "",
    slug: str = "",
    headings: Iterable[Heading] | None = None,
    is_example: bool = False,
) -> ActionPlan:
    """Begin a joint plan and ask other cities to take part; none does without its own word."""
    require_decision(by, city)
    if not tidy(title):
        raise ValidationError({"title": _("Say what the plan is called.")})
    named = [one for one in cities if one.pk != city.pk]
    if not named:
        raise ValidationError({"cities": _("Choose at least one other city.")})
    if period[1] < period[0]:
        raise ValidationError({"period_end": _("The plan ends before it begins.")})
    plan = begin_plan(None, by=by, title=title, title_en=title_en, slug=slug, period=period,
                      kind="joint", headings=headings, is_example=is_example)  # fmt: skip
    now = clock.now()
    Participation.objects.create(plan=plan, city=city, state=State.AGREED, proposed_by=by,
                                 proposed_by_city=city, proposed_at=now, answered_by=by,
                                 answered_at=now)  # fmt: skip
    for other in named:
        _ask(plan, other, by, city, proposal)
    tell([city, *named], "joint.proposed", by=by, subject=plan, city=city.name,
         cities=", ".join(one.name for one in named))  # fmt: skip
    return plan


@transaction.atomic
def invite_city(
    plan: ActionPlan, other: City, *, city: City, by: User, proposal: str = ""
) -> Participation:
    """Ask one more city to take part, or once more one that did not agree or has left."""
    require_decision(by, city)
    require_participation(plan, city)
    plan = ActionPlan.objects.locked(plan)
    known = plan.participations.filter(city=other).first()  # type: ignore[attr-defined]
    if known and known.state in (State.PROPOSED, State.AGREED):
        raise ValidationError(_("This city takes part already, or has been asked."))
    asked = _ask(plan, other, by, city, proposal)
    tell([*participants(plan), other], "joint.proposed", by=by, subject=plan, city=city.name,
         cities=other.name)  # fmt: skip
    return asked


def _ask(plan: ActionPlan, other: City, by: User, city: City, proposal: str) -> Participation:
    if other.status != City.Status.MEMBER:
        raise ValidationError({"cities": _("Only cities of the Coalition take part.")})
    asked, _new = Participation.objects.update_or_create(
        plan=plan,
        city=other,
        defaults={
            "state": State.PROPOSED, "proposed_by": by, "proposed_by_city": city,
            "proposed_at": clock.now(), "proposal": tidy(proposal), "answered_by": None,
            "answered_at": None, "left_on": None, "note": "", "act_kind": "", "act_number": "",
            "act_date": None,
        },
    )  # fmt: skip
    return asked


@transaction.atomic
def answer_proposal(  # noqa: PLR0913 -- a word has a note, and an act where there is one
    asked: Participation,
    *,
    by: User,
    agrees: bool,
    note: str = "",
    act_kind: str = "",
    act_number: str = "",
    act_date: date | None = None,
) -> Participation:
    """Say the city's word on a joint plan: it takes part, or it does not."""
    require_decision(by, asked.city)
    plan = ActionPlan.objects.locked(asked.plan)
    asked = plan.participations.select_related("city__place").get(pk=asked.pk)  # type: ignore[attr-defined]
    if asked.state != State.PROPOSED:
        raise ValidationError(_("The city has already given its word. Look at the plan."))
    if act_date and act_date > clock.today():
        raise ValidationError({"act_date": _("The act is dated after today.")})
    asked.state = State.AGREED if agrees else State.NOT_AGREED
    asked.answered_by, asked.answered_at, asked.note = by, clock.now(), tidy(note)
    asked.act_kind, asked.act_number, asked.act_date = tidy(act_kind), tidy(act_number), act_date
    asked.save()
    cities = {one.pk: one for one in (*participants(plan), asked.city)}
    tell(cities.values(), "joint.agreed" if agrees else "joint.not_agreed", by=by, subject=plan,
         city=asked.city.name, note=asked.note)  # fmt: skip
    return asked


@transaction.atomic
def leave_plan(plan: ActionPlan, city: City, *, by: User, reason: str = "") -> Participation:
    """Leave a joint plan at any time; what the city did stays as history, marked as such."""
    require_decision(by, city)
    return _leave_plan(plan, city, by, reason)


@transaction.atomic
def leave_all_plans(city: City, *, by: User, reason: str) -> int:
    """A city that leaves the Coalition leaves its joint plans too; returns how many."""
    if not by.is_system:
        raise PermissionDenied
    agreed = Participation.objects.filter(city=city).agreed().select_related("plan__place")
    for one in agreed:
        _leave_plan(one.plan, city, by, reason)
    return len(agreed)


def _leave_plan(plan: ActionPlan, city: City, by: User, reason: str) -> Participation:
    require_participation(plan, city)
    plan, cities = ActionPlan.objects.locked(plan), participants(plan)
    parts = Contribution.objects.filter(measure__plan=plan, city=city).standing()
    had_parts = _leave(parts.select_related("measure"), by)
    _strip_drafts(plan, city, by)
    asked = plan.participations.select_related("city__place").get(city=city)  # type: ignore[attr-defined]
    asked.state, asked.left_on, asked.note = State.LEFT, clock.today(), tidy(reason)
    asked.answered_by, asked.answered_at = by, clock.now()
    asked.save()
    tell(cities, "joint.left", by=by, subject=plan, city=city.name, reason=asked.note)
    _keep_after_leaving(plan, city, by, had_parts=had_parts)
    return asked


@transaction.atomic
def leave_measure(part: Contribution, *, by: User, reason: str = "") -> Contribution:
    """Leave one joint measure; the city goes on in the others of the plan."""
    require_decision(by, part.city)
    plan = ActionPlan.objects.locked(part.measure.plan)
    if not plan.is_joint or part.left_on or not takes_part(plan, part.city):
        raise ValidationError(_("The city does not take part in this measure."))
    standing = Contribution.objects.filter(measure=part.measure).standing()
    cities = list(City.objects.filter(pk__in=standing.values("city")).select_related("place"))
    _leave(standing.filter(pk=part.pk).select_related("measure"), by)
    _strip_drafts(plan, part.city, by, measure=part.measure_id)
    tell(cities, "joint.left_measure", by=by, subject=part.measure, city=part.city.name,
         reason=tidy(reason))  # fmt: skip
    _keep_after_leaving(plan, part.city, by, had_parts=True)
    part.refresh_from_db(fields=["left_on", "version"])
    return part


def _leave(parts: Iterable[Contribution], by: User) -> bool:
    """Mark the parts, end the city's coordination, take its own waiting drafts back."""
    left = list(parts)
    for part in left:
        leave_part(part, clock.today())
        end_coordination(part.measure, part.city)
    PartDraft.objects.filter(contribution__in=left).waiting().update(
        state=PartDraft.State.WITHDRAWN, decided_by=by, decided_at=clock.now()
    )
    return bool(left)


def _strip_drafts(plan: ActionPlan, city: City, by: User, measure: int | None = None) -> None:
    """Waiting drafts no longer name the city; what others said of them they say anew."""
    rows = plan.drafts.filter(state__in=("open", "returned"))
    if measure is not None:
        rows = rows.filter(measure=measure)
    for draft in rows.select_related("measure"):
        patch = dict(draft.patch)
        if city.slug in patch.get("cities", ()):
            patch["cities"] = [slug for slug in patch["cities"] if slug != city.slug]
        if patch.get("coordinator") == city.slug:
            patch.pop("coordinator")
            patch.pop("coordinator_until", None)
        if draft.city_id == city.pk or not patch or patch.get("cities") == []:
            decide(draft, MeasureDraft.State.WITHDRAWN, by=by)
        elif patch != draft.patch:
            draft.patch, draft.version = patch, draft.version + 1
            draft.save(update_fields=["patch", "version"])


def _keep_after_leaving(plan: ActionPlan, city: City, by: User, *, had_parts: bool) -> None:
    if plan.edition and had_parts:
        freeze(plan, by=by, act=dict(NO_ACT), adopted_on=clock.today())
        keep_plan(plan)
    keep(city)
