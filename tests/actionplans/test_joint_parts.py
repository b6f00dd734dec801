"""A city's own part of a joint measure, and leaving: each city changes only what is its own."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import verbs
from actionplans.concord import coordination_of, takes_part
from actionplans.models import (
    Contribution,
    MeasureDraft,
    PartDraft,
)
from actionplans.reading import Progress
from coalition import clock
from coalition.errors import Conflict
from tests.actionplans.growing import figures_agree
from tests.actionplans.joining import (
    NOT_APPROVERS,
    NOT_EDITORS,
    city,
    in_journal,
    joint,
    joint_measure,
    own_part,
    part_draft,
    say,
    someone,
    words,
)

pytestmark = pytest.mark.django_db

# --- Each city's own part ------------------------------------------------------------------


def test_a_part_is_adopted_by_its_own_city_alone():
    before = joint().edition
    draft = part_draft("JNT-02", "osh", words="Пять школ", due_on="2027-06-30",
                       budget=[{"source": "donor", "amount": "7", "currency": "USD",
                                "scale": 1000, "secured": "0", "comment": "",
                                "price_year": None}])  # fmt: skip

    verbs.adopt_part(draft, by=someone("approver", "osh"), version=draft.version)

    part = own_part("JNT-02", "osh")
    assert (part.words, part.due_on) == ("Пять школ", date(2027, 6, 30))
    assert part.budget_lines.get().amount == 7
    assert joint().edition == before + 1
    assert in_journal("dushanbe", "joint.part_adopted")
    assert figures_agree()


@pytest.mark.parametrize("name", NOT_EDITORS)
def test_only_editors_of_the_city_draft_its_part(name, person):
    with pytest.raises(PermissionDenied):
        verbs.draft_part(own_part("JNT-02", "osh"), by=person(name), patch={"words": "Чужое"},
                         base_version=1)  # fmt: skip


@pytest.mark.parametrize("name", NOT_APPROVERS)
@pytest.mark.parametrize("deed", ["adopt", "return", "show", "leave"])
def test_only_the_citys_approver_decides_on_its_part(deed, name, person):
    draft, by = part_draft("JNT-02", "osh"), person(name)
    deeds = {
        "adopt": lambda: verbs.adopt_part(draft, by=by, version=1),
        "return": lambda: verbs.return_part(draft, by=by, version=1, note="Нет"),
        "show": lambda: verbs.show_part(own_part("JNT-02", "osh"), by=by, visibility="city"),
        "leave": lambda: verbs.leave_measure(own_part("JNT-02", "osh"), by=by),
    }
    with pytest.raises(PermissionDenied):
        deeds[deed]()


def test_no_other_city_sees_the_draft_of_a_part():
    part_draft("JNT-02", "osh")

    def seen(name):
        return PartDraft.objects.visible_to(someone(*name)).waiting().exists()

    assert seen(("viewer", "osh"))
    assert not seen(("editor", "dushanbe"))


def test_a_part_saved_meanwhile_is_told_with_both_texts():
    part_draft("JNT-02", "osh", words="Первый текст")

    with pytest.raises(Conflict) as found:
        part_draft("JNT-02", "osh", words="Второй текст")

    assert ("Первый текст", "Второй текст") in {row[1:] for row in found.value.rows}


def test_a_report_of_progress_does_not_make_a_draft_of_the_part_old():
    draft = part_draft("JNT-02", "osh")
    Contribution.objects.filter(pk=draft.contribution_id).update(percent=30, version=9)

    assert verbs.adopt_part(draft, by=someone("approver", "osh"), version=draft.version)


def test_a_hidden_part_is_counted_nowhere_in_public():
    part = own_part("JNT-02", "osh")

    verbs.show_part(part, by=someone("approver", "osh"), visibility="city", reason="Уточняем")

    assert figures_agree()
    assert part.pk not in Contribution.objects.shown().values_list("pk", flat=True)
    assert in_journal("osh", "joint.part_hidden")


# --- Leaving -------------------------------------------------------------------------------


def test_a_city_leaves_at_any_time_and_its_part_stays_as_history():
    verbs.leave_plan(joint(), city("dushanbe"), by=someone("approver", "dushanbe"), reason="Сами")

    part = own_part("JNT-02", "dushanbe")
    assert part.left_on == clock.today()
    assert coordination_of(joint_measure("JNT-02")) is None
    assert in_journal("osh", "joint.left")
    assert figures_agree()


def test_what_is_rolled_up_does_not_count_who_left():
    parts = Contribution.objects.filter(measure=joint_measure("JNT-02"))
    before = Progress.of(parts).percent

    verbs.leave_plan(joint(), city("dushanbe"), by=someone("approver", "dushanbe"))

    assert before == 10
    assert Progress.of(parts.all()).percent == 7


def test_words_that_named_the_city_that_left_are_asked_anew():
    draft = words("JNT-01", "osh", cities=["osh", "namangan", "dushanbe"])
    say(draft, "osh")

    verbs.leave_plan(joint(), city("dushanbe"), by=someone("approver", "dushanbe"))

    fresh = MeasureDraft.objects.get(pk=draft.pk)
    assert fresh.patch["cities"] == ["osh", "namangan"]
    assert fresh.version == draft.version + 1


def test_one_measure_may_be_left_alone():
    verbs.leave_measure(own_part("JNT-02", "osh"), by=someone("approver", "osh"))

    assert own_part("JNT-02", "osh").left_on
    assert not own_part("JNT-01", "osh").left_on
    assert takes_part(joint(), city("osh"))


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_only_the_approver_takes_the_city_out(name, person):
    with pytest.raises(PermissionDenied):
        verbs.leave_plan(joint(), city("osh"), by=person(name))


def test_a_part_that_was_left_is_neither_changed_nor_reported_on(person):
    verbs.leave_plan(joint(), city("osh"), by=someone("approver", "osh"))

    with pytest.raises(PermissionDenied):
        part_draft("JNT-02", "osh")
    with pytest.raises(ValidationError):
        verbs.report_progress(own_part("JNT-02", "osh"), by=person("editor.osh"), percent=50,
                              status="in_progress", achieved="Что-то",
                              key="5b0f5d0e-6a1c-4a55-9c3c-8f3f5c1f2027")  # fmt: skip
