"""Reports of rounds on any page: their words, and what waits in them for whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from actionplans import lines
from actionplans.awaiting import to_read
from actionplans.models import CityReport
from actionplans.periods import say_month, say_period
from coalition.models import User
from coalition.models.terms import in_language

register = template.Library()
register.filter("spent_money", lines.money)
register.filter("spent_from", lines.money_source)
register.filter("in_ones_language", in_language)


@register.simple_tag
def told(about: dict[str, Any], name: str) -> SafeString:
    """A text of a report's document in the reader's language, else marked with its own."""
    text, language = lines.in_ones_language(about, name)
    if not text or language == get_language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag
def in_words(text: str, language: str) -> SafeString:
    """Words of a person with their line breaks, marked with their language if not the page's."""
    body = mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 -- escaped there
    if not text or language == get_language():
        return body if text else mark_safe("")
    return format_html('<div lang="{}">{}</div>', language, body)


@register.filter
def as_day(said: str | None) -> date | None:
    """A day of a report's document."""
    return date.fromisoformat(said) if said else None


@register.filter
def as_moment(said: str | None) -> datetime | None:
    """A moment of a report's document, in the Coalition's time."""
    found = parse_datetime(said) if said else None
    return timezone.localtime(found) if found else None


@register.filter
def as_month(said: str | date) -> str:
    """A month, also one of a report's document, in words."""
    return say_month(said if isinstance(said, date) else date.fromisoformat(f"{said}-01"))


@register.filter
def as_period(about: dict[str, str]) -> str:
    """A period of a report's document, in words."""
    starts_on, ends_on = (date.fromisoformat(about[name]) for name in ("starts_on", "ends_on"))
    return say_period(about["kind"], starts_on, ends_on)


@register.simple_tag
def reports_to_read(user: User) -> list[CityReport]:
    """{% reports_to_read user as reports %}: what was sent to this reviewer and waits."""
    return list(to_read(user))
