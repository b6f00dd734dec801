from datetime import timedelta

import pytest
from django.utils import timezone

from coalition import periodic
from coalition.models import Rhythm

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    """A loop with no jobs but those of the test."""
    monkeypatch.setattr(periodic, "_jobs", {})
    return periodic


def test_a_job_is_done_when_it_is_due(jobs):
    done = []
    jobs.register("count", 60, lambda: done.append(1))

    jobs.run_due()

    assert done == [1]


def test_a_job_waits_for_its_time(jobs):
    done = []
    jobs.register("count", 60, lambda: done.append(1))
    jobs.run_due()

    jobs.run_due()

    assert done == [1]


def test_a_job_another_process_has_taken_is_left_alone(jobs):
    done = []
    jobs.register("count", 60, lambda: done.append(1))
    Rhythm.objects.create(job="count", due_at=timezone.now() + timedelta(minutes=1))

    jobs.run_due()

    assert done == []


def test_a_broken_job_does_not_stop_the_others(jobs, caplog):
    done = []
    jobs.register("broken", 60, lambda: 1 / 0)
    jobs.register("sound", 60, lambda: done.append(1))

    jobs.run_due()

    assert done == [1]


def test_the_trouble_of_a_broken_job_is_kept(jobs, caplog):
    jobs.register("broken", 60, lambda: 1 / 0)

    jobs.run_due()

    assert "ZeroDivisionError" in Rhythm.objects.get(job="broken").trouble
