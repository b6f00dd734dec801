import uuid

import pytest
from bs4 import BeautifulSoup

from actionplans import verbs
from actionplans.models import MeasureDraft
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import draft, measure, part, plan_of, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"


def waiting_draft() -> MeasureDraft:
    return MeasureDraft.objects.open().get(measure__code="OSH-05")


def approval(browser) -> dict[str, list[str]]:
    return fields_of(browser.get(OSH + "approve/"), "shown")


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_the_approver_reads_what_was_and_what_became(signed_in):
    words = words_of(signed_in("approver.osh").get(OSH + "approve/"))

    assert "было: В городе больше тени и воды, меньше перегрева." in words
    assert "стало: На главных улицах центра" in words
    assert "было: 15 % стало: 25 %" in words


def test_the_approver_reads_what_approval_does_before_pressing(signed_in):
    words = words_of(signed_in("approver.osh").get(OSH + "approve/"))

    assert "станут новой редакцией плана" in words
    assert "Сразу к решению: 3 записи" in words


def test_a_new_measure_is_read_without_marks_of_what_became(signed_in):
    answer = signed_in("approver.osh").get(OSH + "approve/")

    cards = {card.h2.get_text()[:4]: card for card in soup_of(answer).select("article.card")}
    assert "Курсы первой помощи" in cards["Нова"].get_text()
    assert not cards["Нова"].select("ins")
    assert cards["Прав"].select("ins")


def test_the_plan_leads_the_approver_from_a_new_measure_to_the_decision(signed_in):
    row = next(
        row
        for row in soup_of(signed_in("approver.osh").get(OSH)).select("tr")
        if "OSH-09" in row.get_text()
    )

    assert row.select_one(f"a[href='{OSH}approve/']")


def test_one_button_approves_all(signed_in):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": "all"}, follow=True)

    assert "Утверждено." in words_of(answer)
    assert (plan_of("osh").edition, part("OSH-07").percent) == (2, 25)
    assert measure("OSH-09").is_public
    assert not MeasureDraft.objects.open().filter(plan__city__slug="osh").exists()


def test_the_page_after_adoption_leads_to_the_edition_that_came_to_be(signed_in):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": "all"}, follow=True)

    assert "Утверждено. Теперь это видят все. Редакция 2" in words_of(answer)
    assert f'<a href="{OSH}editions/#edition-2">' in answer.content.decode()
    editions = browser.get(OSH + "editions/").content.decode()
    assert 'id="edition-2"' in editions
    assert 'href="/cities/osh/plan/editions/2/"' in editions


def test_approving_reports_alone_makes_no_edition(signed_in):
    browser = signed_in("approver.osh")
    sent = approval(browser)
    key = next(one for one in sent["shown"] if one.startswith("update:"))

    answer = browser.post(
        OSH + "approve/", {**sent, "what": "chosen", "chosen": [key]}, follow=True
    )

    assert "Утверждено. Теперь это видят все." in words_of(answer)
    assert "Редакция" not in words_of(answer)


def test_only_what_is_ticked_is_approved_by_a_signed_act(signed_in):
    browser = signed_in("approver.osh")
    key = f"draft:{waiting_draft().pk}:1"

    browser.post(
        OSH + "approve/",
        {**approval(browser), "what": "chosen", "chosen": [key], "act_kind": "Постановление",
         "act_number": "12-п", "act_date": "20.11.2026", "act_signatory": "Мэр"},
    )  # fmt: skip

    plan = plan_of("osh")
    assert (plan.edition, plan.act_number, plan.adopted_on.day) == (2, "12-п", 20)
    assert part("OSH-07").updates.filter(state="submitted").exists()


@pytest.mark.parametrize("act", [{"act_kind": "Постановление"}, {"act_number": "12-п"}])
def test_an_act_without_its_day_adopts_nothing(signed_in, act):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": "all", **act})

    assert "Укажите дату акта." in words_of(answer)
    assert plan_of("osh").edition == 1
    assert part("OSH-07").updates.filter(state="submitted").exists()


