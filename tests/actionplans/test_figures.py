"""Figures of the desk: what is kept equals what is counted, whatever happened before."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplans import figures, verbs
from actionplans.models import (
    ActionPlan,
    BudgetLine,
    CityFigures,
    CityReport,
    Contribution,
    Measure,
    ProgressUpdate,
    Reading,
    Spending,
)
from actionplans.reporting import waiting_in
from cities.models import City
from coalition import clock
from tests.actionplans.growing import figures_agree, part_of, plan_of, say
from tests.actionplans.importing import accepted, row, table

pytestmark = pytest.mark.django_db
WAITING = ("open", "returned")


def osh() -> City:
    return City.objects.get(slug="osh")


def counted(city: City) -> figures.Figures:
    return figures.count([city.pk], clock.today())[city.pk]


def kept(city: City) -> figures.Figures:
    return CityFigures.objects.get(city=city).counted


# --- Kept with every deed ------------------------------------------------------------------


def test_the_founding_leaves_every_city_with_its_figures():
    assert CityFigures.objects.count() == City.objects.count()
    assert figures_agree()


def approve(person, part: Contribution, percent: int) -> None:
    waiting = part.updates.filter(state="submitted").first()
    if not waiting and part.measure.state != "standing":
        return
    update = waiting or verbs.report_progress(
        part, by=person("editor.osh"), status="completed" if percent == 100 else "in_progress",
        percent=percent, achieved="Сделано", key=uuid.uuid4(), on=clock.today(),
    )  # fmt: skip
    verbs.approve_updates([update], by=person("approver.osh"))


def take_back(person, part: Contribution, _percent: int) -> None:
    if last := part.updates.approved().last():
        verbs.withdraw_update(last, by=person("approver.osh"))


def hide(person, part: Contribution, _percent: int) -> None:
    verbs.withdraw_measure(part.measure, by=person("approver.osh"))


def show(person, part: Contribution, _percent: int) -> None:
    verbs.reinstate_measure(part.measure, by=person("approver.osh"))


def move_due(person, part: Contribution, percent: int) -> None:
    measure = Measure.objects.get(pk=part.measure_id)
    if measure.state != "standing" or measure.drafts.filter(state__in=WAITING).exists():
        return
    due = clock.today() + timedelta(days=percent - 50)
    draft = verbs.draft_measure(
        measure.plan, by=person("editor.osh"), measure=measure, base_version=measure.version,
        patch={"title": f"Мера {uuid.uuid4()}", "start_on": None,
               "due_on": due.isoformat(), "finance": "seeking",
               "due_precision": "day", "hazards": ["flash_flood"] if percent % 2 else []},
    )  # fmt: skip
    verbs.adopt_drafts(measure.plan, by=person("approver.osh"), drafts=[draft])


def take_the_plan_back(person, part: Contribution, _percent: int) -> None:
    verbs.withdraw_plan(ActionPlan.objects.get(measures=part.measure_id), by=person("approver.osh"))


def show_the_plan(person, part: Contribution, _percent: int) -> None:
    verbs.reinstate_plan(
        ActionPlan.objects.get(measures=part.measure_id), by=person("approver.osh")
    )


def prove(person, part: Contribution, percent: int) -> None:
    verbs.add_evidence(
        part.measure, by=person("approver.osh"), title="Акт", url=f"https://example.org/{percent}",
        visibility="public" if percent % 2 else "city", is_open=True,
    )  # fmt: skip


def turn_evidence(person, part: Contribution, percent: int) -> None:
    for one in part.measure.evidence.kept():
        if percent % 3 == 0:
            verbs.withdraw_evidence(one, by=person("approver.osh"))
        else:
            verbs.show_evidence(
                one, by=person("approver.osh"), visibility="public" if percent % 3 == 1 else "city"
            )


def replace_another(person, part: Contribution, percent: int) -> None:
    """Let the measure stand instead of another, or let what it replaced return."""
    measure = Measure.objects.get(pk=part.measure_id)
    others = measure.plan.measures.standing().exclude(pk=measure.pk).order_by("code")
    standing = list(others.values_list("code", flat=True))
    told = list(measure.supersedes.values_list("code", flat=True))
    wanted = [] if told else [standing[percent % len(standing)]]
    if measure.state != "standing" or measure.drafts.filter(state__in=WAITING).exists():
        return
    draft = verbs.draft_measure(
        measure.plan,
        by=person("editor.osh"),
        measure=measure,
        base_version=measure.version,
        patch={"replaces": wanted},
    )
    verbs.adopt_drafts(measure.plan, by=person("approver.osh"), drafts=[draft])


def bring(person, _part: Contribution, percent: int) -> None:
    """A file with a new measure, accepted and adopted."""
    number = uuid.uuid4().int % 10**9
    said = row(f"9.{number}", f"Дамба {number}", due=f"{2024 + percent % 5} г.")
    plan = plan_of("osh")
    accepted(person("editor.osh"), table(said))
    drafts = list(plan.drafts.open().filter(measure=None, reason__contains="plan.xlsx"))
    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=drafts)


def move_direction(person, part: Contribution, percent: int) -> None:
    line = part.measure.direction
    goals = list(line.goal.plan.goals.exclude(pk=line.goal_id))
    verbs.put_under(line, goals[percent % len(goals)], by=person("approver.osh"))


def go_round(person, part: Contribution, percent: int) -> None:
    """The next step of the city's report of a round."""
    report = CityReport.objects.filter(city=part.city, round__closed_on=None).last()
    approver, reviewer = person("approver.osh"), person("reviewer")
    if report.state == "open":
        waiting = {one.pk: one.version for one in waiting_in(report)}
        verbs.submit_report(report, by=approver, covering="Сведения.", approve=waiting)
    elif report.state == "submitted" and percent % 2:
        verbs.take_report_back(report, by=approver)
    elif report.state not in {"closed", "clarification"}:
        verbs.close_report(report, by=reviewer)


