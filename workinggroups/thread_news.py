"""What threads tell people through the notification centre."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.notifications import register


def register_news() -> None:
    """The kinds of news that come from what is said and undertaken in threads."""
    register("mention", gettext_lazy("I am mentioned in a thread"), _mention)
    register("task", gettext_lazy("I am given a task"), _task)
    register("task-done", gettext_lazy("A task I gave is done"), _task_done)
    register("ack", gettext_lazy("I am asked to confirm that I have read"), _ack)


def _mention(said: dict[str, Any], count: int) -> str:
    words = (
        _("You are mentioned in “%(title)s”, № %(number)s")
        if count == 1
        else _("You are mentioned in “%(title)s” (%(count)d), last in № %(number)s")
    )
    return words % {**said, "count": count}


def _task(said: dict[str, Any], _count: int) -> str:
    return _("A task for you in “%(title)s”: %(what)s") % said


def _task_done(said: dict[str, Any], _count: int) -> str:
    return _("Done in “%(title)s”: %(what)s") % said


def _ack(said: dict[str, Any], _count: int) -> str:
    return _("Please confirm that you have read № %(number)s in “%(title)s”") % said
