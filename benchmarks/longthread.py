"""A thread of a hundred thousand posts beside one of nine hundred: queries, and time in turns.

Run as `python -m benchmarks.longthread POSTS RUNS` with the environment of `benchmarks.stage`;
prints JSON. The posts are laid in bulk; both threads are of one group and read by the same member.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.inside import GROUP, HOST  # noqa: E402
from benchmarks.plans import browser, queries  # noqa: E402
from coalition import clock  # noqa: E402
from coalition.models import User  # noqa: E402
from coalition.server import settle  # noqa: E402
from coalition.text import fold  # noqa: E402
from workinggroups.models import Post, Thread, ThreadEvent, ThreadUser, WorkingGroup  # noqa: E402
from workinggroups.verbs import open_thread  # noqa: E402

SHORT = 900
BATCH = 5_000
BODY = "Паводковая волна ожидается к утру, дежурные оповещены, вода у моста № {}."
RARE = 997  # one post of so many holds the rare word


def lay(total: int) -> Thread:
    """A thread of so many posts, as post_reply would have left it."""
    group = WorkingGroup.objects.select_related("place").get(slug=GROUP)
    people = [User.objects.get(email=f"{who}@demo.invalid") for who in ("chair", "member")]
    thread, now = open_thread(group, by=people[0], title=f"{total} сообщений"), clock.now()
    for begin in range(1, total + 1, BATCH):
        numbers = range(begin, min(begin + BATCH, total + 1))
        with transaction.atomic():
            posts = Post.objects.bulk_create(
                made(thread, number, people[number % 2], now) for number in numbers
            )
            ThreadEvent.objects.bulk_create(
                ThreadEvent(thread=thread, seq=post.number, kind=ThreadEvent.Kind.POST_NEW,
                            post=post, actor=post.author, at=now, data={})
                for post in posts
            )  # fmt: skip
    Thread.objects.filter(pk=thread.pk).update(head=total, post_count=total)
    ThreadUser.objects.update_or_create(
        thread=thread, user=people[1], defaults={"last_read_seq": total - 3}
    )
    thread.refresh_from_db()
    return thread


def made(thread: Thread, number: int, author: User, now: object) -> Post:
    """One of its posts."""
    body = BODY.format(number) + (" Сирена." if number % RARE == 0 else "")
    return Post(
        thread=thread, number=number, seq_created=number, author=author, body=body,
        html=f"<p>{body}</p>\n", folded=fold(body), lang="ru", key=uuid.uuid4(),
        payload_hash=f"{number:064}", created_at=now,
    )  # fmt: skip


def addresses(thread: Thread) -> dict[str, str]:
    """What is read of a thread: {name: address}."""
    deep = thread.post_count * 9 // 10
    search = f"/work/groups/{GROUP}/search/?thread={thread.pk}&q="
    return {
        "newest": f"/work/threads/{thread.pk}/",
        "deep": f"/work/threads/{thread.pk}/?before={thread.post_count - deep}",
        "events": f"/api/v1/threads/{thread.pk}/events?after={thread.head - 40}",
        "search, common": f"{search}паводковая",
        "search, rare": f"{search}сирена",
        "search, nothing": f"{search}землетрясение",
    }


def beside(client: Client, long: str, short: str, runs: int) -> dict:
    """The same kind of address of both threads: queries, and the processor's time in turns."""

    def ask(path: str) -> Callable[[], object]:
        return lambda: client.get(path, **HOST)

    sides = {"long": ask(long), "short": ask(short)}
    asked = [queries(side) for side in sides.values()]
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(runs):
        for name in sorted(sides, reverse=bool(turn % 2)):
            began = time.process_time()
            response = sides[name]()
            taken[name].append(1000 * (time.process_time() - began))
            if response.status_code != 200:  # type: ignore[attr-defined]
                raise SystemExit(f"{name}: {response}")
    middle = {name: statistics.median(times) for name, times in taken.items()}
    return {
        "queries": asked,
        "ms": [round(middle["long"], 2), round(middle["short"], 2)],
        "least_ms": [round(min(times), 2) for times in taken.values()],
        "of_short": middle["long"] / middle["short"],
    }


def main() -> None:
    """Lay both threads, then read them."""
    client = browser(User.objects.get(email="member@demo.invalid"))
    posts, runs = map(int, sys.argv[1:])
    long, short = lay(posts), lay(SHORT)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
    settle()
    pairs = zip(addresses(long).items(), addresses(short).values(), strict=True)
    found = {name: beside(client, path, other, runs) for (name, path), other in pairs}
    json.dump({"posts": [long.post_count, short.post_count], "reads": found}, sys.stdout)


if __name__ == "__main__":
    main()
