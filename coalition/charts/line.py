"""Does it work: an indicator over the years with its start, its target and the same in a table."""

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .frame import BOTTOM, HEIGHT, WIDTH, Frame, Point, say, say_moment, say_target, year_of


class _Story(NamedTuple):
    """What an indicator tells; the baseline is no reading of its own."""

    title: str
    unit: str
    readings: list[Point]
    baseline: Point | None
    target: Point | None

    @property
    def points(self) -> list[Point]:
        return [point for point in (self.baseline, *self.readings, self.target) if point]

    @property
    def is_drawable(self) -> bool:
        return bool(self.readings or (self.baseline and self.target))

    @property
    def lines(self) -> list[tuple[str, str]]:
        """When and how much, in words; the label and the table say the same."""
        said = [(say_moment(moment), say(value)) for moment, value in self.readings]
        if self.baseline:
            when = _("Baseline, %(moment)s") % {"moment": say_moment(self.baseline[0])}
            said.insert(0, (when, say(self.baseline[1])))
        if self.target:
            when = _("Target, %(moment)s") % {"moment": say_moment(self.target[0])}
            said.append((when, say(self.target[1])))
        return said


def line_chart(  # noqa: PLR0913 -- a figure has that many parts, named at each call
    title: str,
    unit: str,
    readings: Iterable[Point],
    *,
    baseline: Point | None = None,
    target: Point | None = None,
    source: str = "",
) -> SafeString:
    """An indicator's readings with the dashed way to its target, and their twin as a table.

    A moment is a year or a date. The heading is an h3, so it belongs under a section's h2.
    """
    ordered = sorted((p for p in readings if p != baseline), key=lambda point: year_of(point[0]))
    story = _Story(title, unit, ordered, baseline, target)
    if story.is_drawable:
        drawing, below = _drawing(story), _table(story)
    else:
        drawing, below = SafeString(), format_html('<p class="note">{}</p>', _("No values yet."))
    return format_html(
        '<figure><h3>{}</h3><p class="small">{}</p>{}{}{}</figure>',
        title,
        unit,
        drawing,
        _caption(story, source),
        below,
    )


def _drawing(story: _Story) -> SafeString:
    beside = say_target(story.target) if story.target else say(story.points[-1][1])
    frame = Frame.around(story.points, beside)
    told = "; ".join(f"{when}: {value}" for when, value in story.lines)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        f"{story.title}, {story.unit}. {told}.",
        mark_safe("".join(_grid(frame))),  # noqa: S308 -- numbers only
        mark_safe("".join(_marks(frame, story))),  # noqa: S308 -- numbers only
        format_html_join("", '<text class="val" x="{}" y="{}">{}</text>', _words(frame, story)),
    )


def _grid(frame: Frame) -> Iterator[str]:
    for n in range(round((frame.high - frame.low) / frame.step) + 1):
        value = frame.low + n * frame.step
        y = frame.y(value)
        kind = "axis" if abs(value) < frame.step / 2 else "grid"
        yield f'<path class="{kind}" d="M{frame.left:.0f} {y:.1f}H{frame.right:.0f}"/>'
        x = frame.left - 6
        yield f'<text x="{x:.0f}" y="{y + 4:.1f}" text-anchor="end">{say(value)}</text>'
    every = math.ceil((frame.last - frame.first) / 4)
    for year in range(frame.first, frame.last + 1, every):
        x = frame.x(year)
        yield f'<text x="{x:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{year}</text>'


def _marks(frame: Frame, story: _Story) -> Iterator[str]:
    known = [story.baseline, *story.readings] if story.baseline else story.readings
    spots = [(frame.x(moment), frame.y(value)) for moment, value in known]
    if story.target:
        (x1, y1), x2, y2 = spots[0], frame.x(story.target[0]), frame.y(story.target[1])
        yield f'<path class="tg" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    yield f'<polyline class="ln" points="{way}"/>'
    for n, (x, y) in enumerate(spots):
        hollow = story.baseline and n == 0
        kind = 'class="bl" r="5"' if hollow else 'class="pt" r="4"'
        yield f'<circle {kind} cx="{x:.1f}" cy="{y:.1f}"/>'


def _words(frame: Frame, story: _Story) -> Iterator[tuple[str, str, str]]:
    if story.readings:
        moment, value = story.readings[-1]
        # Below the line, unless the axis is there.
        y = frame.y(value) + 18
        y = y if y < HEIGHT - BOTTOM - 4 else frame.y(value) - 10
        yield f"{frame.x(moment) + 8:.1f}", f"{y:.1f}", say(value)
    if story.target:
        moment, value = story.target
        x, y = frame.x(moment) + 6, frame.y(value) + 4
        yield f"{x:.1f}", f"{y:.1f}", say_target(story.target)


def _caption(story: _Story, source: str) -> SafeString:
    words = []
    if story.is_drawable and story.baseline:
        words.append(_("The hollow circle is the baseline."))
    if story.is_drawable and story.target:
        words.append(_("The dashed line is the way to the target."))
    words += [source] if source else []
    return format_html("<figcaption>{}</figcaption>", " ".join(words)) if words else SafeString()


def _table(story: _Story) -> SafeString:
    return format_html(
        '<details class="data"><summary>{}</summary><table class="tbl"><caption class="vh">{}'
        '</caption><thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
        "<tbody>{}</tbody></table></details>",
        _("Show the data as a table"),
        story.title,
        _("When"),
        story.unit,
        format_html_join(
            "", '<tr><th scope="row">{}</th><td class="num">{}</td></tr>', story.lines
        ),
    )
