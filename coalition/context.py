"""What every template may use; nothing here touches the session or the database."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from coalition.text import COALITION_NAME, coalition_name

TRANSLATED = ("ru", "en")  # the languages in which the platform itself speaks


def site(request: HttpRequest) -> dict[str, Any]:
    """The Coalition's name and the same page in the other languages."""
    language = translation.get_language() or "ru"
    return {
        "coalition_name": coalition_name(),
        "coalition_name_ru": COALITION_NAME["ru"],
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
        "page_language": language,
        # pages of words say themselves whether they are translated
        "untold": language not in TRANSLATED and not hasattr(request, "untranslated"),
    }