DEEDS = [approve, take_back, hide, show, move_due, take_the_plan_back, show_the_plan, prove,
         turn_evidence, replace_another, bring, move_direction, go_round]  # fmt: skip
# these may change nothing that is counted, or only when something went before
QUIET = [show_the_plan, turn_evidence, go_round]


@pytest.mark.once
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    deeds=st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 5), st.integers(1, 100)), max_size=6
    )
)
def test_after_any_deeds_the_kept_figures_are_those_of_the_plans(person, deeds):
    parts = list(Contribution.objects.filter(measure__plan=plan_of("osh")).order_by("pk")[:6])

    for deed, which, number in deeds:
        deed(person, Contribution.objects.get(pk=parts[which].pk), number)

    assert figures_agree()


@pytest.mark.parametrize("deed", [one for one in DEEDS if one not in QUIET])
def test_each_deed_keeps_the_figures_in_its_own_transaction(deed, person):
    part = part_of("osh", "OSH-01")
    CityFigures.objects.filter(city=osh()).update(counted=figures.nothing())
    if deed is show:
        Measure.objects.filter(pk=part.measure_id).update(visibility="city")

    deed(person, part, 61)

    assert kept(osh()) == counted(osh()) != figures.nothing()


def test_a_joint_measure_counts_for_each_of_its_cities():
    joint = Contribution.objects.filter(measure__plan__city=None).select_related("city").first()
    before = counted(joint.city)["lines"]["all"]["all"][0]

    Measure.objects.filter(pk=joint.measure_id).update(visibility="city")

    assert counted(joint.city)["lines"]["all"]["all"][0] == before - 1


def test_figures_of_another_day_are_counted_for_the_answer_and_then_kept_anew():
    part = part_of("osh", "OSH-01")
    Measure.objects.filter(pk=part.measure_id).update(
        start_on=None, due_on=clock.today() - timedelta(days=1)
    )
    CityFigures.objects.update(as_of=clock.today() - timedelta(days=1))

    shown = figures.kept([osh().pk], clock.today(), "lines__all")[osh().pk]
    renewed = figures.keep_until_tomorrow()

    assert shown == counted(osh())["lines"]["all"]
    assert renewed == City.objects.count()
    assert figures_agree()
    assert figures.keep_until_tomorrow() == 0


