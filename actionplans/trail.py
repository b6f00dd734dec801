"""The way back from the pages of plans."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import ActionPlan
from cities.templatetags.cities import city_url
from coalition.templatetags.site import page_at

Crumbs = list[tuple[str, str | None]]


def crumbs_of(plan: ActionPlan, *, last: str, under: str = "") -> Crumbs:
    """The way down to a plan, or to what stands `under` its address; needs `city` selected."""
    trail: Crumbs = [(_("Home"), page_at())]
    if plan.city is None:
        trail.append((_("Action plans"), reverse("plans")))
    else:
        trail += [(_("Cities"), page_at("cities")), (plan.city.name, city_url(plan.city))]
    if under:
        trail.append((_("Action plan") if plan.city else plan.say("title"), under))
    return [*trail, (last, None)]
