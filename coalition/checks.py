"""What must be true before the platform may start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def the_door_is_named(**_kwargs: Any) -> list[CheckMessage]:
    """A wildcard host would let any site open our sockets."""
    if "*" in settings.ALLOWED_HOSTS:
        return [Error("ALLOWED_HOSTS must name the hosts, not '*'.", id="coalition.E001")]
    return []
