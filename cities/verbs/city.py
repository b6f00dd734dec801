"""What is done to cities: they are made whole, consent to review, confirm what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale

from cities.models import City, CityFact, CityIndexPage, CityPage
from cities.permissions import collection_name
from cities.signals import city_admitted
from coalition import clock
from coalition.models import Attachment, Invitation, Membership, Place, User
from coalition.models.journal import record
from coalition.models.terms import in_language
from coalition.permissions import require
from coalition.projection import project
from coalition.verbs import release


@transaction.atomic
def provision_city(slug: str, *, by: User, plans: Sequence[Attachment] = (), **fields: Any) -> City:
    """Make everything a city needs, or only what is missing; safe to run again.

    Makes the city, its place with rights, its page in every language the site has, its
    collection of files, and tells the apps above, whose receivers make the rest. If any step
    fails nothing remains. `fields` are those of City; an existing city keeps its own. `plans` are
    files the city has sent, of which one is laid beside its draft plan.
    """
    if not by.is_system:
        raise PermissionDenied
    city = _make_city(slug, by, fields)
    _make_collection(city)
    for locale in Locale.objects.all():
        _make_city_page(city, locale)
    project(city.place)
    city_admitted.send(sender=City, city=city, by=by, plans=plans)
    return city


def _make_city(slug: str, by: User, fields: dict[str, Any]) -> City:
    place, _new = Place.objects.get_or_create(kind=Place.Kind.CITY, key=slug)
    city = City.objects.select_related("place").filter(slug=slug).first()
    if city is None:
        city = City(slug=slug, place=place, **fields)
        city.full_clean()
        city.save()
        record("city.admitted", by=by, subject=city, place=place)
    return city


def _make_collection(city: City) -> None:
    """Where the pictures and documents of the city's page lie."""
    root, name = Collection.get_first_root_node(), collection_name(city.place)
    if not root.get_children().filter(name=name).exists():
        root.add_child(instance=Collection(name=name))


def _make_city_page(city: City, locale: Locale) -> CityPage | None:
    """The city's page in one language, under the list of cities in that language."""
    # locked: two siblings made at once would get one path
    index = CityIndexPage.objects.select_for_update().filter(locale=locale).first()
    if index is None:
        return None
    page = CityPage.objects.filter(city=city, locale=locale).first()
    if page is None:
        with translation.override(locale.language_code):
            page = CityPage(title=in_language(city.names), slug=city.slug, city=city, locale=locale)
        original = CityPage.objects.filter(city=city).order_by("pk").first()
        if original is not None:
            page.translation_key = original.translation_key
        index.add_child(instance=page)
        page.save_revision().publish()
    return page


@transaction.atomic
def decide_fact(fact: CityFact, *, by: User, confirmed: bool, **words: str) -> CityFact:
    """The city confirms a proposed fact, which is then shown, or declines it.

    `words` may correct `value`, `as_of` and `source` on the way.
    """
    require(by, "approve", fact)
    fact = CityFact.objects.select_for_update().select_related("city__place").get(pk=fact.pk)
    was = fact.state
    for name in ("value", "as_of", "source"):
        if words.get(name):
            setattr(fact, name, words[name])
    fact.state = CityFact.State.CONFIRMED if confirmed else CityFact.State.DECLINED
    fact.decided_by, fact.decided_at = by, clock.now()
    fact.full_clean()
    fact.save()
    record("fact.decided", by=by, subject=fact, place=fact.city.place, was=was, became=fact.state)
    return fact


@transaction.atomic
def consent_to_review(city: City, *, by: User) -> City:
    """The city's administrator opens what the city submits to the overview of progress."""
    require(by, "administer", city)
    if not city.is_member:
        raise ValidationError(_("A city that has paused or left is not in the overview."))
    if city.review_since is None:
        city.review_since = clock.today()
        city.save(update_fields=["review_since"])
        record("review.consented", by=by, subject=city, place=city.place)
    return city


@transaction.atomic
def withdraw_review_consent(city: City, *, by: User) -> City:
    """Close the city to reviewers again, from now on; closed rounds stay as they were."""
    if not by.is_system:
        require(by, "administer", city)
    city.review_since = None
    city.save(update_fields=["review_since"])
    reviewers = Membership.objects.filter(place=city.place, role="reviewer", released_at=None)
    for membership in reviewers.select_related("place", "user"):
        release(membership, by=by)
    asked = Invitation.objects.filter(place=city.place, role="reviewer", used_at=None)
    asked.filter(revoked_at=None).update(revoked_at=clock.now())
    record("review.consent_withdrawn", by=by, subject=city, place=city.place)
    return city


SWITCHES = ("shows_signals", "allows_comparison", "shows_coordinates", "in_open_data", "in_api",
            "allows_embedding", "editor_may_approve")  # fmt: skip


@transaction.atomic
def set_switches(city: City, *, by: User, **switches: bool) -> City:
    """What the city shows of itself and how it works; only the city decides this."""
    require(by, "administer", city)
    for name, on in switches.items():
        if name not in SWITCHES:
            raise ValidationError(_("There is no such switch."))
        setattr(city, name, on)
    city.save(update_fields=list(switches))
    record("city.switched", by=by, subject=city, place=city.place, became=switches)
    return city
