"""What is done in groups and concerns a city, in sentences of its journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coalition import notifications
from coalition.deeds import register
from coalition.models import JournalEntry
from coalition.models.terms import in_language
from workinggroups.models import Stance


def with_choice(entry: JournalEntry) -> dict[str, Any]:
    """The words of a position, the choice by its name."""
    choice = str(dict(Stance.Choice.choices)[entry.details["choice"]])
    return {"subject": entry.subject, "choice": choice}


def register_sentences() -> None:
    """The deeds of groups that a city reads in its journal."""
    register("task.handed_over", _("A task was taken over by %(successor)s"))
    register("seat.given", _("Named who speaks for the city: %(subject)s"))
    register("seat.ended", _("Ended the word for the city: %(subject)s"))
    register("statement.attached", _("Attached the city's statement to “%(subject)s”"))
    register("statement.withdrawn", _("Took back the city's statement to “%(subject)s”"))
    register("meeting.answered", _("Answered the invitation to a meeting: %(subject)s"))
    register("meeting.times_marked", _("Marked which times of a meeting suit: %(subject)s"))
    register(
        "stance.stated", _("Stated the city's position on “%(subject)s”: %(choice)s"), with_choice
    )


def _term_ends(details: dict[str, Any], _count: int) -> str:
    said = gettext("%(person)s speaks for the city in “%(group)s” only until %(until)s")
    return said % {
        "person": details["person"],
        "group": in_language(details["names"]),
        "until": date_format(date.fromisoformat(details["until"])),
    }


def register_news() -> None:
    """The lines of the notification centre that groups write."""
    notifications.register("seat_ends", _("The term of who speaks for the city ends"), _term_ends)
