"""Joint plans: nobody is in one without its own word, and each city changes only its own part."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from actionplans import verbs
from actionplans.checklist import gaps_of
from actionplans.concord import coordination_of, takes_part
from actionplans.models import (
    Contribution,
    Coordination,
    MeasureDraft,
    Participation,
)
from actionplans.patches import values_of
from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry
from tests.actionplans.growing import figures_agree
from tests.actionplans.joining import (
    NOT_APPROVERS,
    NOT_EDITORS,
    PERIOD,
    asked_of,
    city,
    in_journal,
    joint,
    joint_measure,
    own_part,
    say,
    someone,
    words,
)

pytestmark = pytest.mark.django_db

# --- Coming together -----------------------------------------------------------------------


def proposed():
    return verbs.propose_joint_plan(
        city("osh"), by=someone("approver", "osh"), title="Вместе", period=PERIOD,
        cities=[city("dushanbe"), city("namangan")], proposal="Давайте вместе.",
    )  # fmt: skip


def test_only_the_proposing_city_takes_part_at_once():
    plan = proposed()

    assert takes_part(plan, city("osh"))
    assert not takes_part(plan, city("dushanbe"))
    assert Participation.objects.filter(plan=plan).awaiting().count() == 2
    assert plan.state == "draft"


def test_every_named_city_finds_the_proposal_in_its_journal():
    proposed()

    assert all(in_journal(slug, "joint.proposed") for slug in ("osh", "dushanbe", "namangan"))
    assert not JournalEntry.objects.filter(
        city="ashgabat", deed="joint.proposed", subject="Вместе"
    ).exists()


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_only_the_citys_approver_proposes(name, person):
    with pytest.raises(PermissionDenied):
        verbs.propose_joint_plan(city("osh"), by=person(name), title="Вместе", period=PERIOD,
                                 cities=[city("dushanbe")])  # fmt: skip


def test_a_proposal_names_at_least_one_other_city(person):
    with pytest.raises(ValidationError) as refusal:
        verbs.propose_joint_plan(city("osh"), by=person("approver.osh"), title="Вместе",
                                 period=PERIOD, cities=[city("osh")])  # fmt: skip
    assert "cities" in refusal.value.message_dict


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_only_the_citys_approver_answers(name, person):
    with pytest.raises(PermissionDenied):
        verbs.answer_proposal(asked_of("osh"), by=person(name), agrees=True)


@pytest.mark.parametrize(("agrees", "deed"), [(True, "joint.agreed"), (False, "joint.not_agreed")])
def test_the_word_of_a_city_is_kept_with_its_act_and_told_to_all(agrees, deed, person):
    asked = verbs.answer_proposal(
        asked_of("osh"), by=person("approver.osh"), agrees=agrees, note="Решили",
        act_kind="Распоряжение", act_number="7", act_date=clock.today(),
    )  # fmt: skip

    assert takes_part(asked.plan, city("osh")) == agrees
    assert asked.act == "Распоряжение № 7"
    assert in_journal("osh", deed)
    assert in_journal("namangan", deed)


def test_a_word_is_given_once(person):
    asked = asked_of("osh")
    verbs.answer_proposal(asked, by=person("approver.osh"), agrees=False)

    with pytest.raises(ValidationError):
        verbs.answer_proposal(asked, by=person("approver.osh"), agrees=True)


def test_a_city_that_did_not_agree_may_be_asked_once_more(person):
    asked = asked_of("osh")
    verbs.answer_proposal(asked, by=person("approver.osh"), agrees=False)

    verbs.invite_city(asked.plan, city("osh"), city=city("namangan"),
                      by=person("approver.namangan"))  # fmt: skip

    assert asked_of("osh").pk == asked.pk


def test_who_does_not_take_part_asks_nobody(person):
    plan = asked_of("osh").plan
    with pytest.raises(PermissionDenied):
        verbs.invite_city(plan, city("ashgabat"), city=city("osh"), by=person("approver.osh"))


# --- Words that all agree on ---------------------------------------------------------------


def test_words_take_effect_with_the_last_yes_and_freeze_an_edition():
    draft, before = words("JNT-01", "osh"), joint().edition

    assert say(draft, "osh") is None
    assert joint_measure("JNT-01").location == ""
    edition = say(draft, "namangan")

    assert joint_measure("JNT-01").location == "Во всех городах"
    assert edition.number == joint().edition == before + 1
    assert in_journal("namangan", "joint.adopted")
    assert in_journal("osh", "joint.adopted")
    assert figures_agree()


def test_silence_and_no_are_no_consent():
    draft = words("JNT-01", "osh")

    say(draft, "osh")
    assert say(draft, "namangan", agrees=False, note="Уточните место") is None

    assert MeasureDraft.objects.get(pk=draft.pk).state == "open"


def test_a_no_says_what_should_be_changed():
    with pytest.raises(ValidationError):
        say(words("JNT-01", "osh"), "namangan", agrees=False)


def test_changed_words_are_asked_anew():
    draft = words("JNT-01", "osh")
    say(draft, "osh")
    measure = joint_measure("JNT-01")
    again = verbs.draft_joint(
        measure.plan, city("osh"), by=someone("editor", "osh"), measure=measure,
        patch={"location": "Иначе"}, base_version=measure.version, draft_version=draft.version,
    )  # fmt: skip

    assert say(again, "namangan") is None
    with pytest.raises(Conflict):
        say(draft, "osh")


@pytest.mark.parametrize("name", NOT_APPROVERS)
def test_only_the_approver_gives_the_citys_word(name, person):
    draft = words("JNT-01", "osh")
    with pytest.raises(PermissionDenied):
        verbs.give_word(draft, city("osh"), by=person(name), version=draft.version, agrees=True)


def test_a_city_outside_the_measure_has_no_word_on_it():
    with pytest.raises(PermissionDenied):
        say(words("JNT-01", "osh"), "dushanbe")


@pytest.mark.parametrize("name", NOT_EDITORS)
def test_only_editors_of_the_city_draft_words(name, person):
    measure = joint_measure("JNT-01")
    with pytest.raises(PermissionDenied):
        verbs.draft_joint(measure.plan, city("osh"), by=person(name), measure=measure,
                          base_version=measure.version, patch={"location": "Тут"})  # fmt: skip


def test_a_city_that_does_not_coordinate_drafts_no_words():
    with pytest.raises(PermissionDenied):
        words("JNT-01", "namangan")


def test_a_city_outside_the_measure_drafts_nothing():
    with pytest.raises(PermissionDenied):
        words("JNT-01", "dushanbe", coordinator="dushanbe")


def test_only_who_drafted_takes_the_draft_back(person):
    draft = words("JNT-01", "osh")
    with pytest.raises(PermissionDenied):
        verbs.withdraw_joint(draft, city("namangan"), by=person("editor.namangan"))

    verbs.withdraw_joint(draft, city("osh"), by=person("editor.osh"))

    assert in_journal("namangan", "joint.draft_withdrawn")


@pytest.mark.parametrize(
    "patch",
    [
        {"budget": [{"source": "donor", "amount": "5", "currency": "USD", "scale": 1}]},
        {"milestones": [{"title": "Шаг"}]},
        {"finance": "secured"},
        {"visibility": "city"},
    ],
    ids=lambda patch: next(iter(patch)),
)
def test_joint_words_hold_no_citys_own_part(patch):
    with pytest.raises(ValidationError):
        words("JNT-01", "osh", **patch)


def test_only_cities_that_agreed_to_the_plan_are_named():
    verbs.leave_plan(joint(), city("ashgabat"), by=someone("approver", "ashgabat"))
    with pytest.raises(ValidationError) as refusal:
        words("JNT-01", "osh", cities=["osh", "namangan", "ashgabat"])
    assert "cities" in refusal.value.message_dict


def test_a_newly_named_city_is_asked_too():
    draft = words("JNT-01", "osh", cities=["osh", "namangan", "dushanbe"])
    say(draft, "osh")
    say(draft, "namangan")
    assert not Contribution.objects.filter(measure=draft.measure, city__slug="dushanbe").exists()

    say(draft, "dushanbe")

    assert own_part("JNT-01", "dushanbe").left_on is None


# --- Who coordinates -----------------------------------------------------------------------


def hand_over(until=None):
    until = (until or clock.today() + timedelta(days=100)).isoformat()
    draft = words("JNT-01", "namangan", coordinator="namangan", coordinator_until=until)
    say(draft, "namangan")
    return draft


def test_coordination_is_handed_over_by_the_word_of_all():
    draft = hand_over()
    assert coordination_of(joint_measure("JNT-01")).city.slug == "osh"

    say(draft, "osh")

    runs = coordination_of(joint_measure("JNT-01"))
    assert (runs.city.slug, runs.agreed_id) == ("namangan", draft.pk)
    assert own_part("JNT-01", "namangan").coordinates
    assert not own_part("JNT-01", "osh").coordinates


def test_after_the_term_nobody_coordinates_and_the_checklist_says_so():
    measure = joint_measure("JNT-01")
    day = clock.today()
    Coordination.objects.filter(measure=measure).update(
        since=day - timedelta(days=9), until=day - timedelta(days=1)
    )

    assert coordination_of(measure) is None
    assert not own_part("JNT-01", "osh").coordinates
    assert "coordinator" in {gap.key for gap in gaps_of(values_of(measure), measure.plan)}
    assert words("JNT-01", "namangan", location="Любой город может предложить")


def test_the_database_knows_one_coordinating_city_at_a_time():
    with pytest.raises(IntegrityError), transaction.atomic():
        Coordination.objects.create(measure=joint_measure("JNT-01"), city=city("namangan"),
                                    since=clock.today(), until=clock.today())  # fmt: skip


@pytest.mark.parametrize("days", [-1, 4000])
def test_a_term_lies_between_today_and_the_end_of_the_plan(days):
    with pytest.raises(ValidationError):
        hand_over(clock.today() + timedelta(days=days))
