import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.editions import canonical, fingerprint
from actionplans.models import BudgetLine, Indicator, Measure, MeasureDraft
from actionplans.patches import values_of
from cities.models import City
from cities.verbs import set_switches
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry, User
from tests.actionplans.planning import deeds, draft, measure, plan_of, report

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


# --- drafting


def test_a_draft_leaves_the_measure_as_it_is(person):
    waiting = draft("OSH-03", person("editor.osh"), title="Датчики во всех притоках")

    assert waiting.state == "open"
    assert measure("OSH-03").title != "Датчики во всех притоках"


def test_a_draft_keeps_only_what_it_changes(person):
    values = {**values_of(measure("OSH-03")), "location": "Верховья"}

    waiting = draft("OSH-03", person("editor.osh"), **values)

    assert waiting.patch == {"location": "Верховья"}


@pytest.mark.parametrize("name", STRANGERS)
def test_drafting_is_refused_to_who_does_not_edit_this_city(person, name):
    with pytest.raises(PermissionDenied):
        draft("OSH-03", person(name))


def test_a_draft_on_an_old_version_is_refused_with_both_texts(person):
    changed = measure("OSH-03")
    first = draft("OSH-03", person("editor.osh"), title="Первый заголовок")
    verbs.adopt_drafts(changed.plan, by=person("approver.osh"), drafts=[first])

    with pytest.raises(Conflict) as found:
        verbs.draft_measure(changed.plan, by=person("editor.osh"), measure=changed,
                            base_version=changed.version, patch={"title": "Второй"})  # fmt: skip

    assert found.value.who == str(person("approver.osh"))
    assert found.value.at is not None
    assert ("Мера", "Первый заголовок", "Второй") in found.value.rows
    assert found.value.keep["base_version"] == changed.version + 1


def test_a_second_editor_does_not_write_over_a_waiting_draft(person):
    changed = measure("OSH-03")
    draft("OSH-03", person("editor.osh"), title="Первый заголовок")

    with pytest.raises(Conflict) as found:
        verbs.draft_measure(changed.plan, by=person("editor.osh"), measure=changed,
                            base_version=changed.version, patch={"title": "Второй"})  # fmt: skip

    assert found.value.who == str(person("editor.osh"))
    assert MeasureDraft.objects.open().get(measure=changed).patch == {"title": "Первый заголовок"}


def test_a_waiting_draft_is_replaced_by_who_has_seen_it(person):
    changed = measure("OSH-03")
    first = draft("OSH-03", person("editor.osh"), title="Первый заголовок")

    second = verbs.draft_measure(
        changed.plan, by=person("editor.osh"), measure=changed, base_version=changed.version,
        draft_version=first.version, patch={"title": "Второй"},
    )  # fmt: skip

    assert (second.pk, second.version, second.patch) == (first.pk, 2, {"title": "Второй"})


def test_a_draft_that_changes_nothing_is_refused(person):
    with pytest.raises(ValidationError) as refusal:
        draft("OSH-03", person("editor.osh"), title=measure("OSH-03").title)

    assert refusal.value.code == "unchanged"


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "ы" * 401}, "title"),
        ({"code": "OSH-99"}, "code"),
        ({"direction": 10**6}, "direction"),
        ({"due_on": None}, "due_on"),
        ({"due_on": "35.13.2026"}, "due_on"),
        ({"start_on": "2030-01-01", "due_on": "2029-01-01"}, "due_on"),
        ({"lead": None}, "lead"),
        ({"lead": {"department": "no such", "name": ""}}, "lead"),
        ({"finance": "plenty"}, "finance"),
        ({"hazards": ["flying saucers"]}, "hazards"),
        ({"budget": [{"source": "local", "currency": "KGS", "amount": "12,5,6"}]}, "budget"),
        ({"budget": [{"source": "?", "currency": "KGS", "amount": "12"}]}, "budget"),
        ({"indicators": [{"names": {}}]}, "indicators"),
        ({"milestones": [{"title": ""}]}, "milestones"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_a_draft_says_what_cannot_stand(person, patch, field):
    with pytest.raises(ValidationError) as refusal:
        draft("OSH-03", person("editor.osh"), **patch)

    assert field in refusal.value.message_dict


def test_a_direction_of_another_plan_is_refused(person):
    foreign = measure("DYU-03").direction_id

    with pytest.raises(ValidationError):
        draft("OSH-03", person("editor.osh"), direction=foreign)


@pytest.mark.parametrize("code", ["OSH-03", "OSH-09", "a/b", ""])
def test_a_new_measure_needs_a_number_of_its_own(person, code):
    with pytest.raises(ValidationError) as refusal:
        verbs.draft_measure(plan_of("osh"), by=person("editor.osh"), patch=new_measure(code=code))

    assert "code" in refusal.value.message_dict


def test_a_draft_is_withdrawn_by_an_editor(person):
    waiting = verbs.withdraw_draft(draft("OSH-03", person("editor.osh")), by=person("editor.osh"))

    assert waiting.state == "withdrawn"
    assert draft("OSH-03", person("editor.osh")).pk != waiting.pk


@pytest.mark.parametrize("name", ["editor.dushanbe", "approver.osh", "viewer.osh", "reviewer"])
def test_withdrawing_a_draft_is_refused(person, name):
    waiting = draft("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        verbs.withdraw_draft(waiting, by=person(name))


# --- returning


def test_a_returned_draft_comes_back_with_a_note(person):
    waiting = draft("OSH-03", person("editor.osh"))

    verbs.return_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting], note="Уточните")

    waiting.refresh_from_db()
    assert (waiting.state, waiting.note) == ("returned", "Уточните")


