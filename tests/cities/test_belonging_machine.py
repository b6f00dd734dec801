"""Whatever becomes of cities and their people, what is stored follows from their roles."""

from contextlib import suppress
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cities import verbs
from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.permissions import may
from coalition.verbs import appoint, release
from workinggroups.models import Seat, WorkingGroup

pytestmark = pytest.mark.django_db
CITIES = st.sampled_from(["osh", "dushanbe", "khujand"])
NAMES = ("editor", "approver", "viewer", "administrator")
ROLES = st.sampled_from(NAMES)
REFUSED = (PermissionDenied, ValidationError)


class Cities(RuleBasedStateMachine):
    """People come and go; cities join, pause, leave, come back and are renamed."""

    def __init__(self):
        super().__init__()
        self.numbers = count(1)

    def deed(self, do, *args, **how):
        with suppress(*REFUSED), transaction.atomic():
            do(*args, **how)

    def city(self, slug):
        return City.objects.select_related("place").filter(slug=slug).first()

    def administrator(self, city):
        held = Membership.objects.filter(place=city.place, role="administrator")
        found = held.in_force(clock.today()).select_related("user").first()
        return found.user if found else User.system()

    @rule()
    def admit(self):
        self.deed(verbs.provision_city, "khujand", by=User.system(), names={"ru": "Худжанд"},
                  country="TJ", joined_on=clock.today())  # fmt: skip

    @rule(slug=CITIES, role=ROLES, who=st.integers(1, 3))
    def come(self, slug, role, who):
        if city := self.city(slug):
            email = f"machine{who}@sample.invalid"
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            self.deed(appoint, user, by=self.administrator(city), place=city.place, role=role)

    @rule(slug=CITIES, which=st.integers(0, 4))
    def go(self, slug, which):
        if city := self.city(slug):
            held = Membership.objects.filter(place=city.place, released_at=None).order_by("pk")
            for membership in held[which : which + 1]:
                self.deed(release, membership, by=self.administrator(city))

    @rule(slug=CITIES, deed=st.sampled_from(["pause_membership", "leave_coalition"]),
          pages=st.sampled_from(["notice", "closed"]))  # fmt: skip
    def step_away(self, slug, deed, pages):
        if city := self.city(slug):
            self.deed(getattr(verbs, deed), city, by=self.administrator(city), pages=pages,
                      number="1", on=clock.today())  # fmt: skip

    @rule(slug=CITIES)
    def come_back(self, slug):
        if city := self.city(slug):
            self.deed(verbs.resume_membership, city, by=self.administrator(city), number="2",
                      on=clock.today())  # fmt: skip

    @rule(slug=CITIES, kind=st.sampled_from(["city", "authority"]))
    def rename(self, slug, kind):
        if city := self.city(slug):
            name = f"Имя {next(self.numbers)}"
            self.deed(verbs.rename_city, city, by=self.administrator(city), kind=kind,
                      names={"ru": name}, since=clock.today(), act_number="3",
                      act_on=clock.today())  # fmt: skip

    @invariant()
    def rights_follow_from_roles(self):
        call_command("check_rights", verbosity=0)

    @invariant()
    def nobody_writes_for_an_absent_city(self):
        for city in City.objects.exclude(status="member").select_related("place"):
            team = WorkingGroup.objects.get(slug=f"team-{city.slug}")
            for held in Membership.objects.filter(place=city.place).select_related("user"):
                user = User.objects.get(pk=held.user_id)
                assert not any(may(user, right, city) for right in ("edit", "approve", "review"))
                assert not may(user, "post", team)
            assert not Seat.objects.open().filter(city=city).exists()


def test_rights_follow_whatever_becomes_of_cities():
    def fresh():
        transaction.set_rollback(False)
        transaction.savepoint_rollback(begun[0])
        begun[0] = transaction.savepoint()
        return Cities()

    begun = [transaction.savepoint()]
    run_state_machine_as_test(
        fresh,
        settings=settings(
            max_examples=5, stateful_step_count=14, deadline=None, derandomize=True,
            database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
