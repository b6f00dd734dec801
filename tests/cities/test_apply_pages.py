"""What is behind the link besides the tasks: autosave, files, papers, the second person."""

import re

import pytest

from cities import verbs
from cities.models import Application
from cities.tasks import TASKS
from tests.cities.applying import application_in, docx, filled, holder, pdf, signature, words_of
from tests.cities.test_join_pages import typed
from tests.pages import squeezed, static_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return filled()


# --- autosave


def test_autosave_keeps_what_is_right_and_names_what_waits(client, draft):
    sent = typed("city", name_ru="Новое имя", population="много", latitude="38", longitude="")

    answer = client.post(f"{draft.path}city/", {**sent, "autosave": "1"}).json()

    draft.refresh_from_db()
    assert (draft.name_ru, draft.population, draft.latitude) == ("Новое имя", 12500, 38.0)
    assert answer["version"] == draft.versions["city"] == 2
    assert [line.partition(":")[0] for line in answer["waits"]] == [
        "Население", "Широта", "Долгота"
    ]  # fmt: skip


def test_autosave_of_another_window_is_told_and_overwrites_nothing(client, draft):
    address = f"{draft.path}reasons/"
    client.post(address, {**typed("reasons", motivation="Первое"), "autosave": "1"})

    answer = client.post(address, {**typed("reasons", motivation="Второе"), "autosave": "1"})

    assert answer.status_code == 409
    assert "в другом окне" in answer.json()["detail"]
    draft.refresh_from_db()
    assert draft.motivation == "Первое"


def test_autosave_of_a_sent_application_changes_nothing(client):
    application = application_in("received")

    answer = client.post(
        f"{application.path}reasons/", {**typed("reasons", motivation="Иначе"), "autosave": "1"}
    )

    assert answer.status_code == 409
    application.refresh_from_db()
    assert application.motivation == "Учиться вместе"


def test_autosave_takes_no_files(client, draft):
    client.post(f"{draft.path}letter/", {**typed("letter"), "letter": pdf("b.pdf"), "autosave": 1})

    assert [str(paper) for paper in draft.papers.all()] == ["letter.pdf"]


def test_autosave_with_a_broken_version_says_so(client, draft):
    sent = {**typed("reasons", version="x"), "autosave": "1"}

    answer = client.post(f"{draft.path}reasons/", sent)

    assert (answer.status_code, bool(answer.json()["detail"])) == (400, True)


def test_the_script_of_autosave_is_small():
    assert squeezed(static_file("/static/coalition/js/autosave.js").read_bytes()) <= 1024


# --- tasks and the check


def test_a_task_with_something_wrong_says_so_and_stands_in_the_way(client, draft):
    Application.objects.filter(pk=draft.pk).update(population_year=None)

    page = client.get(draft.path).content.decode()
    check = client.post(f"{draft.path}check/").content.decode()

    assert "Есть ошибка" in page
    assert "Пока нельзя" in page
    assert "Укажите год, к которому относится население." in check
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("prepared", "words"),
    [("begun", "Не начат"), ("begun", "Пока нельзя"), ("filled", "Готов"),
     ("filled", "Можно отправить"), ("half", "В работе")],
)  # fmt: skip
def test_the_list_of_tasks_says_how_far_each_is(client, prepared, words):
    application = filled() if prepared != "begun" else verbs.start_application("n@sample.invalid")
    if prepared == "half":
        Application.objects.filter(pk=application.pk).update(motivation="")

    assert words in client.get(application.path).content.decode()


def test_every_answer_can_be_changed_from_the_check_and_a_missing_one_leads_to_its_field(
    client, draft
):
    Application.objects.filter(pk=draft.pk).update(head_name="")

    page = client.get(f"{draft.path}check/").content.decode()

    for task in TASKS.values():
        for name in task.fields:
            assert f'href="{draft.path}{task.key}/#id_{name}">Изменить' in page
    assert re.search(rf'class="st c-risk" href="{draft.path}people/#id_head_name"', page)


def test_files_that_were_refused_are_named_to_be_chosen_again(client, draft):
    sent = {**typed("letter"), "letter": [pdf("Страница 1.pdf"), signature("Страница 2.pdf")]}

    page = client.post(f"{draft.path}letter/", sent).content.decode()

    assert "выберите их снова: Страница 1.pdf, Страница 2.pdf" in page
    assert "Страница 2.pdf: " in page
    assert draft.papers.count() == 1


def test_a_conflict_names_the_files_that_came_with_it(client, draft):
    address = f"{draft.path}letter/"
    client.post(address, {**typed("letter"), "agrees_to_publish": ""})

    answer = client.post(address, {**typed("letter"), "letter": pdf("Новое письмо.pdf")})

    assert answer.status_code == 409
    assert "Новое письмо.pdf" in answer.content.decode()
    assert draft.papers.count() == 1


# --- files


def test_files_are_listed_with_their_kind_type_and_size_and_taken_away(client, draft):
    address = f"{draft.path}papers/"
    client.post(address, {"kind": "drr_plan", "papers": docx("План.docx"), "unrestricted": "on"})
    paper = draft.papers.get(kind="drr_plan")

    page = client.get(address).content.decode()
    assert re.search(r"План\.docx</a>.*?Действующий план.*?DOCX, \d", page)

    client.post(f"{address}{paper.pk}/remove/")
    assert (
        "План.docx" not in client.get(address).content.decode().split("<main")[1].split("убран")[-1]
    )


