"""When the plan's parts are due: a strip over the years for each, with the quarters in words."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .status import status_class, status_tag

_YEAR = 40  # units of the strip for one year
_ROMAN = ("I", "II", "III", "IV")


class Row(NamedTuple):
    """One direction or measure on the strip; without a start it begins with the plan."""

    label: str
    start: date | None
    end: date | None
    status: str
    url: str | None = None


def timeline(rows: Iterable[Row], first_year: int, last_year: int, today: date) -> SafeString:
    """Rows over the years of a plan with a line for today; words carry what the strips show."""
    years = range(first_year, last_year + 1)
    head = format_html_join("", "<span>{}</span>", ((year,) for year in years))
    body = format_html_join("", "<li>{}</li>", ((_row(row, years, today),) for row in rows))
    note = ""
    if today.year in years:
        said = _("The upright line is today, %(date)s") % {"date": date_format(today)}
        note = format_html('<p class="note">{}</p>', said)
    return format_html(
        '<ol class="tl"><li aria-hidden="true"><span class="yrs">{}</span></li>{}</ol>{}',
        head,
        body,
        note,
    )


def quarters(start: date | None, end: date | None) -> str:
    """A stretch of time as people say it in plans: quarter and year, from and to."""
    if start and end:
        first, last = _quarter(start), _quarter(end)
        return first if first == last else f"{first} — {last}"
    if end:
        return _("until %(quarter)s") % {"quarter": _quarter(end)}
    if start:
        return _("from %(quarter)s") % {"quarter": _quarter(start)}
    return _("no dates yet")


def _quarter(day: date) -> str:
    # Translators: a quarter of a year with its Roman numeral, as plans are printed.
    return pgettext("in short", "quarter %(quarter)s of %(year)d") % {
        "quarter": _ROMAN[(day.month - 1) // 3],
        "year": day.year,
    }


def _row(row: Row, years: range, today: date) -> SafeString:
    name = format_html("<span>{}</span>", row.label)
    if row.url:
        name = format_html('<a href="{}">{}</a>', row.url, row.label)
    return format_html(
        '{}{}<span class="when">{} {}</span>',
        name,
        _strip(row, years, today),
        status_tag(row.status),
        quarters(row.start, row.end),
    )


def _strip(row: Row, years: range, today: date) -> SafeString:
    width = len(years) * _YEAR
    parts = [f'<rect class="bg" width="{width}" height="18"/>']
    if row.start or row.end:
        left = _x(row.start, years) if row.start else 0
        right = _x(row.end, years) if row.end else width
        if right > 0 and left < width:
            left, right = max(left, 0), min(max(right, left + 2), width)
            parts.append(f'<rect x="{left:.1f}" y="3" width="{right - left:.1f}" height="12"/>')
    lines = "".join(f"M{n * _YEAR} 0v18" for n in range(1, len(years)))
    if lines:
        parts.append(f'<path class="yr" d="{lines}" vector-effect="non-scaling-stroke"/>')
    if today.year in years:
        x = _x(today, years)
        parts.append(f'<path class="now" d="M{x:.1f} 0v18" vector-effect="non-scaling-stroke"/>')
    return format_html(
        '<svg class="{}" viewBox="0 0 {} 18" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>",
        status_class(row.status),
        width,
        mark_safe("".join(parts)),  # noqa: S308 -- numbers only
    )


def _x(day: date, years: range) -> float:
    passed = (day - date(day.year, 1, 1)).days / 366
    return (day.year - years.start + passed) * _YEAR
