"""Consultations between cities (Art. 9): opened by one of them, read by the named ones alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import Application, City, party_cities
from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import forget_rights, may, require
from coalition.text import tidy
from coalition.verbs import appoint
from workinggroups.decision_telling import people_inside
from workinggroups.models import Consultation, SecretariatInvitation, WorkingGroup
from workinggroups.models.decisions import require_nothing_asked
from workinggroups.permissions import may_consult
from workinggroups.verbs.groups import open_group
from workinggroups.verbs.threads import open_thread
from workinggroups.volumes import unless_quiet

# whom a named city sends by the office they hold: either city has somebody who leads
ROLES = {"administrator": "chair", "approver": "member"}
OPENED, ENDED = "consultation_opened", "consultation_ended"


@transaction.atomic
def open_consultation(
    city: City, *, by: User, cities: Iterable[City], question: str, words: str = ""
) -> Consultation:
    """Invite other cities to talk a question over; only their administrators and approvers know.

    The secretariat learns nothing of it unless every named city invites it.
    """
    if not may_consult(by, city):
        raise PermissionDenied
    others = [one for one in cities if one.pk != city.pk]
    question = tidy(question)
    if not others:
        raise ValidationError({"cities": _("Name at least one other city.")})
    if not question:
        raise ValidationError({"question": _("Write a few words.")})
    opened = _room([city, *others], question, by=by)
    group = opened.group
    forget_rights(by)  # they have come in just now
    open_thread(group, by=by, title=question, purpose=words)
    record("consultation.opened", by=by, subject=opened, place=group.place)
    _tell(opened, OPENED, by=by)
    return opened


def _room(
    cities: list[City], question: str, *, by: User, application: Application | None = None
) -> Consultation:
    """The room of a consultation with the people of its cities; the first city is who asks."""
    group = open_group(
        f"consultation-{secrets.token_hex(8)}",
        by=User.system(),
        cities=cities,
        kind=WorkingGroup.Kind.CONSULTATION,
        names={"ru": question},
        visibility=WorkingGroup.Visibility.GROUP,
    )
    opened = Consultation(
        group=group, question=question, opened_for=cities[0], opened_by=by,
        opened_at=clock.now(), application=application,
    )  # fmt: skip
    opened.full_clean()
    opened.save()
    _bring_people(group)
    return opened


@transaction.atomic
def consult_on(application: Application, *, by: User, cities: Iterable[City]) -> Consultation:
    """The Parties that ask get a room to talk an application over; those who ask later come in.

    Whoever led to it, the secretariat with the application or a Party with its word, reads there
    only as one of these cities, or when all of them invite the secretariat.
    """
    cities = list(cities)
    if not (may(by, "administer", application) or any(may_consult(by, one) for one in cities)):
        raise PermissionDenied
    found = Consultation.objects.select_related("group__place").filter(application=application)
    opened = found.first()
    if opened is not None:
        for city in cities:
            _let_in(opened, city, by=by)
        return opened
    question = f"{application.number} {application.name_ru}".strip()
    opened = _room(cities, question, by=by, application=application)
    inside = people_inside(opened.group, "chair", "member")
    if inside:  # a city without people yet gets its thread when it has some
        first = by if by in inside else inside[0]
        forget_rights(first)
        open_thread(opened.group, by=first, title=question)
    record("consultation.opened", by=by, subject=opened, place=opened.group.place)
    _tell(opened, OPENED, by=by)
    return opened


@transaction.atomic
def join_consultation(consultation: Consultation, *, by: User, city: City) -> Consultation:
    """A Party comes into the consultation about an application, as it is."""
    if consultation.application is None or not party_cities(by).filter(pk=city.pk).exists():
        raise PermissionDenied
    if consultation.ended_at:
        raise ValidationError(_("The consultation has ended; it can only be read."))
    _let_in(consultation, city, by=by)
    return consultation


def _let_in(consultation: Consultation, city: City, *, by: User) -> None:
    """A city more in a room; where the secretariat reads already, coming in agrees to that."""
    group = consultation.group
    Place.objects.select_for_update().get(pk=group.place_id)
    if consultation.ended_at or group.cities.filter(pk=city.pk).exists():
        return
    if consultation.has_secretariat:
        SecretariatInvitation.objects.create(
            consultation=consultation, city=city, by=by, at=clock.now()
        )
    group.cities.add(city)
    _bring_people(group)
    forget_rights(by)
    record("consultation.joined", by=by, subject=consultation, place=group.place, city=city.slug)


def _bring_people(group: WorkingGroup) -> None:
    """The administrators and approvers of the named cities, as long as they are that."""
    held = Membership.objects.filter(place__city__in=group.cities.all(), role__in=ROLES)
    for one in held.in_force(clock.today()).select_related("user"):
        appoint(one.user, by=User.system(), place=group.place, role=ROLES[one.role],
                until=one.until)  # fmt: skip


def _tell(consultation: Consultation, kind: str, *, by: User) -> None:
    group, readers = consultation.group, people_inside(consultation.group)
    path = f"/work/groups/{group.slug}/"
    notify(readers, kind, place=group.place, subject=f"consultation:{consultation.pk}", path=path,
           by=by, question=consultation.question)  # fmt: skip
    for reader in unless_quiet(group, readers):
        if reader.pk != by.pk:
            post_letter(reader.email, kind, language=reader.language, consultation=consultation,
                        path=path)  # fmt: skip


@transaction.atomic
def invite_secretariat(consultation: Consultation, *, by: User, city: City) -> bool:
    """One city's word that the secretariat may read; returns whether all have said so now.

    With the word of the last named city the secretariat's people become observers.
    """
    group = consultation.group
    require(by, "post", group)
    if not (may_consult(by, city) and group.cities.filter(pk=city.pk).exists()):
        raise PermissionDenied
    Place.objects.select_for_update().get(pk=group.place_id)  # the last word is known as the last
    if group.archived:
        raise ValidationError(_("The consultation has ended; it can only be read."))
    _word, new = SecretariatInvitation.objects.get_or_create(
        consultation=consultation, city=city, defaults={"by": by, "at": clock.now()}
    )
    if new:
        record("consultation.invited", by=by, subject=consultation, place=group.place,
               city=city.slug)  # fmt: skip
    if not consultation.has_secretariat:
        return False
    held = Membership.objects.filter(place=Place.coalition(), role="secretariat")
    for one in held.in_force(clock.today()).select_related("user"):
        appoint(one.user, by=User.system(), place=group.place, role="observer", until=one.until)
    return True


@transaction.atomic
def end_consultation(consultation: Consultation, *, by: User, outcome: str) -> Consultation:
    """Note what came of a consultation; it stays readable for those who took part."""
    group = consultation.group
    require(by, "post", group)
    Place.objects.select_for_update().get(pk=group.place_id)
    fresh = Consultation.objects.select_related("group__place").get(pk=consultation.pk)
    outcome = tidy(outcome)
    if not outcome:
        raise ValidationError({"outcome": _("Note in a few sentences what came of it.")})
    if fresh.ended_at:
        raise ValidationError(_("The consultation has ended; it can only be read."))
    require_nothing_asked(group)
    fresh.outcome, fresh.ended_by, fresh.ended_at = outcome, by, clock.now()
    fresh.save(update_fields=["outcome", "ended_by", "ended_at"])
    WorkingGroup.objects.filter(pk=group.pk).update(archived=True)
    record("consultation.ended", by=by, subject=fresh, place=group.place)
    _tell(fresh, ENDED, by=by)
    return fresh
