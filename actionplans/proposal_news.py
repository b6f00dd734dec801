"""The news that a group has proposed something to a city."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition import notifications


def register_news() -> None:
    """The kind of news that recommendations of groups make in their cities."""

    def came(details: dict[str, Any], count: int) -> str:
        return _("A group proposes to your city: %(question)s (%(number)s)") % details

    notifications.register("proposal_came", gettext_lazy("a group proposes to the city"), came)