def test_counting_costs_the_same_for_one_city_and_for_all(django_assert_num_queries):
    ids = list(City.objects.values_list("pk", flat=True))
    figures.count(ids, clock.today())
    for cities in (ids[:1], ids):
        with django_assert_num_queries(5):
            figures.count(cities, clock.today())


# --- What is counted -----------------------------------------------------------------------


def test_what_only_the_city_sees_is_not_counted():
    BudgetLine.objects.filter(contribution__measure__plan__city=None).delete()
    before = counted(osh())
    Measure.objects.filter(plan=plan_of("osh")).update(visibility="city")

    after = counted(osh())

    assert after["money"] == {}
    assert after["lines"].get("all", {}).get("all", [0])[0] < before["lines"]["all"]["all"][0]


def test_money_is_told_in_whole_units_of_each_currency():
    Contribution.objects.filter(city=osh()).update(finance="unknown")
    BudgetLine.objects.all().delete()
    part = part_of("osh", "OSH-01")
    BudgetLine.objects.create(
        contribution=part, source="local", amount=Decimal("1.5"), secured=Decimal("0.5"),
        currency="KGS", scale=1_000_000,
    )  # fmt: skip

    assert counted(osh())["money"] == {"local": {"KGS": ["1500000", "500000", "0"]}}


def test_spent_is_what_the_last_approved_update_says(person):
    part = part_of("osh", "OSH-01")
    BudgetLine.objects.all().delete()
    line = BudgetLine.objects.create(
        contribution=part, source="local", amount=10, currency="KGS", scale=1_000
    )
    editor = person("editor.osh")
    part.updates.filter(state__in=("submitted", "returned")).delete()
    for days, amount, state in ((9, 2, "approved"), (3, 5, "approved"), (1, 9, "submitted")):
        more = {} if state == "approved" else {"approved_by": None, "approved_at": None}
        update = say(part, editor, "Оплачено", on=clock.today() - timedelta(days=days),
                     state=state, **more)  # fmt: skip
        Spending.objects.create(update=update, budget_line=line, amount=amount)

    assert counted(osh())["money"] == {"local": {"KGS": ["10000", "0", "5000"]}}


def test_an_indicator_without_an_approved_value_is_a_gap(person):
    part = part_of("osh", "OSH-01")
    part.measure.indicators.all().delete()
    assert ids_with("indicator") >= {part.pk}
    indicator = part.measure.indicators.create(names={"ru": "Датчики"}, baseline=0, target=5)
    Reading.objects.filter(contribution=part).delete()
    assert part.pk in ids_with("value")

    update = say(part, person("editor.osh"), "Поставлены")
    Reading.objects.create(
        indicator=indicator, contribution=part, update=update, on=update.on, value=3
    )

    assert part.pk not in ids_with("value") | ids_with("indicator") | ids_with("target")


def test_a_completed_measure_without_a_file_is_a_gap():
    part = part_of("osh", "OSH-01")
    Contribution.objects.filter(pk=part.pk).update(status="completed", percent=100)

    assert part.pk in ids_with("evidence")


def ids_with(gap: str) -> set[int]:
    from actionplans.gaps import GAPS  # noqa: PLC0415

    parts = figures.submitted([osh()]).filter(GAPS[gap].condition)
    return set(parts.values_list("pk", flat=True))


def test_waiting_words_are_not_counted(person):
    before = counted(osh())
    part = part_of("osh", "OSH-02")
    part.updates.filter(state__in=("submitted", "returned")).delete()
    verbs.report_progress(
        part, by=person("editor.osh"), status="completed", percent=100, achieved="Готово",
        key=uuid.uuid4(),
    )  # fmt: skip

    assert ProgressUpdate.objects.filter(contribution=part, state="submitted").exists()
    assert counted(osh()) == before
