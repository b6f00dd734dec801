"""What follows from the secretariat's role in the page editor."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Collection

from coalition.models import Place
from coalition.roles import Grants
from home.models import StandardPage

SITE_COLLECTION = "coalition"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
FILE_RIGHTS = tuple(f"{deed}_{what}" for what in ("image", "document")
                    for deed in ("add", "change", "choose"))  # fmt: skip


def secretariat_grants(places: Iterable[Place]) -> dict[Place, Grants]:
    """The pages of words of the site and its own files; no city's page and no city's file."""
    pages = StandardPage.objects.values_list("pk", flat=True)
    collections = Collection.objects.filter(name=SITE_COLLECTION).values_list("pk", flat=True)
    grants = Grants(
        pages=frozenset((page, right) for page in pages for right in PAGE_RIGHTS),
        collections=frozenset((one, right) for one in collections for right in FILE_RIGHTS),
        enters_cms=True,
    )
    return dict.fromkeys(places, grants)
