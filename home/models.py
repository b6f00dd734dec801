"""The pages of the whole: the first page and the pages of words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.pages import WordsPage


class HomePage(WordsPage):
    """The first page: what this is, where the cities are, what has changed."""

    kind_name = _("first page")
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count_per_parent = 7
    template = "home/home.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["cities"] = list(City.objects.members())
        return context


class StandardPage(WordsPage):
    """A page of words, such as «О Коалиции»."""

    kind_name = _("page of words")
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    template = "home/page.html"
