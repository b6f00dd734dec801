"""The first wording of minutes: what the agenda, the thread and the list of those present say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workinggroups.models import Attendance, Meeting
from workinggroups.models.meetings import timed
from workinggroups.times import Told, in_zone


def drafted(meeting: Meeting) -> str:
    """The text, item by item, with room for what was heard and recommended."""
    parts = [_opening(meeting), _present(meeting)]
    for number, item in enumerate(timed(meeting, list(meeting.items.all())), start=1):
        begins, ends = in_zone(item.begins, meeting.tz), in_zone(item.ends, meeting.tz)  # type: ignore[attr-defined]
        lines = [
            f"{number}. {item.title} ({begins:%H:%M}–{ends:%H:%M})",
            _("Heard: %(who)s.") % {"who": item.speaker or "______________"},
            _("Spoke: ______________."),
            _("Recommended: ______________."),
        ]
        parts.append("\n".join(lines))
    parts.append(_kept_in_sight(meeting))
    return "\n\n".join(filter(None, parts))


def _opening(meeting: Meeting) -> str:
    lines = [
        _("Meeting of %(group)s: %(time)s.")
        % {"group": f"«{meeting.group.name}»", "time": Told.of(meeting).words()},
        _("Held: %(how)s.") % {"how": ", ".join(filter(None, [
            meeting.get_mode_display(), meeting.place]))},
    ]  # fmt: skip
    if meeting.chair:
        lines.append(_("Led by: %(who)s.") % {"who": meeting.chair})
    if meeting.languages:
        lines.append(
            _("Interpretation: %(languages)s.") % {"languages": ", ".join(meeting.language_names)}
        )
    return "\n".join(lines)


def _present(meeting: Meeting) -> str:
    """How many took part, and for which cities and organisations."""
    there = [one for one in meeting.attendance.select_related("city") if one.was_there]
    if not there:
        return ""
    who = list(dict.fromkeys(one.of for one in there))
    women = sum(one.sex == Attendance.Sex.WOMAN for one in there)
    men = sum(one.sex == Attendance.Sex.MAN for one in there)
    said = _("Took part: %(count)d (women %(women)d, men %(men)d): %(who)s. The list is attached.")
    return said % {"count": len(there), "women": women, "men": men, "who": ", ".join(who)}


def _kept_in_sight(meeting: Meeting) -> str:
    """The posts pinned in the meeting's thread, as notes to be worked into the text."""
    pinned = meeting.thread.posts.filter(pinned_at__isnull=False).select_related("author", "city")
    lines = [
        f"№ {post.number}, {post.city.name if post.city else post.author.post}: {post.body}"
        for post in pinned.order_by("number")
    ]
    return "\n".join([_("From the thread of the meeting:"), *lines]) if lines else ""