def test_a_signature_is_shown_as_not_checked_to_its_city_and_to_readers(client, signed_in, draft):
    client.post(f"{draft.path}papers/", {
        "kind": "signature", "papers": signature(), "signs": draft.papers.get().pk,
        "unrestricted": "on",
    })  # fmt: skip
    verbs.submit_application(draft, by=holder(draft))

    own = client.get(f"{draft.path}papers/").content.decode()
    read = signed_in("secretariat").get(f"/review/applications/{draft.pk}/").content.decode()

    for page in (own, read):
        assert "Относится к файлу «letter.pdf»" in page
        assert "Подпись не проверялась." in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"kind": "other", "unrestricted": "on"}, "Выберите файл."),
        ({"kind": "other", "papers": True}, "Подтвердите это"),
        ({"kind": "signature", "papers": True, "unrestricted": "on"}, "к которому относится"),
        ({"kind": "dragon", "papers": True, "unrestricted": "on"}, "err-sum"),
    ],
)
def test_a_file_that_cannot_be_taken_gets_a_sentence(client, draft, sent, words):
    sent = {name: pdf() if value is True else value for name, value in sent.items()}

    page = client.post(f"{draft.path}papers/", sent).content.decode()

    assert words in page
    assert draft.papers.count() == 1


def test_the_file_of_another_application_is_not_taken_away(client, draft):
    other = filled("other@sample.invalid")

    answer = client.post(f"{draft.path}papers/{other.papers.get().pk}/remove/")

    assert answer.status_code == 404
    assert other.papers.count() == 1


# --- on paper


def test_the_letter_in_word_and_on_the_page_say_the_same(client, draft):
    page = client.get(f"{draft.path}print-letter/").content.decode()
    word = words_of(client.get(f"{draft.path}letter.docx"))

    for words in ("Исполнительный орган города Проба", "Учиться вместе", "focal@sample.invalid",
                  "население 12\u00a0500 человек, 2025 год",
                  "«Коалиция устойчивых городов стран Центральной Азии»"):  # fmt: skip
        assert words in page
        assert words in word


def test_the_whole_application_is_printed_and_taken_as_word(client, draft):
    page = client.get(f"{draft.path}print/").content.decode()
    word = words_of(client.get(f"{draft.path}application.docx"))
    assert "Ответить" not in word

    for words in ("Намуна-шаҳр Ҷ", "Учиться вместе", draft.letter.sha256[32:]):
        assert words in page
        assert words in word


# --- the second person


def test_the_second_person_is_invited_and_nobody_learns_the_link_of_the_other(client, draft):
    client.post(f"{draft.path}companion/", {"email": "second@sample.invalid"})
    companion = draft.companions.get()

    own, second = (client.get(path).content.decode() for path in (draft.path, companion.path))

    assert "second@sample.invalid" in own
    assert companion.secret not in own
    assert draft.secret not in second
    for name in ("check/", "letter/", "papers/", "print-letter/", "extend/"):
        assert draft.secret not in client.get(companion.path + name).content.decode()


@pytest.mark.parametrize(
    ("page", "method"), [("withdraw/", "get"), ("withdraw/", "post"), ("companion/", "get"),
                         ("companion/", "post"), ("companion/end/", "post")],
)  # fmt: skip
def test_what_is_the_first_persons_is_closed_to_the_second(client, draft, page, method):
    companion = verbs.invite_companion(draft, by=holder(draft), email="second@sample.invalid")

    answer = getattr(client, method)(companion.path + page, {"email": "x@sample.invalid"})

    assert answer.status_code == 403
    assert draft.companions.get().ended_at is None


def test_a_conflict_of_the_two_says_who_saved(client, draft):
    companion = verbs.invite_companion(draft, by=holder(draft), email="second@sample.invalid")
    client.post(f"{companion.path}reasons/", typed("reasons", motivation="Второй участник пишет"))

    page = client.post(f"{draft.path}reasons/", typed("reasons", motivation="Я пишу"))

    assert page.status_code == 409
    assert "Проба-город (второй участник)" in page.content.decode()


def test_an_ended_link_looks_like_any_other_that_does_not_work(client, draft):
    companion = verbs.invite_companion(draft, by=holder(draft), email="second@sample.invalid")
    client.post(f"{draft.path}companion/end/")

    assert client.get(companion.path).status_code == 410


def test_a_wrong_address_of_the_second_person_stays_in_its_field(client, draft):
    page = client.post(f"{draft.path}companion/", {"email": "коллега@"}).content.decode()

    assert 'value="коллега@"' in page
    assert not draft.companions.exists()


def test_one_button_keeps_the_link(client, draft):
    page = client.get(f"{draft.path}extend/").content.decode()
    assert page.split("<main")[1].count("<button") == 1

    answer = client.post(f"{draft.path}extend/", follow=True)
    assert "Ссылка действует до" in answer.content.decode()


def test_who_saved_what_is_told_to_both(client, draft):
    page = client.get(draft.path).content.decode()

    assert "Сохранены ответы: Угрозы" in page
    assert "Проба-город (заявитель)" in page


def test_a_file_of_a_number_no_row_can_have_is_not_there(client, draft):
    assert client.get(f"{draft.path}files/{'9' * 20}/").status_code == 404
