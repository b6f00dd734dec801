"""What is done to plans and measures, in sentences of the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import Contribution
from coalition.deeds import Words, plain, register
from coalition.models import JournalEntry


def with_progress(entry: JournalEntry) -> dict[str, Any]:
    """The words of a deed about progress, the status by its name."""
    became = entry.details.get("became", entry.details)
    status = str(dict(Contribution.Status.choices)[became["status"]])
    return {"subject": entry.subject, "status": status, "percent": became["percent"]}


def with_letter(entry: JournalEntry) -> dict[str, Any]:
    """The words of a report that came by letter."""
    said = entry.details
    day = date_format(date.fromisoformat(said["letter_date"]), "SHORT_DATE_FORMAT")
    return {**with_progress(entry), "letter": said["letter"], "letter_date": day,
            "sender": said["sender"]}  # fmt: skip


def with_letter_day(entry: JournalEntry) -> dict[str, Any]:
    """The words of a form that came by letter."""
    day = date_format(date.fromisoformat(entry.details["date"]), "SHORT_DATE_FORMAT")
    return {**entry.details, "date": day}


def with_reason(entry: JournalEntry) -> dict[str, Any]:
    """The words of a deed that may have its reason."""
    reason = entry.details.get("reason", "")
    return {"subject": entry.subject, "why": f". {reason}" if reason else ""}


Said = tuple[str, Promise, Words]

PROPOSALS: tuple[Said, ...] = (
    ("proposal.came", _("A group proposed: %(question)s (%(number)s)"), plain),
    ("proposal.taken", _("Took a group's proposal into the plan as a draft: %(subject)s"), plain),
    ("proposal.has", _("Said that the plan has a group's proposal already: %(subject)s"), plain),
    ("proposal.hidden", _("Took back what the group was told: %(subject)s"), plain),
    ("proposal.aside", _("Put a group's proposal aside: %(subject)s"), plain),
    (
        "proposal.known",
        _("Told the group what became of its proposal: %(subject)s"),
        plain,
    ),
)

PLANS: tuple[Said, ...] = (
    ("work.handed_over", _("“%(subject)s” was taken over by %(successor)s"), plain),
    ("plan.opened", _("Began the plan “%(subject)s”"), plain),
    (
        "plan.followed",
        _("Began the plan “%(successor)s” after “%(subject)s”; measures taken along: %(measures)s"),
        plain,
    ),
    ("plan.taken_up", _("Took the plan up again: %(subject)s"), plain),
    ("plan.ended", _("The plan “%(subject)s” has ended; “%(successor)s” is in force"), plain),
    ("plan.submitted", _("Put the plan “%(subject)s” before the approver"), plain),
    ("plan.adopted", _("Adopted edition %(edition)s of the plan “%(subject)s”"), plain),
    ("plan.withdrawn", _("Took the plan back from public view: %(subject)s%(why)s"), with_reason),
    ("plan.reinstated", _("Showed the plan to everybody again: %(subject)s%(why)s"), with_reason),
    ("edition.shown", _("Changed what everybody sees of an edition: %(subject)s"), plain),
    ("edition.hidden", _("Took an edition back from public view: %(subject)s%(why)s"), with_reason),
    ("import.begun", _("Chose a file to bring the plan: %(subject)s"), plain),
    ("import.left", _("Let a chosen file go: %(subject)s"), plain),
    (
        "plan.imported",
        _(
            "Brought the file “%(file)s” into the plan “%(subject)s”: "
            "%(new)s new measures, %(changed)s changes"
        ),
        plain,
    ),
    ("goal.added", _("Added the goal %(subject)s"), plain),
    ("direction.added", _("Added the direction %(subject)s"), plain),
    ("heading.renamed", _("Renamed “%(was)s” to “%(became)s”"), plain),
    ("heading.moved", _("Changed the order of the headings: %(subject)s"), plain),
    ("heading.renumbered", _("Gave %(subject)s the number %(became)s instead of %(was)s"), plain),
    ("heading.removed", _("Removed the empty heading %(subject)s"), plain),
    ("direction.put_under", _("Moved %(subject)s under the goal %(became)s"), plain),
)

MEASURES: tuple[Said, ...] = (
    ("measure.replaced", _("Replaced the measure %(subject)s by %(successor)s"), plain),
    ("measure.returned", _("Let the measure stand in the plan again: %(subject)s"), plain),
    ("evidence.added", _("Put “%(title)s” beside the measure %(subject)s"), plain),
    ("evidence.shown", _("Showed “%(title)s” to everybody beside %(subject)s"), plain),
    ("evidence.hidden", _("Left “%(title)s” to the city alone beside %(subject)s"), plain),
    ("evidence.withdrawn", _("Took “%(title)s” away from the measure %(subject)s"), plain),
    ("measure.drafted", _("Prepared a change: %(subject)s"), plain),
    ("draft.withdrawn", _("Took a change back: %(subject)s"), plain),
    ("draft.returned", _("Returned a change: %(subject)s. %(note)s"), plain),
    ("measure.adopted", _("Adopted the measure: %(subject)s"), plain),
    ("measure.shown", _("Showed the measure to everybody: %(subject)s"), plain),
    ("measure.hidden", _("Left the measure to the city alone: %(subject)s%(why)s"), with_reason),
)

PROGRESS: tuple[Said, ...] = (
    (
        "progress.reported",
        _("Reported progress: %(subject)s. %(status)s, %(percent)s %%"),
        with_progress,
    ),
    (
        "progress.revised",
        _("Corrected a report: %(subject)s. %(status)s, %(percent)s %%"),
        with_progress,
    ),
    (
        "progress.approved",
        _("Approved a report: %(subject)s. %(status)s, %(percent)s %%"),
        with_progress,
    ),
    (
        "progress.reported_by_letter",
        _(
            "Entered on the city's behalf, letter No. %(letter)s of %(letter_date)s from "
            "%(sender)s: %(subject)s. %(status)s, %(percent)s %%"
        ),
        with_letter,
    ),
    (
        "letter.entered",
        _("Entered a form sent by letter No. %(number)s of %(date)s: %(count)s reports"),
        with_letter_day,
    ),
    ("reminders.chosen", _("Chose which reminders come by letter"), plain),
    ("rates.entered", _("Entered the UN operational rates of %(month)s"), plain),
    ("progress.returned", _("Returned a report: %(subject)s. %(note)s"), plain),
    ("progress.withdrawn", _("Took a report back: %(subject)s%(why)s"), with_reason),
)

REPORTS: tuple[Said, ...] = (
    ("round.opened", _("Opened the round: %(subject)s"), plain),
    ("round.ended", _("The round ended: %(subject)s"), plain),
    ("report.opened", _("A report is asked for: %(subject)s"), plain),
    ("report.submitted", _("Sent the report: %(subject)s"), plain),
    ("report.taken_back", _("Took the report back: %(subject)s"), plain),
    ("report.proposal_prepared", _("Prepared a proposal for clarification: %(subject)s"), plain),
    ("report.noted", _("Wrote a note for reviewers: %(subject)s"), plain),
    ("report.proposed", _("Sent proposals for clarification: %(subject)s"), plain),
    ("report.answer_drafted", _("Prepared answers: %(subject)s"), plain),
    ("report.answered", _("Sent answers to the proposals: %(subject)s"), plain),
    ("report.closed", _("Completed the overview, no remarks: %(subject)s"), plain),
    (
        "report.position_stated",
        _("Completed the overview with the city's position: %(subject)s"),
        plain,
    ),
    ("report.corrected", _("Added a correction beside the report: %(subject)s"), plain),
    ("report.recused", _("Stepped back from the report: %(subject)s. %(reason)s"), plain),
)

PROJECT: tuple[Said, ...] = (
    ("project.kept", _("Corrected the facts of the project: %(subject)s"), plain),
    ("project.indicator_kept", _("Kept the indicator of the project: %(subject)s"), plain),
    ("project.indicator_removed", _("Removed the indicator of the project: %(subject)s"), plain),
    (
        "project.actual_entered",
        _("Entered a value of the project's indicator %(subject)s: %(became)s"),
        plain,
    ),
    (
        "project.actual_removed",
        _("Removed a value of the project's indicator %(subject)s: %(was)s"),
        plain,
    ),
    ("project.evidence_added", _("Said what a value of the indicator %(subject)s rests on"), plain),
    ("project.evidence_removed", _("Took evidence away from the indicator %(subject)s"), plain),
    ("project.text_kept", _("Wrote in the report on the project: %(subject)s"), plain),
    (
        "translation.kept",
        _("Put the city's words into English for UNDP's report: %(subject)s"),
        plain,
    ),
    ("translation.removed", _("Removed UNDP's English translation: %(subject)s"), plain),
)

JOINT: tuple[Said, ...] = (
    ("joint.proposed", _("%(city)s proposes the joint plan “%(subject)s” to: %(cities)s"), plain),
    ("joint.agreed", _("%(city)s takes part in the joint plan “%(subject)s”. %(note)s"), plain),
    ("joint.not_agreed", _("%(city)s does not take part in “%(subject)s”. %(note)s"), plain),
    ("joint.left", _("%(city)s left the joint plan “%(subject)s”. %(reason)s"), plain),
    ("joint.left_measure", _("%(city)s left the joint measure %(subject)s. %(reason)s"), plain),
    ("joint.drafted", _("%(city)s proposes words of the joint measure: %(subject)s"), plain),
    ("joint.draft_withdrawn", _("%(city)s took its proposed words back: %(subject)s"), plain),
    ("joint.draft_agreed", _("%(city)s agrees to the words: %(subject)s. %(note)s"), plain),
    ("joint.draft_not_agreed", _("%(city)s does not agree yet: %(subject)s. %(note)s"), plain),
    ("joint.adopted", _("All cities have agreed: %(subject)s. Edition %(edition)s"), plain),
    ("joint.part_drafted", _("Prepared a change of the own part: %(subject)s"), plain),
    ("joint.part_draft_withdrawn", _("Took back a change of the own part: %(subject)s"), plain),
    ("joint.part_returned", _("Returned a change of the own part: %(subject)s. %(note)s"), plain),
    ("joint.part_adopted", _("%(city)s adopted its part: %(subject)s"), plain),
    ("joint.part_shown", _("%(city)s shows its part: %(subject)s. %(reason)s"), plain),
    ("joint.part_hidden", _("%(city)s left its part to itself: %(subject)s. %(reason)s"), plain),
)


def register_sentences() -> None:
    """Give every deed of this app its sentence."""
    known = (*PLANS, *MEASURES, *PROGRESS, *REPORTS, *PROJECT, *JOINT, *PROPOSALS)
    for deed, sentence, words in known:
        register(deed, sentence, words)
