"""What tests of a real server do from outside: deeds of this process, requests to its port."""

import json
import os
import uuid
from http.client import HTTPConnection

from channels.db import database_sync_to_async

from coalition.models import ApiToken, User
from coalition.verbs import issue_token
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import open_thread, post_reply

AT_SCALE = "REDIS_URLS" in os.environ  # `make test-scale` has the patience for long faults
BACKSTOP = 2.5 + 60  # seconds: a heartbeat at the rhythm of tests, and a busy machine
ROOM = {"POSTS_PER_MINUTE": "100000", "SOCKETS_PER_USER": "500", "SOCKETS": "1000"}


@database_sync_to_async
def run(deed, *args, **kwargs):
    """A deed of another process: this one."""
    return deed(*args, **kwargs)


def person(name):
    return User.objects.get(email=f"{name}@demo.invalid")


def new_thread(posts=0):
    """A thread of one test, so that tests do not wait for each other's posts."""
    group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
    thread = open_thread(group, by=person("chair"), title=f"Проверка {uuid.uuid4().hex[:8]}")
    for _post in range(posts):
        say(thread.pk)
    return thread.pk


def say(pk, who="chair"):
    from coalition import clock  # noqa: PLC0415

    thread = Thread.objects.select_related("group__place").get(pk=pk)
    return post_reply(
        thread, by=person(who), body="Слышно.", key=uuid.uuid4(), said_at=clock.now()
    )[0]


def key_of(who):
    _token, secret = issue_token(
        person(who), by=person(who), name="проверка", scope=ApiToken.Scope.WRITE
    )
    return {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}


class Web:
    """A client of the pages that is not Django's."""

    def __init__(self, server):
        self.host = server.url.removeprefix("http://")

    def ask(self, method, path, body=None, headers=None):
        line = HTTPConnection(self.host, timeout=60)
        try:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()

    def post(self, thread, headers, *, key=None, body="Слышно."):
        status, _headers, answer = self.ask(
            "POST",
            f"/api/v1/threads/{thread}/posts/",
            json.dumps({"body": body, "key": str(key or uuid.uuid4())}),
            headers,
        )
        return status, json.loads(answer)
