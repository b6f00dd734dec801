"""What comes with a report: photographs, steps done, worded shares; one's own measures."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.models import MeasureWatch, Milestone, ProgressUpdate, UpdateFile
from cities.models import City
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.photos import pdf, picture, with_photo
from tests.actionplans.planning import draft, part, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"
SCREEN = OSH + "update/"


def quick(browser, query: str = ""):
    return fields_of(browser.get(SCREEN + query), f"m{part('OSH-03').pk}-key")


def row(code: str, **said) -> dict[str, object]:
    return {f"m{part(code, 'osh').pk}-{name}": value for name, value in said.items()}


def waiting(code: str) -> ProgressUpdate:
    return part(code).updates.get(state="submitted")


# --- the screen


def test_all_the_rest_is_marked_unchanged_with_one_tick(signed_in):
    browser = signed_in("editor.osh")

    browser.post(SCREEN, {**quick(browser), **row("OSH-03", percent="40", achieved="Идёт."),
                          "rest": "on"})  # fmt: skip

    assert waiting("OSH-03").achieved == "Идёт."
    assert waiting("OSH-05").achieved == "Без изменений с прошлого отчёта."
    assert waiting("OSH-05").percent == part("OSH-05").percent


def test_the_rest_leaves_alone_what_waits_already(signed_in):
    browser = signed_in("editor.osh")
    before = waiting("OSH-07").achieved

    browser.post(SCREEN, {**quick(browser), "rest": "on"})

    assert waiting("OSH-07").achieved == before


def test_my_measures_come_first_once_i_have_chosen_them(signed_in, person):
    browser = signed_in("editor.osh")

    browser.post(OSH + "mine/", {"part": [part("OSH-05").pk]})

    shown = words_of(browser.get(SCREEN))
    assert "OSH-05" in shown
    assert "OSH-03" not in shown
    assert "OSH-03" in words_of(browser.get(SCREEN + "?show=all"))


def test_a_measure_of_another_city_is_never_mine(person):
    with pytest.raises(PermissionDenied):
        verbs.watch_measures(City.objects.get(slug="osh"), by=person("editor.osh"),
                             chosen=[part("DYU-03").pk])  # fmt: skip
    assert not MeasureWatch.objects.exists()


@pytest.mark.parametrize("name", ["viewer.osh", "approver.osh", "editor.dushanbe"])
def test_only_who_reports_keeps_a_list(person, name):
    with pytest.raises(PermissionDenied):
        verbs.watch_measures(City.objects.get(slug="osh"), by=person(name), chosen=[])


def test_the_lists_hold_what_their_names_say(signed_in):
    late = part("OSH-03")
    late.measure.start_on, late.measure.due_on = None, date(2026, 11, 1)
    late.measure.save()
    browser = signed_in("editor.osh")

    past = words_of(browser.get(SCREEN + "?show=late"))
    silent = words_of(browser.get(SCREEN + "?show=silent"))

    assert "OSH-03" in past
    assert "OSH-05" not in past
    assert "OSH-03" not in silent  # said on 1 November
    assert "OSH-08" in silent  # said in September


def test_the_screen_asks_the_database_as_often_however_many_rows(
    signed_in, django_assert_num_queries
):
    browser = signed_in("editor.osh")
    browser.get(SCREEN)
    with django_assert_num_queries(SCREEN_QUERIES):
        browser.get(SCREEN)
    browser.post(OSH + "mine/", {"part": [part("OSH-05").pk]})

    with django_assert_num_queries(SCREEN_QUERIES):
        browser.get(SCREEN)


SCREEN_QUERIES = 13


# --- a share in words, steps


def test_a_share_in_words_is_a_number(signed_in):
    browser = signed_in("editor.osh")

    browser.post(SCREEN, {**quick(browser), **row("OSH-03", worded="50", achieved="Идёт.")})

    assert waiting("OSH-03").percent == 50


def steps(code: str) -> list[Milestone]:
    return list(part(code).milestones.all())


def test_steps_done_propose_the_percentage(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(SCREEN + "OSH-03/"), "achieved")
    second = steps("OSH-03")[1]

    browser.post(SCREEN + "OSH-03/", {**sent, "worded": "steps", "steps": [second.pk],
                                      "achieved": "Работы закончены."})  # fmt: skip

    assert waiting("OSH-03").percent == 67  # the first was done before, of three


def test_a_step_has_its_day_once_the_report_is_approved(person):
    second = steps("OSH-03")[1]
    said = report("OSH-03", person("editor.osh"), steps=[second.pk])
    second.refresh_from_db()
    assert second.done_on is None

    verbs.approve_updates([said], by=person("approver.osh"))

    second.refresh_from_db()
    assert second.done_on == clock.today()


def test_a_step_waits_again_when_its_report_is_taken_back(person):
    first, second = steps("OSH-03")[:2]
    day = first.done_on
    said = report("OSH-03", person("editor.osh"), steps=[first.pk, second.pk])
    [said] = verbs.approve_updates([said], by=person("approver.osh"))

    verbs.withdraw_update(said, by=person("approver.osh"))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.done_on, second.done_on) == (day, None)


def test_a_step_told_by_two_reports_stays_done_by_the_other(person):
    second, approver = steps("OSH-03")[1], person("approver.osh")
    told = []
    for _time in range(2):
        said = report("OSH-03", person("editor.osh"), steps=[second.pk])
        told += verbs.approve_updates([said], by=approver)

    verbs.withdraw_update(told[0], by=approver)
    second.refresh_from_db()
    assert second.done_on == clock.today()

    verbs.withdraw_update(told[1], by=approver)
    second.refresh_from_db()
    assert second.done_on is None


def test_a_step_of_another_measure_is_refused(person):
    with pytest.raises(ValidationError) as refusal:
        report("OSH-03", person("editor.osh"), steps=[steps("OSH-05")[0].pk])

    assert "steps" in refusal.value.message_dict


def test_a_draft_made_before_does_not_take_a_step_back(person):
    second = steps("OSH-03")[1]
    rows = [{"id": one.pk, "title": one.title, "due_on": "2027-01-01",
             "done_on": one.done_on.isoformat() if one.done_on else ""}
            for one in steps("OSH-03")]  # fmt: skip
    changed = draft("OSH-03", person("editor.osh"), milestones=rows)
    said = report("OSH-03", person("editor.osh"), steps=[second.pk])
    verbs.approve_updates([said], by=person("approver.osh"))

    verbs.adopt_drafts(changed.plan, by=person("approver.osh"), drafts=[changed])

    second.refresh_from_db()
    assert second.done_on == clock.today()


# --- photographs and papers


def test_a_photo_goes_from_the_row_to_everybody(signed_in, client, person):
    browser = signed_in("editor.osh")
    sent = {**quick(browser), **row("OSH-03", achieved="Поставлены датчики.", photos=[picture()],
                                      is_open="on")}  # fmt: skip
    browser.post(SCREEN, sent)
    file = UpdateFile.objects.get(update=waiting("OSH-03"))
    public = f"/cities/osh/photos/{file.pk}/"
    assert client.get(public).status_code == 404
    assert f"/work/files/{file.attachment_id}/" in signed_in("approver.osh").get(
        OSH + "approve/").content.decode()  # fmt: skip

    verbs.approve_updates([file.update], by=person("approver.osh"))
    client.logout()

    page = client.get("/cities/osh/plan/OSH-03/").content.decode()
    assert f'src="{public}" alt="Фото к отчёту от' in page
    answer = client.get(public)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert not answer.cookies
    kept = client.get(public, headers={"If-None-Match": answer.headers["ETag"]})
    assert kept.status_code == 304


def test_a_photo_needs_the_word_that_it_is_open(signed_in):
    browser = signed_in("editor.osh")

    answer = browser.post(SCREEN, {**quick(browser), **row("OSH-03", achieved="Поставлены датчики.",
                                                           photos=[picture()])})  # fmt: skip

    assert "нет сведений ограниченного распространения" in words_of(answer)
    assert "Поставлены датчики." in words_of(answer)
    summary = words_of(answer).split("то, что перечислено здесь", 1)[1][:250]
    assert "OSH-03" in summary
    assert "Подтвердите" in summary
    assert "Файлы нужно выбрать ещё раз." in summary
    assert not part("OSH-03").updates.filter(state="submitted").exists()


@pytest.mark.parametrize("screen", [SCREEN, SCREEN + "OSH-03/"])
def test_the_word_that_photos_are_open_is_read_before_they_are_chosen(signed_in, screen):
    names = [one.get("name", "") for one in BeautifulSoup(
        signed_in("editor.osh").get(screen).content, "html.parser"
    ).select("main form input")]  # fmt: skip

    photos = next(n for n, name in enumerate(names) if name.endswith("photos"))
    assert names[photos - 1].endswith("is_open")


def test_a_row_answers_for_its_own_photos(signed_in):
    browser = signed_in("editor.osh")
    sent = {**quick(browser), **row("OSH-03", achieved="Поставлены датчики.", photos=[picture()]),
            **row("OSH-01", is_open="on")}  # fmt: skip

    assert "Подтвердите" in words_of(browser.post(SCREEN, sent))


def test_a_form_that_was_sent_again_tells_of_its_success_once(signed_in):
    browser = signed_in("editor.osh")
    sent = {**quick(browser), **row("OSH-03", achieved="Поставлены датчики.")}

    browser.post(SCREEN, sent)  # its answer is lost on the way
    answer = browser.post(SCREEN, sent, follow=True)

    assert words_of(answer).count("1 отчёт сохранён и ждёт утверждения") == 1


def test_a_report_in_full_that_was_sent_again_tells_of_its_success_once(signed_in):
    browser = signed_in("editor.osh")
    sent = {**fields_of(browser.get(SCREEN + "OSH-03/"), "achieved"), "achieved": "Идёт."}

    browser.post(SCREEN + "OSH-03/", sent)
    answer = browser.post(SCREEN + "OSH-03/", sent, follow=True)

    assert words_of(answer).count("Отчёт ждёт утверждения") == 1


def test_what_is_no_picture_is_refused_with_its_name(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(SCREEN + "OSH-03/"), "achieved")
    wrong = picture("virus.jpg")
    wrong.file.seek(0)
    wrong.file.write(b"MZ")

    answer = browser.post(SCREEN + "OSH-03/", {**sent, "achieved": "Идёт.", "papers": [wrong],
                                               "is_open": "on"})  # fmt: skip

    assert "virus.jpg" in words_of(answer)
    assert not part("OSH-03").updates.filter(state="submitted").exists()


def test_several_files_stand_beside_a_report_with_their_words(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(SCREEN + "OSH-03/"), "achieved")

    browser.post(SCREEN + "OSH-03/", {**sent, "achieved": "Идёт.", "photos": [picture()],
                                      "papers": [picture("2.jpg", "red"), pdf()],
                                      "alt": "Датчик на мосту", "is_open": "on"})  # fmt: skip

    files = UpdateFile.objects.filter(update=waiting("OSH-03"))
    assert [one.is_picture for one in files] == [True, True, False]
    assert files[0].alt == "Датчик на мосту"


def test_a_form_sent_twice_brings_its_photo_once(person):
    said = report("OSH-03", person("editor.osh"))
    for _time in range(2):
        with_photo(said, person("editor.osh"))

    assert UpdateFile.objects.filter(update=said).count() == 1


def test_nothing_is_put_beside_an_approved_report(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.approve_updates([said], by=person("approver.osh"))

    with pytest.raises(ValidationError):
        with_photo(said, person("editor.osh"))


@pytest.mark.parametrize("name", ["viewer.osh", "editor.dushanbe", "reviewer", "secretariat"])
def test_a_photo_is_refused_from_who_does_not_report(person, name):
    said = report("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        with_photo(said, person(name))


def test_a_waiting_photo_is_seen_by_the_city_only(signed_in, person):
    file = with_photo(report("OSH-03", person("editor.osh")), person("editor.osh"))
    path = f"/work/files/{file.attachment_id}/"

    seen = {
        name: signed_in(name).get(path).status_code
        for name in ("viewer.osh", "approver.osh", "editor.dushanbe", "reviewer", "secretariat")
    }

    assert seen == {"viewer.osh": 200, "approver.osh": 200, "editor.dushanbe": 404,
                    "reviewer": 404, "secretariat": 404}  # fmt: skip


def test_a_photo_taken_away_is_gone_at_once(signed_in, client, person):
    said = report("OSH-03", person("editor.osh"))
    file = with_photo(said, person("editor.osh"))
    verbs.approve_updates([said], by=person("approver.osh"))
    away = f"{OSH}report/files/{file.pk}/withdraw/"
    assert signed_in("editor.osh").post(away).status_code == 403

    signed_in("approver.osh").post(away)

    client.logout()
    assert client.get(f"/cities/osh/photos/{file.pk}/").status_code == 404
    assert "/photos/" not in client.get("/cities/osh/plan/OSH-03/").content.decode()
    assert JournalEntry.objects.get(deed="file.withdrawn").details["sha256"]


def test_a_report_taken_back_takes_its_photos_along(person):
    said = report("OSH-03", person("editor.osh"))
    file = with_photo(said, person("editor.osh"))

    verbs.withdraw_update(said, by=person("editor.osh"))

    assert not UpdateFile.objects.kept().filter(pk=file.pk).exists()


def test_a_report_with_other_steps_is_another_report(person):
    second = steps("OSH-03")[1]
    said = report("OSH-03", person("editor.osh"))

    with pytest.raises(Conflict) as found:
        report("OSH-03", person("editor.osh"), key=said.key, steps=[second.pk])

    assert (second.title, "", "сделано") in found.value.rows
