"""What an application said at each sending, and what changed since the one before, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cities.models import Application, ApplicationPaper, ApplicationRevision
from cities.steps import Who, is_one_of
from cities.tasks import FILES, TASKS, Task, label_of, shown
from coalition.models import User

Said = list[tuple[Task, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Change:
    """One answer or file that became another."""

    label: str
    was: str
    became: str


def readable_revisions(application: Application, user: User) -> QuerySet[ApplicationRevision]:
    """The revisions a person reads: a Party those of which it was told, others all of them.

    What the city replaced before the Parties were told is between it and the secretariat.
    """
    revisions = application.revisions.all()
    if is_one_of(Who.SECRETARIAT, user, application) or is_one_of(Who.KEEPER, user, application):
        return revisions
    told = revisions.filter(sent_at__lte=application.notified_at).last()
    return revisions.filter(number__gte=told.number if told else 1)


def application_of(revision: ApplicationRevision) -> Application:
    """The answers of a revision as an application that is never stored."""
    known = {name for task in TASKS.values() for name in task.fields if name not in FILES}
    said = revision.content["answers"]
    return Application(**{name: said[name] for name in known if name in said})


def answers_of(revision: ApplicationRevision) -> Said:
    """Every answer of a revision in words, by task; its files stand apart."""
    told = application_of(revision)
    return [
        (
            task,
            [(label_of(name), shown(told, name)) for name in task.fields if name not in FILES],
        )
        for task in TASKS.values()
    ]


def files_of(revision: ApplicationRevision) -> list[dict[str, Any]]:
    """The files of a revision with what each is, in the reader's language."""
    kinds = dict(ApplicationPaper.Kind.choices)
    return [{**one, "words": kinds.get(one["kind"], "")} for one in revision.content["files"]]


def changes(before: ApplicationRevision, after: ApplicationRevision) -> list[Change]:
    """What a revision says otherwise than the one before."""
    was, became = application_of(before), application_of(after)
    found = [
        Change(label_of(name), shown(was, name), shown(became, name))
        for task in TASKS.values()
        for name in task.fields
        if name not in FILES and getattr(was, name) != getattr(became, name)
    ]
    old, new = ({one["sha256"]: one for one in files_of(each)} for each in (before, after))
    found += [Change(one["words"], one["name"], "") for key, one in old.items() if key not in new]
    found += [Change(one["words"], "", one["name"]) for key, one in new.items() if key not in old]
    return found
