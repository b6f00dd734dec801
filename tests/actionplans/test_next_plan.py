"""The next plan of a city: begun from the one in force, which stays until the next is adopted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans import verbs
from actionplans.models import ActionPlan, Measure, MeasureDraft
from tests.actionplans.forms import fields_of, words_of
from tests.actionplans.planning import deeds, measure, part, plan_of, report

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"
NEXT = OSH + "next/"
PERIOD = (date(2031, 1, 1), date(2035, 12, 31))
STRANGERS = ["editor.dushanbe", "approver.osh", "viewer.osh", "admin.osh", "reviewer", "keeper",
             "secretariat", "member", "chair"]  # fmt: skip


def begun(person, *codes: str, due: date | None = date(2033, 12, 31), **more) -> ActionPlan:
    """The next plan of Osh with some measures of the one in force."""
    plan = plan_of("osh")
    said = {"title": "План на 2031–2035 годы", "period": PERIOD, **more}
    dues = {measure(code).pk: due for code in codes}
    return verbs.begin_next_plan(plan, by=person("editor.osh"), dues=dues, **said)


def adopted(person, *codes: str) -> ActionPlan:
    fresh = begun(person, *codes)
    verbs.adopt_drafts(fresh, by=person("approver.osh"), drafts=fresh.drafts.open())
    fresh.refresh_from_db()
    return fresh


def in_force() -> ActionPlan:
    return ActionPlan.objects.get(city__slug="osh", slug="osh-2026")


# the deed ----------------------------------------------------------------------------------------


def test_the_next_plan_begins_with_the_goals_directions_and_chosen_measures(person):
    old = plan_of("osh")

    fresh = begun(person, "OSH-03", "OSH-05")

    assert [str(one) for one in fresh.goals.all()] == [str(one) for one in old.goals.all()]
    for mine, theirs in zip(fresh.goals.all(), old.goals.all(), strict=True):
        assert list(mine.directions.values_list("code", "title", "key")) == list(
            theirs.directions.values_list("code", "title", "key")
        )
    assert {one.patch["code"] for one in fresh.drafts.all()} == {"OSH-03", "OSH-05"}
    assert (fresh.state, fresh.edition, fresh.measures.count()) == ("draft", 0, 0)
    assert (fresh.period_start, fresh.period_end) == PERIOD
    assert "plan.followed" in deeds(old)


def test_what_was_done_and_secured_stays_with_the_old_plan(person):
    patch = begun(person, "OSH-03").drafts.get().patch

    rows = [row for name in ("budget", "indicators", "milestones") for row in patch.get(name, ())]
    assert rows
    assert not any("id" in row or row.get("done_on") for row in rows)
    assert {row["secured"] for row in patch["budget"]} == {"0"}
    assert "finance" not in patch
    assert patch["title"] == measure("OSH-03").title


def test_a_new_due_date_keeps_its_precision_and_may_wait(person):
    Measure.objects.filter(code="OSH-03").update(due_on=date(2027, 6, 30), due_precision="quarter")

    patch = begun(person, "OSH-03", due=None).drafts.get().patch

    assert (patch["due_on"], patch["due_precision"]) == (None, "quarter")


def test_the_old_plan_stays_in_force_and_is_reported_on(person, client):
    old = plan_of("osh")
    begun(person, "OSH-03")

    report("OSH-03", person("editor.osh"))

    old.refresh_from_db()
    assert (old.state, old.is_current) == ("adopted", False)
    assert old.title in words_of(client.get("/cities/osh/plan/"))
    assert "OSH-03" in words_of(client.get("/cities/osh/plan/OSH-03/"))
    assert client.get("/api/v1/cities/osh/").json()["plan"]["slug"] == old.slug
    client.force_login(person("editor.osh"))
    assert "OSH-03" in words_of(client.get(OSH + "update/?show=all"))


def test_with_its_first_edition_the_next_plan_takes_the_place_of_the_old_one(person, client):
    old = plan_of("osh")

    fresh = adopted(person, "OSH-03")

    old.refresh_from_db()
    assert (old.state, fresh.state, fresh.is_current) == ("archived", "adopted", True)
    assert fresh.title in words_of(client.get("/cities/osh/plan/"))
    assert "plan.ended" in deeds(old)
    new = fresh.measures.get()
    assert (new.code, new.due_on) == ("OSH-03", date(2033, 12, 31))
    assert not new.contributions.get().updates.exists()


def test_another_edition_of_the_old_plan_ends_nothing(person):
    old = plan_of("osh")
    fresh = begun(person, "OSH-03")
    verbs.take_up_plan(old, by=person("editor.osh"))

    verbs.adopt_drafts(old, by=person("approver.osh"), drafts=old.drafts.open())

    fresh.refresh_from_db()
    old.refresh_from_db()
    assert (old.state, old.edition, fresh.state) == ("adopted", 2, "draft")


@pytest.mark.parametrize("name", STRANGERS)
def test_beginning_and_taking_up_are_refused(person, name):
    old = plan_of("osh")

    with pytest.raises(PermissionDenied):
        verbs.begin_next_plan(old, by=person(name), title="Чужой", period=PERIOD, dues={})
    fresh = begun(person)
    if name != "approver.osh":
        with pytest.raises(PermissionDenied):
            verbs.take_up_plan(old, by=person(name))

    assert plan_of("osh") == fresh
    assert ActionPlan.objects.filter(city__slug="osh").count() == 2


@pytest.mark.parametrize("state", ["draft", "on_review", "archived", "withdrawn"])
def test_only_a_plan_in_force_is_followed(person, state):
    ActionPlan.objects.filter(city__slug="osh").update(state=state)

    with pytest.raises(ValidationError):
        begun(person)


def test_the_next_plan_is_begun_once(person):
    old = plan_of("osh")
    begun(person)

    with pytest.raises(ValidationError):
        verbs.begin_next_plan(old, by=person("editor.osh"), title="Ещё", period=PERIOD, dues={})
    verbs.take_up_plan(old, by=person("editor.osh"))
    with pytest.raises(ValidationError):
        begun(person)


@pytest.mark.parametrize(
    "period",
    [(date(2035, 1, 1), date(2031, 12, 31)), (date(2026, 1, 1), date(2027, 12, 31))],
)
def test_a_period_that_is_none_or_no_later_is_refused(person, period):
    with pytest.raises(ValidationError) as refusal:
        begun(person, period=period)

    assert list(refusal.value.message_dict) == ["until"]
    assert plan_of("osh") == in_force()


def test_a_year_outside_the_period_is_refused_beside_its_measure(person):
    with pytest.raises(ValidationError) as refusal:
        begun(person, "OSH-03", due=date(2029, 12, 31))

    assert list(refusal.value.message_dict) == [f"year_{measure('OSH-03').pk}"]


def test_a_measure_of_another_plan_is_not_taken_along(person):
    with pytest.raises(ValidationError):
        begun(person, "DYU-01")

    assert plan_of("osh") == in_force()


def test_measures_without_a_date_are_neither_submitted_nor_adopted(person):
    fresh = begun(person, "OSH-03", due=None)

    with pytest.raises(ValidationError, match="OSH-03"):
        verbs.submit_plan(fresh, by=person("editor.osh"))
    with pytest.raises(ValidationError, match="OSH-03"):
        verbs.adopt_drafts(fresh, by=person("approver.osh"), drafts=fresh.drafts.open())

    fresh.refresh_from_db()
    assert fresh.edition == 0
    assert part("OSH-03").measure.plan == in_force()


def test_either_plan_is_taken_up_while_the_next_is_prepared(person):
    old = plan_of("osh")
    fresh = begun(person)

    verbs.take_up_plan(old, by=person("editor.osh"))
    assert plan_of("osh") == old
    verbs.take_up_plan(fresh, by=person("editor.osh"))

    assert plan_of("osh") == fresh
    assert "plan.taken_up" in deeds(old)
    assert verbs.take_up_plan(fresh, by=person("editor.osh")) == fresh


@pytest.mark.parametrize("state", ["archived", "withdrawn"])
def test_a_plan_that_has_ended_is_not_taken_up(person, state):
    fresh = adopted(person, "OSH-03")
    old = in_force()
    ActionPlan.objects.filter(pk=old.pk).update(state=state)

    with pytest.raises(ValidationError):
        verbs.take_up_plan(old, by=person("editor.osh"))

    assert plan_of("osh") == fresh


# what everybody reads of the old plan -------------------------------------------------------------


def test_the_old_plan_stays_readable_at_an_address_of_its_own(person, client):
    old = plan_of("osh")
    title = measure("OSH-03").title
    adopted(person, "OSH-03")
    own = f"/cities/osh/plans/{old.slug}/"

    assert f'href="{own}"' in client.get("/cities/osh/plan/").content.decode()
    page = client.get(own)
    assert old.title in words_of(page)
    assert f'href="{own}OSH-03/"' in page.content.decode()
    assert title in words_of(client.get(own + "OSH-03/"))
    assert "завершён" in words_of(client.get(own + "OSH-03/"))
    for more in ("editions/", "editions/1/", "editions/1/export.docx", "export.csv"):
        assert client.get(own + more).status_code == 200
    assert client.get("/cities/osh/plan/OSH-01/").status_code == 200  # nobody has its number now


def test_the_address_of_an_old_plan_tells_of_no_other(person, client):
    fresh = begun(person, "OSH-03")

    for address in (fresh.slug, "no-such-plan"):
        assert client.get(f"/cities/osh/plans/{address}/").status_code == 404
        assert client.get(f"/cities/osh/plans/{address}/editions/").status_code == 404
        assert client.get(f"/cities/osh/plans/{address}/export.csv").status_code == 404
    assert client.get(f"/cities/dushanbe/plans/{in_force().slug}/").status_code == 404
    assert client.get(f"/cities/osh/plans/{in_force().slug}/DYU-01/").status_code == 404


def test_measures_of_an_old_plan_leave_the_lists_and_keep_their_address(person, client):
    old = measure("OSH-01")
    adopted(person, "OSH-03")

    assert "OSH-01" not in words_of(client.get("/plans/?city=osh"))
    said = client.get(f"/api/v1/measures/{old.pk}/").json()
    assert said["url"].endswith(f"/cities/osh/plans/{in_force().slug}/OSH-01/")


# the page ----------------------------------------------------------------------------------------


def test_unfinished_measures_are_ticked_and_the_period_goes_on(signed_in):
    contribution = part("OSH-03")
    contribution.status = "completed"
    contribution.save()
    browser = signed_in("editor.osh")

    sent = fields_of(browser.get(NEXT), "title")

    assert f"take_{measure('OSH-01').pk}" in sent
    assert f"take_{measure('OSH-03').pk}" not in sent
    assert sent["since"] == ["01.01.2031"]
    assert f'href="{NEXT}"' in browser.get(OSH).content.decode()


def test_an_editor_begins_the_next_plan_with_new_years(signed_in):
    Measure.objects.filter(code="OSH-03").update(due_on=date(2027, 6, 30), due_precision="quarter")
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(NEXT), "title")

    answer = browser.post(NEXT, {**sent, "title": "План на 2031–2035 годы",
                                 f"year_{measure('OSH-03').pk}": "2033"}, follow=True)  # fmt: skip

    assert answer.redirect_chain[-1][0] == OSH
    assert "Следующий план начат" in words_of(answer)
    assert "Вы готовите следующий план" in words_of(answer)
    patches = {one.patch["code"]: one.patch for one in plan_of("osh").drafts.all()}
    assert (patches["OSH-03"]["due_on"], patches["OSH-03"]["due_precision"]) == (
        "2033-06-30", "quarter",
    )  # fmt: skip
    assert patches["OSH-01"]["due_on"] is None


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(signed_in):
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(NEXT), "title")
    year = f"year_{measure('OSH-03').pk}"

    page = browser.post(NEXT, {**sent, "title": "Новый план", year: "2029"})

    assert page.context["form"].errors[year]
    again = fields_of(page, "title")
    assert (again["title"], again[year]) == (["Новый план"], ["2029"])
    assert plan_of("osh") == in_force()


def test_a_plan_that_cannot_be_followed_gets_a_sentence(signed_in, person):
    begun(person)

    answer = signed_in("editor.osh").get(NEXT, follow=True)

    assert answer.redirect_chain[-1][0] == OSH
    assert "Следующий план начинают один раз" in words_of(answer)


def test_the_other_plan_is_opened_by_a_button(signed_in, person):
    begun(person)
    browser = signed_in("editor.osh")

    answer = browser.post(NEXT + "take-up/", follow=True)

    assert plan_of("osh") == in_force()
    assert "Готовится следующий план" in words_of(answer)
    assert "Начать следующий план" not in words_of(answer)


def test_without_another_plan_there_is_nothing_to_open(signed_in):
    assert signed_in("editor.osh").post(NEXT + "take-up/").status_code == 404


def test_a_viewer_sees_which_plan_is_in_force_and_changes_nothing(signed_in, person):
    begun(person)

    page = words_of(signed_in("viewer.osh").get(OSH))

    assert "Вы готовите следующий план" in page
    assert "Открыть действующий план" not in page


def test_a_draft_taken_along_gets_its_date_in_its_form(signed_in, person):
    waiting = begun(person, "OSH-03", due=None).drafts.get()
    browser = signed_in("editor.osh")
    address = f"{OSH}draft/{waiting.pk}/"
    sent = fields_of(browser.get(address), "title")

    browser.post(address, {**sent, "due": "IV квартал 2033"})

    waiting = MeasureDraft.objects.get(pk=waiting.pk)
    assert (waiting.patch["due_on"], waiting.patch["due_precision"]) == ("2033-12-31", "quarter")


def test_the_page_asks_the_same_questions_however_long_the_plan_is(signed_in):
    browser = signed_in("editor.osh")
    first = measure("OSH-03")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(NEXT).status_code == 200
        return len(found)

    few = asked()
    for number in range(20):
        Measure.objects.create(
            plan=first.plan, direction=first.direction, code=f"X-{number}", title="Мера",
            due_on=first.due_on, changed_at=first.changed_at,
        )  # fmt: skip

    assert asked() == few
