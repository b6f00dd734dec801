"""What is done in groups and concerns a city, in sentences of its journal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from coalition.deeds import register


def register_sentences() -> None:
    """The deeds of groups that a city reads in its journal."""
    register("seat.given", _("Named who speaks for the city: %(subject)s"))
    register("seat.ended", _("Ended the word for the city: %(subject)s"))
    register("meeting.answered", _("Answered the invitation to a meeting: %(subject)s"))
