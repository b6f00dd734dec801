import pytest

from actionplans import verbs
from actionplans.models import ProgressUpdate
from coalition.models import JournalEntry
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import part, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"


def quick(browser):
    return fields_of(browser.get(OSH + "update/"), f"m{part('OSH-03').pk}-key")


def row(code: str, **said) -> dict[str, object]:
    return {f"m{part(code, 'osh').pk}-{name}": value for name, value in said.items()}


def test_the_quick_screen_saves_what_was_said_and_nothing_else(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/",
        {**quick(browser), **row("OSH-03", percent="40 %", achieved="Поставлены два датчика."),
         **row("OSH-01", unchanged="on")},
        follow=True,
    )  # fmt: skip

    waiting = ProgressUpdate.objects.filter(state="submitted").exclude(
        contribution__measure__code="OSH-07"
    )
    assert {(one.contribution.measure.code, one.percent) for one in waiting} == {
        ("OSH-03", 40), ("OSH-01", 45),
    }  # fmt: skip
    assert "2 отчёта сохранены" in words_of(answer)


def test_the_quick_screen_sent_untouched_says_so(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(OSH + "update/", quick(browser), follow=True)

    assert "Пока ничего не изменено." in words_of(answer)


def test_the_quick_screen_sent_twice_reports_once(signed_in):
    browser = signed_in("editor.osh")
    sent = {**quick(browser), **row("OSH-03", percent="40", achieved="Поставлены два датчика.")}
    for _time in range(2):
        answer = browser.post(OSH + "update/", sent, follow=True)

    assert "1 отчёт сохранён" in words_of(answer)
    assert part("OSH-03").updates.filter(state="submitted").count() == 1


def test_a_row_to_correct_keeps_its_words_while_the_others_are_saved(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/",
        {**quick(browser), **row("OSH-03", status="completed", percent="90", achieved="Готово"),
         **row("OSH-01", percent="50", achieved="Идёт.")},
    )  # fmt: skip

    words = words_of(answer)
    assert "Выполненная мера готова на 100 %" in words
    assert "1 отчёт сохранён" in words
    again = fields_of(answer, f"m{part('OSH-03').pk}-key")
    assert again[f"m{part('OSH-03').pk}-achieved"] == ["Готово"]
    assert f"m{part('OSH-01').pk}-key" not in again


@pytest.mark.parametrize("percent", ["сто", "101", "-5", "", "4,5", "1e9999"])
def test_a_percentage_that_cannot_be_gets_a_sentence(signed_in, percent):
    browser = signed_in("editor.osh")

    answer = browser.post(
        OSH + "update/", {**quick(browser), **row("OSH-03", percent=percent, achieved="Да")}
    )

    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not part("OSH-03").updates.filter(state="submitted").exists()


def test_a_report_in_full_brings_a_reading_and_spending(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")
    indicator, line = part("OSH-03").measure.indicators.get(), part("OSH-03").budget_lines.get()

    browser.post(
        OSH + "update/OSH-03/",
        {**sent, "percent": "45", "achieved": "Поставлены датчики.", f"reading_{indicator.pk}":
         "40,5", f"spent_{line.pk}": "1 200", "on": "20.11.2026"},
    )  # fmt: skip

    said = part("OSH-03").updates.get(state="submitted")
    assert said.readings.get().value == 40.5
    assert said.spendings.get().amount == 1200


def test_a_report_in_full_keeps_everything_typed_beside_a_mistake(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")

    answer = browser.post(OSH + "update/OSH-03/", {**sent, "achieved": "Много слов.",
                                                   "on": "22.11.2026"})  # fmt: skip

    assert "Этот день ещё не наступил." in words_of(answer)
    assert fields_of(answer, "achieved")["achieved"] == ["Много слов."]


def test_a_waiting_report_is_corrected_in_its_place(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-07/"), "achieved")

    browser.post(OSH + "update/OSH-07/", {**sent, "achieved": "Уточнено."})

    said = part("OSH-07").updates.get(state="submitted")
    assert (said.version, said.achieved) == (2, "Уточнено.")


def test_two_people_who_correct_one_report_both_see_both_texts(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-07/"), "achieved")
    said = part("OSH-07").updates.get(state="submitted")
    verbs.revise_update(said, by=person("editor.osh"), version=1, achieved="Чужой текст.")

    answer = browser.post(OSH + "update/OSH-07/", {**sent, "achieved": "Мой текст."})

    assert answer.status_code == 409
    assert "Чужой текст." in words_of(answer)
    again = browser.post(OSH + "update/OSH-07/", fields_of(answer, "achieved"))
    assert again.status_code == 302
    said.refresh_from_db()
    assert said.achieved == "Мой текст."


def test_a_report_on_which_somebody_else_reported_shows_both_texts(signed_in, person):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/OSH-03/"), "achieved")
    report("OSH-03", person("editor.osh"), achieved="Чужой текст.")

    answer = browser.post(OSH + "update/OSH-03/", {**sent, "achieved": "Мой текст."})

    assert answer.status_code == 409
    again = browser.post(OSH + "update/OSH-03/", fields_of(answer, "achieved"))
    assert again.status_code == 302
    assert part("OSH-03").updates.get(state="submitted").achieved == "Мой текст."


def test_the_citys_part_of_a_joint_measure_is_reported(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "update/JNT-02/"), "achieved")

    browser.post(OSH + "update/JNT-02/", {**sent, "percent": "30", "achieved": "Идёт."})

    assert part("JNT-02", "osh").updates.filter(state="submitted").exists()
    assert not part("JNT-02", "dushanbe").updates.filter(state="submitted").exists()


def test_the_approver_takes_a_report_back(signed_in):
    approved = part("OSH-03").updates.filter(state="approved").last()
    browser = signed_in("approver.osh")
    assert "Отозвать этот отчёт" in words_of(browser.get(OSH + "measure/OSH-03/visibility/"))

    browser.post(f"{OSH}report/{approved.pk}/withdraw/", {"reason": "Ошибка"})

    approved.refresh_from_db()
    assert approved.state == "withdrawn"
    assert JournalEntry.objects.get(deed="progress.withdrawn").details["reason"] == "Ошибка"


def test_a_report_is_not_taken_back_by_its_editor_once_approved(signed_in):
    approved = part("OSH-03").updates.filter(state="approved").last()

    assert signed_in("editor.osh").post(f"{OSH}report/{approved.pk}/withdraw/").status_code == 403
