"""The six tasks of an application: which answers each holds, which are needed, how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Application


class Progress(models.TextChoices):
    """How far a task is, in words."""

    NEW = "new", _("Not begun")
    GO = "go", _("In work")
    DONE = "done", _("Ready")


@dataclass(frozen=True)
class Task:
    """One task of the list: its page shows its fields, and it is ready once the needed are there."""

    key: str
    title: str | Promise
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.needed, *self.optional)

    def missing(self, application: Application) -> list[str]:
        """The labels of the needed answers that are not there yet."""
        return [label_of(name) for name in self.needed if not getattr(application, name)]

    def progress(self, application: Application) -> Progress:
        if not application.versions.get(self.key):
            return Progress.NEW
        return Progress.GO if self.missing(application) else Progress.DONE


def label_of(name: str) -> str:
    """What an answer is called on screen."""
    label = str(Application._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


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
