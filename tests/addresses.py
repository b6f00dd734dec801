"""Every address of the platform, as the resolver knows them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import (
    LocalePrefixPattern,
    NoReverseMatch,
    URLPattern,
    URLResolver,
    get_resolver,
    reverse,
)
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True)
class Address:
    """One address pattern: its name with namespaces (the route where it has none) and its view.

    `parameters` are the names of its arguments, or "0", "1"… where they go by position.
    """

    name: str
    route: str
    view: Any
    parameters: tuple[str, ...]

    @property
    def is_cms(self) -> bool:
        return self.route.startswith("cms/")

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    def path(self, arguments: dict[str, Any] | tuple[Any, ...]) -> str:
        """The address with these arguments, in Russian."""
        if self.name == self.route:
            bare = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(arguments[found[1]]), self.route)
            return "/" + re.sub(r"[\^$]", "", bare).replace(".*", "anything")
        if isinstance(arguments, dict):
            return reverse(self.name, kwargs=arguments)
        return reverse(self.name, args=arguments)

    def filled(self, value: Callable[[str], Any]) -> str:
        """The address with a value for each parameter by its name; words where numbers fail."""
        values = {name: value(name) for name in self.parameters}
        for values_tried in (values, dict.fromkeys(values, 1), dict.fromkeys(values, "x")):
            by_position = any(name.isdecimal() for name in values)
            try:
                return self.path(tuple(values_tried.values()) if by_position else values_tried)
            except NoReverseMatch:
                continue
        raise NoReverseMatch(self.name)


def parameters_of(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    if isinstance(pattern.pattern, RegexPattern):
        expression = pattern.pattern.regex
        return tuple(expression.groupindex) or tuple(map(str, range(expression.groups)))
    return tuple(pattern.pattern.converters)


def walk(
    resolver: URLResolver,
    prefix: str = "",
    spaces: tuple[str, ...] = (),
    above: tuple[str, ...] = (),
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        # the languages share one set of addresses: Russian, which has no prefix, stands for all
        own = "" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        arguments = (*above, *parameters_of(pattern))
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern, prefix + own, inner, arguments)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name]) if pattern.name else prefix + own
            yield Address(name, prefix + own, pattern.callback, arguments)


@cache
def addresses() -> tuple[Address, ...]:
    """All of them, once."""
    return tuple(walk(get_resolver()))
