"""The plan and the report on it, in the columns the country prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from actionplans.exports.files import adoption_of
from actionplans.exports.periods import Period
from actionplans.exports.printed import FROZEN, IN_REPORTS, printed
from actionplans.exports.sheets import Sheet, lay, sheet_of, sheet_of_content
from actionplans.exports.standing import standing_columns
from actionplans.models import ActionPlan, Edition, Measure
from actionplans.outline import MeasureRow
from actionplans.reading import in_order, with_rows
from coalition import clock
from coalition.documents import Paper, Stamp

SMALL_TABLE, SMALLER_TABLE = 11, 10
MANY_COLUMNS = 6


@dataclass
class Source:
    """Which plan is written down: as it is today, as an edition froze it, or as drafts make it."""

    plan: ActionPlan
    measures: QuerySet[Measure] | None = None
    content: dict[str, Any] | None = None
    edition: Edition | None = None
    is_draft: bool = False
    period: Period | None = None
    on: date = field(default_factory=clock.today)

    @property
    def title(self) -> str:
        return self.content["title"] if self.content else self.plan.say("title")

    @property
    def lang(self) -> str:
        """The reader's language; of what is frozen or waits, its own, as no translation is kept."""
        return self.content["lang"] if self.content else get_language() or "ru"

    @property
    def act(self) -> ActionPlan | Edition:
        """Whichever says by what it was adopted."""
        return self.edition or self.plan

    @property
    def example(self) -> bool:
        return self.plan.is_example

    def rows(self) -> list[MeasureRow]:
        """The measures as rows; of the period where one was chosen."""
        found = self.plan.measures.standing() if self.measures is None else self.measures
        if self.period:
            found = self.period.measures(found)
        found = with_rows(in_order(found)).select_related("direction__goal")
        return [
            MeasureRow(measure, self.on)
            for measure in found.prefetch_related(
                "direction__translations",
                "direction__goal__translations",
                "contributions__budget_lines",
            )
        ]

    def about(self) -> list[tuple[str, Any]]:
        """Where the file comes from, line by line."""
        lines: list[tuple[str, Any]] = []
        if self.example:
            lines.append((_("Example"), _("The data are invented and only show the platform.")))
        lines += [(_("Contents"), self.title), (_("Made on"), clock.today())]
        if self.is_draft:
            lines.append((_("State"), _("DRAFT")))
        elif self.edition:
            lines += [
                (_("Edition"), self.edition.number),
                (_("Adopted on"), self.edition.adopted_on),
                (_("Fingerprint (SHA-256)"), self.edition.sha256),
            ]
        else:
            lines += adoption_of(self.plan)
        if self.period:
            lines.append((_("Period"), self.period.words))
        return lines


def act_words(act: ActionPlan | Edition) -> str:
    """The act of adoption in words: its kind and number."""
    return " № ".join(filter(None, (act.act_kind, act.act_number)))


def approved_by(source: Source) -> Stamp:
    """The block at the head: by which act it was approved, or a line to be signed."""
    act = source.act
    if source.is_draft or not act_words(act):
        on = None if source.is_draft else act.adopted_on
        return Stamp(post=act.act_signatory or _("Head of the city"), on=on)
    return Stamp(post=act.act_signatory, act=act_words(act), on=act.adopted_on)


def plan_sheet(source: Source) -> Sheet:
    """The measures in the country's columns."""
    columns, lang = printed(source.plan)
    if source.content is None:
        return sheet_of(source.rows(), columns, lang)
    with override(source.lang):
        return sheet_of_content(source.content, columns, lang, FROZEN)


def progress_sheet(source: Source, *, brief: bool) -> Sheet:
    """The same measures with how they stood on the day; `brief` leaves room on a page."""
    columns, lang = printed(source.plan)
    rows = source.rows()
    own = [one for one in columns if one.key in IN_REPORTS] if brief else columns
    return sheet_of(rows, own, lang, standing_columns(rows, source.on, brief=brief))


def plan_paper(source: Source) -> Paper:
    """The plan to be signed, or as it was; a frozen one in the language it was adopted in."""
    with override(source.lang):
        return _plan_paper(source)


def _plan_paper(source: Source) -> Paper:
    sheet = plan_sheet(source)
    paper = Paper(title=source.title, landscape=True, example=source.example,
                  draft=source.is_draft, on=source.on)  # fmt: skip
    if not source.plan.is_joint:
        paper.stamps(approved=approved_by(source))
    paper.heading(source.title)
    city = source.plan.city
    if city:
        day = source.edition.adopted_on if source.edition else clock.today()
        paper.subheading(city.called_on(day))
    else:
        paper.subheading(_("By agreement of the cities"))
    if source.edition:
        paper.subheading(_("Edition %(number)s of %(day)s") % {
            "number": source.edition.number,
            "day": date_format(source.edition.adopted_on, "DATE_FORMAT"),
        })  # fmt: skip
    if source.period:
        paper.subheading(source.period.words)
    _lay(paper, sheet)
    if source.edition:
        paper.small(f"SHA-256: {source.edition.sha256}")
    else:
        paper.signature(source.act.act_signatory or _("Head of the city"))
    return paper


def progress_paper(source: Source) -> Paper:
    """The report on the plan: what was due or said in the period, as of a day."""
    sheet = progress_sheet(source, brief=True)
    title = _("Report on how the plan is carried out")
    paper = Paper(title=title, landscape=True, example=source.example, on=source.on)
    paper.heading(title)
    paper.subheading(source.title)
    city = source.plan.city
    said = [city.authority_name or city.name] if city else []
    if source.period:
        said.append(source.period.words)
    said.append(_("as of %(day)s") % {"day": date_format(source.on, "DATE_FORMAT")})
    paper.subheading(", ".join(said))
    _lay(paper, sheet)
    paper.signature(source.plan.act_signatory or _("Head of the city"))
    return paper


def _lay(paper: Paper, sheet: Sheet) -> None:
    """The table, or a sentence where nothing is to be listed."""
    if sheet.count:
        wide = len(sheet.headings) > MANY_COLUMNS
        lay(sheet, paper, SMALLER_TABLE if wide else SMALL_TABLE)
    else:
        paper.paragraph(_("No measure is due or was reported on in this period."))
