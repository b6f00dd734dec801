"""Whatever is done to the people of a group, what is stored follows from their roles."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.verbs import appoint, release
from tests.workinggroups.meeting import call_off_all
from workinggroups.models import Seat, WorkingGroup
from workinggroups.verbs import (
    finish_group,
    hand_over_chair,
    resume_group,
    seat_delegate,
    unseat_delegate,
)

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["editor.osh", "approver.osh", "viewer.osh", "member", "reviewer"])
ROLES = st.sampled_from(["member", "secretary", "guest", "observer", "chair"])
REFUSED = (PermissionDenied, ValidationError)


def find(name):
    return User.objects.get(email=f"{name}@demo.invalid")


class People(RuleBasedStateMachine):
    """People come into the group, speak for Osh, leave; the group ends and begins."""

    def __init__(self):
        super().__init__()
        self.group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
        self.osh = City.objects.select_related("place").get(slug="osh")
        call_off_all(self.group, find("chair"))  # else it would not end

    def held(self, name):
        places = (self.group.place, self.osh.place)
        return Membership.objects.filter(user=find(name), place__in=places).in_force(clock.today())

    @rule(name=PEOPLE, role=ROLES)
    def come(self, name, role):
        appoint(find(name), by=User.system(), place=self.group.place, role=role)

    @rule(name=PEOPLE, which=st.integers(0, 2))
    def leave(self, name, which):
        held = self.held(name).order_by("pk")[which : which + 1]
        for membership in held:
            release(membership, by=User.system())

    @rule(name=PEOPLE, stands_in=st.booleans())
    def speak(self, name, stands_in):
        self.group.refresh_from_db()
        with suppress(*REFUSED), transaction.atomic():
            seat_delegate(self.group, by=find("admin.osh"), city=self.osh, user=find(name),
                          is_alternate=stands_in)  # fmt: skip

    @rule()
    def fall_silent(self):
        for seat in Seat.objects.open().filter(group=self.group)[:1]:
            unseat_delegate(seat, by=find("admin.osh"))

    @rule(name=PEOPLE)
    def lead(self, name):
        with suppress(*REFUSED), transaction.atomic():
            hand_over_chair(self.group, by=find("secretariat"), user=find(name))

    @rule(ends=st.booleans())
    def end_or_begin(self, ends):
        by = find("secretariat")
        if ends:
            finish_group(self.group, by=by, closing={"ru": "Всё."})
        else:
            resume_group(self.group, by=by)

    @invariant()
    def rights_follow_from_roles(self):
        call_command("check_rights")

    @invariant()
    def who_speaks_for_a_city_is_of_the_city_and_in_the_group(self):
        for seat in Seat.objects.open().filter(group=self.group).select_related("user"):
            own = Membership.objects.filter(user=seat.user).in_force(clock.today())
            assert own.filter(place=self.group.place).exists()
            assert own.filter(place=self.osh.place).exclude(role="reviewer").exists()


def test_rights_follow_from_roles_whatever_is_done():
    def fresh():
        transaction.set_rollback(False)
        transaction.savepoint_rollback(begun[0])
        begun[0] = transaction.savepoint()
        return People()

    begun = [transaction.savepoint()]
    run_state_machine_as_test(
        fresh,
        settings=settings(
            max_examples=4, stateful_step_count=12, deadline=None, derandomize=True,
            database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
