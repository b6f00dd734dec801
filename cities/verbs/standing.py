"""A city pauses, leaves and comes back: only at its own request, with its letter or act."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cities.letters import tell_of_standing
from cities.models import City, Standing
from cities.signals import city_stands
from cities.standings import STEPS
from cities.verbs.city import provision_city, withdraw_review_consent
from coalition import clock
from coalition.attachments import attach
from coalition.models import Invitation, Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import forget_rights, may
from coalition.projection import project
from coalition.signals import rights_changed


@transaction.atomic
def pause_membership(city: City, *, by: User, pages: str, **letter: Any) -> Standing:
    """The city rests from the Coalition: it writes nothing and has no voice until it comes back.

    Its people go on reading and administering. `letter` holds number, date and scan of what the
    city has signed.
    """
    return _step(city, by, Standing.Kind.PAUSE, pages=pages, **letter)


@transaction.atomic
def leave_coalition(city: City, *, by: User, pages: str, **letter: Any) -> Standing:
    """The city leaves. Its data stay its own, its administrators take them along in one file."""
    return _step(city, by, Standing.Kind.LEAVE, pages=pages, **letter)


@transaction.atomic
def resume_membership(city: City, *, by: User, **letter: Any) -> Standing:
    """A city that has paused comes back: its rights, its pages and its seat in the council."""
    return _step(city, by, Standing.Kind.RESUME, pages=Standing.Pages.NOTICE, **letter)


def _step(  # noqa: PLR0913 -- a letter has a number, a date and a scan
    city: City,
    by: User,
    kind: Standing.Kind,
    *,
    pages: str,
    number: str,
    on: date,
    scan: UploadedFile | None = None,
) -> Standing:
    if not (may(by, "administer", city) or may(by, "approve", city)):
        raise PermissionDenied
    city = City.objects.select_for_update(of=("self",)).select_related("place").get(pk=city.pk)
    became = STEPS.get((City.Status(city.status), kind))
    if became is None:
        raise ValidationError(_("The city does not stand so that it could ask for this."))
    if on > clock.today():
        raise ValidationError({"on": _("This day has not come yet.")})
    standing = Standing(city=city, kind=kind, pages=pages, letter_number=number.strip(),
                        letter_on=on, by=by, at=clock.now())  # fmt: skip
    standing.full_clean()
    standing.save()
    if scan is not None:
        standing.scan = attach(scan, by=by, owner=standing, place=city.place)
        standing.save(update_fields=["scan"])
    if kind == Standing.Kind.LEAVE and city.review_since is not None:
        withdraw_review_consent(city, by=User.system())
    city.status, city.pages_closed = became, pages == Standing.Pages.CLOSED
    city.save(update_fields=["status", "pages_closed"])
    record(f"city.{kind}", by=by, subject=city, place=city.place, number=standing.letter_number,
           on=str(on), pages=str(standing.get_pages_display()))  # fmt: skip
    _take_effect(city, standing)
    tell_of_standing(standing)
    return standing


def _take_effect(city: City, standing: Standing) -> None:
    """Rights, invitations and sockets follow at once; the apps above do their part."""
    system = User.system()
    if city.is_member:
        provision_city(city.slug, by=system)
    else:
        project(city.place)
        waiting = Invitation.objects.filter(place=city.place, used_at=None, revoked_at=None)
        waiting.update(revoked_at=clock.now())
    city_stands.send(sender=City, city=city, by=system, standing=standing)
    held = Membership.objects.filter(place=city.place, released_at=None).select_related("user")
    for user in {membership.user for membership in held}:
        forget_rights(user)
        rights_changed.send(sender=Place, place=city.place, user=user)
    forget_rights(standing.by)
