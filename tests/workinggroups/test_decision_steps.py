"""Every deed on a decision, in every state, by everybody: done or refused, and how."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from coalition import clock
from coalition.models import User
from coalition.permissions import forget_rights
from coalition.verbs import appoint
from tests.workinggroups.deciding import (
    city_of,
    fresh,
    opened,
    person,
    prepared,
    run_out,
    seat_everybody,
)
from workinggroups.judging import CHOICES, judged
from workinggroups.models import Decision, Stance, Thread, WorkingGroup
from workinggroups.verbs import (
    amend_decision,
    audience_of,
    begin_round,
    change_draft,
    close_decision,
    drop_draft,
    end_decision,
    extend_decision,
    keep_decision,
    move_thread,
    offer_to_cities,
    open_draft,
    show_outcome,
    state_outcome,
    state_position,
    withdraw_decision,
)

WHO = {
    "chair": "chair",
    "secretary": "viewer.osh",
    "member": "member",
    "voice": "editor.osh",
    "alternate": "approver.osh",
    "observer": "viewer.dushanbe",
    "another city": "admin.ashgabat",
    "secretariat": "secretariat",
    "reviewer": "reviewer",
    "system": "",
}
LEADS, SPEAKS = {"chair", "secretary"}, {"voice", "alternate"}
STATES = (
    "draft", "open", "answered", "due", "closed", "withdrawn", "stated", "superseded", "ended",
)  # fmt: skip


def later():
    return clock.now() + timedelta(days=20)


def asked():
    return {"mode": "consent", "question": "Так?", "text": "Так.", "closes_at": later(),
            "clock_city": city_of("osh"), "quorum": 1}  # fmt: skip


# deed: (how, who may, in which states)
DEEDS = {
    "amend": (
        lambda d, by: amend_decision(d, by=by, question="Так?", text="Иначе.", version=d.version),
        LEADS,
        {"open"},
    ),
    "round": (
        lambda d, by: begin_round(
            d, by=by, question="Так?", text="Иначе.", version=d.version, closes_at=later()
        ),
        LEADS,
        {"open", "answered"},
    ),
    "extend": (
        lambda d, by: extend_decision(d, by=by, closes_at=later()),
        LEADS,
        {"open", "answered"},
    ),
    "withdraw": (lambda d, by: withdraw_decision(d, by=by), LEADS, {"open", "answered"}),
    "position": (
        lambda d, by: state_position(d, by=by, choice="abstain"),
        SPEAKS,
        {"open", "answered"},
    ),
    "outcome": (lambda d, by: state_outcome(d, by=by, words="Так."), LEADS, {"closed"}),
    "show": (
        lambda d, by: show_outcome(d, by=by, is_public=True),
        LEADS,
        {"stated", "superseded", "ended"},
    ),
    "keep": (lambda d, by: keep_decision(d, by=by), LEADS, {"stated"}),
    "end": (lambda d, by: end_decision(d, by=by, words="Так."), LEADS, {"stated"}),
    "write anew": (
        lambda d, by: change_draft(d, by=by, version=d.version, **asked()),
        LEADS,
        {"draft"},
    ),
    "put": (lambda d, by: open_draft(d, by=by, version=d.version, **asked()), LEADS, {"draft"}),
    "drop": (lambda d, by: drop_draft(d, by=by), LEADS, {"draft"}),
    "offer": (lambda d, by: offer_to_cities(d, by=by, text="Так."), LEADS, {"stated"}),
    "close": (lambda d, by: close_decision(d, by=by), {"system"}, set(STATES)),
}


def in_state(thread, state):
    """A decision that has come to this state by its own way."""
    chair = person("chair")
    if state == "draft":
        return prepared(thread, chair)
    decision = opened(thread)
    if state == "withdrawn":
        withdraw_decision(decision, by=chair)
    if state not in ("open", "withdrawn"):
        state_position(decision, by=person("editor.dushanbe"), choice="agree")
    if state in ("due", "closed", "stated", "superseded", "ended"):
        run_out(decision)
    if state in ("closed", "stated", "superseded", "ended"):
        close_decision(fresh(decision), by=User.system())
    if state in ("stated", "superseded", "ended"):
        state_outcome(fresh(decision), by=chair, words="Так.")
    if state == "superseded":
        newer = in_state(thread, "closed")
        state_outcome(newer, by=chair, words="Иначе.", replaces=fresh(decision))
    if state == "ended":
        end_decision(fresh(decision), by=chair, words="Закон изменился.")
    return fresh(decision)


def outcome_of(deed, decision, by):
    forget_rights(by)
    try:
        with transaction.atomic():
            deed(fresh(decision), by)
            transaction.set_rollback(True)
    except PermissionDenied:
        return "forbidden"
    except ValidationError:
        return "refused"
    return "done"


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_every_deed_in_every_state_is_for_whom_the_table_says(thread, group, state):
    seat_everybody(group)
    decision = in_state(thread, state)

    wrong = []
    for name, (deed, allowed, states) in DEEDS.items():
        for role, address in WHO.items():
            by = person(address) if address else User.system()
            wanted = "done" if state in states else "refused"
            wanted = wanted if role in allowed else "forbidden"
            if (got := outcome_of(deed, decision, by)) != wanted:
                wrong.append(f"{name} by {role}, {state}: {got}, wanted {wanted}")

    assert not wrong, "\n".join(wrong)


# --- the rule of each way of deciding

AGREE, ABSTAIN, OBJECT = "agree", "abstain", "objection"
RULES = [
    ("sense", [], 0, 3, "summed"),
    ("sense", ["remark", "unsure"], 0, 3, "summed"),
    ("consent", [], 1, 3, "no_quorum"),
    ("consent", [AGREE], 2, 3, "no_quorum"),
    ("consent", [AGREE, ABSTAIN], 2, 3, "adopted"),
    ("consent", [AGREE, AGREE, OBJECT], 1, 3, "not_adopted"),
    ("consensus", [AGREE, AGREE], 1, 3, "no_quorum"),
    ("consensus", [AGREE, ABSTAIN, "reservation"], 1, 3, "adopted"),
    ("consensus", [AGREE, AGREE, OBJECT], 1, 3, "not_adopted"),
    ("majority", ["for", "against"], 1, 3, "not_adopted"),
    ("majority", ["for", "for", "against"], 3, 3, "adopted"),
    ("majority", ["for"], 2, 3, "no_quorum"),
    ("silence", [], 0, 3, "adopted"),
    ("silence", [OBJECT], 0, 3, "broken"),
    ("silence", ["amendment"], 0, 3, "broken"),
]


@pytest.mark.parametrize(("mode", "said", "quorum", "seats", "result"), RULES)
def test_what_comes_of_what_was_said(mode, said, quorum, seats, result):
    assert judged(mode, said, quorum=quorum, seats=seats) == result


def test_every_way_of_deciding_has_its_answers():
    assert set(CHOICES) == set(Decision.Mode)
    assert {choice for choices in CHOICES.values() for choice in choices} == set(Stance.Choice)


@pytest.mark.django_db
def test_a_thread_in_which_cities_were_asked_stays_in_its_group(thread, group):
    seat_everybody(group)
    opened(thread)
    chair, other = person("chair"), WorkingGroup.objects.get(slug="water-and-heat")
    appoint(chair, by=User.system(), place=other.place, role="member")
    forget_rights(chair)
    thread = Thread.objects.select_related("group__place").get(pk=thread.pk)
    other = WorkingGroup.objects.select_related("place").get(pk=other.pk)

    with pytest.raises(ValidationError, match="сошлитесь на это"):
        move_thread(thread, by=chair, group=other, audience=audience_of(thread, other, by=chair))
