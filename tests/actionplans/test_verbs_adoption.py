import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.editions import canonical, fingerprint
from actionplans.models import ActionPlan, BudgetLine, Indicator, Measure, MeasureDraft
from actionplans.patches import values_of
from cities.models import City
from cities.verbs import set_switches
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry
from tests.actionplans.planning import draft, measure, plan_of, report

pytestmark = pytest.mark.django_db

STRANGERS = ["editor.dushanbe", "approver.osh", "viewer.osh", "admin.osh", "reviewer", "keeper",
             "secretariat", "member", "chair"]  # fmt: skip
NOT_APPROVERS = ["editor.osh", "approver.dushanbe", "viewer.osh", "admin.osh", "reviewer",
                 "keeper", "secretariat"]  # fmt: skip


def new_measure(**more):
    return {
        "code": "OSH-10",
        "title": "Новая мера",
        "direction": measure("OSH-03").direction_id,
        "due_on": "2028-12-31",
        "due_precision": "year",
        "lead": {"department": "health", "name": "", "by_agreement": False},
        **more,
    }


# --- adopting


def test_adoption_applies_the_change_and_freezes_an_edition(person):
    waiting = draft("OSH-03", person("editor.osh"), location="Верховья")

    edition = verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    changed = measure("OSH-03")
    assert (changed.location, changed.version) == ("Верховья", 2)
    assert (changed.plan.edition, edition.number) == (2, 2)
    assert changed.plan.adopted_on == clock.today()


def test_the_fingerprint_is_that_of_the_frozen_content(person):
    waiting = draft("OSH-03", person("editor.osh"))

    edition = verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])
    edition.refresh_from_db()

    assert edition.sha256 == fingerprint(edition.content)
    assert "Верховья Ак-Бууры" in canonical(edition.content)


def test_the_journal_tells_what_was_and_what_became(person):
    waiting = draft("OSH-03", person("editor.osh"), location="Верховья")
    verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    entry = JournalEntry.objects.filter(deed="measure.adopted").latest("pk")

    assert entry.details["was"] == {"location": ""}
    assert entry.details["became"] == {"location": "Верховья"}
    assert entry.details["drafted_by"] == str(person("editor.osh"))


def test_a_new_measure_stands_with_all_that_hangs_on_it(person):
    waiting = verbs.draft_measure(
        plan_of("osh"),
        by=person("editor.osh"),
        patch=new_measure(
            title_en="New measure",
            hazards=["mudflow"],
            tags=["школы"],
            finance="seeking",
            co=[{"department": "", "name": "Школа № 5", "by_agreement": True}],
            budget=[{"source": "local", "currency": "KGS", "amount": "12.5", "scale": 1000000}],
            indicators=[{"names": {"ru": "Школы"}, "units": {"ru": "ед."}, "target": "5"}],
            milestones=[{"title": "Начало", "due_on": "2027-03-01"}],
        ),
    )
    verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    made = measure("OSH-10")
    part = made.contributions.get()
    assert (part.city.slug, part.status, part.finance) == ("osh", "not_started", "seeking")
    assert part.budget_lines.get().in_units == 12_500_000
    assert made.indicators.get().target == 5
    assert part.milestones.get().title == "Начало"
    assert set(made.terms.values_list("scheme", "key")) == {
        ("hazards", "mudflow"),
        ("tags", "школы"),
    }
    assert [str(one) for one in made.executors.all()] == ["health", "Школа № 5"]
    assert made.translations.get(lang="en").title == "New measure"
    assert "школа № 5" in made.folded


def test_rows_of_a_table_keep_what_hangs_on_them(person):
    line = BudgetLine.objects.get(contribution__measure__code="OSH-03")
    rows = values_of(measure("OSH-03"))["budget"]
    rows[0]["amount"] = "30"

    waiting = draft("OSH-03", person("editor.osh"), budget=rows)
    verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    line.refresh_from_db()
    assert line.amount == 30


def test_an_indicator_with_values_is_not_left_out(person):
    waiting = draft("OSH-03", person("editor.osh"), indicators=[])

    with pytest.raises(ValidationError):
        verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    assert Indicator.objects.filter(measure__code="OSH-03").exists()


def test_a_removed_measure_leaves_the_plan_and_keeps_its_number(person):
    waiting = draft("OSH-03", person("editor.osh"), state="removed")
    verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])

    assert not Measure.objects.public().filter(code="OSH-03").exists()
    with pytest.raises(ValidationError):
        verbs.draft_measure(
            plan_of("osh"), by=person("editor.osh"), patch=new_measure(code="OSH-03")
        )


