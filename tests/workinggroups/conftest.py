"""What tests of groups begin with."""

import uuid

import pytest

from coalition import afterwards
from tests.workinggroups.meeting import planned
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import post_reply


@pytest.fixture
def group():
    """The illustrative group of the chair and the member."""
    return WorkingGroup.objects.select_related("place").get(slug="early-warning")


@pytest.fixture
def thread(group):
    """Its thread about mudflows at night, with seven posts."""
    return Thread.objects.select_related("group__place").filter(group=group).order_by("pk").first()


@pytest.fixture
def chair(person):
    """Who leads the group."""
    return person("chair")


@pytest.fixture
def meeting(group, chair):
    """A meeting of the group, in ten days."""
    return planned(group, chair)


@pytest.fixture
def past(group, chair):
    """A meeting of the group, three days ago."""
    return planned(group, chair, days=-3)


@pytest.fixture
def say(person):
    """Somebody writes, and people hear of it: say(thread, "member", "Слышно ли сирену?")."""

    def post(thread, who="member", body="Слышно ли сирену?", **more):
        said = post_reply(thread, by=person(who), body=body, key=uuid.uuid4(), **more)[0]
        afterwards.look()
        said.untold = False
        return said

    return post


@pytest.fixture
def quiet(settings):
    """No heartbeat and no sweep but those a test asks for; posts as fast as they come."""
    settings.HEARTBEAT = settings.SESSION_SWEEP = 3600
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 10_000}
