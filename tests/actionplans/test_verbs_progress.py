import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.models import Contribution, ProgressUpdate, Reading
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry
from tests.actionplans.planning import measure, part, report

pytestmark = pytest.mark.django_db

STRANGERS = ["editor.dushanbe", "approver.osh", "viewer.osh", "admin.osh", "reviewer", "keeper",
             "secretariat", "member", "chair"]  # fmt: skip
NOT_APPROVERS = ["editor.osh", "approver.dushanbe", "viewer.osh", "admin.osh", "reviewer",
                 "keeper", "secretariat"]  # fmt: skip


# --- reporting


def test_a_report_waits_and_does_not_count_yet(person):
    said = report("OSH-03", person("editor.osh"), percent=60)

    assert said.state == "submitted"
    assert part("OSH-03").percent == 35


def test_a_report_brings_readings_and_spending(person):
    mine = part("OSH-03")
    indicator, line = mine.measure.indicators.get(), mine.budget_lines.get()

    said = report("OSH-03", person("editor.osh"), readings={indicator.pk: Decimal("40.5")},
                  spent={line.pk: Decimal(10)})  # fmt: skip

    assert said.readings.get().value == Decimal("40.5")
    assert said.spendings.get().amount == 10


@pytest.mark.parametrize("name", STRANGERS)
def test_reporting_is_refused_to_who_does_not_edit_this_city(person, name):
    with pytest.raises(PermissionDenied):
        report("OSH-03", person(name))


def test_a_city_reports_on_its_own_part_of_a_joint_measure_only(person):
    report("JNT-03", person("editor.osh"), city="osh")

    with pytest.raises(PermissionDenied):
        report("JNT-03", person("editor.osh"), city="dushanbe")


def test_the_same_key_with_the_same_words_is_the_same_report(person):
    key = uuid.uuid4()

    first = report("OSH-03", person("editor.osh"), key=key)
    again = report("OSH-03", person("editor.osh"), key=key)

    assert first.pk == again.pk


def test_the_same_key_gives_the_same_report_after_its_approval(person):
    key = uuid.uuid4()
    first = report("OSH-03", person("editor.osh"), key=key)
    verbs.approve_updates([first], by=person("approver.osh"))

    assert report("OSH-03", person("editor.osh"), key=key).pk == first.pk


@pytest.mark.parametrize("change", [{"percent": 51}, {"achieved": "Иначе."}])
def test_the_same_key_with_other_words_is_a_conflict(person, change):
    key = uuid.uuid4()
    report("OSH-03", person("editor.osh"), key=key)

    with pytest.raises(Conflict):
        report("OSH-03", person("editor.osh"), key=key, **change)


def test_a_second_report_while_one_waits_shows_both_texts(person):
    report("OSH-03", person("editor.osh"), achieved="Первый текст.")

    with pytest.raises(Conflict) as found:
        report("OSH-03", person("editor.osh"), achieved="Второй текст.")

    assert found.value.who == str(person("editor.osh"))
    assert ("Что сделано", "Первый текст.", "Второй текст.") in found.value.rows


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"status": "completed", "percent": 90}, "percent"),
        ({"status": "not_started", "percent": 5}, "percent"),
        ({"percent": 101}, "percent"),
        ({"percent": -1}, "percent"),
        ({"percent": "50"}, "percent"),
        ({"status": "overdue"}, "status"),
        ({"achieved": "  "}, "achieved"),
        ({"achieved": "ы" * 8001}, "achieved"),
        ({"on": clock.today() + timedelta(days=1)}, "on"),
        ({"on": clock.today() - timedelta(days=300)}, "on"),
        ({"on": "35.13.2026"}, "on"),
        ({"readings": {10**9: Decimal(1)}}, "readings"),
        ({"readings": {"x": Decimal(1)}}, "readings"),
        ({"spent": {10**9: Decimal(1)}}, "spent"),
    ],
)
def test_a_report_says_what_cannot_stand(person, said, field):
    with pytest.raises(ValidationError) as refusal:
        report("OSH-03", person("editor.osh"), **said)

    assert field in refusal.value.message_dict


def test_spending_is_not_negative(person):
    line = part("OSH-03").budget_lines.get()

    with pytest.raises(ValidationError):
        report("OSH-03", person("editor.osh"), spent={line.pk: Decimal(-1)})


def test_the_percentage_may_go_down(person):
    assert report("OSH-03", person("editor.osh"), percent=10).percent == 10


def test_a_removed_measure_takes_no_reports(person):
    gone = measure("OSH-03")
    gone.state = "removed"
    gone.save()

    with pytest.raises(ValidationError):
        report("OSH-03", person("editor.osh"))


# --- revising


def test_a_waiting_report_is_revised_on_its_version(person):
    said = report("OSH-03", person("editor.osh"), obstacles="Ждём поставку.")

    revised = verbs.revise_update(said, by=person("editor.osh"), version=1, percent=55)

    assert (revised.pk, revised.version, revised.percent) == (said.pk, 2, 55)
    assert revised.obstacles == "Ждём поставку."


