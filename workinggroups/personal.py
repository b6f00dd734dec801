"""What groups hold on a person, for the file they take along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from coalition.models import User
from workinggroups.models import Draft, JoinRequest, Post, Seat, Task, Volume


def put_words(user: User, put: Callable[[str, Iterable[Any]], None]) -> None:
    """Posts, drafts, requests, seats, tasks and chosen letters."""
    posts = Post.objects.filter(author=user).order_by("pk")
    put("posts", posts.values("thread", "thread__title", "number", "created_at", "lang", "body",
                              "edited_at", "redacted_at"))  # fmt: skip
    put("post_drafts", Draft.objects.filter(user=user).values("key", "data", "changed_at"))
    asked = JoinRequest.objects.filter(user=user).order_by("pk")
    put("group_requests", asked.values("group__slug", "words", "asked_at",
                                       "accepted", "answer"))  # fmt: skip
    seats = Seat.objects.filter(user=user).order_by("pk")
    put("seats", seats.values("group__slug", "city__slug", "is_alternate", "since", "until",
                              "ended_at"))  # fmt: skip
    put("tasks", Task.objects.filter(user=user).order_by("pk").values())
    put("letters_of_groups", Volume.objects.filter(user=user).values())
