"""The address of a city's page, suggested from its names."""

from __future__ import annotations

import unicodedata

from django.utils.text import slugify

from cities.models import Application

LETTERS = str.maketrans(
    "абвгдезийклмнопрстуфыэғқөұүһіәҳҷӣӯў",
    "abvgdeziyklmnoprstufyegqouuhiahjiuu",
    "ъьʻʼ’",
) | {ord(one): many for one, many in {
    "ё": "yo", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu",
    "я": "ya", "ң": "ng",
}.items()}  # fmt: skip


def suggested_slug(application: Application) -> str:
    """An address for the city's page, from its English name or its Russian letters."""
    name = (application.name_en or application.name_ru).casefold().translate(LETTERS)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return slugify(plain)[:60]
