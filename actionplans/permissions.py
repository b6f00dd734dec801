"""Who decides for a city's plan: its approver, or its editor where the city has said so."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from actionplans.models import ActionPlan, Edition, Measure, Participation, ProgressUpdate
from cities.models import City
from coalition.models import User
from coalition.permissions import Person, may, places_with, require


def may_decide(user: Person, city: City | None) -> bool:
    """Whether a person adopts and approves for this city."""
    if city is None:
        return False
    return may(user, "approve", city) or (city.editor_may_approve and may(user, "edit", city))


def require_decision(user: User, city: City | None) -> None:
    """Refuse unless the person may adopt and approve for this city."""
    if not may_decide(user, city):
        raise PermissionDenied


def require_drafting(user: User, plan: ActionPlan) -> None:
    """Refuse unless the person may draft in this plan; a joint one: `verbs.agreeing`."""
    if not (plan.is_joint and user.is_system):
        require(user, "edit", plan)


def require_work(user: User, plan: ActionPlan) -> None:
    """Refuse unless the person drafts in this plan or decides on it."""
    if not may_decide(user, plan.city):
        require_drafting(user, plan)


def require_adoption(user: User, plan: ActionPlan) -> None:
    """Refuse unless the person may adopt this plan; a joint one takes the word of each city."""
    if not (plan.is_joint and user.is_system):
        require_decision(user, plan.city)


def require_participation(plan: ActionPlan, city: City) -> None:
    """Refuse unless the city has agreed to this joint plan and has not left it."""
    agreed = Participation.objects.filter(plan=plan, city=city).agreed()
    if not (plan.is_joint and agreed.exists()):
        raise PermissionDenied


def require_review(user: User) -> None:
    """Refuse unless the person reviews in at least one city; commands may."""
    if not (user.is_system or places_with(user, "review")):
        raise PermissionDenied


def may_open_report(user: Person, key: str) -> bool:
    """Whoever may read a report opens the files beside it."""
    return ProgressUpdate.objects.visible_to(user).filter(pk=key).exists()


def may_open_files(user: Person, key: str) -> bool:
    """Whoever sees the inside of a measure's place opens its files; public ones have own pages."""
    inside = Measure.objects.filter(plan__place__in=places_with(user, "see_inside"))
    return inside.filter(pk=key).exists()


def may_open_scan(user: Person, key: str) -> bool:
    """Whether a person may open the scan of an edition's act: the city's people, or everybody."""
    edition = Edition.objects.filter(pk=key).select_related("plan__place").first()
    if edition is None:
        return False
    if edition.shows_scan and Edition.objects.public().filter(pk=edition.pk).exists():
        return True
    return may(user, "see_inside", edition.plan)
