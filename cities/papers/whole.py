"""The whole application on paper, as the city keeps it in its files."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cities.models import Application
from cities.tasks import TASKS, answers
from coalition.documents import Paper, Section


def whole_paper(application: Application) -> Paper:
    """Every answer and every file with its fingerprint, in the reader's language."""
    title = _("Application to join the Coalition")
    paper = Paper(title=title, example=application.is_demo, draft=not application.number)
    paper.heading(title)
    paper.subheading(", ".join(filter(None, [application.number, application.name])))
    rows: list[Section | list[str]] = []
    for task in TASKS.values():
        rows.append(Section(str(task.title)))
        rows += [[answer.label, answer.words or "—"] for answer in answers(application, task)]
    paper.table([_("Question"), _("Answer")], rows, widths=(2, 3))
    files = list(application.papers.all())
    if files:
        paper.heading(_("Files"), level=2)
        paper.table(
            [_("What it is"), _("File"), _("Fingerprint (SHA-256)")],
            [[str(one.get_kind_display()), str(one), one.attachment.sha256] for one in files],
            widths=(3, 4, 4),
            size=10,
        )
        if any(one.signs_id for one in files):
            paper.small(_("Signatures were not checked."))
    return paper
