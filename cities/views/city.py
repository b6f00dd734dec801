"""The pages on which a city's people look after their city: facts, journal, switches."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cities import verbs
from cities.forms.belonging import JournalFilter
from cities.forms.city import FactForm, SwitchesForm
from cities.journal_files import actors_of, entries_of
from cities.models import City, CityFact
from coalition.http import SignedInRequest, page_mark, workspace
from coalition.permissions import may, require

JOURNAL_PAGE = 50


def city_inside(request: SignedInRequest, slug: str) -> City:
    """The city whose inside this person may see; 404 otherwise, as if there were none."""
    city = get_object_or_404(City.objects.select_related("place"), slug=slug)
    if not may(request.user, "see_inside", city):
        raise Http404
    return city


@workspace
def facts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What others say of the city, for the city to confirm or decline."""
    city = city_inside(request, slug)
    return render(
        request,
        "cities/facts.html",
        {
            "city": city,
            "facts": city.facts.all(),
            "may_approve": may(request.user, "approve", city),
            "may_administer": may(request.user, "administer", city),
        },
    )


@workspace
def decide_fact(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm one fact, corrected if need be, or decline it."""
    city = city_inside(request, slug)
    fact = get_object_or_404(CityFact, pk=pk, city=city)
    require(request.user, "approve", city)
    form = FactForm(
        request.POST or None,
        initial={"value": fact.value, "as_of": fact.as_of, "source": fact.source},
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.decide_fact(
                fact, by=request.user, confirmed="confirm" in request.POST, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("facts", slug=slug)
    return render(
        request,
        "cities/fact.html",
        {
            "city": city,
            "fact": fact,
            "form": form,
            "may_administer": may(request.user, "administer", city),
        },
    )


@workspace
def journal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who did what for this city, newest first."""
    city = city_inside(request, slug)
    form = JournalFilter(request.GET, actors=actors_of(city))
    entries = entries_of(city, form.conditions())
    before = page_mark(request)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    page = list(entries[: JOURNAL_PAGE + 1])
    older = page[JOURNAL_PAGE - 1].pk if len(page) > JOURNAL_PAGE else None
    return render(
        request,
        "cities/journal.html",
        {
            "city": city,
            "entries": page[:JOURNAL_PAGE],
            "older": older,
            "form": form,
            "query": kept_query(request),
            "is_later": before is not None,
            "may_administer": may(request.user, "administer", city),
        },
    )


def kept_query(request: SignedInRequest) -> str:
    """The conditions of the address, for the pages behind and for files."""
    kept = request.GET.copy()
    kept.pop("before", None)
    return kept.urlencode()


@workspace
def switches(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the city shows of itself, and whether reviewers read what it submits."""
    city = city_inside(request, slug)
    require(request.user, "administer", city)
    form = SwitchesForm(
        request.POST or None, instance=city, initial={"review": city.review_since is not None}
    )
    if request.method == "POST" and form.is_valid():
        chosen = dict(form.cleaned_data)
        deed = verbs.consent_to_review if chosen.pop("review") else verbs.withdraw_review_consent
        fresh = City.objects.select_related("place").get(pk=city.pk)
        if fresh.is_member and (fresh.review_since is None) == (deed is verbs.consent_to_review):
            deed(fresh, by=request.user)
        verbs.set_switches(fresh, by=request.user, **chosen)
        messages.success(request, _("Saved."))
        return redirect("city_settings", slug=slug)
    return render(
        request, "cities/settings.html", {"city": city, "form": form, "may_administer": True}
    )
