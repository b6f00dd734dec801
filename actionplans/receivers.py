"""What follows for plans when something happens below."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.belongings import held_in_plans
from actionplans.figures import keep
from actionplans.importing.work import is_readable
from actionplans.models import (
    MeasureDraft,
    MeasureWatch,
    PlanImport,
    ProgressUpdate,
    ReminderChoice,
)
from actionplans.verbs import ensure_plan, receive_proposals
from actionplans.verbs.handing import take_over_in_plans
from actionplans.verbs.importing import lay_import
from actionplans.verbs.joint import leave_all_plans
from actionplans.verbs.personal import forget_person
from actionplans.whole import put_plans
from cities.models import City, Standing
from cities.signals import city_admitted, city_gathered, city_stands
from cities.whole import Put
from coalition.handover import Held
from coalition.models import Attachment, Place, User
from coalition.models.journal import record
from coalition.signals import handed_over, leaving, person_erased, person_gathered
from workinggroups.models import Decision
from workinggroups.signals import decision_offered

log = logging.getLogger("coalition.admission")


@receiver(city_admitted)
def give_the_city_a_plan(
    sender: type, *, city: City, by: User, plans: Sequence[Attachment] = (), **_more: Any
) -> None:
    """A city of the Coalition has a current plan from its first day: an empty draft."""
    ensure_plan(city, by=by)
    keep(city)
    if plans and not PlanImport.objects.filter(city=city).exists():
        _lay_brought_plan(city, by, plans)


def _lay_brought_plan(city: City, by: User, plans: Sequence[Attachment]) -> None:
    """Lay a plan the city has sent as a proposal; whatever is wrong with it, the city is in.

    Of several files the first that is a table.
    """
    brought = next((one for one in plans if is_readable(one.name)), plans[0])
    try:
        with transaction.atomic(), brought.file.open("rb") as file:
            lay_import(city, by=by, file=UploadedFile(file, brought.name, size=brought.size))
    except Exception:  # the admission of a city does not hang on a file
        log.exception("a plan of %s could not be laid", city.slug)
        record("import.unread", by=by, subject=city, place=city.place, name=brought.name)


@receiver(city_stands)
def follow_the_standing(city: City, by: User, standing: Standing, **_more: Any) -> None:
    """A city that leaves goes out of its joint plans; its figures are counted anew either way."""
    if standing.kind == Standing.Kind.LEAVE:
        with override("ru"):
            reason = _("The city has left the Coalition.")
        leave_all_plans(city, by=by, reason=reason)
    keep(city)


@receiver(city_gathered)
def put_the_plans(city: City, put: Put, **_more: Any) -> None:
    """Plans with their editions, progress and reports, into the file with all data of a city."""
    put_plans(city, put)


@receiver(decision_offered)
def lay_into_the_inboxes(sender: type, *, decision: Decision, by: User, **more: Any) -> None:
    """A recommendation that a group sends comes into the inbox of each of its cities."""
    more.pop("signal", None)
    receive_proposals(decision, by=by, **more)


@receiver(leaving)
def tell_what_is_held(sender: type, *, place: Place, person: User, **_more: Any) -> list[Held]:
    """What a person of a city has in the plan."""
    return held_in_plans(place, person)


@receiver(handed_over)
def take_over(
    sender: type, *, place: Place, leaver: User, successor: User, by: User, **_more: Any
) -> list[Held]:
    """A colleague takes over what a person had in the plan."""
    return take_over_in_plans(place, leaver=leaver, successor=successor, by=by)


@receiver(person_gathered)
def put_the_work(user: User, put: Callable[[str, Iterable[Any]], None], **_more: Any) -> None:
    """What a person has drafted and reported, and how they wish to be reminded."""
    drafts = MeasureDraft.objects.filter(by=user).order_by("pk")
    put("measure_drafts", drafts.values("plan__slug", "measure__code", "patch", "state", "at"))
    updates = ProgressUpdate.objects.filter(by=user).order_by("pk")
    put("progress", updates.values("contribution__measure__code", "on", "status", "achieved"))
    put("reminders", ReminderChoice.objects.filter(user=user).values())
    put("watched", MeasureWatch.objects.filter(user=user).values("contribution__measure__code"))


@receiver(person_erased)
def forget_the_person(user: User, **_more: Any) -> None:
    """What is theirs alone goes; drafts and reports stay under the mark."""
    forget_person(user, by=User.system())
