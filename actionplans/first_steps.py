"""The plan among the first steps of a city, and among what is held of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from actionplans.models import (
    CityReport,
    Edition,
    Measure,
    MeasureDraft,
    PlanImport,
    ProgressUpdate,
)
from cities import holdings, welcome
from cities.welcome import Condition

STATE = PlanImport.State


def _begun(_today: date) -> Condition:
    """Whether there is a measure, or a draft of one."""
    of_city = {"plan__city": OuterRef("pk")}
    return Exists(Measure.objects.filter(**of_city)) | Exists(
        MeasureDraft.objects.filter(**of_city)
    )


def _brought(*states: str) -> Exists:
    """Whether a plan that came with the application stands so."""
    brought = PlanImport.objects.filter(city=OuterRef("pk"), by__is_system=True)
    return Exists(brought.filter(state__in=states))


def _looked_at(_today: date) -> Condition:
    return ~_brought(STATE.READY, STATE.READING)


def _readable(today: date) -> Condition:
    """A plan that could not be read is forgotten once another one is begun."""
    return ~_brought(STATE.FAILED) | _begun(today)


def register_first_steps() -> None:
    """Say them when the platform starts."""
    welcome.register("brought_plan",
                     _("The plan from the application is laid as a proposal. The city looks at it "
                       "and takes it, or leaves it."),
                     _("Look at the plan"), "import", _looked_at, position=10)  # fmt: skip
    welcome.register("unread_plan",
                     _("The plan from the application could not be read as a table. Bring it as "
                       "Excel or Word, or write it here."),
                     _("Bring a plan from a file"), "import", _readable, position=11)  # fmt: skip
    welcome.register("plan",
                     _("Begin the action plan: the first measure, or a file. Editors of the city "
                       "do this."),
                     _("To the plan"), "city_work", _begun, position=50)  # fmt: skip
    holdings.register(_("Measures of all plans"),
                      lambda city: Measure.objects.filter(plan__city=city).count())  # fmt: skip
    holdings.register(_("Editions of plans"),
                      lambda city: Edition.objects.filter(plan__city=city).count())  # fmt: skip
    holdings.register(
        _("Reports on progress"),
        lambda city: ProgressUpdate.objects.filter(contribution__city=city).count(),
    )
    holdings.register(_("Reports of rounds"),
                      lambda city: CityReport.objects.filter(city=city).count())  # fmt: skip
