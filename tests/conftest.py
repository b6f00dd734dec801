"""The stage of every test: the founded Coalition with its demonstration, on a fixed day.

A database is founded once and kept under the hash of what made it; every test begins with a copy.
Tests that only read and write use `db` and are rolled back; tests with other processes, threads
or sockets use `committed`, which lays a fresh copy afterwards.
"""

import re

import pytest

from coalition.models import User
from tests.database import close_everything, copy_files, copy_for_worker, founded_template
from tests.denominators import summary
from tests.environment import DATA_DIR

# files of tests about what is drawn of what was read, papers, and what never asks a database
DRAWN = re.compile(
    r"pages|views|paper|documents|exports|reminders|dues|frameworks|currencies|sentences|periods"
    r"|timeliness|import_(bad|reading|money)|public_|project_|work_|charts|gate|look|text|packing"
    r"|sheets|errors|bad_input|catalogue|house_style|archive|calendars|holidays|frames|home/"
)


# about what a database decides: deeds, who comes first, what is found and in which order
STORED = re.compile(
    r"verbs|at_once|numbering|finding|filters|reading|figures|stage|founding|uploads|every_event"
    r"|live_machine|rights|jobs|periodic|round_trip|threads|moving|register|search|socket|telling"
)


def pytest_collection_modifyitems(items):
    """Mark whole files by their names, rather than each file by hand."""
    for item in items:
        file = item.nodeid.partition("::")[0]
        if DRAWN.search(file):
            item.add_marker(pytest.mark.once)
        elif STORED.search(file) or "committed" in item.fixturenames:
            item.add_marker(pytest.mark.stored)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the founded database for this worker."""
    with django_db_blocker.unblock():
        copy_for_worker(founded_template())
        copy_files(DATA_DIR)
    yield
    with django_db_blocker.unblock():
        close_everything()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database with real commits, for threads, sockets and other processes."""
    with django_db_blocker.unblock():
        close_everything()  # an asynchronous test before may have left an older copy open here
        yield
        copy_for_worker(founded_template())


@pytest.fixture(autouse=True)
def clean_caches():
    """Nothing remembered from the test before."""
    from django.core.cache import cache  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    from coalition.models.terms import forget_terms  # noqa: PLC0415

    forget_terms()
    cache.clear()
    translation.activate("ru")


@pytest.fixture
def person():
    """One of the demonstration's people by the first part of the address: person("editor.osh")."""

    def find(name: str) -> User:
        return User.objects.get(email=f"{name}@demo.invalid")

    return find


@pytest.fixture
def signed_in(client, person):
    """The browser of one of the people: signed_in("editor.osh")."""

    def sign_in(name: str):
        client.force_login(person(name))
        return client

    return sign_in


@pytest.fixture(scope="session")
def site():
    """A running server with its own copy of the founded data; shared by the browser tests."""
    from tests.running import serving  # noqa: PLC0415

    with serving(POSTS_PER_MINUTE="1000") as server:
        yield server


@pytest.fixture(scope="module")
def chromium():
    """The browser. Of a module, not of the session: while it runs, no test may use the database."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser import ARGUMENTS  # noqa: PLC0415
    from tests.chromium import MISSING, find  # noqa: PLC0415

    path = find()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium, site):
    """Opens windows: visitor(360), visitor(1280, who="editor.osh", color_scheme="dark")."""
    from tests.browser import Visitor, sign_in  # noqa: PLC0415

    opened = []

    def open_window(width: int = 1280, who: str = "", **how: object) -> Visitor:
        window = Visitor(chromium, site, width, **how)
        opened.append(window)
        if who:
            sign_in(window.page, who, site)
        return window

    yield open_window
    for window in opened:
        window.context.close()


def pytest_terminal_summary(terminalreporter):
    """How much the crawls and the matrix looked at."""
    stats = terminalreporter.stats
    reports = [*stats.get("passed", []), *stats.get("failed", [])]
    lines = summary([pair for report in reports for pair in getattr(report, "user_properties", [])])
    if lines:
        terminalreporter.section("looked at")
        for line in lines:
            terminalreporter.write_line(line)
