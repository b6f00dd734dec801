from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from coalition import jobs
from coalition.models import Job, Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def laid(person, monkeypatch):
    """Lays a job that does what the test says."""
    monkeypatch.setattr(jobs, "_works", {})
    monkeypatch.setattr(jobs, "TELL_EACH", 0)

    def lay(work, **more) -> Job:
        jobs.register("test", work)
        place = Place.objects.get(kind="city", key="osh")
        return jobs.enqueue("test", by=person("editor.osh"), subject=place, place=place, **more)

    return lay


def refuse(_job, _watch):
    raise ValidationError("Так нельзя.")


def test_a_job_that_waits_is_done_once(laid):
    done = []
    job = laid(lambda *_said: done.append(1))

    jobs.run_waiting()
    jobs.run_waiting()

    job.refresh_from_db()
    assert (done, job.state) == ([1], "done")


def test_a_job_tells_how_far_it_is(laid):
    job = laid(lambda _job, watch: watch.tell(3, 4, "Читаем"))

    jobs.run_waiting()

    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.step) == (3, 4, 75, "Читаем")


def test_a_job_that_is_refused_keeps_the_sentence(laid):
    job = laid(refuse)

    jobs.run_waiting()

    job.refresh_from_db()
    assert (job.state, job.trouble) == ("failed", "Так нельзя.")


def test_a_fault_of_ours_gets_a_number_and_does_not_stop_the_others(laid, caplog):
    first = laid(lambda *_said: 1 / 0)
    second = laid(lambda *_said: 1 / 0)

    assert jobs.run_waiting() == 2
    for job in (first, second):
        job.refresh_from_db()
        assert job.state == "failed"
        assert "Номер ошибки" in job.trouble


def test_a_cancelled_job_stops_where_it_tells(laid, person):
    went_on = []

    def work(job, watch):
        jobs.cancel(job, by=person("editor.osh"))
        watch.tell(1, 2)
        went_on.append(1)

    job = laid(work)
    jobs.run_waiting()

    job.refresh_from_db()
    assert (job.state, went_on) == ("cancelled", [])


@pytest.mark.parametrize("name", ["viewer.osh", "editor.dushanbe", "reviewer"])
def test_a_job_is_cancelled_by_its_person_and_the_editors_of_its_place(laid, person, name):
    job = laid(refuse)

    with pytest.raises(PermissionDenied):
        jobs.cancel(job, by=person(name))


def silent(job: Job, tries: int) -> None:
    """As a process leaves a job when it dies."""
    Job.objects.filter(pk=job.pk).update(
        state="running", tries=tries, beat_at=timezone.now() - timedelta(hours=1)
    )


def test_a_job_of_a_process_that_died_is_taken_up_again(laid):
    done = []
    job = laid(lambda *_said: done.append(1))
    silent(job, 1)

    jobs.run_waiting()

    assert done == [1]


def test_a_job_whose_process_died_twice_is_given_up_with_a_sentence(laid):
    done = []
    job = laid(lambda *_said: done.append(1))
    silent(job, 2)

    jobs.run_waiting()

    job.refresh_from_db()
    assert (done, job.state) == ([], "failed")
    assert job.trouble


def test_a_job_that_another_process_does_is_left_alone(laid):
    done = []
    job = laid(lambda *_said: done.append(1))
    Job.objects.filter(pk=job.pk).update(state="running", tries=1, beat_at=timezone.now())

    assert jobs.run_waiting() == 0
    assert done == []


def test_the_language_of_a_job_is_that_of_its_person(laid):
    from django.utils.translation import get_language, override  # noqa: PLC0415

    spoken = []
    with override("en"):
        laid(lambda *_said: spoken.append(get_language()))

    jobs.run_waiting()

    assert spoken == ["en"]
