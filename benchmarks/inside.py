"""Inside the platform: queries and bytes of each page, sessions of the personas and readers.

Run as `python -m benchmarks.inside` with the environment of `benchmarks.stage`; prints JSON.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from urllib.parse import urljoin, urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.addresses import ADDRESSES  # noqa: E402
from coalition import clock  # noqa: E402
from coalition.models import Membership, Place, User  # noqa: E402
from coalition.projection import project  # noqa: E402
from workinggroups.models import Thread  # noqa: E402
from workinggroups.verbs import open_thread  # noqa: E402

GROUP = "early-warning"
HOST = {"HTTP_HOST": f"127.0.0.1:{settings.PORT}"}
LOADS = re.compile(
    rb"""<(?:link[^>]+rel="(?:stylesheet|icon|manifest|modulepreload)"[^>]+href|"""
    rb"""(?:script|img|source)[^>]+src)="([^"]+)"""
)
IMPORTS = re.compile(rb"""(?:from|import)\s*["']([^"']+\.js)["']|url\(["']?([^"')]+)""")


def weight(content: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(content, 6))


def assets_of(client: Client, page: bytes) -> dict[str, int]:
    """{address: bytes} of everything a page loads from the site, also through other files."""
    found: dict[str, int] = {}
    waiting = [match.decode() for match in LOADS.findall(page)]
    while waiting:
        path = urlsplit(waiting.pop()).path
        if not path.startswith("/") or path in found:
            continue
        response = client.get(path, **HOST)
        content = b"".join(response) if response.streaming else response.content
        found[path] = weight(content) if response.status_code == 200 else 0
        if path.endswith((".css", ".js")):
            for pair in IMPORTS.findall(content):
                target = next(filter(None, pair)).decode()
                if not target.startswith("data:"):
                    waiting.append(urljoin(path, target))
    return found


def session_of(user: User) -> str:
    """A session as signing in would make it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def live_threads() -> list[dict[str, int]]:
    """A thread that many read, and one that a single person reads."""
    found = Thread.objects.filter(group__place__key=GROUP, closed_at=None).order_by("pk")[0]
    chair = User.objects.get(email="chair@demo.invalid")
    quiet = open_thread(found.group, by=chair, title="Тишина")
    return [{"pk": one.pk, "head": one.head} for one in (found, quiet)]


def pages(thread: int) -> dict[str, dict]:
    """Each page: its answer, queries, bytes and requests; and the persona's session."""
    measured = {}
    for address in ADDRESSES:
        client, session, path = Client(), "", address.path.format(thread=thread)
        if address.persona:
            person = User.objects.get(email=f"{address.persona}@demo.invalid")
            session = session_of(person)
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        client.get(path, **HOST)  # vocabularies and templates are read once per process
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path, **HOST)
        asked = len(queries)
        content = b"".join(response) if response.streaming else response.content
        loaded = assets_of(client, content) if response.status_code == 200 else {}
        measured[address.name] = {
            "path": path,
            "status": response.status_code,
            "queries": asked,
            "bytes": weight(content) + sum(loaded.values()),
            "requests": 1 + len(loaded),
            "session": session,
        }
    return measured


def readers(count: int) -> list[str]:
    """Sessions of so many people who may read the live thread; laid in bulk."""
    place, system = Place.objects.get(kind="group", key=GROUP), User.system()
    users = User.objects.bulk_create(
        User(email=f"reader{number}@demo.invalid", password="!") for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(user=user, place=place, role="member", since=clock.today(),
                   appointed_by=system, appointed_at=clock.now())
        for user in users
    )  # fmt: skip
    project(place)
    return [session_of(user) for user in users]


if __name__ == "__main__":
    threads = live_threads()
    found = {
        "threads": threads,
        "pages": pages(threads[0]["pk"]),
        "readers": readers(int(sys.argv[1])),
    }
    json.dump(found, sys.stdout)
