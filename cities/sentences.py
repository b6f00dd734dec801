"""What is done to cities and applications, in sentences of the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cities.models import CityFact, CompletenessMark, PartyVoice
from cities.tasks import TASKS
from coalition.deeds import register
from coalition.models import JournalEntry


def with_labels(choices: Any) -> Any:
    """The words of a deed that moves something, `was` and `became` by their names."""

    def words(entry: JournalEntry) -> dict[str, Any]:
        names = dict(choices)
        parts = {"subject": entry.subject, **entry.details}
        return parts | {key: names.get(parts.get(key), "") for key in ("was", "became")}

    return words


def with_task(entry: JournalEntry) -> dict[str, Any]:
    """The words of a saving, with the name of its task."""
    task = TASKS.get(str(entry.details.get("task", "")))
    return {"task": task.title if task else ""}


def with_day(entry: JournalEntry) -> dict[str, Any]:
    """The words of a deed with a day, as people write it."""
    said = {"subject": entry.subject, **entry.details}
    days = {key: date_format(date.fromisoformat(said[key]), "SHORT_DATE_FORMAT")
            for key in ("on", "until") if said.get(key)}  # fmt: skip
    return said | days


def with_marks(entry: JournalEntry) -> dict[str, Any]:
    """The words of marks: each point with what was found."""
    points, found = dict(CompletenessMark.Point.choices), dict(CompletenessMark.Found.choices)
    marks = entry.details["marks"]
    said = [f"{points.get(key, key)} — {found.get(one, one)}" for key, one in marks.items()]
    return {"subject": entry.subject, "marked": "; ".join(said)}


def register_sentences() -> None:
    """Give every deed of this app its sentence."""
    _register_own()
    register("application.begun", _("Began the application"))
    register("application.forgotten", _("Forgot a draft nobody went on with"))
    register("application.saved", _("Saved answers: %(task)s"), with_task)
    register("application.extended", _("The link works until %(until)s"), with_day)
    register("application.shown", _("Lets the application be listed publicly"))
    register("application.hidden", _("No longer lets the application be listed publicly"))
    register("application.companion_invited", _("Invited a second person"))
    register("application.companion_ended", _("Ended the link of the second person"))
    register("application.submitted", _("Sent the application"))
    register("application.withdrawn", _("Withdrew the application"))
    register("application.returned", _("Asked to add: %(missing)s"))
    register("application.completed", _("Found the information complete"))
    register("application.marked", _("Marked points of completeness: %(marked)s"), with_marks)
    register("question.asked", _("Asked the city: %(question)s"))
    register("question.answered", _("Answered the question “%(question)s”"))
    register("question.closed", _("Closed the question “%(question)s”"))
    register("application.more_time", _("Asks the Parties for positions by %(on)s now: %(reason)s"),
             with_day)  # fmt: skip
    register("application.files_taken_back", _("Took the files back: %(files)s"))
    register("application.notified", _("Told the Parties; letters: %(told)s"))
    register("application.spoken_to", _("Stated the position of the city: %(became)s"),
             with_labels(PartyVoice.Kind.choices))  # fmt: skip
    register("application.consulted_on", _("Opened questions and consultations"))
    register("application.signed", _("Recorded the act of joining No. %(number)s of %(on)s"),
             with_day)  # fmt: skip
    register("application.copied",
             _("Sent certified copies: %(copies)s, outgoing No. %(outgoing_number)s"))  # fmt: skip
    register("document.registered", _("Registered “%(subject)s”"))
    register("document.corrected", _("Put the entry “%(subject)s” right with a new one"))
    register("document.ended", _("Noted that “%(subject)s” is no longer in force"))
    register("document.scan_withdrawn", _("Took away the scan of “%(subject)s”: %(why)s"))
    register("document.copied",
             _("Sent certified copies: %(copies)s, outgoing No. %(outgoing_number)s"))  # fmt: skip
    register("copy.received", _("A certified copy was received on %(on)s"), with_day)


def _register_own() -> None:
    """What a city does with itself: its name, its membership, its data."""
    register("city.admitted", _("%(subject)s is in the Coalition; its page and rights are made"))
    register("city.pause",
             _("Paused membership at the city's request; letter No. %(number)s of %(on)s"),
             with_day)  # fmt: skip
    register("city.leave",
             _("Left the Coalition at the city's request; letter No. %(number)s of %(on)s"),
             with_day)  # fmt: skip
    register("city.resume", _("Came back to the Coalition; letter No. %(number)s of %(on)s"),
             with_day)  # fmt: skip
    register("city.renamed", _("%(was)s is now %(became)s; act No. %(number)s of %(on)s"),
             with_day)  # fmt: skip
    register("city.headed", _("Entered the head of the authority: %(head)s, since %(on)s"),
             with_day)  # fmt: skip
    register("city.gathered", _("Asked for all data of the city in one file"))
    register("city.data_taken", _("Took all data of the city in one file"))
    register("import.unread", _("The plan of the application could not be laid: %(name)s"))
    register("city.file_taken_back", _("Took back the file “%(name)s”. Reason: %(why)s"))
    register("welcome.dismissed", _("Put a line of the first steps aside"))
    register("city.switched", _("Changed what the city shows of itself"))
    register("review.consented", _("Opened what the city submits to the overview of progress"))
    register("review.consent_withdrawn", _("Closed the city to the overview of progress"))
    register("fact.decided", _("Fact “%(subject)s”: %(became)s"),
             with_labels(CityFact.State.choices))  # fmt: skip
