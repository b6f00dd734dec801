"""Figures drawn on the server: plain data in, safe SVG and HTML out; no script, no inline style.

Every figure says its numbers in words too, so that nothing hangs on colour or on sight.
"""

from .bars import meter, stacked_bar
from .icons import icon, icon_sprite
from .line import line_chart
from .locator import Dot, locator_map
from .status import LOOKS, status_class, status_tag
from .timeline import Row, timeline

__all__ = [
    "LOOKS",
    "Dot",
    "Row",
    "icon",
    "icon_sprite",
    "line_chart",
    "locator_map",
    "meter",
    "stacked_bar",
    "status_class",
    "status_tag",
    "timeline",
]
