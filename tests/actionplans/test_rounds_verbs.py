import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation

from actionplans import verbs
from actionplans.freezing import content_of
from actionplans.models import CityReport, Edition, ReportingRound
from actionplans.reporting import gathered, parts_of
from actionplans.steps import is_bound
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry, User
from coalition.verbs import appoint
from tests.actionplans.rounds import (
    YEAR,
    a_part,
    ask,
    consent,
    fresh,
    hide,
    open_report,
    people,
    report_in,
    say,
)

pytestmark = pytest.mark.django_db


def measures(report: CityReport) -> dict:
    return {one["code"]: one for one in content_of(fresh(report))["measures"]}


# opening


def test_the_platform_asks_every_consenting_city_and_nobody_else():
    consent("osh", None)

    opened = verbs.open_round("half_year", YEAR, by=User.system())

    assert opened.reports.count() == 4
    assert not opened.reports.filter(city__slug="osh").exists()


def test_a_city_that_consents_later_is_asked_when_the_round_is_kept():
    consent("osh", None)
    opened = verbs.open_round("half_year", YEAR, by=User.system())
    consent("osh", clock.today())

    verbs.open_round("half_year", YEAR, by=User.system())

    assert opened.reports.filter(city__slug="osh").count() == 1
    assert opened.reports.count() == 5


def test_a_reviewer_asks_only_the_cities_this_reviewer_reads(person):
    opened = verbs.open_round("half_year", YEAR, by=person("reviewer"))
    assert opened.reports.count() == 5

    with pytest.raises(PermissionDenied):
        verbs.open_round("half_year", YEAR, by=person("admin.osh"))


@pytest.mark.parametrize(
    ("kind", "starts_on"),
    [("quarter", date(2026, 10, 1)), ("quarter", date(2025, 7, 2)), ("year", date(2025, 1, 1)),
     ("japanese_fiscal_year", date(2025, 1, 1)), ("japanese_fiscal_year", date(2026, 4, 1))],
)  # fmt: skip
def test_a_period_that_is_none_or_is_not_over_is_not_opened(kind, starts_on):
    with pytest.raises(ValidationError):
        verbs.open_round(kind, starts_on, by=User.system())


def test_the_quarter_that_has_just_ended_is_opened_by_itself(settings):
    settings.FROZEN_TODAY = "2027-04-02"

    verbs.keep_rounds(by=User.system())
    verbs.keep_rounds(by=User.system())

    opened = ReportingRound.objects.get(starts_on=date(2027, 1, 1))
    assert (opened.kind, opened.ends_on, opened.reports.count()) == (
        "quarter", date(2027, 3, 31), 5,
    )  # fmt: skip


def test_a_round_long_past_ends_and_takes_no_report(settings):
    report = open_report()
    settings.FROZEN_TODAY = "2027-05-01"
    verbs.keep_rounds(by=User.system())

    with pytest.raises(ValidationError):
        verbs.submit_report(fresh(report), by=people("approver.osh"))


def test_only_the_platform_keeps_the_rounds(person):
    with pytest.raises(PermissionDenied):
        verbs.keep_rounds(by=person("reviewer"))


# sending


def test_a_report_gathers_what_was_approved_of_its_period_and_nothing_twice():
    report = report_in("submitted")

    assert [one.on for one in report.updates.all()] == [date(2025, 11, 3)]
    assert JournalEntry.objects.filter(deed="report.submitted", city="osh").exists()

    year = verbs.open_round("japanese_fiscal_year", date(2025, 4, 1), by=User.system())
    longer = fresh(year.reports.get(city__slug="osh"))
    assert not gathered(longer).exists()
    told = [one for line in measures(longer).values() for one in line["updates"]]
    assert told[0]["report_of"]["kind"] == "half_year"


def test_waiting_updates_are_approved_and_sent_in_one_deed():
    report = open_report()
    part = gathered(report).get().contribution
    waits = say(part, "editor.osh")
    waits.on = date(2025, 12, 1)
    waits.save()

    sent = verbs.submit_report(report, by=people("approver.osh"), approve={waits.pk: waits.version})

    waits.refresh_from_db()
    assert (waits.state, waits.report_id) == ("approved", sent.pk)


