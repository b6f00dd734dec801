"""How each status and signal looks and what it is called: one shape, one colour class, one word."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from .icons import icon


class Look(NamedTuple):
    """The class and icon (`done` stands for .c-done and #i-done) and the word on screen."""

    shape: str
    word: Promise

    @property
    def css(self) -> str:
        return f"c-{self.shape}"


SIGNALS = ("risk", "late")

# The order is the order of segments in a bar: from finished to not begun, stopped at the end.
LOOKS = {
    "completed": Look("done", pgettext_lazy("status", "Completed")),
    "in_progress": Look("go", pgettext_lazy("status", "In progress")),
    "risk": Look("risk", pgettext_lazy("status", "At risk")),
    "late": Look("late", pgettext_lazy("status", "Late")),
    "not_started": Look("new", pgettext_lazy("status", "Not started")),
    "suspended": Look("hold", pgettext_lazy("status", "Suspended")),
    "cancelled": Look("off", pgettext_lazy("status", "Cancelled")),
}


def status_class(status: str) -> str:
    """The colour class of a stored status or a computed signal."""
    return LOOKS[status].css


def status_word(status: str) -> SafeString:
    """The word of a status; cancelled is struck through."""
    template = "<s>{}</s>" if status == "cancelled" else "{}"
    return format_html(template, LOOKS[status].word)


def status_tag(status: str) -> SafeString:
    """What a city said of a measure, or what the dates say: shape, word and colour together."""
    look = LOOKS[status]
    return format_html(
        '<span class="st {}">{}{}</span>', look.css, icon(look.shape), status_word(status)
    )
