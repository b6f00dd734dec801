"""The page editor, cut down to what a city's or the secretariat's editor needs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from coalition.editor import OwnPages
from coalition.gate import own_or_public

KEPT_MENU = {"explorer", "images", "documents", "workspace"}


@hooks.register("construct_page_chooser_queryset")
def choose_own_or_public(pages: Any, request: HttpRequest) -> Any:
    """Choosing a page to link to never shows another city's drafts."""
    return own_or_public(pages, request.user)


@hooks.register("register_admin_menu_item")
def back_to_work() -> MenuItem:
    return MenuItem(_("My work"), reverse("work"), name="workspace", icon_name="home", order=1)


@hooks.register("construct_main_menu")
def short_menu(_request: HttpRequest, items: list[Any]) -> None:
    """The menu shows only what the gate lets through."""
    items[:] = [item for item in items if item.name in KEPT_MENU]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail's own
def no_summary(_request: HttpRequest, items: list[Any]) -> None:
    """Counts of the whole site are nobody's business in one city."""
    items.clear()


@hooks.register("construct_homepage_panels")
def one_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """One's own pages; Wagtail's panels speak of moderation that the platform does not use."""
    panels[:] = [OwnPages()]


@hooks.register("insert_global_admin_css")
def editor_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("coalition/css/editor.css"))


@hooks.register("before_delete_page")
def city_pages_stay(_request: HttpRequest, page: Page) -> None:
    """A city's page goes only with the city, and that is not done here."""
    if page.specific_class and page.specific_class.__name__ in {"CityPage", "CityIndexPage"}:
        raise PermissionDenied
