"""Pages of words in the reader's language, and the signs of life of the server."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import NamedTuple

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageViewRestriction, Site

from actionplans.desk import waiting_for
from cities.models import City
from coalition import clock
from coalition.http import SignedInRequest, workspace
from coalition.models import Place, Rhythm, User
from coalition.permissions import held_roles, places_of, places_with

LAYER_PATIENCE = 1  # seconds


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """A page of the site; where it is not translated yet, the Russian one with a notice.

    Slugs are equal in all languages, so the same path finds the original.
    """
    components = [part for part in path.split("/") if part]
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    root = site.root_page
    for start in dict.fromkeys([root.localized, root]):
        try:
            found, args, kwargs = start.specific.route(request, components)
        except Http404:
            continue
        if is_restricted(found):
            raise Http404
        request.untranslated = (  # type: ignore[attr-defined]
            start == root and translation.get_language() != settings.LANGUAGE_CODE
        )
        return found.serve(request, *args, **kwargs)
    raise Http404


def is_restricted(page: Page) -> bool:
    """Whether the page, or one above it, is not for everybody; one question instead of two."""
    above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    return PageViewRestriction.objects.filter(page__path__in=above).exists()


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser shows when there is no connection."""
    return render(request, "errors/offline.html")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


def reaches_others() -> bool:
    """Whether a word to the other processes leaves at once."""
    layer = get_channel_layer()
    try:
        word = layer.group_send("readyz", {"type": "hint"})
        async_to_sync(asyncio.wait_for)(word, LAYER_PATIENCE)
    except Exception:  # noqa: BLE001 -- whatever the layer raises, the answer is no
        return False
    return True


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the parts the platform needs are there: 200, or 503 with the one that is not."""
    parts = {"database": "ok", "layer": "ok", "tasks": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        late = Rhythm.objects.filter(due_at__lt=timezone.now() - timedelta(minutes=10)).values_list(
            "job", flat=True
        )
        if late:
            parts["tasks"] = "late: " + ", ".join(late)
    except DatabaseError as trouble:
        parts["database"] = parts["tasks"] = type(trouble).__name__
    if settings.REDIS_URL and not reaches_others():
        parts["layer"] = "unreachable"  # threads live on, other processes hear with the heartbeat
    ready = parts["database"] == "ok"
    return JsonResponse(parts, status=200 if ready else 503)


def cities_inside(user: User) -> list[City]:
    """The member cities whose work a person sees, in the Coalition's order."""
    inside = set(places_with(user, "see_inside"))
    here = [place for place in places_of(user) if place.kind == Place.Kind.CITY]
    cities = [place.city for place in here if place.pk in inside]
    members = [city for city in cities if city.status == City.Status.MEMBER]
    return sorted(members, key=lambda city: (city.position, city.slug))


class Held(NamedTuple):
    """A role of a person in a place."""

    place: Place
    role: str


@workspace
def work(request: SignedInRequest) -> HttpResponse:
    """My day: the person's cities and groups, and what waits for them there."""
    places = {place.pk: place for place in places_of(request.user)}
    roles = [Held(places[pk], role) for pk, role in sorted(held_roles(request.user))]
    return render(
        request,
        "home/work.html",
        {
            "memberships": sorted(roles, key=lambda one: (one.place.kind, one.place.pk)),
            "section": "work",
            "waiting": waiting_for(request.user, cities_inside(request.user), clock.today()),
            "demo_page": request.user.is_demo,
        },
    )
