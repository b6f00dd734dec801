"""Two people, or one person twice, at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from actionplans import figures, verbs
from actionplans.models import (
    ActionPlan,
    CityFigures,
    FrozenReport,
    MeasureDraft,
    ProgressUpdate,
)
from actionplans.reporting import gathered
from actionplans.steps import WrongMoment
from coalition import clock
from coalition.errors import Conflict
from coalition.models import User
from tests.actionplans import rounds
from tests.actionplans.importing import begun, row, table
from tests.actionplans.planning import draft, measure, report

pytestmark = pytest.mark.usefixtures("committed")


def at_once(deed, times: int = 4) -> list[str]:
    """What came of the same deed begun several times together."""

    def one(_number: int) -> str:
        try:
            deed()
        except Conflict:
            return "conflict"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return sorted(threads.map(one, range(times)))


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.invalid")


def test_one_report_sent_four_times_at_once_is_one_report():
    key = uuid.uuid4()

    came = at_once(lambda: report("OSH-03", person("editor.osh"), key=key))

    assert came == ["done"] * 4
    assert ProgressUpdate.objects.filter(key=key).count() == 1


def test_of_four_reports_at_once_one_waits():
    came = at_once(lambda: report("OSH-03", person("editor.osh")))

    assert came == ["conflict"] * 3 + ["done"]


def test_of_four_drafts_of_one_measure_at_once_one_waits():
    came = at_once(lambda: draft("OSH-03", person("editor.osh")))

    assert came == ["conflict"] * 3 + ["done"]
    assert MeasureDraft.objects.open().filter(measure__code="OSH-03").count() == 1


def test_one_draft_adopted_four_times_at_once_gives_one_edition():
    waiting = draft("OSH-03", person("editor.osh"))

    came = at_once(
        lambda: verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])
    )

    assert came == ["conflict"] * 3 + ["done"]
    assert waiting.plan.editions.count() == 2


def together(*deeds) -> list[object]:
    """What came of several deeds begun at the same moment."""
    barrier = Barrier(len(deeds))

    def one(deed) -> object:
        try:
            barrier.wait()
            deed()
        except (Conflict, ValidationError) as refusal:
            return type(refusal)
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def test_reports_approved_at_the_same_moment_are_all_in_the_figures():
    approver = person("approver.osh")
    said = [report(code, person("editor.osh"), percent=100, status="completed")
            for code in ("OSH-03", "OSH-04", "OSH-05")]  # fmt: skip

    came = together(*(partial(verbs.approve_updates, [one], by=approver) for one in said))

    city = said[0].contribution.city_id
    assert came == ["done"] * 3
    kept = CityFigures.objects.get(city=city).counted
    assert kept == figures.count([city], clock.today())[city]


@pytest.mark.parametrize("_time", range(5))
def test_a_change_and_its_adoption_at_the_same_moment_wait_for_each_other(_time):
    waiting = draft("OSH-03", person("editor.osh"))
    first = report("OSH-04", person("editor.osh"))
    changed, plan = waiting.measure, waiting.plan

    came = together(
        partial(verbs.adopt_drafts, plan, by=person("approver.osh"), drafts=[waiting]),
        partial(verbs.draft_measure, plan, by=person("editor.osh"), measure=changed,
                base_version=changed.version, draft_version=waiting.version,
                patch={"location": "Низовья"}),
        partial(verbs.approve_updates, [first], by=person("approver.osh")),
        partial(verbs.set_visibility, changed, by=person("approver.osh"), visibility="city"),
    )  # fmt: skip

    assert came[2:] == ["done", "done"]
    assert "done" in came[:2]


def test_a_return_beside_an_adoption_does_not_take_the_plan_back():
    waiting = draft("OSH-03", person("editor.osh"))
    second = draft("OSH-04", person("editor.osh"))
    plan = waiting.plan
    type(plan).objects.filter(pk=plan.pk).update(state="on_review")
    plan.refresh_from_db()  # as the second approver read it

    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=[waiting])
    verbs.return_drafts(plan, by=person("approver.osh"), drafts=[second], note="Позже.")

    assert type(plan).objects.get(pk=plan.pk).state == "adopted"


def test_a_report_sent_four_times_at_once_is_sent_once():
    about = rounds.open_report()

    came = together(*4 * [partial(verbs.submit_report, about, by=person("approver.osh"),
                                  covering="Направляем сведения.")])  # fmt: skip

    assert sorted(map(str, came)) == sorted(map(str, ["done", *3 * [WrongMoment]]))


def test_a_report_completed_from_both_sides_at_once_is_frozen_once():
    about = rounds.report_in("answered")

    came = together(
        partial(verbs.close_report, about, by=person("reviewer")),
        partial(verbs.close_report, about, by=person("reviewer")),
        partial(verbs.state_position, about, by=person("approver.osh"), position="Иначе."),
        partial(verbs.take_report_back, about, by=person("approver.osh")),
    )

    assert came.count("done") == 1
    assert FrozenReport.objects.filter(report=about).count() == 1


def test_a_report_sent_while_its_update_is_taken_back_holds_nothing_of_it():
    about = rounds.open_report()
    said = gathered(about).first()

    together(
        partial(verbs.submit_report, about, by=person("approver.osh"), covering="Сведения."),
        partial(verbs.withdraw_update, said, by=person("approver.osh")),
    )

    closed = verbs.close_report(rounds.fresh(about), by=person("reviewer"))
    assert said.achieved not in bytes(closed.frozen.content).decode()


def test_a_city_gets_one_plan_however_often_it_is_begun():
    plan = ActionPlan.objects.get(city__slug="osh", is_current=True)
    ActionPlan.objects.filter(pk=plan.pk).update(is_current=False, state="archived")

    came = together(*4 * [partial(verbs.ensure_plan, plan.city, by=person("editor.osh"))])

    assert came == ["done"] * 4
    assert ActionPlan.objects.filter(city=plan.city, is_current=True).count() == 1


def test_an_import_accepted_four_times_at_once_is_taken_once():
    editor = person("editor.osh")
    found = begun(editor, table(row()))

    came = together(*4 * [partial(verbs.accept_import, found, by=editor,
                                  fingerprint=found.result["fingerprint"])])  # fmt: skip

    assert came.count("done") == 1
    assert MeasureDraft.objects.filter(patch__code="9.1").count() == 1


def test_of_an_import_and_a_change_of_the_same_measure_one_is_told():
    editor = person("editor.osh")
    changed = measure("OSH-03")
    found = begun(editor, table(row("OSH-03", "Другое название")))

    came = together(
        partial(verbs.accept_import, found, by=editor, fingerprint=found.result["fingerprint"]),
        partial(verbs.draft_measure, changed.plan, by=editor, measure=changed,
                base_version=changed.version, patch={"location": "Низовья"}),
        partial(verbs.add_goal, changed.plan, by=person("approver.osh"), code="7", title="Цель"),
    )  # fmt: skip

    assert came.count("done") == 2
    assert changed.drafts.open().count() == 1
