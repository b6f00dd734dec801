"""News of groups in the notification centre, each in a sentence."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition.models.terms import in_language
from coalition.notifications import register


def say_news(details: dict[str, Any], count: int) -> str:
    """Posts of a thread that the reader has not seen."""
    words = ngettext(
        "%(count)d new post in the thread “%(title)s”",
        "%(count)d new posts in the thread “%(title)s”", count,
    )  # fmt: skip
    return words % {"count": count, "title": details["title"]}


def say_answer(details: dict[str, Any], count: int) -> str:
    """Answers to one's own posts."""
    words = ngettext(
        "%(who)s answered you in the thread “%(title)s”",
        "%(count)d answers to you in the thread “%(title)s”", count,
    )  # fmt: skip
    return words % {"count": count, **details}


def say_request(details: dict[str, Any], count: int) -> str:
    """People who ask a group to be let in."""
    words = ngettext(
        "%(who)s asks to join the group “%(group)s”",
        "%(count)d people ask to join the group “%(group)s”", count,
    )  # fmt: skip
    city = in_language(details.get("city") or {})  # older lines have none
    who = ", ".join(filter(None, (details["who"], city)))
    return words % {"count": count, "who": who, "group": in_language(details["group"])}


def say_admitted(details: dict[str, Any], _count: int) -> str:
    """The answer to one's own request."""
    words = (
        _("You now take part in the group “%(group)s”")
        if details["accepted"]
        else _("The group “%(group)s” cannot let you in at present")
    )
    return words % {"group": in_language(details["group"])}


def register_news() -> None:
    """The kinds of news of groups that a person reads in the centre."""
    register("thread_news", gettext_lazy("new posts in threads"), say_news)
    register("answer", gettext_lazy("answers to my posts"), say_answer)
    register("join_request", gettext_lazy("requests to join a group"), say_request)
    register("join_answer", gettext_lazy("answers to my requests"), say_admitted)
