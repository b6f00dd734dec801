import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.models import MeasureDraft
from actionplans.patches import values_of
from coalition.errors import Conflict
from coalition.models import JournalEntry
from coalition.verbs import appoint
from tests.actionplans.planning import draft, measure, plan_of

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


@pytest.fixture
def colleague(person):
    """A second editor of Osh."""
    appoint(person("viewer.osh"), by=person("admin.osh"), place=plan_of("osh").place, role="editor")
    return person("viewer.osh")


def test_what_only_the_other_changed_stays_when_mine_is_laid_over_it(person, colleague):
    form = {"title": "Датчики", "location": ""}  # as both saw it: no place in the city
    one = measure("OSH-03")
    verbs.draft_measure(one.plan, by=colleague, measure=one, base_version=one.version,
                        patch={"location": "Верховья", "title": "Иначе"})  # fmt: skip

    with pytest.raises(Conflict) as found:
        verbs.draft_measure(one.plan, by=person("editor.osh"), measure=one,
                            base_version=one.version, patch=form)  # fmt: skip
    saved = verbs.draft_measure(one.plan, by=person("editor.osh"), measure=one, patch=form,
                                **found.value.keep | {"merge": True})  # fmt: skip

    assert ("Место", "Верховья", "Верховья") in found.value.rows
    assert ("Мера", "Иначе", "Датчики") in found.value.rows
    assert saved.patch == {"location": "Верховья", "title": "Датчики"}


def test_the_journal_keeps_the_words_of_another_that_were_replaced(person, colleague):
    first = draft("OSH-03", colleague, title="Слова коллеги")

    verbs.draft_measure(first.plan, by=person("editor.osh"), measure=first.measure, merge=True,
                        base_version=first.base_version, draft_version=first.version,
                        patch={"title": "Мои слова"})  # fmt: skip

    entry = JournalEntry.objects.filter(deed="measure.drafted").order_by("pk").last()
    assert entry.details["replaced"] == {"title": "Слова коллеги"}
