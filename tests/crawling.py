"""A walk over every address with another city's objects in it, looking for that city's words."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Revision

from cities.models import City, CityPage
from tests.addresses import Address, addresses
from tests.personas import OTHER, OWN, Persona
from tests.rights import table

QUERIES = ("?q={find}", "?before=999999999", "?export=csv", "?export=xlsx", "?format=json")
CMS_QUERIES = ("?q={find}", "?id={page}&id={image}", "?fields=*&type=cities.CityPage")
LEAVING = {"account_logout", "wagtailadmin_logout"}
PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "0", "pk"}


@dataclass(frozen=True)
class Canary:
    """Two words planted together: one to search by, which answers may repeat, one that leaks."""

    city: str

    @property
    def find(self) -> str:
        return f"zqx{self.city}"

    @property
    def leak(self) -> str:
        return f"kqj{self.city}kqj"

    @property
    def phrase(self) -> str:
        """Both, as they are put into a title or a sentence."""
        return f"{self.find} {self.leak}"


def plant_everywhere() -> list[Canary]:
    """Put each city's words into every non-public object that its apps know of."""
    planted = []
    for city in City.objects.select_related("place"):
        canary = Canary(city.slug)
        for file in sorted(Path(__file__).parent.glob("*/canaries.py")):
            import_module(f"tests.{file.parent.name}.canaries").plant(city, canary)
        planted.append(canary)
    return planted


def foreign_objects() -> dict[str, int]:
    """Ids of what the other city has in the page editor."""
    page = CityPage.objects.filter(city__slug=OTHER).order_by("pk").first()
    title = {"title__contains": Canary(OTHER).find}
    return {
        "page": page.pk,
        "revision": Revision.objects.filter(object_id=str(page.pk)).latest("pk").pk,
        "image": get_image_model().objects.filter(**title).first().pk,
        "document": get_document_model().objects.filter(**title).first().pk,
    }


def mixtures(address: Address) -> Iterator[str]:
    """The address filled with the other city's objects, and with every mixture of own and other."""
    rule = table()[address.name]
    other, own = rule.arguments(OTHER, address), rule.arguments(OWN, address)
    if isinstance(other, tuple) or len(other) < 2:
        yield address.path(other)
        return
    for choice in product((other, own), repeat=len(other)):
        mixed = {name: source[name] for name, source in zip(other, choice, strict=True)}
        if mixed != own:
            yield address.path(mixed)


def in_the_editor(address: Address, ids: dict[str, int]) -> Iterator[str]:
    """An address of the page editor with the other city's page, picture or document in it."""

    def value(name: str, kind: str) -> Any:
        if "revision" in name or name in {"1", "2"}:
            return ids["revision"]
        if name in PAGE_ARGUMENTS:
            return ids[kind if name == "pk" else "page"]
        if "image" in name:
            return ids["image"]
        if "doc" in name:
            return ids["document"]
        return {"app_label": "cities", "model_name": "citypage"}.get(name, 1)

    kinds = ids if "pk" in address.parameters else ["page"]
    for kind in kinds:
        try:
            yield address.filled(lambda name, kind=kind: value(name, kind))
        except NoReverseMatch:
            continue


def targets(persona: Persona, ids: dict[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every path that a curious person tries, and what they add to it where it opens.

    Public pages are the same for everybody, as tests/test_public_pages.py holds them to; a
    visitor reads them for all.
    """
    find, rules = Canary(OTHER).find, table()
    for address in addresses():
        if address.name in LEAVING:
            continue
        known = address.name in rules
        if known and rules[address.name].cacheable and persona.signed_in:
            continue
        paths = mixtures(address) if known else in_the_editor(address, ids)
        more = tuple(
            query.format(find=find, **ids) for query in (QUERIES if known else CMS_QUERIES)
        )
        for path in paths:
            yield path, more


def everything_said(answer: HttpResponse) -> str:
    """Headers and body of an answer, streamed and zipped ones too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = [repr(answer.headers), answer.cookies.output()]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            said += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    else:
        said.append(body.decode("utf-8", "replace"))
    return "\n".join(said)
