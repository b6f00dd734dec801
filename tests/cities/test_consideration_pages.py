"""Whose turn it is, marks, questions and positions, as people see and lead them on the pages."""

import pytest

from cities import verbs
from cities.models import City, Question
from coalition import clock
from tests.cities.applying import ALL_THERE, application_in, holder, people
from tests.cities.test_review_pages import LIST, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "there"), [("secretariat", True), ("keeper", False)])
def test_the_list_shows_only_what_waits_for_oneself(signed_in, name, there):
    application = application_in("received")

    page = signed_in(name).get(f"{LIST}?mine=1").content.decode()

    assert (application.number in page) is there


def test_the_list_says_whose_turn_it_is_and_by_which_day(signed_in):
    application_in("received")

    page = signed_in("secretariat").get(LIST).content.decode()

    assert "Секретариат: смотрит, полны ли сведения, до" in page
    assert "Стороны: сообщают свои позиции, до" in page


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_costs_the_same_however_much_it_is(
    signed_in, count, django_assert_max_num_queries
):
    for number in range(count):
        application_in("received", email=f"{number}@sample.invalid")
    client = signed_in("secretariat")
    client.get(LIST)

    with django_assert_max_num_queries(19):
        client.get(f"{LIST}?mine=1")


@pytest.mark.parametrize(
    ("name", "status"), [("secretariat", 200), ("keeper", 403), ("approver.osh", 403)]
)
def test_the_list_is_taken_away_by_the_secretariat(signed_in, name, status):
    application_in("received")

    assert signed_in(name).get("/review/applications.csv").status_code == status


def test_the_exported_list_has_a_line_for_each_application_and_no_formula(signed_in):
    application = application_in("received", name_ru="=1+1")

    client = signed_in("secretariat")
    lines = client.get("/review/applications.csv?state=received").content.decode("utf-8-sig")
    book = client.get("/review/applications.xlsx")

    assert f"{application.number};'=1+1" in lines
    assert book.content.startswith(b"PK")
    assert client.get("/review/applications.pdf").status_code == 404


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [("secretariat", "received", "посмотрите, полны ли сведения"),
     ("approver.osh", "notified", "сообщите позицию вашего города"),
     ("keeper", "signed", "разошлите Сторонам заверенные копии")],
)  # fmt: skip
def test_my_day_says_to_whose_turn_it_is_what_to_do(signed_in, name, state, words):
    application = application_in(state)

    assert f"<strong>{application.name}</strong>: {words}" in signed_in(name).get("/work/").text


def test_eight_points_are_saved_as_one_form(signed_in):
    application = application_in("received")
    client = signed_in("secretariat")
    typed = dict.fromkeys(ALL_THERE, "yes") | {"letter": "no", "letter_note": "Нет печати"}

    client.post(address(application, "mark"), typed)
    page = client.get(address(application)).content.decode()

    assert application.marks.count() == len(ALL_THERE)
    assert 'value="Нет печати"' in page
    assert "отметка: Секретариат (пример)" in page


def test_a_question_is_asked_answered_and_closed_on_the_pages(signed_in, client):
    application = application_in("received")
    secretariat = signed_in("secretariat")
    secretariat.post(address(application, "ask"), {"about": "point:letter", "text": "Чья подпись?"})
    question = application.questions.get()
    asked = client.get(application.path).content.decode()

    empty = client.post(f"{application.path}questions/{question.pk}/", {"text": " "})
    client.post(f"{application.path}questions/{question.pk}/", {"text": "Мэра"})
    secretariat.post(f"/review/questions/{question.pk}/close/")

    assert "Чья подпись?" in asked
    assert empty.status_code == 422
    question.refresh_from_db()
    assert question.state == "closed"
    assert "Мэра" in secretariat.get(address(application)).content.decode()


def test_a_question_of_another_application_is_not_there(client):
    application = application_in("received")
    other = application_in("received", email="other@sample.invalid")
    question = Question.objects.create(
        application=other, text="Когда?", asked_by=people("secretariat"), asked_at=clock.now()
    )

    assert client.get(f"{application.path}questions/{question.pk}/").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("keeper", 403), ("editor.osh", 404)])
def test_a_question_is_closed_by_the_secretariat_only(signed_in, name, status):
    application = application_in("received")
    question = Question.objects.create(
        application=application, text="Когда?", asked_by=people("secretariat"),
        asked_at=clock.now(),
    )  # fmt: skip

    assert signed_in(name).post(f"/review/questions/{question.pk}/close/").status_code == status


def test_a_day_that_is_past_keeps_the_reason_that_was_typed(signed_in):
    application = application_in("notified")
    typed = {"until": "01.01.2026", "reason": "Праздники"}

    page = signed_in("secretariat").post(address(application, "extend"), typed).content.decode()

    assert "ещё не наступил" in page
    assert 'value="Праздники"' in page


def test_earlier_positions_stand_beside_the_present_one(signed_in):
    application = application_in("notified")
    osh = City.objects.get(slug="osh")
    client = signed_in("approver.osh")
    for kind, text in (("support_with_comment", "Сначала так"), ("support", "")):
        client.post(address(application, "speak"), {"city": osh.pk, "kind": kind, "text": text})

    page = signed_in("secretariat").get(address(application)).content.decode()

    assert "Прежние позиции" in page
    assert "Сначала так" in page


def test_my_day_has_one_line_for_each_thing_that_waits(signed_in):
    application = application_in("signed")

    keeper = signed_in("keeper").get("/work/").content.decode()
    editor = signed_in("editor.osh").get("/work/").content.decode()

    assert f'href="{address(application)}"' in keeper
    assert "Осталось отправить 6 заверенных копий" in keeper
    assert "Присоединение и документы" not in editor


def test_the_files_of_a_withdrawn_application_are_taken_back_on_its_page(client):
    application = application_in("withdrawn")
    before = client.get(application.path).content.decode()

    client.post(f"{application.path}take-back/")

    assert "Забрать файлы" in before
    assert "Забрать файлы" not in client.get(application.path).content.decode()


@pytest.mark.parametrize(
    ("name", "reads"), [("secretariat", True), ("keeper", False), ("approver.osh", False)]
)
def test_what_was_asked_and_answered_is_between_the_secretariat_and_the_city(
    signed_in, name, reads
):
    application = application_in("notified")
    question = verbs.ask_question(application, by=people("secretariat"), text="Чья подпись?")
    verbs.answer_question(question, by=holder(application), text="Мэра города")

    page = signed_in(name).get(address(application)).content.decode()

    assert ("Чья подпись?" in page) is reads
    assert ("Мэра города" in page) is reads


@pytest.mark.parametrize(("name", "reads"), [("secretariat", True), ("approver.osh", False)])
def test_what_was_to_be_added_is_between_the_secretariat_and_the_city(signed_in, name, reads):
    application, secretariat = application_in("returned"), people("secretariat")
    verbs.submit_application(application, by=holder(application))
    verbs.mark_points(application, by=secretariat, marks=ALL_THERE)
    verbs.check_complete(application, by=secretariat)
    verbs.notify_parties(application, by=secretariat)

    page = signed_in(name).get(address(application)).content.decode()

    assert ("Письмо не подписано" in page) is reads
