"""The faces of the cities on the site, one page per language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cities.models.city import City
from coalition.pages import WordsPage


class CityIndexPage(WordsPage):
    """All cities of the Coalition: the map and the list."""

    kind_name = _("list of cities")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cities.CityPage"]
    template = "cities/cities.html"
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["cities"] = list(City.objects.members())
        return context


class CityPage(WordsPage):
    """A city's page, edited by the city's own people."""

    kind_name = _("page of a city")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="pages", editable=False)
    photo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photograph"),
    )

    search_fields: ClassVar[list[Any]] = [
        *WordsPage.search_fields,
        index.SearchField("former_words"),
    ]
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("lede"),
        FieldPanel("photo"),
        FieldPanel("body"),
    ]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("search_description")]
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["cities.CityIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "cities/city.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        cities = list(City.objects.members().with_past())
        own = (city for city in cities if city.pk == self.city_id)
        city = next(own, None) or City.objects.with_past().get(pk=self.city_id)
        if city.pages_closed:  # as it wished when it paused or left
            raise Http404
        context |= {"city": city, "cities": cities, "facts": list(city.facts.public())}
        context["former"] = list(city.former_names.all()) if city.was_renamed else []
        heads = city.heads.filter(until=None, is_shown=True) if city.shows_head else None
        context["head"] = heads and heads.first()
        return context

    def former_words(self) -> str:
        """What the city was called before, in every language, for those who look for it."""
        return " ".join(
            name for former in self.city.former_names.all() for name in former.names.values()
        )

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.city.slug
        Page.full_clean(self, *args, **kwargs)
