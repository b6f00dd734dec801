"""Whatever happens to the people of a city, on whatever day: what is stored follows from roles."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from coalition import clock
from coalition.models import ApiToken, Invitation, Membership, Place, User
from coalition.permissions import may
from coalition.projection import differences, project
from coalition.verbs import (
    appoint,
    appoint_colleague,
    end_what_ran_out,
    invite,
    issue_token,
    name_deputy,
    release,
    set_term,
    succeed,
)

pytestmark = pytest.mark.django_db
PEOPLE = st.sampled_from(["editor.osh", "approver.osh", "viewer.osh", "admin.osh"])
ROLES = st.sampled_from(["viewer", "editor", "approver", "administrator"])
DAYS = st.integers(0, 4)
REFUSED = (PermissionDenied, ValidationError)
FIRST_DAY = clock.today
later = {"days": 0}


def today():
    return FIRST_DAY() + timedelta(days=later["days"])


def find(name):
    return User.objects.get(email=f"{name}@demo.invalid")


class CitysPeople(RuleBasedStateMachine):
    """People of Osh get roles, terms and deputies, follow each other, leave; days pass."""

    def __init__(self):
        super().__init__()
        later["days"] = 0
        self.osh = Place.objects.get(kind="city", key="osh")
        self.places = list(Place.objects.filter(key__in=("osh", "team-osh")))
        for name in ("editor.osh", "approver.osh", "viewer.osh", "admin.osh"):
            for scope in ("read", "write"):
                issue_token(find(name), by=find(name), name="Ключ", scope=scope)

    def deed(self, work, *args, **kwargs):
        with suppress(*REFUSED), transaction.atomic():
            work(*args, **kwargs)

    def administrator(self):
        """Somebody who may decide today; who stands in decides as well."""
        held = Membership.objects.filter(place=self.osh, role="administrator").in_force(today())
        one = held.select_related("user").order_by("-pk").first()
        return one.user if one else User.system()

    def role_of(self, name, which):
        held = Membership.objects.filter(place=self.osh, user=find(name), released_at=None)
        return held.order_by("pk")[which : which + 1]

    @rule(name=PEOPLE, role=ROLES)
    def come(self, name, role):
        self.deed(appoint, find(name), by=User.system(), place=self.osh, role=role)

    @rule(name=PEOPLE, role=ROLES)
    def get_a_further_role(self, name, role):
        self.deed(appoint_colleague, find(name), by=self.administrator(), place=self.osh, role=role)

    @rule(name=PEOPLE, which=st.integers(0, 1), successor=st.none() | PEOPLE)
    def leave(self, name, which, successor):
        for held in self.role_of(name, which):
            heir = find(successor) if successor else None
            self.deed(release, held, by=self.administrator(), successor=heir)

    @rule(name=PEOPLE, which=st.integers(0, 1), number=st.none() | DAYS)
    def change_the_term(self, name, which, number):
        until = None if number is None else today() + timedelta(days=number)
        for held in self.role_of(name, which):
            if held.role != "administrator":  # who may end by a term; the machine keeps one
                self.deed(set_term, held, by=self.administrator(), until=until)

    @rule(name=PEOPLE, which=st.integers(0, 1), deputy=PEOPLE, first=DAYS, last=DAYS)
    def be_away(self, name, which, deputy, first, last):
        for held in self.role_of(name, which):
            self.deed(
                name_deputy, held, by=self.administrator(), deputy=find(deputy),
                since=today() + timedelta(days=first), until=today() + timedelta(days=last),
            )  # fmt: skip

    @rule(name=PEOPLE, which=st.integers(0, 1), other=PEOPLE, number=DAYS)
    def be_followed(self, name, which, other, number):
        for held in self.role_of(name, which):
            self.deed(
                succeed, held, by=self.administrator(), successor=find(other),
                since=today() + timedelta(days=number),
            )  # fmt: skip

    @rule(name=PEOPLE)
    def invite_somebody(self, name):
        self.deed(invite, f"by.{name}@example.org", by=find(name), place=self.osh, role="viewer")

    @rule(number=st.integers(1, 3))
    def days_pass(self, number):
        later["days"] += number
        end_what_ran_out(by=User.system())  # both are done every hour
        for place in self.places:
            project(place)

    @invariant()
    def what_is_stored_follows_from_roles(self):
        assert list(differences(self.places)) == []

    @invariant()
    def the_city_has_an_administrator_of_its_own(self):
        held = Membership.objects.filter(place=self.osh, role="administrator", stands_in_for=None)
        assert held.in_force(today()).exists()

    @invariant()
    def no_key_and_no_invitation_outlives_what_it_rested_on(self):
        for name in ("editor.osh", "approver.osh", "viewer.osh", "admin.osh"):
            user = find(name)
            if not Membership.objects.filter(user=user).in_force(today()).exists():
                assert not ApiToken.objects.filter(user=user, revoked_at=None).exists()
            if not may(user, "administer", self.osh):
                sent = Invitation.objects.filter(invited_by=user, used_at=None, revoked_at=None)
                assert not sent.exists()


def test_whatever_happens_to_the_people_of_a_city_rights_follow_from_roles(monkeypatch):
    monkeypatch.setattr(clock, "today", today)
    found = settings(
        max_examples=5,
        stateful_step_count=20,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    class Undone(CitysPeople):
        """Each run begins with the same people."""

        def __init__(self):
            self.point = transaction.savepoint()
            super().__init__()

        def teardown(self):
            transaction.savepoint_rollback(self.point)

    run_state_machine_as_test(Undone, settings=found)
