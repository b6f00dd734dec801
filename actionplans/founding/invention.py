"""What the demonstration invents: its files, its people, its years."""

from __future__ import annotations

import uuid
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cities.models import City
from coalition import clock
from coalition.models import User

HERE = Path(__file__).parent
YEARS = 4
NAMESPACE = uuid.UUID("5b0f5d0e-6a1c-4a55-9c3c-8f3f5c1f2026")


@cache
def load(name: str) -> Any:
    """One of the files of inventions."""
    return yaml.safe_load((HERE / f"illustrative_{name}.yaml").read_text("utf-8"))


def words() -> Any:
    return load("words")


def person(role: str, city: City) -> User:
    """One of the demonstration's people."""
    return User.objects.get(email=f"{role}.{city.slug}@demo.invalid")


def first_year() -> int:
    """The plans begin in 2026 and are never more than two years old."""
    return max(2026, clock.today().year - 2)


def key_of(*parts: object) -> uuid.UUID:
    """The same key for the same report at every founding."""
    return uuid.uuid5(NAMESPACE, ":".join(map(str, parts)))