def test_one_act_adopts_many_drafts(person):
    drafts = [draft(code, person("editor.osh")) for code in ("OSH-03", "OSH-04")]

    edition = verbs.adopt_drafts(
        plan_of("osh"), by=person("approver.osh"), drafts=drafts, act_kind="Постановление",
        act_number="12-п", act_date=clock.today(), act_signatory="Мэр",
    )  # fmt: skip

    assert (edition.act_number, plan_of("osh").act_kind) == ("12-п", "Постановление")
    assert {measure(code).version for code in ("OSH-03", "OSH-04")} == {2}


def test_an_act_of_tomorrow_is_refused(person):
    waiting = draft("OSH-03", person("editor.osh"))
    tomorrow = clock.today().replace(day=22)

    with pytest.raises(ValidationError) as refusal:
        verbs.adopt_drafts(
            waiting.plan, by=person("approver.osh"), drafts=[waiting], act_date=tomorrow
        )

    assert "act_date" in refusal.value.message_dict


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_adoption_is_refused(person, name):
    waiting = draft("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        verbs.adopt_drafts(waiting.plan, by=person(name), drafts=[waiting])

    assert measure("OSH-03").version == 1


def test_the_editor_adopts_where_the_city_says_so(person):
    city = City.objects.select_related("place").get(slug="osh")
    set_switches(city, by=person("admin.osh"), editor_may_approve=True)
    waiting = draft("OSH-03", person("editor.osh"))

    verbs.adopt_drafts(plan_of("osh"), by=person("editor.osh"), drafts=[waiting])

    assert measure("OSH-03").version == 2


def test_a_draft_that_changed_since_it_was_read_is_not_adopted(person):
    changed = measure("OSH-03")
    waiting = draft("OSH-03", person("editor.osh"), title="Первый")
    verbs.draft_measure(changed.plan, by=person("editor.osh"), measure=changed, base_version=1,
                        draft_version=1, patch={"title": "Второй"})  # fmt: skip

    with pytest.raises(Conflict):
        verbs.adopt_drafts(
            changed.plan, by=person("approver.osh"), drafts=[waiting], versions={waiting.pk: 1}
        )

    assert measure("OSH-03").version == 1


def test_drafts_of_another_plan_are_not_adopted(person):
    foreign = draft("DYU-03", person("editor.dushanbe"))

    with pytest.raises(ValidationError):
        verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[foreign])


def test_a_joint_plan_is_changed_by_no_person(person):
    joint = measure("JNT-02").plan

    for name in ("editor.osh", "approver.osh", "secretariat"):
        with pytest.raises(PermissionDenied):
            verbs.draft_measure(joint, by=person(name), measure=measure("JNT-02"),
                                base_version=1, patch={"location": "x"})  # fmt: skip


# --- public view


def test_a_measure_is_taken_back_from_public_view_and_shown_again(person):
    hidden = measure("OSH-03")

    verbs.withdraw_measure(hidden, by=person("approver.osh"), reason="Ошибка")
    assert not Measure.objects.public().filter(pk=hidden.pk).exists()
    verbs.reinstate_measure(measure("OSH-03"), by=person("approver.osh"))

    assert Measure.objects.public().filter(pk=hidden.pk).exists()
    entry = JournalEntry.objects.get(deed="measure.hidden")
    assert entry.details["reason"] == "Ошибка"
    assert len(entry.details["sha256"]) == 64


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_hiding_and_showing_a_measure_are_refused(person, name):
    with pytest.raises(PermissionDenied):
        verbs.withdraw_measure(measure("OSH-03"), by=person(name))
    with pytest.raises(PermissionDenied):
        verbs.set_visibility(measure("OSH-03"), by=person(name), visibility="public")


def test_reports_wait_for_no_draft(person):
    waiting = draft("OSH-03", person("editor.osh"))

    report("OSH-03", person("editor.osh"))

    assert MeasureDraft.objects.open().filter(pk=waiting.pk).exists()


def test_an_edition_adopted_by_a_click_does_not_stand_under_the_act_of_the_last(db, person):
    plan = ActionPlan.objects.get(city__slug="osh", is_current=True)
    ActionPlan.objects.filter(pk=plan.pk).update(act_kind="Распоряжение", act_number="12")

    verbs.adopt_drafts(plan, by=person("approver.osh"), drafts=plan.drafts.open()[:1])

    plan.refresh_from_db()
    assert (plan.act_kind, plan.act_number) == ("", "")
