"""python -m tests.faulty FAULT: the server as it is, with one part made to fail on purpose."""

import os
import random
import re
import sys
import time
from pathlib import Path

import django
from django.core.management import execute_from_command_line


def happens_once() -> bool:
    """Whether it is the first time, over all starts of this server."""
    mark = Path(os.environ["DATA_DIR"]) / "happened"
    if mark.exists():
        return False
    mark.touch()
    return True


def dies_before_telling() -> None:
    """The process is gone between the commit of a post and the word to its readers."""
    from workinggroups import live  # noqa: PLC0415

    told = live.tell

    def tell(group, hint):
        if group.startswith("t-") and happens_once():
            os._exit(9)
        told(group, hint)

    live.tell = tell


def dies_before_answering() -> None:
    """The process is gone between the word to the readers and the answer to the author."""
    from workinggroups import api  # noqa: PLC0415

    answered = api.told

    def told(post, *, new):
        if happens_once():
            os._exit(9)
        return answered(post, new=new)

    api.told = told


def loses_hints(share: float) -> None:
    """So many of the words to readers get lost, here and between processes."""
    from workinggroups import live  # noqa: PLC0415

    heard, passed, dice = live.Hub.hear, live.pass_on, random.Random(7)

    def hear(hub, hint):
        if "seq" not in hint or dice.random() >= share:
            heard(hub, hint)

    async def pass_on(group, hint):
        if "seq" not in hint or dice.random() >= share:
            await passed(group, hint)

    live.Hub.hear, live.pass_on = hear, pass_on


def shifts_the_clock() -> None:
    """The clock of the process jumps by the seconds that stand in the file `offset`."""
    from datetime import timedelta  # noqa: PLC0415

    from coalition import clock  # noqa: PLC0415

    real, now, file = time.time, clock.now, Path(os.environ["DATA_DIR"]) / "offset"

    def offset():
        return float(file.read_text()) if file.exists() else 0.0

    time.time = lambda: real() + offset()
    clock.now = lambda: now() + timedelta(seconds=offset())


def asks_slowly() -> None:
    """Every question of a socket about its rights takes a second in the database."""
    from workinggroups import consumers  # noqa: PLC0415

    asked = consumers.access_and_place

    def access_and_place(user, thread):
        time.sleep(1)
        return asked(user, thread)

    consumers.access_and_place = access_and_place


def counts_questions() -> None:
    """Nothing fails: the table of every SELECT is noted in the file `asked`."""
    from django.db.backends.signals import connection_created  # noqa: PLC0415

    notes = (Path(os.environ["DATA_DIR"]) / "asked").open("a", buffering=1)

    def note(execute, sql, params, many, context):
        if table := re.match(r'SELECT .*? FROM "(\w+)"', sql, re.DOTALL):
            notes.write(f"{table[1]}\n")
        return execute(sql, params, many, context)

    def begin(connection, **_more):
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    connection_created.connect(begin, weak=False)


def lets_no_line_live_long() -> None:
    """Daphne ends every socket after seconds instead of a day."""
    from coalition import server  # noqa: PLC0415

    built = server.build

    def build(*address):
        found = built(*address)
        found.websocket_timeout = 2
        return found

    server.build = build


def is_of_another_version() -> None:
    """Pinned posts are told by a kind of event no page knows; when there is a file `renewed`, the
    server speaks the next version of the protocol."""
    from workinggroups import consumers, events  # noqa: PLC0415

    told, greeted = events.event_data, consumers.ThreadSocket.on_hello

    def event_data(event):
        data = told(event)
        return {**data, "kind": "post.sung", "song": []} if data["kind"] == "pin" else data

    async def on_hello(socket, frame):
        renewed = (Path(os.environ["DATA_DIR"]) / "renewed").exists()
        consumers.VERSION = 2 if renewed else 1
        await greeted(socket, frame)

    events.event_data, consumers.ThreadSocket.on_hello = event_data, on_hello


FAULTS = {
    "dies-before-telling": dies_before_telling,
    "dies-before-answering": dies_before_answering,
    "loses-all-hints": lambda: loses_hints(1),
    "loses-some-hints": lambda: loses_hints(0.2),
    "shifts-the-clock": shifts_the_clock,
    "asks-slowly": asks_slowly,
    "counts-questions": counts_questions,
    "lets-no-line-live-long": lets_no_line_live_long,
    "is-of-another-version": is_of_another_version,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
    django.setup()
    FAULTS[sys.argv[1]]()
    execute_from_command_line(["manage.py", "serve"])
