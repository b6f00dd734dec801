"""What follows from a city's roles in the page editor, and who appoints whom."""

from __future__ import annotations

from wagtail.models import Collection

from cities.models import Application, City, CityPage
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


def city_editor_grants(place: Place) -> Grants:
    """An editor edits the city's page in every language, and its pictures and documents."""
    pages = CityPage.objects.filter(city__place=place).values_list("pk", flat=True)
    collections = Collection.objects.filter(name=collection_name(place))
    return Grants(
        pages=frozenset((page, right) for page in pages for right in PAGE_RIGHTS),
        collections=frozenset(
            (collection, right)
            for collection in collections.values_list("pk", flat=True)
            for right in FILE_RIGHTS
        ),
        enters_cms=True,
    )


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
        and City.objects.filter(place=place, review_since__lte=clock.today()).exists()
    )


def may_read_files(user: Person, key: str) -> bool:
    """Whoever may see an application may open its files."""
    found = Application.objects.filter(pk=key).first()
    return found is not None and found.is_visible_to(user)
