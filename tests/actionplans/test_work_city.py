import pytest

from actionplans import verbs
from actionplans.models import MeasureDraft, ProgressUpdate
from cities.models import City
from cities.verbs import set_switches
from tests.actionplans.forms import words_of
from tests.actionplans.planning import draft, plan_of, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"
EDITOR_PAGES = ["measure/OSH-03/", "measure/new/", "update/", "update/OSH-03/"]
ALL_PAGES = ["", *EDITOR_PAGES, "approve/", "headings/", "measure/OSH-03/visibility/"]


def waiting_draft() -> MeasureDraft:
    return MeasureDraft.objects.open().get(measure__code="OSH-05")


# --- who comes in


@pytest.mark.parametrize("page", ALL_PAGES)
@pytest.mark.parametrize("name", ["editor.dushanbe", "approver.dushanbe", "reviewer",
                                  "secretariat", "keeper", "member"])  # fmt: skip
def test_the_work_of_another_city_is_not_there(signed_in, name, page):
    answer = signed_in(name).get(OSH + page)

    assert answer.status_code == 404
    assert "Такой страницы нет" in words_of(answer)


@pytest.mark.parametrize("page", [*EDITOR_PAGES, "approve/", "headings/"])
def test_a_viewer_sees_the_plan_at_work_and_changes_nothing(signed_in, page):
    browser = signed_in("viewer.osh")

    assert browser.get(OSH).status_code == 200
    assert browser.get(OSH + page).status_code == 403


@pytest.mark.parametrize("page", EDITOR_PAGES)
def test_an_approver_does_not_write_for_the_editor(signed_in, page):
    assert signed_in("approver.osh").get(OSH + page).status_code == 403


def test_an_editor_does_not_approve(signed_in):
    assert signed_in("editor.osh").get(OSH + "approve/").status_code == 403


def test_an_editor_approves_where_the_city_says_so(signed_in, person):
    city = City.objects.select_related("place").get(slug="osh")
    set_switches(city, by=person("admin.osh"), editor_may_approve=True)

    assert signed_in("editor.osh").get(OSH + "approve/").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client):
    answer = client.get(OSH + "update/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("code", ["DYU-03", "OSH-99", "..", "%00"])
def test_a_measure_of_another_plan_is_not_there(signed_in, code):
    browser = signed_in("editor.osh")

    assert browser.get(f"{OSH}measure/{code}/").status_code == 404
    assert browser.get(f"{OSH}update/{code}/").status_code == 404


def test_a_draft_of_another_city_is_not_there(signed_in, person):
    foreign = draft("DYU-03", person("editor.dushanbe"))
    browser = signed_in("editor.osh")

    assert browser.get(f"{OSH}draft/{foreign.pk}/").status_code == 404
    assert browser.post(f"{OSH}draft/{foreign.pk}/withdraw/").status_code == 404


# --- my day


def test_my_day_tells_an_editor_what_waits(signed_in, person):
    verbs.return_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[waiting_draft()],
                        note="Назовите улицы")  # fmt: skip

    words = words_of(signed_in("editor.osh").get("/work/"))

    assert "Назовите улицы" in words
    assert "Подходит срок (IV квартал 2026): OSH-02" in words
    assert "ждут вашего решения" not in words


def test_my_day_tells_of_long_silence(signed_in):
    waiting = ProgressUpdate.objects.get(contribution__measure__code="OSH-07", state="submitted")
    waiting.delete()

    assert "Нет новостей с 3 августа 2026" in words_of(signed_in("editor.osh").get("/work/"))


def test_my_day_tells_an_approver_what_waits_with_one_button(signed_in):
    answer = signed_in("approver.osh").get("/work/")

    assert "3 записи ждут вашего решения" in words_of(answer)
    assert f'href="{OSH}approve/"' in answer.content.decode()


def test_my_day_asks_the_same_number_of_questions_however_much_waits(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("editor.osh")
    browser.get("/work/")
    with django_assert_num_queries(13):
        browser.get("/work/")
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"))

    with django_assert_num_queries(13):
        browser.get("/work/")


# --- the plan at work


def test_the_plan_at_work_shows_what_waits_beside_its_measure(signed_in):
    words = words_of(signed_in("editor.osh").get(OSH))

    assert "на базаре правка ждёт" in words
    assert "в 30 кварталах отчёт ждёт" in words
    assert "Курсы первой помощи для школьных бригад (пример) новая, ждёт утверждения" in words


def test_the_plan_at_work_says_it_is_an_example(signed_in):
    assert "вымышлены" in signed_in("editor.osh").get(OSH).content.decode()


def test_the_plan_at_work_has_a_constant_number_of_queries(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("editor.osh")
    browser.get(OSH)
    with django_assert_num_queries(21):
        browser.get(OSH)
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"))

    with django_assert_num_queries(21):
        browser.get(OSH)


def test_a_city_without_a_plan_begins_one(signed_in):
    plan = plan_of("osh")
    plan.is_current = False
    plan.save()
    browser = signed_in("editor.osh")

    assert "У города ещё нет плана" in words_of(browser.get(OSH))
    browser.post(OSH + "open/")
    assert "В плане ещё нет мер" in words_of(browser.get(OSH))
    browser.post(OSH + "submit/")
    assert plan_of("osh").state == "draft"


@pytest.mark.parametrize("page", ["open/", "submit/"])
def test_a_plan_is_not_begun_by_reading(signed_in, page):
    assert signed_in("editor.osh").get(OSH + page).status_code == 405
