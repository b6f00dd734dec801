"""What goes with a plan or a report: the covering letter and the sheet on which offices agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from actionplans.papers.plans import Source
from actionplans.patches import Values
from actionplans.wording import office
from coalition.documents import Paper
from coalition.text import coalition_name


def letter_paper(
    source: Source, *, about_report: bool, to: Iterable[str] = (), number: str = "",
    day: date | None = None,
) -> Paper:  # fmt: skip
    """The letter with which a report, or a draft of the plan, is sent."""
    city = source.plan.city
    whose = (city.authority_name or city.name) if city else coalition_name()
    title = _("On sending the report") if about_report else _("On agreeing the draft plan")
    paper = Paper(title=title, example=source.example, on=source.on)
    paper.letterhead([whose], list(to) or ["_" * 24] * 2, number, day)
    paper.heading(title)
    if about_report:
        said = _("We send the report on how “%(title)s” is carried out, as of %(day)s.")
        period = source.period.words if source.period else ""
        if period:
            said = _("We send the report on how “%(title)s” is carried out: %(period)s, "
                     "as of %(day)s.")  # fmt: skip
        added = _("Enclosed: the report, ____ pages, 1 copy.")
    else:
        said = _("We send “%(title)s” for agreement and ask for your remarks and proposals.")
        period = ""
        added = _("Enclosed: the draft plan, ____ pages; the sheet of agreement, 1 copy.")
    paper.paragraph(said % {
        "title": source.title, "period": period,
        "day": date_format(source.on, "DATE_FORMAT"),
    })  # fmt: skip
    if about_report:
        paper.paragraph(_("The data are taken from the reports that the city has approved."))
    paper.paragraph(added)
    paper.signature(source.plan.act_signatory or _("Head of the city"))
    paper.small(_("Prepared by: ____________________, telephone: ________________"))
    return paper


def agreement_paper(source: Source) -> Paper:
    """The sheet of agreement: every office that the measures name, with room to sign."""
    with override(source.lang):
        return _agreement_paper(source)


def _agreement_paper(source: Source) -> Paper:
    title = _("Sheet of agreement")
    paper = Paper(title=title, landscape=True, example=source.example, draft=source.is_draft,
                  on=source.on)  # fmt: skip
    paper.heading(title)
    paper.subheading(source.title)
    assert source.content is not None  # noqa: S101 -- the view always gives it
    rows = [
        [str(n), who, ", ".join(codes), "", "", ""]
        for n, (who, codes) in enumerate(offices_of(source.content["measures"]), start=1)
    ]
    paper.table(
        [_("No."), _("Office"), _("Measures"), _("Post, surname and initials"),
         _("Signature, date"), _("Remarks")],
        rows, widths=(1, 6, 4, 4, 3, 4),
    )  # fmt: skip
    paper.signature(_("Prepared by"))
    return paper


def offices_of(measures: Iterable[Values]) -> list[tuple[str, list[str]]]:
    """Each office once with the numbers of its measures: those that lead first."""
    leading: dict[str, list[str]] = {}
    joining: dict[str, list[str]] = {}
    for one in measures:
        if one["lead"]:
            leading.setdefault(office({**one["lead"], "by_agreement": False}), []).append(
                one["code"]
            )
        for who in one["co"]:
            joining.setdefault(office({**who, "by_agreement": False}), []).append(one["code"])
    found = {name: [*codes, *joining.pop(name, [])] for name, codes in leading.items()}
    return [(name, list(dict.fromkeys(codes))) for name, codes in {**found, **joining}.items()]