def test_revising_an_old_version_is_a_conflict(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.revise_update(said, by=person("editor.osh"), version=1, percent=55)

    with pytest.raises(Conflict) as found:
        verbs.revise_update(said, by=person("editor.osh"), version=1, percent=60)

    assert found.value.keep["version"] == 2


def test_a_returned_report_waits_again_once_revised(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.return_update(said, by=person("approver.osh"), note="Уточните")

    revised = verbs.revise_update(said, by=person("editor.osh"), version=1, percent=55)

    assert (revised.state, revised.note) == ("submitted", "")


@pytest.mark.parametrize("name", STRANGERS)
def test_revising_is_refused(person, name):
    said = report("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        verbs.revise_update(said, by=person(name), version=1, percent=55)


# --- approving


def test_an_approved_report_counts_and_everybody_sees_it(person):
    indicator = part("OSH-03").measure.indicators.get()
    said = report("OSH-03", person("editor.osh"), percent=60, readings={indicator.pk: 50})

    verbs.approve_updates([said], by=person("approver.osh"))

    counted = part("OSH-03")
    assert (counted.percent, counted.reported_on, counted.version) == (60, clock.today(), 4)
    assert said in ProgressUpdate.objects.public()
    assert Reading.objects.filter(update__state="approved", indicator=indicator, value=50).exists()


def test_the_journal_tells_how_the_measure_stood_before(person):
    said = report("OSH-03", person("editor.osh"), percent=60)
    verbs.approve_updates([said], by=person("approver.osh"))

    entry = JournalEntry.objects.filter(deed="progress.approved").latest("pk")

    assert entry.details["was"] == {"status": "in_progress", "percent": 35}
    assert entry.details["became"] == {"status": "in_progress", "percent": 60}
    assert entry.city == "osh"


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_approving_and_returning_are_refused(person, name):
    said = report("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        verbs.approve_updates([said], by=person(name))
    with pytest.raises(PermissionDenied):
        verbs.return_update(said, by=person(name), note="Нет")


def test_one_foreign_report_among_many_approves_none(person):
    own = report("OSH-03", person("editor.osh"))
    foreign = report("DYU-03", person("editor.dushanbe"))

    with pytest.raises(PermissionDenied):
        verbs.approve_updates([own, foreign], by=person("approver.osh"))

    own.refresh_from_db()
    assert own.state == "submitted"


def test_a_report_that_changed_since_it_was_read_is_not_approved(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.revise_update(said, by=person("editor.osh"), version=1, percent=55)

    with pytest.raises(Conflict):
        verbs.approve_updates([said], by=person("approver.osh"), versions={said.pk: 1})


def test_a_report_is_approved_once(person):
    said = report("OSH-03", person("editor.osh"))
    verbs.approve_updates([said], by=person("approver.osh"))

    with pytest.raises(Conflict):
        verbs.approve_updates([said], by=person("approver.osh"))


def test_a_report_is_not_returned_without_a_note(person):
    said = report("OSH-03", person("editor.osh"))

    with pytest.raises(ValidationError):
        verbs.return_update(said, by=person("approver.osh"), note="")


# --- taking back


def test_a_report_taken_back_lets_the_one_before_count(person):
    said = report("OSH-03", person("editor.osh"), percent=60)
    [said] = verbs.approve_updates([said], by=person("approver.osh"))

    verbs.withdraw_update(said, by=person("approver.osh"), reason="Ошибка в цифре")

    assert part("OSH-03").percent == 35
    assert said not in ProgressUpdate.objects.public()
    entry = JournalEntry.objects.get(deed="progress.withdrawn")
    assert (entry.details["reason"], len(entry.details["sha256"])) == ("Ошибка в цифре", 64)


def test_the_only_report_taken_back_leaves_the_measure_as_at_the_beginning(person):
    only = part("OSH-04").updates.get()

    verbs.withdraw_update(only, by=person("approver.osh"))

    counted = part("OSH-04")
    assert (counted.status, counted.percent, counted.reported_on) == ("not_started", 0, None)


def test_an_editor_takes_back_what_still_waits(person):
    said = report("OSH-03", person("editor.osh"))

    assert verbs.withdraw_update(said, by=person("editor.osh")).state == "withdrawn"
    assert report("OSH-03", person("editor.osh")).state == "submitted"


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_taking_back_what_is_approved_is_refused(person, name):
    approved = part("OSH-04").updates.get()

    with pytest.raises(PermissionDenied):
        verbs.withdraw_update(approved, by=person(name))


def test_what_waits_is_seen_by_the_city_only(person):
    said = report("OSH-03", person("editor.osh"))

    seen = {
        name: ProgressUpdate.objects.visible_to(person(name)).filter(pk=said.pk).exists()
        for name in ("editor.osh", "viewer.osh", "editor.dushanbe", "reviewer", "secretariat")
    }
    assert [name for name, sees in seen.items() if sees] == ["editor.osh", "viewer.osh"]


def test_a_report_sent_again_after_a_later_one_is_the_report_there_is(db, person):
    part = Contribution.objects.get(measure__code="OSH-03", city__slug="osh")
    editor, key = person("editor.osh"), uuid.uuid4()
    words = {"status": "in_progress", "percent": 40, "achieved": "Поставлено шесть датчиков."}
    said = {**words, "on": date(2026, 11, 10), "key": key}
    first = verbs.report_progress(part, by=editor, **said)
    verbs.approve_updates([first], by=person("approver.osh"))
    later = verbs.report_progress(part, by=editor, **words, on=date(2026, 11, 20), key=uuid.uuid4())
    verbs.approve_updates([later], by=person("approver.osh"))

    assert verbs.report_progress(part, by=editor, **said) == first