def test_a_draft_is_not_returned_without_a_note(person):
    waiting = draft("OSH-03", person("editor.osh"))

    with pytest.raises(ValidationError):
        verbs.return_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting], note=" ")


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_returning_is_refused(person, name):
    waiting = draft("OSH-03", person("editor.osh"))

    with pytest.raises(PermissionDenied):
        verbs.return_drafts(waiting.plan, by=person(name), drafts=[waiting], note="Уточните")


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


# --- a plan from the beginning


def test_a_city_begins_with_an_empty_draft_of_a_plan():
    from cities.verbs import provision_city  # noqa: PLC0415

    city = provision_city("khujand", by=User.system(), names={"ru": "Худжанд"}, country="TJ",
                          joined_on=clock.today())  # fmt: skip

    plan = city.plans.get()
    assert (plan.state, plan.edition, plan.measures.count()) == ("draft", 0, 0)
    assert plan.goals.get().directions.count() == 8
    provision_city("khujand", by=User.system())
    assert city.plans.count() == 1


def test_a_first_edition_goes_before_the_approver_and_is_adopted(person):
    plan = plan_of("osh")
    plan.is_current = False
    plan.save()
    fresh = verbs.open_plan(City.objects.select_related("place").get(slug="osh"),
                            by=person("editor.osh"), slug="osh-next")  # fmt: skip
    line = fresh.goals.get().directions.first()
    waiting = verbs.draft_measure(
        fresh, by=person("editor.osh"), patch=new_measure(direction=line.pk)
    )

    assert verbs.submit_plan(fresh, by=person("editor.osh")).state == "on_review"
    verbs.adopt_drafts(fresh, by=person("approver.osh"), drafts=[waiting])

    fresh.refresh_from_db()
    assert (fresh.state, fresh.edition) == ("adopted", 1)
    assert {"plan.opened", "plan.submitted", "plan.adopted"} == set(deeds(fresh))


def test_an_empty_plan_is_not_submitted(person):
    plan = plan_of("osh")
    plan.state = "draft"
    plan.save()
    plan.drafts.all().delete()

    with pytest.raises(ValidationError):
        verbs.submit_plan(plan, by=person("editor.osh"))


@pytest.mark.parametrize("name", STRANGERS)
def test_opening_and_submitting_a_plan_are_refused(person, name):
    plan = plan_of("osh")

    with pytest.raises(PermissionDenied):
        verbs.open_plan(plan.city, by=person(name))
    with pytest.raises(PermissionDenied):
        verbs.submit_plan(plan, by=person(name))


def test_the_headings_of_an_adopted_plan_are_the_approvers(person):
    plan = plan_of("osh")
    goal = plan.goals.first()

    with pytest.raises(PermissionDenied):
        verbs.rename_heading(goal, by=person("editor.osh"), title="Иначе")
    with pytest.raises(PermissionDenied):
        verbs.add_goal(plan, by=person("approver.dushanbe"), code="9", title="Чужая")
    verbs.rename_heading(goal, by=person("approver.osh"), title="Иначе")
    verbs.add_direction(goal, by=person("approver.osh"), code="1.9", title="Ещё одно")

    goal.refresh_from_db()
    assert goal.title == "Иначе"
    assert not goal.translations.exists()
    assert goal.directions.filter(code="1.9").exists()


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
