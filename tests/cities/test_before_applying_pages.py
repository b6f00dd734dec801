"""What everybody reads of joining before a form: the answers, the drafts, who joins now."""

import io
import re
from zipfile import ZipFile

import pytest
from docx import Document

from cities import verbs
from cities.papers import LANGUAGES
from cities.tasks import FILES, TASKS
from tests.cities.applying import application_in, filled, holder, pdf, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return filled()


# --- before the form


def test_the_page_answers_first_what_the_declaration_says_and_what_it_does_not(client):
    page = client.get("/join/").content.decode()

    section = page.index("Что сказано в Декларации, а что нет")
    assert section < page.index("Кто может присоединиться")
    for words in ("О взносах в Декларации ничего не сказано", "не создаёт прав и обязательств",
                  "право самого города", "Порядка в Декларации нет"):  # fmt: skip
        assert words in page[section:]


def test_the_page_says_that_the_second_language_is_left_to_the_city(client):
    assert "пустой столбец: его заполняет сам город" in client.get("/join/").content.decode()


@pytest.mark.parametrize("kind", ["act", "letter"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drafts_open_in_word_with_the_usual_fields(client, kind, language):
    answer = client.get(f"/join/papers/{kind}-{language}.docx")

    words = words_of(answer)
    assert "Коалиция устойчивых городов стран Центральной Азии" in words
    assert "Исх. №" in words
    assert "____________________" in words
    assert not answer.cookies


@pytest.mark.parametrize("kind", ["act", "letter"])
def test_beside_the_russian_text_the_state_language_has_an_empty_column(client, kind):
    answer = client.get(f"/join/papers/{kind}-tg.docx")

    table = next(
        table for table in Document(io.BytesIO(answer.getvalue())).tables
        if "На государственном языке (Тоҷикӣ)" in table.rows[0].cells[-1].text
    )  # fmt: skip
    rows = [(row.cells[0].text, row.cells[1].text) for row in table.rows[1:]]
    assert len(rows) >= 4
    assert all(russian and not national for russian, national in rows)


@pytest.mark.parametrize("name", ["act", "act-en", "act-xx", "plan-ru", "letter-"])
def test_there_are_no_other_drafts(client, name):
    assert client.get(f"/join/papers/{name}.docx").status_code == 404


def test_a_draft_is_the_same_file_whenever_it_is_taken(client):
    first, second = (client.get("/join/papers/act-kk.docx").getvalue() for _time in range(2))

    assert first == second
    assert ZipFile(io.BytesIO(first)).testzip() is None


def test_twelve_answers_are_needed_and_no_more():
    needed = [name for task in TASKS.values() for name in task.needed]

    assert len(needed) == len(set(needed)) <= 12
    assert "letter" in needed


def test_twelve_answers_are_enough_to_send():
    application = verbs.start_application("least@sample.invalid")
    values = {"name_ru": "Малый", "country": "KZ", "authority_name": "Акимат", "head_name": "А",
              "head_post": "Аким", "focal_email": "a@sample.invalid", "hazards": ["mudflow"],
              "motivation": "Вместе", "accepts_declaration": True, "agrees_to_data": True,
              "holds_no_secrets": True}  # fmt: skip
    for task in TASKS.values():
        if task.needed:
            application = verbs.save_task(
                application,
                by=holder(application),
                task=task.key,
                version=0,
                values={name: values[name] for name in task.needed if name not in FILES},
                files={"letter": [pdf()]} if task.key == "letter" else None,
            )

    sent = verbs.submit_application(application, by=holder(application))

    assert (sent.state, sent.agrees_to_publish) == ("received", False)


def test_what_is_optional_is_marked_so(client, draft):
    page = client.get(f"{draft.path}city/").content.decode()

    labels = dict(re.findall(r'<label for="id_(\w+)">(.*?)</label>', page))
    optional = {name for name, words in labels.items() if "необязательно" in words}
    assert optional == set(TASKS["city"].optional)


def test_the_address_of_the_applicant_is_proposed_for_the_focal_point(client):
    application = verbs.start_application("town@sample.invalid")

    page = client.get(f"{application.path}people/").content.decode()

    assert 'value="town@sample.invalid"' in page


# --- the public list


def test_a_listed_city_has_its_number_country_and_step(client):
    application = application_in("returned")

    page = client.get("/join/").content.decode()

    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*Проба-город.*?</tr>", page)[0]
    assert application.number in row
    assert "Таджикистан" in row
    assert "Получено" in row
    assert "добавл" not in row  # what was asked for is the city's own affair


def test_the_invented_city_on_the_list_is_marked(client):
    page = client.get("/join/").content.decode()

    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*Пример-город.*?</tr>", page)[0]
    assert "пример</span>" in row


@pytest.mark.parametrize("state", ["received", "withdrawn"])
def test_who_did_not_agree_or_withdrew_is_nowhere_on_the_page(client, state):
    application_in(state, agrees_to_publish=state == "withdrawn")

    assert "Проба-город" not in client.get("/join/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_one_question_whatever_its_length(client, count, django_assert_num_queries):
    for number in range(count):
        application_in("received", email=f"{number}@sample.invalid")
    client.get("/join/")

    with django_assert_num_queries(1):
        client.get("/join/")


def test_a_city_takes_itself_off_the_list_with_one_press(client):
    application = application_in("received")

    client.post(f"{application.path}listing/", {"agrees": "0"})

    assert "Проба-город" not in client.get("/join/").content.decode()
