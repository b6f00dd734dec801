"""What a city's person has in the plan, for whoever takes it over."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplans.models import Contribution, MeasureDraft, MeasureWatch, PartDraft, PlanImport
from coalition.handover import Held
from coalition.models import Place, User

WAITING = (MeasureDraft.State.OPEN, MeasureDraft.State.RETURNED)
UNDER_WAY = (PlanImport.State.READING, PlanImport.State.READY)


def drafts_of(place: Place, person: User) -> QuerySet[MeasureDraft]:
    """Changes of the city's own measures that wait and were proposed by this person."""
    mine = MeasureDraft.objects.filter(by=person, state__in=WAITING, plan__place=place)
    return mine.select_related("measure", "plan").order_by("pk")


def parts_of(place: Place, person: User) -> QuerySet[PartDraft]:
    """The same for the city's part of joint measures."""
    mine = PartDraft.objects.filter(by=person, state__in=WAITING)
    return mine.filter(contribution__city__place=place).select_related("contribution__measure")


def imports_of(place: Place, person: User) -> QuerySet[PlanImport]:
    """Files with a plan that this person brought and that wait."""
    return PlanImport.objects.filter(by=person, city__place=place, state__in=UNDER_WAY)


def watches_of(place: Place, person: User) -> QuerySet[MeasureWatch]:
    """Measures of the city on the person's own list."""
    mine = MeasureWatch.objects.filter(user=person, contribution__city__place=place)
    return mine.select_related("contribution__measure")


def held_in_plans(place: Place, person: User) -> list[Held]:
    """Drafts, files, the own list of measures, and measures that name the person in words."""
    if place.kind != Place.Kind.CITY:
        return []
    approve = reverse("approve", args=[place.key])
    drafts = [
        (str(one.measure or one.patch.get("title", "")), approve)
        for one in drafts_of(place, person)
    ]
    drafts += [(str(one.contribution.measure), approve) for one in parts_of(place, person)]
    return [
        Held(_("Drafts that wait"), drafts),
        Held(_("Files with a plan, not accepted yet"),
             [(one.name, reverse("import_state", args=[place.key, one.pk]))
              for one in imports_of(place, person)]),
        Held(_("Own list of measures"),
             [(str(one.contribution.measure), "") for one in watches_of(place, person)]),
        Held(_("Named in measures"), _named(place, person), moves=False,
             note=_("The names stand in the plan; an editor changes them by a draft.")),
    ]  # fmt: skip


def _named(place: Place, person: User) -> list[tuple[str, str]]:
    """Measures whose leading person is this one, in words."""
    name = person.get_full_name()
    if not name:
        return []
    found = Contribution.objects.filter(city__place=place, lead__icontains=name)
    return [(str(one.measure), "") for one in found.select_related("measure")]
