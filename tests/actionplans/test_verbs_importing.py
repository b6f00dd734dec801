"""Bringing a plan: who may, what is written, what is not, and the same file again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.models import ActionPlan, Direction, Goal, MeasureDraft, PlanImport
from coalition import jobs
from coalition.models import JournalEntry
from tests.actionplans.importing import accepted, begun, city, row, table, upload, waiting
from tests.actionplans.planning import draft, measure, plan_of

pytestmark = pytest.mark.django_db

STRANGERS = ["editor.dushanbe", "approver.osh", "viewer.osh", "admin.osh", "reviewer",
             "secretariat"]  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS)
def test_a_file_is_taken_only_from_who_edits_the_city(person, name):
    with pytest.raises(PermissionDenied):
        begun(person(name), table(row()))

    assert not PlanImport.objects.exists()


@pytest.mark.parametrize("name", STRANGERS)
def test_only_who_edits_the_city_accepts(person, name):
    found = begun(person("editor.osh"), table(row()))

    for deed in (
        lambda by: verbs.accept_import(found, by=by, fingerprint=found.result["fingerprint"]),
        lambda by: verbs.leave_import(found, by=by),
        lambda by: verbs.map_import(found, by=by, layout=None),
    ):
        with pytest.raises(PermissionDenied):
            deed(person(name))


def test_nothing_is_written_before_it_is_accepted(person):
    before = MeasureDraft.objects.count(), Goal.objects.count(), Direction.objects.count()

    found = begun(person("editor.osh"), table(row()))

    assert found.state == "ready"
    after = MeasureDraft.objects.count(), Goal.objects.count(), Direction.objects.count()
    assert after == before


def test_accepting_makes_drafts_that_wait_for_the_approver(person):
    before = {one.pk for one in waiting()}

    found = accepted(person("editor.osh"), table(row(title="Новая дамба")))

    (new,) = [one for one in waiting() if one.pk not in before]
    assert (new.patch["code"], new.patch["title"], new.state) == ("9.1", "Новая дамба", "open")
    assert "plan.xlsx" in new.reason
    assert found.state == "accepted"


def test_what_was_accepted_can_be_adopted(person):
    plan = plan_of("osh")
    accepted(person("editor.osh"), table(row()))
    new = MeasureDraft.objects.get(patch__code="9.1")

    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=[new])

    assert plan.measures.get(code="9.1").title == "Новая дамба"


def test_the_same_file_again_changes_nothing(person):
    content = table(row(), row("9.2", "Насосы", due="2026–2028 гг."))
    accepted(person("editor.osh"), content)
    before = [(one.pk, one.version) for one in waiting()]

    found = begun(person("editor.osh"), content)

    assert found.counts == {"new": 0, "changed": 0, "equal": 2, "error": 0}
    with pytest.raises(ValidationError):
        verbs.accept_import(found, by=person("editor.osh"), fingerprint=found.result["fingerprint"])
    assert [(one.pk, one.version) for one in waiting()] == before


def test_a_corrected_file_updates_instead_of_doubling(person):
    accepted(person("editor.osh"), table(row()))
    accepted(person("editor.osh"), table(row(title="Дамба повыше")))

    (new,) = MeasureDraft.objects.filter(patch__code="9.1")
    assert (new.patch["title"], new.version) == ("Дамба повыше", 2)


def test_a_measure_without_its_number_is_known_by_its_words(person):
    title = measure("OSH-03").title.upper()

    found = begun(person("editor.osh"), table(row(None, title, due="2029 г.")))

    (item,) = found.result["items"]
    assert (item["kind"], item["code"]) == ("changed", "OSH-03")


def test_a_renumbered_file_does_not_change_other_measures(person):
    found = begun(person("editor.osh"), table(row("OSH-04", measure("OSH-03").title, None, None,
                                                  "2029 г.")))  # fmt: skip

    (item,) = found.result["items"]
    assert item["code"] == "OSH-03"
    assert any("OSH-03" in one["text"] for one in item["messages"])


def test_an_empty_cell_changes_nothing(person):
    one = measure("OSH-03")

    found = begun(person("editor.osh"), table(row(one.code, one.title, None, None, None)))

    assert found.counts["equal"] == 1


def test_a_waiting_change_is_kept_under_what_the_file_says(person):
    first = draft("OSH-03", person("editor.osh"), location="Верховья")

    found = accepted(person("editor.osh"), table(row("OSH-03", measure("OSH-03").title, "Карта",
                                                     None, None)))  # fmt: skip

    first.refresh_from_db()
    assert first.version == 2
    assert first.patch["location"] == "Верховья"
    assert first.patch["expected_result"] == "Карта"
    assert found.counts["changed"] == 1


def test_a_plan_that_changed_meanwhile_is_not_written_into(person):
    found = begun(person("editor.osh"), table(row("OSH-03", "Датчики", None, None, None)))
    draft("OSH-03", person("editor.osh"), location="Верховья")

    with pytest.raises(ValidationError) as refusal:
        verbs.accept_import(found, by=person("editor.osh"), fingerprint=found.result["fingerprint"])

    assert refusal.value.code == "moved"
    assert MeasureDraft.objects.open().get(measure=measure("OSH-03")).patch["location"]


def test_another_reading_than_the_one_on_the_screen_is_not_accepted(person):
    found = begun(person("editor.osh"), table(row()))

    with pytest.raises(ValidationError) as refusal:
        verbs.accept_import(found, by=person("editor.osh"), fingerprint="of another file")

    assert refusal.value.code == "moved"


def test_it_is_accepted_once(person):
    found = accepted(person("editor.osh"), table(row()))

    with pytest.raises(ValidationError):
        verbs.accept_import(found, by=person("editor.osh"), fingerprint="")


def test_rows_with_errors_stay_out(person):
    accepted(person("editor.osh"), table(row(), row("9.2", due="скоро")))

    assert not MeasureDraft.objects.filter(patch__code="9.2").exists()


def test_new_directions_of_an_adopted_plan_wait_for_the_approver(person):
    found = begun(person("editor.osh"), table(["9. Космос"], row()))

    assert found.result["directions"] == []
    assert "Космос" in found.result["notices"][0]


def test_the_notice_counts_the_new_measures_that_are_taken_and_no_others(person):
    wrong = row("9.2", "Вторая", due="скоро")

    one = begun(person("editor.osh"), table(row(), wrong))
    two = begun(person("editor.osh"), table(row(), row("9.3", "Третья"), wrong))

    assert one.result["notices"][0].startswith("Для 1 новой меры в файле не названо направление")
    assert two.result["notices"][0].startswith("Для 2 новых мер в файле не названо направление")


def test_directions_of_rows_to_correct_are_not_told(person):
    wrong = row("9.2", due="скоро")
    found = begun(person("editor.osh"), table(["9. Космос"], row(), ["8. Луна"], wrong))

    assert "Космос" in found.result["notices"][0]
    assert "Луна" not in found.result["notices"][0]
    assert "1 новая мера встанет" in found.result["notices"][0]


def test_a_file_of_rows_to_correct_alone_has_no_notice(person):
    assert begun(person("editor.osh"), table(row(due="скоро"))).result["notices"] == []


def without_plan(slug: str = "osh") -> None:
    ActionPlan.objects.filter(city__slug=slug).update(is_current=False)


def test_a_city_without_a_plan_gets_one_when_it_accepts(person):
    without_plan()
    content = table(["Цель 1. Защита"], ["1.1 Дамбы"], row("1.1.1"))
    found = begun(person("editor.osh"), content)
    assert not ActionPlan.objects.filter(city=city(), is_current=True).exists()

    verbs.accept_import(found, by=person("editor.osh"), fingerprint=found.result["fingerprint"])

    plan = ActionPlan.objects.get(city=city(), is_current=True)
    assert [str(goal) for goal in plan.goals.all()] == ["1 Защита"]
    line = Direction.objects.get(goal__plan=plan)
    assert str(line) == "1.1 Дамбы"
    assert plan.drafts.get().patch["direction"] == line.pk


def test_the_headings_of_a_file_replace_those_a_plan_was_opened_with(person):
    without_plan()
    plan = verbs.open_plan(city(), by=person("editor.osh"))

    accepted(person("editor.osh"), table(["Цель 1. Защита"], ["1.1 Дамбы"], row("1.1.1")))

    assert [str(one) for one in Direction.objects.filter(goal__plan=plan)] == ["1.1 Дамбы"]


def test_the_journal_tells_of_a_file_in_one_line(person):
    accepted(person("editor.osh"), table(row(), row("9.2", "Насосы")))

    entry = JournalEntry.objects.get(deed="plan.imported")
    assert entry.details["new"] == 2
    assert not JournalEntry.objects.filter(deed="measure.drafted", at__gte=entry.at).exists()


def test_a_file_that_was_let_go_is_deleted(person, django_capture_on_commit_callbacks):
    found = begun(person("editor.osh"), table(row()))
    name, storage = found.file.name, found.file.storage

    with django_capture_on_commit_callbacks(execute=True):
        verbs.leave_import(found, by=person("editor.osh"))

    assert not storage.exists(name)
    assert PlanImport.objects.get().state == "left"


def test_a_large_file_is_read_by_the_worker(person, settings, monkeypatch):
    monkeypatch.setattr("actionplans.verbs.importing.AT_ONCE", 100)

    found = begun(person("editor.osh"), table(row()))
    assert (found.state, found.result) == ("reading", None)
    jobs.run_waiting()

    found.refresh_from_db()
    assert (found.state, found.counts["new"]) == ("ready", 1)
    assert found.job.state == "done"


def test_a_large_file_that_cannot_be_read_ends_with_a_sentence(person, monkeypatch):
    monkeypatch.setattr("actionplans.verbs.importing.AT_ONCE", 100)

    found = begun(person("editor.osh"), table(row())[:-300] + bytes(300))
    jobs.run_waiting()

    found.refresh_from_db()
    assert found.state == "failed"
    assert "повреждён" in found.job.trouble


def test_reading_that_was_stopped_changes_nothing(person, monkeypatch):
    monkeypatch.setattr("actionplans.verbs.importing.AT_ONCE", 100)
    found = begun(person("editor.osh"), table(row()))

    verbs.leave_import(found, by=person("editor.osh"))
    jobs.run_waiting()

    found.refresh_from_db()
    assert (found.state, found.job.state) == ("left", "cancelled")


def test_a_thousand_rows_are_accepted_in_few_queries(person, django_assert_max_num_queries):
    rows = [row(f"9.{number}", f"Мера {number}") for number in range(1000)]
    found = verbs.begin_import(city(), by=person("editor.osh"), file=upload(table(*rows)))

    with django_assert_max_num_queries(40):
        done = verbs.accept_import(
            found, by=person("editor.osh"), fingerprint=found.result["fingerprint"]
        )

    assert done.counts["new"] == 1000
