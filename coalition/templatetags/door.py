"""The door: fields without doubled labels, and who may try the demonstration."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.forms import BoundField

from coalition.models import User

register = template.Library()


@register.filter
def plain(field: BoundField) -> BoundField:
    """A field without the placeholder that only repeats its label."""
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.simple_tag
def demo_accounts() -> QuerySet[User]:
    """The demonstration's accounts, told only where the server speaks to this machine alone."""
    if not (settings.DEMO or urlsplit(settings.SITE_URL).hostname in settings.LOOPBACK):
        return User.objects.none()
    return User.objects.filter(is_demo=True, is_active=True).order_by("pk")
