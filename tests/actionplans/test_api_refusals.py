"""What the API refuses of a report, by field, and never with an error of its own."""

import json

import pytest
from django.test import Client

from actionplans.api.pace import WRITES_A_MINUTE
from tests.actionplans.reporting import fields, post, quiet_measure, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure():
    return quiet_measure()


@pytest.fixture
def send(signed_in):
    """Report as somebody: send("editor.osh", measure, {...})."""

    def report(who: str, measure, body, **more):
        return post(signed_in(who), measure, body, **more)

    return report


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"percent": 101}, "percent"),
        ({"percent": -1}, "percent"),
        ({"percent": "12,5"}, "percent"),
        ({"percent": 12.5}, "percent"),
        ({"percent": None}, "percent"),
        ({"percent": True}, "percent"),
        ({"percent": [5]}, "percent"),
        ({"percent": 10**400}, "percent"),
        ({"status": "late"}, "status"),
        ({"status": None}, "status"),
        ({"status": {"a": 1}}, "status"),
        ({"status": "completed"}, "percent"),
        ({"achieved": ""}, "achieved"),
        ({"achieved": "  \u0000 "}, "achieved"),
        ({"achieved": 5}, "achieved"),
        ({"achieved": "я" * 9000}, "achieved"),
        ({"obstacles": ["x"]}, "obstacles"),
        ({"key": None}, "key"),
        ({"key": "not a key"}, "key"),
        ({"key": 5}, "key"),
        ({"on": "35.13.2026"}, "on"),
        ({"on": "2026-13-35"}, "on"),
        ({"on": "2027-01-01"}, "on"),
        ({"on": 5}, "on"),
        ({"lang": "xx"}, "lang"),
        ({"lang": ["ru"]}, "lang"),
        ({"readings": 5}, "readings"),
        ({"readings": [5]}, "readings"),
        ({"readings": [{"indicator": 999_999, "value": 1}]}, "readings"),
        ({"readings": [{"indicator": "x", "value": 1}]}, "readings"),
        ({"readings": [{"value": 1}]}, "readings"),
        ({"spent": {"a": 1}}, "spent"),
        ({"spent": [{"budget_line": 999_999, "amount": 1}]}, "spent"),
    ],
)
def test_what_cannot_stand_is_refused_by_field(wrong, field, send, measure):
    answer = send("editor.osh", measure, words(**wrong))

    assert answer.status_code == 422
    assert fields(answer) == [field]
    assert not measure.contributions.get().updates.filter(state="submitted").exists()


@pytest.mark.parametrize("value", ["x", "1e999", "Infinity", None, True, {}, "1,5,5", "9" * 40])
def test_a_number_that_is_none_is_refused(value, send, measure):
    reading = {"indicator": measure.indicators.first().pk, "value": value}

    assert fields(send("editor.osh", measure, words(readings=[reading]))) == ["readings"]


@pytest.mark.parametrize("value", ["12 500", "12\u00a0500", "12500,0", 12500])
def test_a_number_as_people_write_it_is_understood(value, send, measure):
    reading = {"indicator": measure.indicators.first().pk, "value": value}

    answer = send("editor.osh", measure, words(readings=[reading]))

    assert [one["value"] for one in answer.json()["readings"]] == [12500.0]


def test_money_in_another_currency_is_refused(send, measure):
    line = measure.contributions.get().budget_lines.first()
    spent = [{"budget_line": line.pk, "amount": 1, "currency": "EUR"}]

    assert fields(send("editor.osh", measure, words(spent=spent))) == ["spent"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"status": "\xd0"}', 400),
        (b"[" * 50_000, 400),
        (b"1" * 5000, 400),
        (b"[]", 422),
        (b"null", 422),
        (b'"text"', 422),
        (b"{}", 422),
        (b'{"percent": NaN, "status": "in_progress", "achieved": "x"}', 422),
    ],
)
def test_a_body_that_is_no_report_is_refused(body, status, measure, person):
    browser = Client(raise_request_exception=False)
    browser.force_login(person("editor.osh"))

    answer = post(browser, measure, body)

    assert answer.status_code == status
    assert answer.json().keys() == {"error", "detail", "fields"}


@pytest.mark.parametrize("size", [200_000, 3_000_000, 13_000_000])
def test_a_body_larger_than_any_report_is_refused(size, measure, person):
    browser = Client(raise_request_exception=False)
    browser.force_login(person("editor.osh"))

    answer = post(browser, measure, b" " * size)

    assert answer.status_code == 413
    assert answer.json()["error"] == "too_large"


def test_letters_a_database_cannot_keep_are_left_out(send, measure):
    answer = send("editor.osh", measure, json.dumps(words(achieved="Мост\ud800 готов\u0000")))

    assert answer.status_code == 201
    assert answer.json()["achieved"] == "Мост готов"


def test_too_many_reports_in_a_minute_are_refused(send, measure):
    for _count in range(2 * WRITES_A_MINUTE):  # another minute may begin in between
        if send("editor.osh", measure, "{").status_code == 429:
            break

    answer = send("editor.osh", measure, words())

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 60
    assert send("editor.dushanbe", measure, words()).status_code == 404
