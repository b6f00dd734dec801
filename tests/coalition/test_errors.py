"""Errors are screens: what happened, whose fault, what next; nothing is asked of the session."""

import logging
import re

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.coalition.failing_urls")]

SCREENS = {
    "/unreadable/": (400, "Запрос не удалось прочитать"),
    "/no-such-page/": (404, "Такой страницы нет"),
    "/boom/": (500, "Сайт не смог ответить"),
    "/busy/": (503, "Сайт ненадолго остановлен"),
    "/offline/": (200, "Нет связи"),
}


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def somebody(visitor, person):
    """A visitor whose browser also holds a session."""
    visitor.force_login(person("editor.osh"))
    return visitor


@pytest.mark.parametrize("path", SCREENS)
def test_an_error_is_a_page_with_one_heading_and_a_way_on(visitor, path):
    status, heading = SCREENS[path]

    answer = visitor.get(path)

    assert answer.status_code == status
    assert re.findall(r"<h1>(.*?)</h1>", answer.text, re.DOTALL) == [heading]
    assert 'name="robots" content="noindex"' in answer.text
    assert 'href="/"' in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/no-such-page/", "/boom/"])
def test_an_error_is_said_in_the_language_of_the_address(visitor, path):
    texts = {lang: visitor.get(f"/{lang}{path}").text for lang in ("en",)}

    assert '<html lang="en">' in texts["en"]


@pytest.mark.parametrize("path", SCREENS)
def test_an_error_asks_nothing_of_the_session(somebody, path, django_assert_max_num_queries):
    with CaptureQueriesContext(django_connection()) as asked:
        answer = somebody.get(path)

    tables = [q["sql"] for q in asked if "session" in q["sql"] or "coalition_user" in q["sql"]]
    assert tables == []
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def django_connection():
    from django.db import connection  # noqa: PLC0415 -- after the settings

    return connection


@pytest.mark.parametrize("path", ["/boom/", "/busy/"])
def test_a_fault_of_ours_is_told_without_the_database(somebody, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        somebody.get(path)


def test_the_number_of_a_fault_is_in_the_log_once_with_what_happened(visitor, caplog):
    with caplog.at_level(logging.ERROR):
        page = visitor.get("/boom/").text

    number = re.search(r"<code>(\w{8})</code>", page).group(1)
    faults = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(faults) == 1
    assert number in faults[0].getMessage()
    assert "/boom/" in faults[0].getMessage()
    assert "a fault of ours" in caplog.text


def test_a_fault_is_told_even_when_the_templates_are_broken(visitor, settings):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False}]

    answer = visitor.get("/boom/")

    assert answer.status_code == 500
    assert "Номер ошибки" in answer.text
    assert "Traceback" not in answer.text


def test_a_program_gets_its_error_as_json(visitor):
    answer = visitor.get("/api/boom/")

    assert answer.status_code == 500
    assert answer.json()["error"] == "server_error"


def test_who_may_not_is_told_whom_to_ask(somebody):
    answer = somebody.get("/denied/")

    assert answer.status_code == 403
    assert "Роли в городе даёт его администратор" in answer.text
    assert 'href="/work/"' in answer.text


def test_two_who_save_one_thing_see_both_texts(somebody):
    answer = somebody.post("/conflict/", {"text": "Пять датчиков", "version": "1"})

    assert answer.status_code == 409
    assert "Ж. Асанова" in answer.text
    assert "Три датчика<br>на реке" in answer.text
    assert "Пять датчиков" in answer.text


def test_mine_can_be_saved_over_theirs(somebody):
    page = somebody.post("/conflict/", {"text": "Пять\nдатчиков", "version": "1"}).text
    kept = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', page, re.DOTALL))

    assert kept == {"text": "Пять\nдатчиков", "version": "2"}
    assert somebody.post("/conflict/", kept).text.startswith("saved Пять")


def test_a_host_that_is_not_ours_is_refused_with_a_page(visitor):
    answer = visitor.get("/", headers={"host": "somebody.example"})

    assert answer.status_code == 400
    assert "Запрос не удалось прочитать" in answer.text
