"""Certified copies that are still to be sent: which Party has none of which document."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cities.models import CertifiedCopy, City, RegisteredDocument


@dataclass(frozen=True)
class Unsent:
    """A document and the Parties that have no certified copy of it."""

    document: RegisteredDocument
    cities: list[City]


def is_owed(document: RegisteredDocument, city: City) -> bool:
    """The Declaration goes to every Party; an act to those who are Parties with its date."""
    declaration = document.kind == RegisteredDocument.Kind.DECLARATION
    return document.is_copied and (declaration or city.joined_on <= document.dated)


def unsent() -> list[Unsent]:
    """All documents with the Parties that have no copy; three queries."""
    documents = list(
        RegisteredDocument.objects.standing().filter(kind__in=RegisteredDocument.COPIED)
    )
    return [one for one in map(_with_cities(documents), documents) if one.cities]


def unsent_of(document: RegisteredDocument) -> list[City]:
    """The Parties that have no copy of one document."""
    return _with_cities([document])(document).cities


def _with_cities(documents: list[RegisteredDocument]):  # noqa: ANN202 -- a function for `map`
    have: dict[int, set[int]] = defaultdict(set)
    rows = CertifiedCopy.objects.filter(document__in=[one.pk for one in documents])
    for document, city in rows.values_list("document", "city"):
        have[document].add(city)
    members = list(City.objects.members().select_related("place"))

    def lacking(document: RegisteredDocument) -> Unsent:
        cities = [
            city for city in members
            if city.pk not in have[document.pk] and is_owed(document, city)
        ]  # fmt: skip
        return Unsent(document, cities)

    return lacking
