"""Applying as a stranger does it: the public page, the door, and what is behind the link."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cities.models import Application
from coalition import clock
from coalition.models import Letter
from tests.cities.applying import ANSWERS, application_in, filled, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return filled()


def typed(task: str, version: int = 1, **changes: object) -> dict[str, object]:
    """A task as a browser sends it."""
    answers = {**ANSWERS[task], **changes}
    sent = {name: "on" if value is True else value for name, value in answers.items()}
    return {"version": version, **{name: "" if v is None else v for name, v in sent.items()}}


# --- the public page and the door


@pytest.mark.parametrize("address", ["/join/", "/en/join/"])
def test_the_public_page_touches_no_session_and_sets_no_cookie(
    client, address, django_assert_num_queries
):
    client.get(address)  # the names of countries, read once
    with django_assert_num_queries(1):  # the cities that let themselves be listed
        answer = client.get(address)

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in answer.content


def test_the_first_page_leads_to_joining(client):
    assert b'href="/join/"' in client.get("/").content


def test_asking_for_a_link_tells_nothing_about_who_has_begun(client):
    application_in("received", email="known@sample.invalid")

    answers = [
        client.post("/join/start/", {"email": email}).content.decode().replace(email, "…")
        for email in ("known@sample.invalid", "unknown@sample.invalid")
    ]

    assert answers[0] == answers[1]


def test_a_mistyped_address_stays_in_its_field(client):
    page = client.post("/join/start/", {"email": "мэр@"}).content.decode()

    assert 'value="мэр@"' in page
    assert not Application.objects.filter(email="мэр@").exists()


def test_whoever_asks_for_links_without_end_is_asked_to_wait(client):
    answers = [
        client.post("/join/start/", {"email": f"{number}@sample.invalid"}).status_code
        for number in range(31)
    ]

    assert answers[-2:] == [200, 429]


# --- the link


@pytest.mark.parametrize("token", ["nothing", "0" * 64, "%00", "ʻҶ"])
def test_an_unknown_link_and_an_old_one_look_the_same(client, draft, token):
    Application.objects.update(expires_at=clock.now() - timedelta(days=1))

    unknown = client.get(f"/join/apply/{token}/")
    old = client.get(draft.path)

    assert (unknown.status_code, old.status_code) == (410, 410)
    texts = [answer.content.decode() for answer in (unknown, old)]
    assert texts[0].split("<main")[1] == texts[1].split("<main")[1]
    assert "Проба-город" not in texts[1]


@pytest.mark.parametrize("page", ["", "city/", "letter/", "check/", "print-letter/", "withdraw/"])
def test_nothing_behind_a_link_is_kept_or_found_or_told_to_others(client, draft, page):
    answer = client.get(draft.path + page)

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert b'name="robots" content="noindex"' in answer.content


def test_reading_behind_a_link_writes_nothing(client, draft):
    before = Application.objects.filter(pk=draft.pk).values().get()

    for page in ("", "city/", "check/", "print-letter/", "withdraw/"):
        client.get(draft.path + page)

    assert Application.objects.filter(pk=draft.pk).values().get() == before


# --- the tasks


def test_numbers_are_read_as_people_of_the_region_write_them(client, draft):
    client.post(
        f"{draft.path}city/",
        typed("city", population="12\u00a0500", latitude="38,25", name_ru="Қoʻqon Ҷӯ"),
    )

    draft.refresh_from_db()
    assert (draft.population, draft.latitude, draft.name_ru) == (12500, 38.25, "Қoʻqon Ҷӯ")


@pytest.mark.parametrize(
    ("task", "wrong"),
    [
        ("city", {"population": "много"}),
        ("city", {"population": "12,5"}),
        ("city", {"population": "-5"}),
        ("city", {"population": "9" * 30}),
        ("city", {"population_year": "2099"}),
        ("city", {"latitude": "95"}),
        ("city", {"latitude": "38", "longitude": ""}),
        ("city", {"country": "XX"}),
        ("city", {"website": "не адрес"}),
        ("people", {"focal_email": "почта"}),
        ("people", {"language": "xx"}),
        ("hazards", {"hazards": ["dragon"]}),
        ("reasons", {"motivation": "я" * 1501}),
        ("reasons", {"version": "x"}),
    ],
)
def test_a_mistake_keeps_everything_typed_and_saves_nothing(client, draft, task, wrong):
    before = Application.objects.filter(pk=draft.pk).values().get()

    answer = client.post(f"{draft.path}{task}/", typed(task, **wrong))

    assert answer.status_code == 200
    assert "err-sum" in answer.content.decode()
    assert Application.objects.filter(pk=draft.pk).values().get() == before


def test_an_unfinished_task_is_saved_and_says_what_is_missing(client, draft):
    client.post(f"{draft.path}city/", typed("city", authority_name=""))

    page = client.get(f"{draft.path}city/").content.decode()
    assert "Осталось добавить: полное название органа власти" in page
    assert "В работе" in client.get(draft.path).content.decode()


def test_two_browsers_on_one_task_see_both_texts_and_may_save_mine(client, draft):
    address = f"{draft.path}reasons/"
    client.post(address, typed("reasons", motivation="Первый браузер"))

    answer = client.post(address, typed("reasons", motivation="Второй браузер"))

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Первый браузер" in page
    assert "Второй браузер" in page
    again = dict(answer.context["hidden"])
    client.post(address, again)
    draft.refresh_from_db()
    assert draft.motivation == "Второй браузер"


def test_a_task_nobody_knows_is_no_page(client, draft):
    assert client.get(f"{draft.path}secrets/").status_code == 404


def test_a_sent_application_is_read_and_no_longer_written(client):
    application = application_in("received")

    page = client.post(f"{application.path}city/", typed("city", name_ru="Иначе"), follow=True)

    assert "Ответы сейчас можно только читать" in page.content.decode()
    assert client.get(f"{application.path}city/").url == application.path
    assert client.get(f"{application.path}check/").status_code == 200
    application.refresh_from_db()
    assert application.name_ru == "Проба-город"


def test_a_returned_application_shows_what_to_add(client):
    application = application_in("returned")

    assert "Письмо не подписано." in client.get(application.path).content.decode()
    assert client.get(f"{application.path}letter/").status_code == 200


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("letter.pdf", b"MZ\x90\x00" + b"\0" * 100),
        SimpleUploadedFile("letter.sig", b"\x30\x82\x01\x00" + b"\0" * 100),
        SimpleUploadedFile("письмо ʻҶ.html", b"<script>alert(1)</script>"),
    ],
    ids=["a program", "no signature at all", "a page"],
)
def test_a_file_of_the_wrong_kind_gets_a_sentence(client, draft, file):
    answer = client.post(f"{draft.path}letter/", {**typed("letter"), "letter": file})

    assert "Содержимое файла не подходит" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.letter.name == "letter.pdf"


def test_thirty_megabytes_are_refused_by_a_designed_page(client, draft):
    file = SimpleUploadedFile("letter.pdf", b"%PDF-" + b"0" * 30_000_000)

    answer = client.post(f"{draft.path}letter/", {**typed("letter"), "letter": file})

    assert answer.status_code == 413
    assert "30" in answer.content.decode()


def test_ones_own_file_is_downloaded_and_runs_nothing(client, draft):
    answer = client.get(f"{draft.path}files/{draft.letter.pk}/")

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_another_application_does_not_exist(client, draft):
    other = filled("other@sample.invalid")

    assert client.get(f"{draft.path}files/{other.letter.pk}/").status_code == 404


def test_the_letter_is_written_from_the_answers(client, draft):
    page = client.get(f"{draft.path}print-letter/").content.decode()

    assert "Исполнительный орган города Проба (город Проба-город, Таджикистан" in page


# --- sending and withdrawing


def test_sending_twice_gives_one_number(client, draft):
    for _time in range(2):
        assert client.post(f"{draft.path}check/").url == draft.path

    draft.refresh_from_db()
    assert draft.state == "received"
    assert f"Заявка отправлена, её номер — {draft.number}" in client.get(draft.path).text
    assert Letter.objects.filter(to=draft.email).count() == 2


def test_an_unready_application_cannot_be_sent(client, draft):
    client.post(f"{draft.path}reasons/", typed("reasons", motivation=""))

    page = client.post(f"{draft.path}check/").content.decode()

    assert "Заявка не отправлена" in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_withdrawing_asks_first(client, draft):
    client.get(f"{draft.path}withdraw/")
    draft.refresh_from_db()
    assert draft.state == "draft"

    client.post(f"{draft.path}withdraw/")
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_a_signed_application_cannot_be_withdrawn(client):
    application = application_in("signed")

    page = client.post(f"{application.path}withdraw/", follow=True).content.decode()

    assert "акт подписан" in page
    application.refresh_from_db()
    assert application.state == "signed"


def test_a_form_from_another_site_is_refused_and_can_be_sent_again(draft):
    answer = Client(enforce_csrf_checks=True).post(f"{draft.path}reasons/", typed("reasons"))

    assert answer.status_code == 403
    assert "Учиться вместе" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "kk", "uz"])
def test_the_tasks_open_in_other_languages(client, draft, language):
    assert client.get(f"/{language}{draft.path}city/").status_code == 200


def test_a_letter_keeps_its_name_in_the_letters_of_the_region(client, draft):
    client.post(f"{draft.path}letter/", {**typed("letter"), "letter": pdf("Письмо ʻҶ.pdf")})

    assert [str(paper) for paper in draft.papers.all()] == ["letter.pdf", "Письмо ʻҶ.pdf"]