def test_an_update_that_changed_meanwhile_is_not_approved_and_nothing_is_sent():
    report = open_report()
    waits = say(gathered(report).get().contribution, "editor.osh")
    waits.on = date(2025, 12, 1)
    waits.save()

    with pytest.raises(Conflict), transaction.atomic():
        verbs.submit_report(report, by=people("approver.osh"), approve={waits.pk: 7})

    assert fresh(report).state == "open"


def test_an_empty_report_is_sent_with_covering_words_only():
    report = open_report()
    gathered(report).update(on=date(2025, 1, 1))

    with pytest.raises(ValidationError), transaction.atomic():
        verbs.submit_report(report, by=people("approver.osh"))
    sent = verbs.submit_report(report, by=people("approver.osh"), covering="Мер не начинали.")

    assert sent.state == "submitted"


def test_what_was_taken_back_is_free_for_the_next_sending():
    report = report_in("submitted")

    report = verbs.take_report_back(report, by=people("approver.osh"))

    assert (report.state, report.updates.count()) == ("open", 0)
    assert gathered(fresh(report)).count() == 1


def test_two_approvers_who_send_at_once_send_once():
    report = open_report()
    verbs.submit_report(report, by=people("approver.osh"), version=1)

    with pytest.raises(ValidationError):
        verbs.submit_report(report, by=people("approver.osh"), version=1)


# what a reviewer reads


def test_nothing_waiting_hidden_or_taken_back_is_in_the_report():
    report = report_in("submitted")
    part = a_part(report)
    say(part, "editor.osh", achieved="Черновик для своих")
    assert "Черновик" not in json.dumps(content_of(report), ensure_ascii=False)
    assert part.measure.code in measures(report)

    verbs.withdraw_update(report.updates.get(), by=people("approver.osh"))
    assert measures(report)[part.measure.code]["updates"] == []

    hide(part.measure)
    assert part.measure.code not in measures(report)


def test_an_unsent_proposal_is_not_in_the_document():
    report = report_in("submitted")
    ask(report, text="Ещё думаем")

    assert "думаем" not in json.dumps(content_of(report), ensure_ascii=False)


# the talk


def test_a_proposal_is_written_changed_and_dropped_before_it_is_sent():
    report = report_in("submitted")

    assert ask(report).version == 1
    assert ask(report, text="Сколько школ?", version=1).version == 2
    with pytest.raises(Conflict):
        ask(report, text="Другое", version=1)
    assert ask(report, text="", version=2) is None
    with pytest.raises(ValidationError):
        verbs.send_proposals(fresh(report), by=people("reviewer"))


def test_an_answer_with_a_new_update_shows_both():
    report = report_in("clarification")
    part = a_part(report)
    was = report.updates.get()
    new = say(part, "editor.osh", percent=65, achieved="Двенадцать домов.")

    verbs.send_answers(report, by=people("approver.osh"), approve={new.pk: new.version})

    remark = report.remarks.get()
    assert (remark.state, remark.update_id, remark.answered_with_id) == (
        "answered", was.pk, new.pk,
    )  # fmt: skip
    assert [one["id"] for one in measures(report)[part.measure.code]["updates"]] == [was.pk, new.pk]


def test_every_proposal_is_answered_before_the_answers_go():
    report = report_in("clarification")

    with pytest.raises(ValidationError) as refusal:
        verbs.send_answers(report, by=people("approver.osh"))

    assert list(refusal.value.message_dict) == [f"answer_{report.remarks.get().pk}"]


def test_two_who_write_one_answer_are_told():
    report = report_in("clarification")
    pk = report.remarks.get().pk
    editor, version = people("editor.osh"), report.remarks.get().version
    verbs.answer_proposals(report, by=editor, words={pk: "Так."}, versions={pk: version})

    with pytest.raises(Conflict) as found:
        verbs.answer_proposals(report, by=editor, words={pk: "Иначе."}, versions={pk: version})

    assert found.value.rows[0][1:] == ("Так.", "Иначе.")


