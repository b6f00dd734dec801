"""The order of measures, of goals and directions."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.models import Direction, Goal
from actionplans.placing import arranged, line_up
from tests.actionplans.forms import words_of
from tests.actionplans.planning import deeds, draft, measure, plan_of

pytestmark = pytest.mark.django_db

OSH = "/work/city/osh/"


@pytest.mark.parametrize(
    ("moved", "order"),
    [
        ({}, "ABCD"),
        ({"D": 0}, "DABC"),
        ({"A": 3}, "BCDA"),
        ({"C": 0, "A": 2}, "CBAD"),
        ({"A": 1, "B": 1}, "CBAD"),
        ({"A": 99}, "BCDA"),
    ],
)
def test_things_stand_where_they_were_put(moved, order):
    assert "".join(arranged("ABCD", moved)) == order


def codes(direction: str) -> list[str]:
    plan = plan_of("osh")
    pk = Direction.objects.get(goal__plan=plan, code=direction).pk
    return [item.code for item in line_up(plan) if item.direction == pk]


def standing(direction: str) -> list[str]:
    rows = plan_of("osh").measures.standing().filter(direction__code=direction)
    return list(rows.order_by("position").values_list("code", flat=True))


def key_of(code: str) -> str:
    return next(item.key for item in line_up(plan_of("osh")) if item.code == code)


def move(code: str, by, *, up: bool) -> None:
    verbs.arrange_measure(plan_of("osh"), key_of(code), by=by, up=up)


def test_a_measure_moves_as_a_draft_and_stands_there_once_adopted(person):
    assert codes("1.2") == ["OSH-02", "OSH-03"]
    move("OSH-03", person("editor.osh"), up=True)

    assert codes("1.2") == ["OSH-03", "OSH-02"]
    assert standing("1.2") == ["OSH-02", "OSH-03"]
    waiting = measure("OSH-03").drafts.open().get()
    verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[waiting])

    assert standing("1.2") == ["OSH-03", "OSH-02"]
    assert measure("OSH-03").code == "OSH-03"
    frozen = plan_of("osh").editions.last().content["measures"]
    told = [one["code"] for one in frozen if one["direction"] == "1.2"]
    assert told == ["OSH-03", "OSH-02"]


def test_moving_there_and_back_leaves_no_draft(person):
    for up in (True, False):
        move("OSH-03", person("editor.osh"), up=up)

    assert codes("1.2") == ["OSH-02", "OSH-03"]
    assert not measure("OSH-03").drafts.open().exists()


def test_a_new_measure_that_waits_moves_too(person):
    assert codes("3.2") == ["OSH-07", "OSH-09"]

    move("OSH-09", person("editor.osh"), up=True)

    assert codes("3.2") == ["OSH-09", "OSH-07"]


def test_neighbours_that_both_moved_change_places(person):
    editor = person("editor.osh")
    move("OSH-06", editor, up=True)
    move("OSH-05", editor, up=True)

    assert codes("3.1") == ["OSH-05", "OSH-06"]


def test_the_first_stays_the_first(person):
    move("OSH-02", person("editor.osh"), up=True)

    assert codes("1.2") == ["OSH-02", "OSH-03"]


def test_a_move_keeps_what_else_the_draft_says(person):
    editor = person("editor.osh")
    draft("OSH-03", editor, title="Иначе")
    move("OSH-03", editor, up=True)

    assert set(measure("OSH-03").drafts.open().get().patch) == {"title", "place"}


def test_a_form_saved_later_keeps_the_move(signed_in, person):
    from tests.actionplans.forms import fields_of  # noqa: PLC0415

    move("OSH-03", person("editor.osh"), up=True)
    browser = signed_in("editor.osh")
    sent = fields_of(browser.get(OSH + "measure/OSH-03/"), "title")
    browser.post(OSH + "measure/OSH-03/", {**sent, "location": "Верховья"})

    assert set(measure("OSH-03").drafts.open().get().patch) == {"location", "place"}


@pytest.mark.parametrize("name", ["editor.dushanbe", "approver.osh", "viewer.osh", "reviewer"])
def test_moving_is_refused_to_who_does_not_edit_this_city(person, name):
    with pytest.raises(PermissionDenied):
        verbs.arrange_measure(plan_of("osh"), key_of("OSH-03"), by=person(name), up=True)


def test_a_returned_change_is_corrected_before_it_moves(person):
    waiting = draft("OSH-03", person("editor.osh"))
    verbs.return_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting], note="Где?")

    with pytest.raises(ValidationError, match="замечанием"):
        move("OSH-03", person("editor.osh"), up=True)


def test_buttons_move_without_a_script_and_come_back_to_the_row(signed_in):
    browser = signed_in("editor.osh")
    key = key_of("OSH-03")

    answer = browser.post(OSH + "order/", {"up": key})

    assert answer.url == f"{OSH}order/#{key}"
    page = words_of(browser.get(OSH + "order/"))
    assert page.index("OSH-03") < page.index("OSH-02")
    assert "Выше : OSH-02" in page


def test_what_no_button_sends_gets_a_sentence(signed_in):
    answer = signed_in("editor.osh").post(OSH + "order/", {"up": "m999999"}, follow=True)

    assert "Этой меры уже нет в плане" in words_of(answer)


def test_the_approver_reads_the_move_in_words(signed_in, person):
    move("OSH-03", person("editor.osh"), up=True)

    page = words_of(signed_in("approver.osh").get(OSH + "approve/"))

    assert "Порядок в плане" in page
    assert "3-я по порядку" in page
    assert "2-я по порядку" in page


# headings ----------------------------------------------------------------------------------------


def line(code: str) -> Direction:
    rows = Direction.objects.select_related("goal__plan__city", "goal__plan__place")
    return rows.get(goal__plan=plan_of("osh"), code=code)


def goal(code: str) -> Goal:
    return Goal.objects.select_related("plan__city", "plan__place").get(
        plan=plan_of("osh"), code=code
    )


def order_of(goal_code: str) -> list[str]:
    return list(goal(goal_code).directions.values_list("code", flat=True))


def test_a_heading_moves_beside_its_neighbour(person):
    verbs.move_heading(line("1.2"), by=person("approver.osh"), up=True)
    verbs.move_heading(goal("3"), by=person("approver.osh"), up=True)
    verbs.move_heading(goal("1"), by=person("approver.osh"), up=True)  # is the first

    assert order_of("1") == ["1.2", "1.1", "1.3"]
    assert [one.code for one in plan_of("osh").goals.all()] == ["1", "3", "2"]
    assert "heading.moved" in deeds(line("1.2"))


def test_a_direction_moves_under_another_goal_with_its_measures(person):
    verbs.put_under(line("1.2"), goal("3"), by=person("approver.osh"))

    assert order_of("3") == ["3.1", "3.2", "1.2"]
    assert measure("OSH-03").direction.goal.code == "3"


def test_a_direction_moves_under_no_goal_of_another_plan(person):
    strange = Goal.objects.filter(plan=plan_of("dushanbe")).first()

    with pytest.raises(ValidationError):
        verbs.put_under(line("1.2"), strange, by=person("approver.osh"))


def test_an_empty_direction_is_removed_and_a_full_one_stays(person):
    approver = person("approver.osh")
    verbs.remove_heading(line("1.3"), by=approver)

    assert order_of("1") == ["1.1", "1.2"]
    with pytest.raises(ValidationError, match="меры"):
        verbs.remove_heading(line("1.2"), by=approver)
    with pytest.raises(ValidationError, match="направления"):
        verbs.remove_heading(goal("1"), by=approver)


def test_a_direction_that_a_draft_wants_stays(person):
    draft("OSH-03", person("editor.osh"), direction=line("1.3").pk)

    with pytest.raises(ValidationError, match="правок"):
        verbs.remove_heading(line("1.3"), by=person("approver.osh"))


def test_a_direction_whose_measures_were_taken_out_stays_for_their_history(person):
    waiting = draft("OSH-08", person("editor.osh"), state="removed")
    verbs.adopt_drafts(plan_of("osh"), by=person("approver.osh"), drafts=[waiting])

    with pytest.raises(ValidationError):
        verbs.remove_heading(line("1.1"), by=person("approver.osh"))


def test_a_number_changes_only_before_the_first_edition(person):
    with pytest.raises(ValidationError, match="редакции"):
        verbs.renumber_heading(line("1.3"), by=person("approver.osh"), code="1.4")
    plan = plan_of("osh")
    plan.state, plan.edition = "draft", 0
    plan.save()

    verbs.renumber_heading(line("1.3"), by=person("editor.osh"), code="1.4")
    with pytest.raises(ValidationError, match="уже есть"):
        verbs.renumber_heading(line("1.2"), by=person("editor.osh"), code="1.4")

    assert order_of("1") == ["1.1", "1.2", "1.4"]


@pytest.mark.parametrize("name", ["editor.osh", "approver.dushanbe", "viewer.osh", "secretariat"])
def test_headings_of_an_adopted_plan_are_arranged_by_its_approver_alone(person, name):
    who = person(name)
    for deed in (
        lambda: verbs.move_heading(line("1.2"), by=who, up=True),
        lambda: verbs.put_under(line("1.2"), goal("3"), by=who),
        lambda: verbs.remove_heading(line("1.3"), by=who),
        lambda: verbs.renumber_heading(line("1.3"), by=who, code="1.4"),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_buttons_arrange_headings_without_a_script(signed_in):
    browser = signed_in("approver.osh")
    second, third, empty = line("1.2").pk, goal("3").pk, line("1.3").pk
    address = OSH + "headings/"

    assert browser.post(address, {"what": "arrange", "deed": f"d{second}:up"}).url == (
        f"{address}#d{second}"
    )
    browser.post(address, {"what": "arrange", "deed": f"d{second}:under", "goal": third})
    browser.post(address, {"what": "arrange", "deed": f"d{empty}:remove"})
    answer = browser.post(address, {"what": "arrange", "deed": f"d{second}:remove"}, follow=True)

    assert order_of("1") == ["1.1"]
    assert order_of("3")[-1] == "1.2"
    assert "Оно остаётся в плане" in words_of(answer)


@pytest.mark.parametrize("deed", ["", "x1:up", "d999999:up", "g:up", "d٣:up"])
def test_a_heading_that_is_not_there_is_not_found(signed_in, deed):
    answer = signed_in("approver.osh").post(OSH + "headings/", {"what": "arrange", "deed": deed})

    assert answer.status_code == 404
