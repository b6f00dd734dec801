"""The words reviewers write into a period's report on the project; every version stays."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from actionplans.models import Project, ProjectText
from actionplans.models.project import Section
from actionplans.permissions import require_review
from actionplans.project.holding import held
from actionplans.project.spans import Span
from coalition import clock
from coalition.errors import Conflict
from coalition.models import Place, User
from coalition.models.journal import record
from coalition.text import tidy

LONGEST = 20_000


@transaction.atomic
def keep_project_text(  # noqa: PLR0913 -- a text has a period, a part and a language
    project: Project, *, by: User, span: Span, section: str, lang: str, text: str, version: int = 0
) -> ProjectText:
    """Write one part of a period's report; every version stays, the last one counts.

    `version` is that of the words on the screen, 0 where there were none.
    """
    require_review(by)
    held(project)
    text = tidy(text)
    if len(text) > LONGEST:
        raise ValidationError({"text": _("That is too long for one part of a report.")})
    rows = project.texts.filter(section=section, lang=lang, **span.of).select_related("by")
    last = rows.first()
    if last and last.text == text:
        return last
    if version != (last.version if last else 0):
        raise Conflict(
            str(last.by) if last else "", last.at if last else None,
            [(str(Section(section).label), last.text if last else "", text)],
            {"version": last.version if last else 0},
        )  # fmt: skip
    made = ProjectText(project=project, section=section, lang=lang, version=version + 1, text=text,
                       by=by, at=clock.now(), **span.of)  # fmt: skip
    made.full_clean()
    made.save()
    record("project.text_kept", by=by, subject=project, place=Place.coalition(),
           section=section, lang=lang, period=span.key, version=made.version)  # fmt: skip
    return made
