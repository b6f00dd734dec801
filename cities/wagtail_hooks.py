"""What the page editor's parts ask of the cities."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from cities.models import City


@hooks.register("before_serve_document")
def close_documents_with_the_pages(document: Any, _request: HttpRequest) -> None:
    """Documents of a city's page are there as long as the page is."""
    kind, _colon, slug = document.collection.name.partition(":")
    if kind == "city" and City.objects.filter(slug=slug, pages_closed=True).exists():
        raise Http404
