"""The stage of every test: the founded Coalition with its demonstration, on a day that stands still.

A database is founded once and kept under the hash of what made it; every test begins with a copy.
Tests that only read and write use `db` and are rolled back; tests with other processes, threads
or sockets use `committed`, which lays a fresh copy afterwards.
"""

import os
import tempfile
from pathlib import Path

TODAY = "2026-11-21"
SCRATCH = Path(tempfile.gettempdir())
if os.access("/dev/shm", os.W_OK):  # noqa: S108 -- a disk in memory where there is one
    SCRATCH = Path("/dev/shm")  # noqa: S108
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ.update(
    FROZEN_TODAY=TODAY,
    DATA_DIR=str(SCRATCH / f"coalition-{os.getuid()}" / WORKER),
    RHYTHM=os.environ.get("RHYTHM", "0.1"),
    SECRET_KEY="of tests only",
    DEMO="",
    PORT="8000",
    SITE_URL="",
)

import pytest  # noqa: E402
from django.db import connections  # noqa: E402

from coalition.models import User  # noqa: E402
from tests.database import copy_for_worker, founded_template  # noqa: E402


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the founded database for this worker."""
    with django_db_blocker.unblock():
        copy_for_worker(founded_template())
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The database with real commits, for threads, sockets and other processes."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
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
