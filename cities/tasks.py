"""The six tasks of an application: which answers each holds, which are needed, how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Application
from coalition.models import Attachment
from coalition.models.terms import term_name


class Progress(models.TextChoices):
    """How far a task is, in words."""

    NEW = "new", _("Not begun")
    GO = "go", _("In work")
    DONE = "done", _("Ready")


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

    def missing(self, application: Application) -> list[str]:
        """The names of the needed answers that are not there yet, for the middle of a sentence."""
        return [words_for(name) for name in self.needed if not getattr(application, name)]

    def progress(self, application: Application) -> Progress:
        if not application.versions.get(self.key):
            return Progress.NEW
        return Progress.GO if self.missing(application) else Progress.DONE


def words_for(name: str) -> str:
    """What an answer is called in a sentence."""
    field = Application._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def label_of(name: str) -> str:
    """What an answer is called where it stands alone."""
    words = words_for(name)
    return words[:1].upper() + words[1:]


TASKS = {
    task.key: task
    for task in (
        Task(
            "city",
            _("The city and its authority"),
            ("name_ru", "name_national", "country", "authority_type", "authority_name",
             "population", "population_year"),
            ("name_en", "region", "website", "latitude", "longitude"),
        ),
        Task(
            "people",
            _("Signatory and focal point"),
            ("head_name", "head_post", "focal_name", "focal_post", "focal_email", "focal_phone"),
            ("language",),
        ),
        Task("hazards", _("Hazards"), ("hazards",), ("other_hazards", "past_events")),
        Task(
            "existing",
            _("What the city already has"),
            ("drr_plan", "climate_plan", "early_warning", "mcr2030_stage"),
            ("plans_file",),
        ),
        Task("reasons", _("Why the city joins and what it shares"), ("motivation",),
             ("experience", "groups")),
        Task(
            "letter",
            _("Letter"),
            ("letter", "accepts_declaration", "agrees_to_publish", "agrees_to_data",
             "holds_no_secrets"),
        ),
    )
}  # fmt: skip


def unready(application: Application) -> list[Task]:
    """The tasks that still miss something."""
    return [task for task in TASKS.values() if task.progress(application) != Progress.DONE]


LISTS = {
    "country": "countries",
    "authority_type": "authority_types",
    "hazards": "hazards",
    "groups": "themes",
}


NUMBERS = ("population", "latitude", "longitude")


def shown(application: Application, name: str) -> str:
    """One answer as people read it; empty when there is none. A file says its name."""
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
    file: Attachment | None = None


def answers(application: Application, task: Task) -> Iterator[Answer]:
    """All answers of one task, the empty ones too."""
    for name in task.fields:
        value = getattr(application, name)
        yield Answer(
            name,
            label_of(name),
            shown(application, name),
            name in task.needed,
            value if isinstance(value, Attachment) else None,
        )
