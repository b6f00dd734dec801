"""The stage itself: the day stands still, real commits are seen and forgotten again."""

import threading

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from coalition import clock
from coalition.models import Term
from tests.environment import DATA_DIR, TODAY


def test_today_is_the_chosen_day():
    assert clock.today().isoformat() == TODAY


def test_no_test_touches_the_data_of_the_platform():
    assert settings.DATA_DIR == DATA_DIR
    assert str(DATA_DIR) not in str(settings.BASE_DIR)


def write_in_a_thread() -> None:
    def write() -> None:
        Term.objects.create(scheme="stage", key="seen")
        connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_thread_commits_is_seen_here_and_gone_in_the_next_test(committed, time):
    before = Term.objects.filter(scheme="stage").count()

    write_in_a_thread()

    assert (before, Term.objects.filter(scheme="stage").count()) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_writes_is_rolled_back(time):
    Term.objects.create(scheme="stage", key="seen")

    assert Term.objects.filter(scheme="stage").count() == 1


def test_founding_again_changes_nothing(committed):
    before = rows()

    call_command("found_coalition", "--demo", verbosity=0)

    assert rows() == before


def rows() -> dict[str, int]:
    """How many rows each table has."""
    counts = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts
