"""Connections that the server keeps: who gets them, and what is never handed on."""

import sqlite3

import pytest
from django.db import connection

from coalition.sqlite.base import DatabaseWrapper, keep

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite"),
]


@pytest.fixture
def opened(tmp_path):
    """opened(): a connection as a request's thread has it, to a file with one table."""
    told = {**connection.settings_dict, "NAME": tmp_path / "rows.sqlite3"}
    with sqlite3.connect(told["NAME"]) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("CREATE TABLE post (number)")
        rows.executemany("INSERT INTO post VALUES (?)", [(number,) for number in range(500)])
    rows.close()

    def open_one():
        found = DatabaseWrapper(told, "kept")
        found.connect()
        return found

    keep(1)
    yield open_one
    keep(0)


def test_what_one_request_gives_back_the_next_one_gets(opened):
    first = opened()
    raw = first.connection
    first.close()

    assert opened().connection is raw


def test_no_more_are_kept_than_were_asked_for(opened):
    first, second = opened(), opened()
    raw = second.connection
    first.close()
    second.close()

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        raw.execute("SELECT 1")


def test_whatever_is_in_the_midst_of_a_transaction_is_not_handed_on(opened):
    first = opened()
    raw = first.connection
    raw.execute("BEGIN IMMEDIATE")
    first.close()

    assert opened().connection is not raw


def test_a_question_left_half_answered_does_not_hold_the_past_fast(opened):
    first = opened()
    half = first.create_cursor()
    half.execute("SELECT number FROM post")
    half.fetchone()
    first.close()
    other = sqlite3.connect(first.settings_dict["NAME"])
    other.execute("DELETE FROM post")
    other.commit()
    other.close()

    assert opened().connection.execute("SELECT count(*) FROM post").fetchone() == (0,)
