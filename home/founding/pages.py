"""The founding pages: home, the list of cities, and the pages of words, in Russian and English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from wagtail.models import Collection, Locale, Page, Site

from cities.models import CityIndexPage
from home.models import HomePage, StandardPage
from home.permissions import SITE_COLLECTION

HERE = Path(__file__).parent

HOME = {
    "ru": {
        "title": "Пять городов вместе снижают риск бедствий",
        "lede": "Города Центральной Азии ведут здесь планы действий по снижению риска бедствий "
        "и адаптации к изменению климата и показывают, что уже сделано.",
    },
    "en": {
        "title": "Five cities reduce disaster risk together",
        "lede": "Cities of Central Asia keep their action plans for disaster risk reduction and "
        "climate adaptation here and show what has been done.",
    },
}
CITIES = {
    "ru": {"title": "Города", "lede": "Города Коалиции: кто они, какие угрозы называют сами."},
    "en": {"title": "Cities", "lede": "The cities of the Coalition and the hazards they name."},
}


def load(name: str) -> Any:
    """One founding file."""
    return yaml.safe_load((HERE / name).read_text("utf-8"))


def found_pages() -> None:
    """Make the site's pages that are missing; pages that people have edited stay as they are."""
    russian, _new = Locale.objects.get_or_create(language_code="ru")
    english, _new = Locale.objects.get_or_create(language_code="en")
    home = found_home(russian)
    found_site(home)
    collections = Collection.get_first_root_node()
    if not collections.get_children().filter(name=SITE_COLLECTION).exists():
        collections.add_child(instance=Collection(name=SITE_COLLECTION))
    english_home = translated(home, english, HOME["en"])
    index = child(home, CityIndexPage, "cities", CITIES["ru"])
    translated(index, english, CITIES["en"], parent=english_home)
    for page in load("pages.yaml")["pages"]:
        original = child(home, StandardPage, page["slug"], words(page["texts"]["ru"]))
        translated(original, english, words(page["texts"]["en"]), parent=english_home)


def found_home(locale: Locale) -> HomePage:
    """The Russian first page, in place of the page Wagtail begins with."""
    found = HomePage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.get_first_root_node()
    for stock in root.get_children().filter(slug="home").not_type(HomePage):
        stock.delete()
    root = Page.get_first_root_node()
    home = HomePage(slug="home", locale=locale, **HOME["ru"])
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def found_site(home: HomePage) -> None:
    """Wagtail's site follows SITE_URL, whichever port the platform was started on."""
    host, _, port = settings.SITE_URL.split("://")[1].partition(":")
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": host,
            "port": int(port or (443 if settings.SECURE else 80)),
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )


def words(text: dict[str, Any]) -> dict[str, Any]:
    """The fields of a page from its text in the founding file."""
    return {
        "title": text["title"],
        "lede": text.get("lede", ""),
        "search_description": text.get("search_description", ""),
        "body": [next(iter(block.items())) for block in text.get("body", [])],
    }


def child(parent: Page, model: type[Page], slug: str, fields: dict[str, Any]) -> Page:
    """A page under another, made and published when it is missing."""
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found is None:
        found = model(slug=slug, locale=parent.locale, **fields)
        parent.add_child(instance=found)
        found.save_revision().publish()
    return found


def translated(
    original: Page, locale: Locale, fields: dict[str, Any], parent: Page | None = None
) -> Page:
    """The same page in another language: same slug, same place, its own words."""
    found = original.get_translation_or_none(locale)
    if found:
        return found.specific
    slug = original.slug if parent else f"{original.slug}-{locale.language_code}"
    page = type(original)(
        slug=slug, locale=locale, translation_key=original.translation_key, **fields
    )
    (parent or Page.get_first_root_node()).add_child(instance=page)
    page.save_revision().publish()
    return page