def test_what_is_ticked_is_returned_with_a_note(signed_in):
    browser = signed_in("approver.osh")
    sent = approval(browser)

    browser.post(OSH + "approve/", {**sent, "what": "return", "chosen": sent["shown"],
                                    "note": "Уточните сроки"})  # fmt: skip

    assert MeasureDraft.objects.filter(state="returned", note="Уточните сроки").count() == 2
    assert part("OSH-07").updates.get(state="returned").note == "Уточните сроки"


@pytest.mark.parametrize("what", ["chosen", "return", "", "drop table"])
def test_nothing_ticked_gets_a_sentence(signed_in, what):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {**approval(browser), "what": what, "note": "Текст"})

    assert "Отметьте хотя бы одну правку" in words_of(answer)
    assert fields_of(answer, "note")["note"] == ["Текст"]


def test_returning_without_a_note_returns_nothing(signed_in):
    browser = signed_in("approver.osh")
    sent = approval(browser)

    answer = browser.post(OSH + "approve/", {**sent, "what": "return", "chosen": sent["shown"]})

    assert "Напишите, что поправить." in words_of(answer)
    assert not MeasureDraft.objects.filter(state="returned").exists()
    assert set(fields_of(answer, "note")["chosen"]) == set(sent["shown"])


def test_what_changed_while_it_was_read_is_not_approved(signed_in, person):
    browser = signed_in("approver.osh")
    sent = approval(browser)
    said = part("OSH-07").updates.get(state="submitted")
    verbs.revise_update(said, by=person("editor.osh"), version=1, percent=80)

    answer = browser.post(OSH + "approve/", {**sent, "what": "all"})

    assert answer.status_code == 409
    assert "Решение не принято" in words_of(answer)
    assert (part("OSH-07").percent, plan_of("osh").edition) == (15, 1)


def test_approving_twice_approves_once(signed_in):
    browser = signed_in("approver.osh")
    sent = {**approval(browser), "what": "all"}
    browser.post(OSH + "approve/", sent)

    answer = browser.post(OSH + "approve/", sent)

    assert answer.status_code == 409
    assert plan_of("osh").edition == 2


@pytest.mark.parametrize("key", ["draft:0:1", "update:999999:1", "draft:x:y", "", "plan:1:1"])
def test_a_made_up_key_approves_nothing(signed_in, key):
    browser = signed_in("approver.osh")

    answer = browser.post(OSH + "approve/", {"what": "chosen", "chosen": [key]})

    assert answer.status_code in (200, 409)
    assert plan_of("osh").edition == 1


def test_drafts_of_another_city_are_not_approved_through_ones_own_page(signed_in, person):
    foreign = draft("DYU-03", person("editor.dushanbe"))

    answer = signed_in("approver.osh").post(
        OSH + "approve/", {"what": "chosen", "chosen": [f"draft:{foreign.pk}:1"]}
    )

    assert answer.status_code == 409
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_the_approvers_page_has_a_constant_number_of_queries(
    signed_in, person, django_assert_num_queries
):
    browser = signed_in("approver.osh")
    browser.get(OSH + "approve/")
    with django_assert_num_queries(29):
        browser.get(OSH + "approve/")
    for code in ("OSH-01", "OSH-02", "OSH-03"):
        draft(code, person("editor.osh"))
        report(code, person("editor.osh"), key=uuid.uuid4())

    with django_assert_num_queries(29):
        browser.get(OSH + "approve/")


def test_a_measure_is_hidden_and_shown_by_the_approver(signed_in):
    browser = signed_in("approver.osh")

    browser.post(OSH + "measure/OSH-03/visibility/", {"visibility": "city", "reason": "Уточняем"})
    assert measure("OSH-03").visibility == "city"
    assert "видит только город" in words_of(browser.get(OSH))
    browser.post(OSH + "measure/OSH-03/visibility/", {"visibility": "public"})

    assert measure("OSH-03").visibility == "public"
