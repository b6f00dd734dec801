"""What is done to plans and measures, in sentences of the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplans.models import Contribution
from coalition.deeds import register
from coalition.models import JournalEntry


def with_progress(entry: JournalEntry) -> dict[str, Any]:
    """The words of a deed about progress, the status by its name."""
    became = entry.details.get("became", entry.details)
    status = str(dict(Contribution.Status.choices)[became["status"]])
    return {"subject": entry.subject, "status": status, "percent": became["percent"]}


def register_sentences() -> None:
    """Give every deed of this app its sentence."""
    register("plan.opened", _("Began the plan “%(subject)s”"))
    register("plan.submitted", _("Put the plan “%(subject)s” before the approver"))
    register("plan.adopted", _("Adopted edition %(edition)s of the plan “%(subject)s”"))
    register("plan.withdrawn", _("Took the plan back from public view: %(subject)s. %(reason)s"))
    register("plan.reinstated", _("Showed the plan to everybody again: %(subject)s. %(reason)s"))
    register("edition.shown", _("Changed what everybody sees of an edition: %(subject)s"))
    register("edition.hidden", _("Took an edition back from public view: %(subject)s. %(reason)s"))
    register("import.begun", _("Chose a file to bring the plan: %(subject)s"))
    register("import.left", _("Let a chosen file go: %(subject)s"))
    register("plan.imported", _("Brought the file “%(file)s” into the plan “%(subject)s”: "
                                "%(new)s new measures, %(changed)s changes"))  # fmt: skip
    register("goal.added", _("Added the goal %(subject)s"))
    register("direction.added", _("Added the direction %(subject)s"))
    register("heading.renamed", _("Renamed “%(was)s” to “%(became)s”"))
    register("heading.moved", _("Changed the order of the headings: %(subject)s"))
    register("heading.renumbered", _("Gave %(subject)s the number %(became)s instead of %(was)s"))
    register("heading.removed", _("Removed the empty heading %(subject)s"))
    register("direction.put_under", _("Moved %(subject)s under the goal %(became)s"))
    register("measure.replaced", _("Replaced the measure %(subject)s by %(successor)s"))
    register("measure.returned", _("Let the measure stand in the plan again: %(subject)s"))
    register("evidence.added", _("Put “%(title)s” beside the measure %(subject)s"))
    register("evidence.shown", _("Showed “%(title)s” to everybody beside %(subject)s"))
    register("evidence.hidden", _("Left “%(title)s” to the city alone beside %(subject)s"))
    register("evidence.withdrawn", _("Took “%(title)s” away from the measure %(subject)s"))
    register("measure.drafted", _("Prepared a change: %(subject)s"))
    register("draft.withdrawn", _("Took a change back: %(subject)s"))
    register("draft.returned", _("Returned a change: %(subject)s. %(note)s"))
    register("measure.adopted", _("Adopted the measure: %(subject)s"))
    register("measure.shown", _("Showed the measure to everybody: %(subject)s"))
    register("measure.hidden", _("Left the measure to the city alone: %(subject)s"))
    register("progress.reported",
             _("Reported progress: %(subject)s. %(status)s, %(percent)s %%"),
             with_progress)  # fmt: skip
    register("progress.revised",
             _("Corrected a report: %(subject)s. %(status)s, %(percent)s %%"),
             with_progress)  # fmt: skip
    register("progress.approved",
             _("Approved a report: %(subject)s. %(status)s, %(percent)s %%"),
             with_progress)  # fmt: skip
    register("rates.entered", _("Entered the UN operational rates of %(month)s"))
    register("progress.returned", _("Returned a report: %(subject)s. %(note)s"))
    register("progress.withdrawn", _("Took a report back: %(subject)s"))
    register("round.opened", _("Opened the round: %(subject)s"))
    register("round.ended", _("The round ended: %(subject)s"))
    register("report.opened", _("A report is asked for: %(subject)s"))
    register("report.submitted", _("Sent the report: %(subject)s"))
    register("report.taken_back", _("Took the report back: %(subject)s"))
    register("report.proposal_prepared", _("Prepared a proposal for clarification: %(subject)s"))
    register("report.noted", _("Wrote a note for reviewers: %(subject)s"))
    register("report.proposed", _("Sent proposals for clarification: %(subject)s"))
    register("report.answer_drafted", _("Prepared answers: %(subject)s"))
    register("report.answered", _("Sent answers to the proposals: %(subject)s"))
    register("report.closed", _("Completed the overview, no remarks: %(subject)s"))
    register("report.position_stated",
             _("Completed the overview with the city's position: %(subject)s"))  # fmt: skip
    register("report.corrected", _("Added a correction beside the report: %(subject)s"))
    register("report.recused", _("Stepped back from the report: %(subject)s. %(reason)s"))
