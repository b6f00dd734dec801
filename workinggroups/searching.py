"""Looking for words in the posts of a group; only in what the reader may read."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.permissions import Person
from coalition.text import fold, tidy
from workinggroups.models import Post, Thread, WorkingGroup

PAGE = 30
MOST_WORDS = 6
MOST_THREADS = 1000  # looked through for a word in their question
EXCERPT = 200


@dataclass(frozen=True)
class Hit:
    """A post that holds the words, and the line of it in which they stand."""

    post: Post
    line: str


@dataclass(frozen=True)
class Found:
    """A page of what was found."""

    hits: list[Hit]
    threads: list[Thread]  # whose question holds the words
    older: int | None  # the row behind which the next page begins


def found_in(
    group: WorkingGroup, asked: str, *, by: Person, thread: Thread | None, before: int | None
) -> Found:
    """The posts that hold all these words, however they are spelt, the newest first."""
    words = fold(tidy(asked)).split()[:MOST_WORDS]
    if not words:
        return Found([], [], None)
    posts = Post.objects.visible_to(by).with_words().filter(thread__group=group)
    if thread is not None:
        posts = posts.filter(thread=thread)
    if before is not None:
        posts = posts.filter(pk__lt=before)
    for word in words:
        posts = posts.filter(folded__contains=word)
    page = list(posts.select_related("thread", "author", "city").order_by("-pk")[: PAGE + 1])
    shown = page[:PAGE]
    older = shown[-1].pk if len(page) > PAGE else None
    hits = [Hit(post, line_with(post.body, words)) for post in shown]
    asks = [] if thread or before else threads_with(group, words, by=by)
    return Found(hits, asks, older)


def threads_with(group: WorkingGroup, words: list[str], *, by: Person) -> list[Thread]:
    """The threads whose question, or what they are for, holds all the words."""
    threads = Thread.objects.visible_to(by).filter(group=group).order_by("-last_post_at")
    return [
        thread
        for thread in threads[:MOST_THREADS]
        if all(word in fold(f"{thread.title} {thread.purpose}") for word in words)
    ][:PAGE]


def line_with(body: str, words: list[str]) -> str:
    """The first line that holds one of the words, from shortly before it."""
    lines = [line for line in body.splitlines() if line.strip()]
    best = max(lines, key=lambda line: sum(word in fold(line) for word in words), default="")
    at = min((fold(best).find(word) for word in words if word in fold(best)), default=0)
    begin = best.rfind(" ", 0, max(0, at - EXCERPT // 2)) + 1 if at > EXCERPT // 2 else 0
    end = begin + EXCERPT
    return ("… " if begin else "") + best[begin:end] + (" …" if end < len(best) else "")
