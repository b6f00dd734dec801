"""The shapes of statuses and a few common signs, sent once per page and drawn by reference."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

# Marks inside a filled shape take the paper's colour, so they read in both modes.
_SHAPES = {
    "done": (
        '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
        '<path d="M4.2 8.3l2.6 2.6 5-5.4" fill="none" stroke="var(--paper)" stroke-width="2"/>'
    ),
    "go": '<path d="M2 1l13 7-13 7z" fill="currentColor"/>',
    "hold": '<path d="M1 1h5v14H1zM10 1h5v14h-5z" fill="currentColor"/>',
    "new": '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2.5"/>',
    "off": '<path d="M2 2l12 12M14 2L2 14" stroke="currentColor" stroke-width="2.5"/>',
    "risk": (
        '<path d="M8 0l8 15H0z" fill="currentColor"/>'
        '<path d="M8 5v5M8 11.6v1.6" stroke="var(--paper)" stroke-width="2"/>'
    ),
    "late": (
        '<path d="M8 0l8 8-8 8-8-8z" fill="currentColor"/>'
        '<path d="M8 3.6v5.2M8 10.6v1.8" stroke="var(--paper)" stroke-width="2"/>'
    ),
}

_STROKES = {
    "bell": "M2 12h12l-2-2V7a4 4 0 0 0-8 0v3zM6.5 14.5h3",
    "calendar": "M2 3h12v11H2zM2 7h12M5 1v3M11 1v3",
    "close": "M3 3l10 10M13 3L3 13",
    "download": "M8 1v9M4 6.5l4 4 4-4M2 14h12",
    "edit": "M2 14l1-4 8-8 3 3-8 8z",
    "file": "M3 1h6l4 4v10H3zM9 1v4h4",
    "link": "M6.5 9.5l3-3M7 4l2-2a3.5 3.5 0 0 1 5 5l-2 2M9 12l-2 2a3.5 3.5 0 0 1-5-5l2-2",
    "lock": "M3 7h10v8H3zM5 7V5a3 3 0 0 1 6 0v2",
    "people": "M1 14c0-5 9-5 9 0M5.5 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M11 8a2 2 0 1 0 0-4M12 10c2 0 3 2 3 4",  # noqa: E501 -- one path
    "plus": "M8 2v12M2 8h12",
    "search": "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10M10.5 10.5L15 15",
}

# Second carriers of meaning on bars: at risk is dotted, late is hatched.
_PATTERNS = (
    '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><path d="M0 0v8" stroke="var(--paper)" stroke-width="3"'
    ' opacity=".55"/></pattern>'
    '<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<circle cx="4" cy="4" r="1.8" fill="var(--paper)" opacity=".75"/></pattern>'
)


def icon_sprite() -> SafeString:
    """All shapes a page may refer to; the base template puts it right after <body>, once."""
    strokes = {
        name: f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.6"/>'
        for name, path in _STROKES.items()
    }
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 16 16">{}</symbol>',
        ((name, mark_safe(shape)) for name, shape in (_SHAPES | strokes).items()),  # noqa: S308 -- constants above
    )
    return format_html(
        '<svg width="0" height="0" class="vh" aria-hidden="true"><defs>{}{}</defs></svg>',
        symbols,
        mark_safe(_PATTERNS),  # noqa: S308 -- a constant
    )


def icon(name: str) -> SafeString:
    """A decorative sign beside a word; the word must stand next to it."""
    if name not in _SHAPES and name not in _STROKES:
        raise KeyError(name)
    return format_html(
        '<svg class="ic" aria-hidden="true" width="16" height="16"><use href="#i-{}"/></svg>', name
    )
