"""The six tasks of an application: which answers each holds, which are needed, how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cities.models import Application, ApplicationPaper
from coalition import clock
from coalition.models.terms import term_name, terms

Kind = ApplicationPaper.Kind


class Progress(models.TextChoices):
    """How far a task is, in words."""

    NEW = "new", _("Not begun")
    GO = "go", _("In work")
    DONE = "done", _("Ready")
    RISK = "risk", _("There is an error")


@dataclass(frozen=True)
class Task:
    """One task of the list: a page of fields, ready once the needed ones are there."""

    key: str
    title: str | Promise
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.needed, *self.optional)

    def lacking(self, application: Application) -> list[str]:
        """The needed answers that are not there yet."""
        return [name for name in self.needed if not value_of(application, name)]

    def missing(self, application: Application) -> list[str]:
        """The names of the needed answers that are not there yet, for the middle of a sentence."""
        return [words_for(name) for name in self.lacking(application)]

    def faults(self, application: Application) -> dict[str, str]:
        """What is there and cannot stay so, by answer."""
        found = {name: fault_of(application, name) for name in self.fields if name not in FILES}
        return {name: sentence for name, sentence in found.items() if sentence}

    def progress(self, application: Application) -> Progress:
        if self.faults(application):
            return Progress.RISK
        files = any(papers_of(application, name) for name in self.fields if name in FILES)
        if not application.versions.get(self.key) and not files:
            return Progress.NEW
        return Progress.GO if self.lacking(application) else Progress.DONE


# answers that are files: the page of a task takes them, `ApplicationPaper` holds them
FILES = {
    "letter": Kind.LETTER,
    "drr_plan_file": Kind.DRR_PLAN,
    "climate_plan_file": Kind.CLIMATE_PLAN,
}


def value_of(application: Application, name: str) -> Any:
    """One answer as it is stored; of a file question, its files."""
    if name in FILES:
        return papers_of(application, name)
    return getattr(application, name)


def papers_of(application: Application, name: str) -> tuple[ApplicationPaper, ...]:
    """The files of one question."""
    return tuple(one for one in application.papers.all() if one.kind == FILES[name])


def words_for(name: str) -> str:
    """What an answer is called in a sentence."""
    if name in FILES:
        return str(FILES[name].label)
    field = Application._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def label_of(name: str) -> str:
    """What an answer is called where it stands alone."""
    words = words_for(name)
    return words[:1].upper() + words[1:]


# twelve answers are needed, consents and the letter among them; whatever else there is, is a help
TASKS = {
    task.key: task
    for task in (
        Task(
            "city",
            _("The city and its authority"),
            ("name_ru", "country", "authority_name"),
            ("name_national", "name_en", "region", "authority_type", "population",
             "population_year", "latitude", "longitude", "website"),
        ),
        Task(
            "people",
            _("Signatory and focal point"),
            ("head_name", "head_post", "focal_email"),
            ("focal_name", "focal_post", "focal_phone", "language"),
        ),
        Task("hazards", _("Hazards"), ("hazards",), ("other_hazards", "past_events")),
        Task(
            "existing",
            _("What the city already has"),
            (),
            ("drr_plan", "drr_plan_file", "climate_plan", "climate_plan_file", "early_warning",
             "mcr2030_stage"),
        ),
        Task("reasons", _("Why the city joins and what it shares"), ("motivation",),
             ("experience", "groups")),
        Task(
            "letter",
            _("Letter"),
            ("letter", "accepts_declaration", "agrees_to_data", "holds_no_secrets"),
            ("agrees_to_publish",),
        ),
    )
}  # fmt: skip


def unready(application: Application) -> list[Task]:
    """The tasks that stand in the way of sending: something needed is missing, or is wrong."""
    return [
        task for task in TASKS.values() if task.lacking(application) or task.faults(application)
    ]


LISTS = {
    "country": "countries",
    "authority_type": "authority_types",
    "hazards": "hazards",
    "groups": "themes",
}
NUMBERS = ("population", "latitude", "longitude")


def fault_of(application: Application, name: str) -> str:
    """Why a stored answer cannot stay as it is; empty when it can."""
    value = getattr(application, name)
    if name in LISTS:
        keys = value if isinstance(value, list) else [value]
        gone = [key for key in keys if key and key not in terms(LISTS[name])]
        return _now("This choice is no longer in the list. Choose again.") if gone else ""
    if name == "population_year":
        if value is None and application.population is not None:
            return _now("Write the year the population is of.")
        if value is not None and value > clock.today().year:
            return _now("This year has not come yet.")
    try:
        Application._meta.get_field(name).clean(value, application)  # type: ignore[union-attr]
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


def shown(application: Application, name: str) -> str:
    """One answer as people read it; empty when there is none."""
    value = getattr(application, name)
    if value is None or value is False or value in ("", []):
        words = ""
    elif value is True:
        words = str(_("yes"))
    elif name in LISTS:
        keys = value if isinstance(value, list) else [value]
        words = ", ".join(term_name(LISTS[name], key) for key in keys)
    elif name in NUMBERS:
        words = number_format(value, use_l10n=True, force_grouping=name == "population")
    else:
        chosen = getattr(application, f"get_{name}_display", None)
        words = chosen() if chosen else value
    return str(words)


@dataclass(frozen=True)
class Answer:
    """One answer of an application for reading."""

    name: str
    label: str
    words: str
    needed: bool
    papers: tuple[ApplicationPaper, ...] = ()
    fault: str = ""


def answers(application: Application, task: Task) -> Iterator[Answer]:
    """All answers of one task, the empty ones too."""
    faults = task.faults(application)
    for name in task.fields:
        papers = papers_of(application, name) if name in FILES else ()
        yield Answer(
            name,
            label_of(name),
            ", ".join(map(str, papers)) if name in FILES else shown(application, name),
            name in task.needed,
            papers,
            faults.get(name, ""),
        )
