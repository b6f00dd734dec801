"""A city or its authority gets another name; another person comes to the head of the city."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City, CityHead, CityName, CityPage
from cities.signals import city_renamed
from coalition import clock
from coalition.models import User
from coalition.models.journal import record
from coalition.models.terms import in_language
from coalition.permissions import require
from coalition.text import tidy

FIELD = {CityName.Kind.CITY: "names", CityName.Kind.AUTHORITY: "authority"}


@transaction.atomic
def rename_city(  # noqa: PLR0913 -- a name has a day and an act with number and date
    city: City,
    *,
    by: User,
    kind: str,
    names: dict[str, str],
    since: date,
    act_number: str,
    act_on: date,
) -> City:
    """Give the city or its authority the name of an act, from a day on; the old one is kept.

    Address, groups and rights stay. Titles of the city's pages follow in each language; whatever
    was adopted or reported before keeps the name of its day.
    """
    require(by, "administer", city)
    city = City.objects.select_for_update(of=("self",)).select_related("place").get(pk=city.pk)
    kind = CityName.Kind(kind)
    was = dict(getattr(city, FIELD[kind]))
    names = {language: tidy(name) for language, name in names.items() if tidy(name)}
    _refuse_bad_name(names, was, since, act_on)
    before = city.former_names.filter(kind=kind).first()
    former = CityName(
        city=city, kind=kind, names=was, until=since - timedelta(days=1),
        since=before.until + timedelta(days=1) if before else None,
        act_number=tidy(act_number), act_on=act_on, by=by, at=clock.now(),
    )  # fmt: skip
    former.full_clean()
    former.save()
    setattr(city, FIELD[kind], names)
    city.full_clean()
    city.save(update_fields=[FIELD[kind]])
    pages = CityPage.objects.filter(city=city).select_related("locale")
    for page in pages if kind == CityName.Kind.CITY else ():
        language = page.locale.language_code
        _retitle(page, in_language(was, language), in_language(names, language))
    record("city.renamed", by=by, subject=city, place=city.place, was=was.get("ru", ""),
           became=names["ru"], number=former.act_number, on=str(act_on))  # fmt: skip
    city_renamed.send(sender=City, city=city, by=by, kind=kind, was=was)
    return city


def _refuse_bad_name(names: dict[str, str], was: dict[str, str], since: date, act_on: date) -> None:
    if not names.get("ru"):
        raise ValidationError({"ru": _("Write the name in Russian.")})
    if names == was:
        raise ValidationError(_("This is the name the city has now."))
    if since > clock.today():
        raise ValidationError({"since": _("This day has not come yet.")})
    if act_on > clock.today():
        raise ValidationError({"act_on": _("This day has not come yet.")})


def _retitle(page: CityPage, was: str, became: str) -> None:
    """The new name in the title, on the page everybody sees and in a draft on top of it.

    A title that does not hold the old name was written by the city's people, and stays.
    """
    draft = page.get_latest_revision() if page.has_unpublished_changes else None
    if was in page.title:
        page.title = page.draft_title = page.title.replace(was, became)
        if draft is None:
            page.save_revision().publish()
        else:
            page.save()
    if draft is not None and was in draft.content.get("title", ""):
        draft.content["title"] = draft.content["title"].replace(was, became)
        draft.save(update_fields=["content"])
        type(page).objects.filter(pk=page.pk).update(draft_title=draft.content["title"])


@transaction.atomic
def name_head(  # noqa: PLR0913 -- who, since when, and whether everybody sees it
    city: City, *, by: User, post: str, name: str, since: date, is_shown: bool = False
) -> CityHead:
    """Enter who signs for the city from a day on; whoever did before leaves the day before.

    The same person from the same day is corrected. What others signed before keeps their names.
    """
    require(by, "administer", city)
    City.objects.select_for_update(of=("self",)).get(pk=city.pk)
    if since > clock.today():
        raise ValidationError({"since": _("This day has not come yet.")})
    head = city.heads.filter(until=None).first()
    if head is not None and head.since != since:
        if since < head.since:
            raise ValidationError({"since": _("The head before began later than this day.")})
        head.until = since - timedelta(days=1)
        head.full_clean()
        head.save(update_fields=["until"])
        head = None
    head = head or CityHead(city=city, since=since)
    head.post, head.name, head.is_shown = tidy(post), tidy(name), is_shown
    head.by, head.at = by, clock.now()
    head.full_clean()
    head.save()
    record("city.headed", by=by, subject=city, place=city.place, head=head.post,
           on=str(since))  # fmt: skip
    return head
