"""The letter that invites a city to a meeting, with its agenda."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coalition.documents import Paper
from coalition.text import coalition_name
from workinggroups.models import AgendaItem, Meeting, MeetingInvitation, WorkingGroup
from workinggroups.models.meetings import timed
from workinggroups.times import Told, in_zone


def invitation_paper(invitation: MeetingInvitation) -> Paper:
    """The letter to one city: to whom, about what, when in both clocks, and the agenda."""
    meeting, city = invitation.meeting, invitation.city
    title = _("Meeting of the working group")
    paper = Paper(title=title, example=meeting.group.is_example, on=invitation.day)
    paper.letterhead([coalition_name(), name_of(meeting.group)],
                     [city.authority_name or city.name], invitation.number,
                     invitation.day)  # fmt: skip
    paper.heading(title)
    paper.paragraph(
        _("We invite your city to take part in the meeting “%(title)s” of the group “%(group)s”.")
        % {"title": meeting.title, "group": meeting.group.name}
    )
    paper.paragraph(
        _("When: %(time)s.") % {"time": Told.of(meeting).words(city.timezone)}, indent=False
    )
    if meeting.tentative:
        paper.paragraph(_("The time is being chosen: this is the first of those proposed. Please "
                          "mark on the platform which of them suit your city."))  # fmt: skip
    for line in where(meeting):
        paper.paragraph(line, indent=False)
    items = timed(meeting, list(meeting.items.all()))
    if items:
        paper.heading(_("Agenda"), level=2)
        agenda_table(paper, meeting, items)
    paper.paragraph(_("Please tell us who will take part: the post, surname and initials."))
    path = reverse("invitation_of_city", args=[meeting.pk, city.slug])
    paper.paragraph(
        _("You can answer on the platform (%(address)s) or by letter.")
        % {"address": settings.SITE_URL + path}
    )
    paper.paragraph(
        _("What the meeting comes to is a recommendation; each city decides itself what suits it.")
    )
    paper.signature(meeting.chair or _("Chair of the working group"))
    paper.small(_("Prepared by: ____________________, telephone: ________________"))
    return paper


def name_of(group: WorkingGroup) -> str:
    """Technical group “Early warning”."""
    said = _("%(kind)s “%(name)s”") % {"kind": group.get_kind_display(), "name": group.name}
    return capfirst(said)


def where(meeting: Meeting) -> list[str]:
    """How and where a meeting is held, how one joins, into which languages it is interpreted."""
    lines = [_("How: %(how)s.") % {"how": meeting.get_mode_display()}]
    if meeting.place:
        lines.append(_("Place: %(place)s.") % {"place": meeting.place})
    if meeting.link:
        lines.append(_("Link: %(link)s") % {"link": meeting.link})
    if meeting.dial_in:
        lines.append(_("By telephone: %(dial_in)s.") % {"dial_in": meeting.dial_in})
    if meeting.languages:
        said = ", ".join(meeting.language_names)
        lines.append(_("Interpretation: %(languages)s.") % {"languages": said})
    return lines


def agenda_table(paper: Paper, meeting: Meeting, items: list[AgendaItem]) -> None:
    """The items with their times by the clock of the meeting's city."""
    paper.table(
        [_("No."), _("Time"), _("Question"), _("Who speaks")],
        [
            [
                str(n),
                f"{in_zone(item.begins, meeting.tz):%H:%M}–{in_zone(item.ends, meeting.tz):%H:%M}",  # type: ignore[attr-defined]
                item.title,
                item.speaker,
            ]
            for n, item in enumerate(items, start=1)
        ],
        widths=(1, 3, 9, 6),
    )