def test_a_report_is_not_completed_while_a_proposal_is_not_sent():
    report = report_in("submitted")
    ask(report)

    with pytest.raises(ValidationError):
        verbs.close_report(fresh(report), by=people("reviewer"))


def test_a_reviewer_who_read_an_older_state_completes_nothing():
    report = report_in("answered")

    with pytest.raises(Conflict):
        verbs.close_report(report, by=people("reviewer"), version=1)


def test_a_proposal_on_a_measure_the_city_no_longer_shows_is_in_nobodys_way():
    report = report_in("submitted")
    ask(report)
    hide(a_part(report).measure)

    done = verbs.close_report(fresh(report), by=people("reviewer"))

    assert done.outcome == "no_remarks"
    assert not report.remarks.exists()


def test_a_proposal_on_a_measure_the_city_has_hidden_needs_no_answer():
    report = report_in("clarification")
    hide(a_part(report).measure)

    verbs.send_answers(report, by=people("approver.osh"))

    assert fresh(report).state == "answered"


def test_words_know_the_language_they_were_written_in():
    report = report_in("submitted")
    with translation.override("en"):
        remark = ask(report, text="How many houses?")

    assert (remark.lang, fresh(report).lang) == ("en", "ru")


# stepping back


def test_a_reviewer_who_stepped_back_does_nothing_more_with_the_report():
    report = report_in("submitted")
    verbs.recuse(report, by=people("reviewer"), reason="Родом из города.")

    with pytest.raises(PermissionDenied):
        verbs.close_report(fresh(report), by=people("reviewer"))
    assert JournalEntry.objects.filter(deed="report.recused", city="osh").exists()


def test_one_of_the_citys_people_reviews_nothing_of_the_city():
    report = report_in("submitted")
    appoint(people("reviewer"), by=people("admin.osh"), place=report.city.place, role="viewer")

    with pytest.raises(PermissionDenied):
        verbs.close_report(fresh(report), by=people("reviewer"))


def test_a_reviewer_whom_the_city_named_reviews_nothing_of_the_city():
    report = report_in("submitted")
    named = User.objects.create_user("named@demo.invalid")
    appoint(named, by=people("admin.osh"), place=report.city.place, role="reviewer")

    assert is_bound(named, report.city)
    with pytest.raises(PermissionDenied):
        verbs.propose(report, by=named, part=a_part(report), text="Почему?")


def test_a_city_that_withdrew_its_consent_is_closed_to_reviewers():
    report = report_in("submitted")
    consent("osh", None)

    with pytest.raises(PermissionDenied):
        verbs.close_report(fresh(report), by=people("reviewer"))
    assert not CityReport.objects.visible_to(people("reviewer")).filter(pk=report.pk).exists()
    assert CityReport.objects.visible_to(people("viewer.osh")).filter(pk=report.pk).exists()


def test_a_measure_that_came_into_the_plan_after_the_period_is_no_part_of_the_report():
    report = open_report()
    before = set(measures(report))
    silent = parts_of(report).exclude(updates__on__lte=report.round.ends_on).first()

    Edition.objects.filter(plan=silent.measure.plan).update(adopted_on=date(2026, 1, 30))

    told = set(gathered(report).values_list("contribution__measure__code", flat=True))
    assert silent.measure.code in before
    assert set(measures(report)) & set(
        silent.measure.plan.measures.values_list("code", flat=True)
    ) == told & set(silent.measure.plan.measures.values_list("code", flat=True))


def test_a_correction_pressed_twice_stands_beside_the_report_once():
    report = report_in("closed")
    measure = a_part(report).measure

    for _press in range(2):
        verbs.add_correction(report, by=people("approver.osh"), text="Десять.", measure=measure)
    verbs.add_correction(report, by=people("approver.osh"), text="Десять.")

    assert [one.code for one in report.corrections.all()] == [measure.code, ""]


def test_a_note_pressed_twice_is_noted_once():
    report = report_in("submitted")

    for text in ("Сверить.", "Сверить.", "Сверено.", "Сверить."):
        verbs.write_review_note(report, by=people("reviewer"), text=text)

    notes = report.review_notes.order_by("pk")
    assert [one.text for one in notes] == ["Сверить.", "Сверено.", "Сверить."]
