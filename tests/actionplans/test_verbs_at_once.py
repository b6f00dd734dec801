"""Two people, or one person twice, at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from actionplans import verbs
from actionplans.models import MeasureDraft, ProgressUpdate
from coalition.errors import Conflict
from coalition.models import User
from tests.actionplans.planning import draft, report

pytestmark = pytest.mark.usefixtures("committed")


def at_once(deed, times: int = 4) -> list[str]:
    """What came of the same deed begun several times together."""

    def one(_number: int) -> str:
        try:
            deed()
        except Conflict:
            return "conflict"
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return sorted(threads.map(one, range(times)))


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.invalid")


def test_one_report_sent_four_times_at_once_is_one_report():
    key = uuid.uuid4()

    came = at_once(lambda: report("OSH-03", person("editor.osh"), key=key))

    assert came == ["done"] * 4
    assert ProgressUpdate.objects.filter(key=key).count() == 1


def test_of_four_reports_at_once_one_waits():
    came = at_once(lambda: report("OSH-03", person("editor.osh")))

    assert came == ["conflict"] * 3 + ["done"]


def test_of_four_drafts_of_one_measure_at_once_one_waits():
    came = at_once(lambda: draft("OSH-03", person("editor.osh")))

    assert came == ["conflict"] * 3 + ["done"]
    assert MeasureDraft.objects.open().filter(measure__code="OSH-03").count() == 1


def test_one_draft_adopted_four_times_at_once_gives_one_edition():
    waiting = draft("OSH-03", person("editor.osh"))

    came = at_once(
        lambda: verbs.adopt_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting])
    )

    assert came == ["conflict"] * 3 + ["done"]
    assert waiting.plan.editions.count() == 2
