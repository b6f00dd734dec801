"""The whole application on paper, as the city keeps it in its files."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import Application, ApplicationPaper
from cities.tasks import TASKS, answers
from coalition.documents import Paper, Section


def whole_paper(application: Application) -> Paper:
    """Every answer and every file with its fingerprint, in the reader's language."""
    title = _("Application to join the Coalition")
    paper = Paper(title=title, example=application.is_demo, draft=not application.number)
    paper.heading(title)
    paper.subheading(", ".join(filter(None, [application.number, application.name])))
    rows: list[Section | list[str]] = []
    for number, task in enumerate(TASKS.values(), start=1):
        rows.append(Section(f"{number}. {task.title}"))
        rows += [
            [f"{number}.{place}", answer.label, answer.words or "—"]
            for place, answer in enumerate(answers(application, task), start=1)
        ]
    paper.table(
        [_("No."), _("Question"), pgettext("of the city", "Answer")], rows, widths=(1, 5, 8)
    )
    files = list(application.papers.all())
    if files:
        paper.heading(_("Files"), level=2)
        paper.table(
            [_("No."), _("What it is"), _("File"), _("Fingerprint (SHA-256)")],
            [[str(number), *said(one)] for number, one in enumerate(files, start=1)],
            widths=(1, 4, 4, 6),
            size=10,
        )
        if any(one.signs_id for one in files):
            paper.small(_("Signatures were not checked."))
    return paper


def said(paper: ApplicationPaper) -> list[str]:
    """What a list of files says of one; its fingerprint in two halves, to fit the page."""
    mark = paper.attachment.sha256
    return [str(paper.get_kind_display()), str(paper), f"{mark[:32]} {mark[32:]}"]
