"""The minutes of a meeting as they are signed, with the list of those who took part."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from coalition.documents import Paper
from coalition.text import coalition_name
from workinggroups.drafting import HEADING
from workinggroups.models import Attendance, Minutes
from workinggroups.times import Told, in_zone


def minutes_paper(minutes: Minutes) -> Paper:
    """The minutes in the language of the meeting's thread; a draft is marked on every page."""
    with override(minutes.meeting.thread.lang):
        return _minutes_paper(minutes)


def _minutes_paper(minutes: Minutes) -> Paper:
    meeting = minutes.meeting
    approved = minutes.state == Minutes.State.APPROVED
    title = _("Minutes No. %(number)s") % {"number": minutes.number or "______"}
    paper = Paper(title=title, example=meeting.group.is_example, draft=not approved,
                  on=in_zone(meeting.starts_at, meeting.tz).date())  # fmt: skip
    paper.subheading(coalition_name())
    paper.heading(title)
    paper.subheading(_("of the meeting of the group “%(group)s”") % {"group": meeting.group.name})
    paper.subheading(_("“%(title)s”") % {"title": meeting.title})
    paper.subheading(Told.of(meeting).words())
    for line in minutes.text.splitlines():
        if line.strip():
            head = bool(HEADING.match(line))
            paper.paragraph(line, bold=head, indent=not head)
    paper.small(_("What a group comes to is a recommendation to the cities."))
    if approved and minutes.approved_at:
        paper.small(
            _("Approved by consent on %(day)s: nobody objected in writing.")
            % {"day": date_format(in_zone(minutes.approved_at, meeting.tz), "DATE_FORMAT")}
        )
    paper.signature(meeting.chair or _("Chair of the meeting"))
    paper.signature(_("Secretary"))
    attach_list(paper, list(meeting.attendance.select_related("city")))
    return paper


def attach_list(paper: Paper, people: list[Attendance]) -> None:
    """The list of those who took part, on a page of its own."""
    if not people:
        return
    paper.new_page()
    paper.heading(_("List of those who took part"), level=2)
    how = pgettext("took part", "How")
    paper.table(
        [_("No."), _("City, organisation"), _("Post"), _("Surname and initials"), how],
        [
            [str(n), one.of, one.post, one.name, str(one.get_how_display())]
            for n, one in enumerate(people, start=1)
        ],
        widths=(1, 5, 6, 4, 4),
    )
