"""What is measured: each page once, as who, and how much it may weigh."""

from typing import NamedTuple


class Address(NamedTuple):
    """A page, who reads it (None is everybody), and its limits."""

    name: str
    path: str
    persona: str | None = None
    kilobytes: int = 60  # gzip -6 of the page and of all it loads from the site
    queries: int = 15


ADDRESSES = [
    Address("home", "/"),
    Address("cities", "/cities/"),
    Address("city", "/cities/osh/"),
    Address("plan", "/cities/osh/plan/"),
    Address("measure", "/cities/osh/plan/OSH-01/"),
    Address("all plans", "/plans/"),
    Address("group", "/groups/early-warning/"),
    Address("my day", "/work/", "editor.osh", queries=30),
    Address("thread", "/work/threads/{thread}/", "member", 80, queries=30),
    Address("review", "/review/", "reviewer", 90, queries=20),
    Address("api measures", "/api/v1/measures/"),
]
