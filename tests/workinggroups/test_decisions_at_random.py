"""Whatever happens in whatever order: one voice per city, a closed decision stays closed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coalition import clock
from coalition.models import User
from tests.workinggroups.deciding import fresh, kinds, opened, person, run_out, seat_everybody
from tests.workinggroups.deciding import with_rules as rules_for
from workinggroups.verbs import (
    begin_round,
    close_decision,
    extend_decision,
    state_position,
    withdraw_decision,
)

VOICES = ("editor.osh", "approver.osh", "editor.dushanbe", "editor.namangan", "member")
WORDS = ("agree", "abstain", "objection", "reservation", "amendment", "for")
STEPS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(VOICES), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(["due", "close", "close", "withdraw", "round", "extend"])),
)


def take(step, decision, people):
    """One step, however it ends."""
    now = fresh(decision)
    later = max(now.closes_at, clock.now()) + timedelta(days=1)
    match step:
        case ("say", who, choice):
            state_position(now, by=people[who], choice=choice, reason="Потому.")
        case ("due",) if now.is_open:
            run_out(now)
        case ("close",):
            close_decision(now, by=User.system())
        case ("withdraw",):
            withdraw_decision(now, by=people["chair"])
        case ("round",):
            begin_round(now, by=people["chair"], question="Так?", text="Иначе.", closes_at=later,
                        version=now.version)  # fmt: skip
        case ("extend",):
            extend_decision(now, by=people["chair"], closes_at=later)


def end_of(decision):
    now = fresh(decision)
    return (now.state, now.result, now.closed_at, now.round, now.text, now.stances.count())


def play(thread, people, mode, steps):
    decision, before = opened(thread, mode), len(kinds(thread))
    ended = None
    for step in steps:
        try:
            with transaction.atomic():
                take(step, decision, people)
        except (ValidationError, PermissionDenied):
            pass
        if ended:
            assert end_of(decision) == ended
        elif not fresh(decision).is_open:
            ended = end_of(decision)
    voices = decision.stances.standing().values("round", "city").annotate(n=Count("pk"))
    assert all(one["n"] == 1 for one in voices)
    log = kinds(thread)[before:]
    closings = log.count("decision.close"), log.count("decision.withdraw")
    withdrawn = fresh(decision).result == "withdrawn"
    assert closings == ((0, 0) if not ended else (0, 1) if withdrawn else (1, 0))


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["consent", "silence"])
def test_random_words_and_deeds_leave_one_voice_per_city_and_one_end(thread, group, mode):
    seat_everybody(group)
    rules_for(group)
    people = {name: person(name) for name in (*VOICES, "chair")}

    @settings(max_examples=25, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(STEPS, max_size=14))
    def sequences(steps):
        with transaction.atomic():
            play(thread, people, mode, steps)
            transaction.set_rollback(True)

    sequences()
