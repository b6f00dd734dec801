"""What follows from a city's roles in the page editor, and who appoints whom."""

from __future__ import annotations

from collections.abc import Collection as PlaceCollection

from wagtail.models import Collection

from cities.models import (
    Application,
    City,
    CityPage,
    RegisteredDocument,
    Standing,
    reads_register,
)
from coalition import clock
from coalition.models import Membership, Place, User
from coalition.permissions import Person, may
from coalition.roles import Grants

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
FILE_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)


def collection_name(place: Place) -> str:
    """The name of the collection of a city's pictures and documents."""
    return f"{place.kind}:{place.key}"


MEMBERS_ONLY = frozenset({"edit", "approve", "review"})


def withheld_while_away(places: PlaceCollection[Place]) -> dict[Place, frozenset[str]]:
    """A city that has paused or left is read and administered by its people, no more."""
    found = City.objects.filter(place__in=places).exclude(status=City.Status.MEMBER)
    away = set(found.values_list("place_id", flat=True))
    return {place: MEMBERS_ONLY for place in places if place.pk in away}


def city_editor_grants(places: PlaceCollection[Place]) -> dict[Place, Grants]:
    """An editor edits the city's page in every language, and its pictures and documents.

    Not in a city that has paused or left.
    """
    pages: dict[int, list[int]] = {}
    found = CityPage.objects.filter(city__place__in=places).values_list("city__place_id", "pk")
    for place_id, page in found:
        pages.setdefault(place_id, []).append(page)
    away = withheld_while_away(places)
    places = [place for place in places if place not in away]
    names = [collection_name(place) for place in places]
    kept = dict(Collection.objects.filter(name__in=names).values_list("name", "pk"))
    return {
        place: Grants(
            pages=frozenset(
                (page, right) for page in pages.get(place.pk, ()) for right in PAGE_RIGHTS
            ),
            collections=frozenset((kept[name], right) for right in FILE_RIGHTS if name in kept),
            enters_cms=True,
        )
        for place, name in zip(places, names, strict=True)
    }


def first_administrator_by_secretariat(by: User, place: Place) -> bool:
    """The secretariat names a city's administrator only while the city has none."""
    in_force = Membership.objects.filter(place=place, role="administrator")
    return may(by, "administer", Place.coalition()) and not (
        in_force.in_force(clock.today()).exists()
    )


def reviewer_by_secretariat(by: User, place: Place) -> bool:
    """The secretariat names reviewers, in cities that consent to the overview of progress."""
    return (
        may(by, "administer", Place.coalition())
        and City.objects.members().filter(place=place, review_since__lte=clock.today()).exists()
    )


def may_read_files(user: Person, key: str) -> bool:
    """Whoever may see an application may open its files."""
    found = Application.objects.filter(pk=key).first()
    return found is not None and found.is_visible_to(user)


def may_read_register_files(user: Person, key: str) -> bool:
    """Whoever may see an entry of the register opens its scan, where it is for them."""
    found = RegisteredDocument.objects.filter(pk=key).first()
    if found is None:
        return False
    return found.shows == RegisteredDocument.Shows.WHOLE or reads_register(user)


def may_read_letters(user: Person, key: str) -> bool:
    """The city's own people, the secretariat and the keeper open the letter by which it asked."""
    found = Standing.objects.filter(pk=key).select_related("city").first()
    coalition = Place.coalition()
    return found is not None and (
        may(user, "see_inside", found.city)
        or may(user, "administer", coalition)
        or may(user, "keep", coalition)
    )
