"""What decisions tell people through the notification centre."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coalition.notifications import register
from workinggroups import decision_telling as telling
from workinggroups.models import Decision


def _opened(details: dict[str, Any], count: int) -> str:
    if count == 1:
        return _("Your group is asked to decide: %(question)s") % details
    return ngettext(
        "Decision changed %(count)d time: %(question)s",
        "Decision changed %(count)d times: %(question)s",
        count - 1,
    ) % {**details, "count": count - 1}


def _closing(details: dict[str, Any], _count: int) -> str:
    return _("One day is left to state your city's position: %(question)s") % details


def _closed(details: dict[str, Any], _count: int) -> str:
    result = str(dict(Decision.Result.choices).get(details["result"], ""))
    return _("%(result)s: %(question)s") % {**details, "result": capfirst(result)}


def _outcome(details: dict[str, Any], _count: int) -> str:
    return _("Outcome %(number)s: %(question)s") % details


def _review(details: dict[str, Any], _count: int) -> str:
    return _("The day has come to look again at %(number)s: %(question)s") % details


def _reviewed(details: dict[str, Any], _count: int) -> str:
    return _("The group has looked again at %(number)s: %(question)s") % details


def _statement(details: dict[str, Any], _count: int) -> str:
    return _("A city has attached its statement: %(question)s") % details


def _consulting(details: dict[str, Any], _count: int) -> str:
    return _("Consultation: %(question)s") % details


def _consulted(details: dict[str, Any], _count: int) -> str:
    return _("Consultation ended: %(question)s") % details


def register_news() -> None:
    """The kinds of news that decisions make."""
    register(telling.OPENED, gettext_lazy("a decision is opened or changed"), _opened)
    register(telling.CLOSING, gettext_lazy("a decision closes in a day"), _closing)
    register(telling.CLOSED, gettext_lazy("a decision is closed"), _closed)
    register(telling.OUTCOME, gettext_lazy("the outcome of a decision"), _outcome)
    register(telling.REVIEW, gettext_lazy("a recommendation is to be looked at again"), _review)
    register(telling.REVIEWED, gettext_lazy("a recommendation was looked at again"), _reviewed)
    register(telling.STATEMENT, gettext_lazy("a city's statement to a decision"), _statement)
    register("consultation_opened", gettext_lazy("a consultation is opened"), _consulting)
    register("consultation_ended", gettext_lazy("a consultation has ended"), _consulted)
