"""What meetings make known to the kernel when the platform starts: news, files, what repeats."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition import attachments, notifications, periodic
from coalition.models.terms import in_language
from coalition.permissions import Person
from workinggroups import verbs
from workinggroups.models import Meeting
from workinggroups.times import Told

HOUR = 3600


def told_in(details: dict[str, Any]) -> Told:
    """When a meeting is, from the details of a line."""
    starts, ends = (datetime.fromisoformat(details[name]) for name in ("starts", "ends"))
    return Told(starts, ends, details["tz"], in_language(details["city"]))


def say(details: dict[str, Any], _count: int) -> str:
    """One sentence about what happened to a meeting."""
    told, what = told_in(details), details["what"]
    said = {"title": details["title"], "time": told.words(details.get("own", ""))}
    if what == "moved" and details["was"]:
        first, last, tz = details["was"]
        before = Told(datetime.fromisoformat(first), datetime.fromisoformat(last), tz, told.city)
        said["was"] = before.span
        return _("The meeting “%(title)s” is moved: %(time)s. It was: %(was)s.") % said
    return {
        "planned": _("A meeting is planned: “%(title)s”, %(time)s."),
        "times": _("Choose when “%(title)s” meets: several times are proposed."),
        "settled": _("The time of “%(title)s” is settled: %(time)s."),
        "cancelled": _("The meeting “%(title)s” is called off: %(time)s."),
        "minutes.circulated": _(
            "The minutes of “%(title)s” are sent round: objections are awaited."
        ),
        "minutes.objected": _("There is an objection to the minutes of “%(title)s”."),
        "minutes.approved": _("The minutes of “%(title)s” are approved."),
    }.get(what, _("The meeting “%(title)s” has changed: %(time)s.")) % said


def may_open_paper(user: Person, key: str) -> bool:
    """Whoever sees a meeting opens the papers of its agenda."""
    return Meeting.objects.visible_to(user).filter(items__pk=key).exists()


def register_meetings() -> None:
    """To be called once, when the platform starts."""
    notifications.register("meeting", gettext_lazy("meetings"), say)
    attachments.register("workinggroups.agendaitem", may_open_paper)
    periodic.register("minutes", HOUR, verbs.approve_unopposed_minutes)
