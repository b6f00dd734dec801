"""How far a plan is: one bar of all measures, and the small meter of one measure."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .icons import icon
from .status import LOOKS, SIGNALS, status_class, status_word

_PATTERNED = {"risk": "dots", "late": "hatch"}
_NARROWEST = 2  # percent: one measure among hundreds must still be seen on a phone


def stacked_bar(
    counts: Mapping[str, int], label: str, link: str | None = None, *, legend: bool = True
) -> SafeString:
    """Measures by status as one bar with its legend; cancelled ones are told beside it.

    With `link` (the address of the plan, perhaps with an #anchor) each word of the legend leads
    to those measures.
    Without `legend` the words beside the bar are up to the page, as in a row of a table.
    """
    shown = {status: counts.get(status) or 0 for status in LOOKS}
    shown = {status: count for status, count in shown.items() if count}
    inside = {status: count for status, count in shown.items() if status != "cancelled"}
    return format_html(
        '<svg class="bar" width="100%" height="28" role="img" aria-label="{}">{}</svg>{}',
        _spoken(label, inside, shown.get("cancelled", 0)),
        _segments(inside),
        _legend(shown, link) if legend else "",
    )


def meter(percent: float | None, status: str | None = None) -> SafeString:
    """How ready a measure is, as a short bar and a number; a dash when the city gave none."""
    if percent is None:
        return format_html(
            '<span aria-hidden="true">—</span><span class="vh">{}</span>', _("No value stated")
        )
    percent = round(min(max(percent, 0), 100))
    said = _("%(number)s%%") % {"number": percent}
    return format_html(
        '<svg class="meter{}" width="72" height="10" role="img" aria-label="{}">'
        '<rect width="{}%" height="10"/></svg><span class="num" aria-hidden="true">{}</span>',
        f" {status_class(status)}" if status else "",
        _("Ready: %(percent)s") % {"percent": said},
        percent,
        said,
    )


def _spoken(label: str, inside: dict[str, int], cancelled: int) -> str:
    total = sum(inside.values())
    counted = ngettext("%(count)d measure", "%(count)d measures", total) % {"count": total}
    parts = [f"{LOOKS[status].word}: {count}" for status, count in inside.items()]
    if cancelled:
        parts.append(_("besides them, cancelled: %(count)d") % {"count": cancelled})
    return "; ".join([f"{label}. {counted}", *parts]) + "."


def _segments(inside: dict[str, int]) -> SafeString:
    if not inside:
        return format_html('<rect class="none" width="{}" height="28"/>', "100%")
    total = sum(inside.values())
    widths = {s: max(100 * count / total, _NARROWEST) for s, count in inside.items()}
    scale = 100 / sum(widths.values())
    pieces, x = [], 0.0
    for status, raw in widths.items():
        width = raw * scale
        place = format_html('x="{}%" width="{}%" height="28"', f"{x:.2f}", f"{width:.2f}")
        pieces.append((format_html('class="seg {}" {}', status_class(status), place),))
        if pattern := _PATTERNED.get(status):
            pieces.append((format_html('fill="url(#{})" {}', pattern, place),))
        x += width
    return format_html_join("", "<rect {}/>", pieces)


def _legend(shown: dict[str, int], link: str | None) -> SafeString:
    if not shown:
        return format_html('<p class="note">{}</p>', _("No measures yet."))
    items = []
    for status, count in shown.items():
        look = LOOKS[status]
        words = format_html(
            "{}<span>{} <b>{}</b></span>", icon(look.shape), status_word(status), count
        )
        if link is not None:
            query = urlencode({"signal" if status in SIGNALS else "status": status})
            address, mark, anchor = link.partition("#")
            joint = "&" if "?" in address else "?"
            there = f"{address}{joint}{query}{mark}{anchor}"
            words = format_html('<a href="{}">{}</a>', there, words)
        items.append((look.css, words))
    return format_html(
        '<ul class="legend">{}</ul>', format_html_join("", '<li class="{}">{}</li>', items)
    )
