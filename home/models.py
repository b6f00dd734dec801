"""The pages of the whole: the first page and the pages of words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.models import Place, User
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


class PageReport(models.Model):
    """Somebody's word about a page of the site: a mistake, or something that does not work."""

    path = models.CharField(_("address of the page"), max_length=300)
    text = models.TextField(_("what is wrong"))
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    at = models.DateTimeField()
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="report_closed_at_and_by_go_together",
            )
        ]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.path

    @property
    def place_id(self) -> int:
        """Words about the site are the Coalition's business."""
        return Place.coalition().pk
