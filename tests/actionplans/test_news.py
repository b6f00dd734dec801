"""Lines of the notification centre that deeds on plans and reports write."""

import pytest

from actionplans import verbs
from coalition.models import Notification
from coalition.notifications import lines_of, sentence
from tests.actionplans.planning import draft, report
from tests.actionplans.rounds import report_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(person):
    """told("editor.osh"): the sentences in a person's centre, with where they lead."""
    Notification.objects.all().delete()

    def lines(name):
        return [(sentence(line), line.path) for line in lines_of(person(name))]

    return lines


def test_the_author_of_a_returned_change_is_told(person, told):
    waiting = draft("OSH-03", person("editor.osh"))

    verbs.return_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting], note="Уточните")

    [(words, path)] = told("editor.osh")
    assert words.startswith("Правка вернулась с пояснением: ")
    assert path == "/work/city/osh/measure/OSH-03/"
    assert told("approver.osh") == []


def test_the_author_of_a_returned_report_is_told(person, told):
    said = report("OSH-03", person("editor.osh"))

    verbs.return_update(said, by=person("approver.osh"), note="Уточните")

    [(words, path)] = told("editor.osh")
    assert "OSH-03" in words
    assert path == "/work/city/osh/update/OSH-03/"


def test_a_citys_people_are_told_of_proposals_for_clarification(told):
    asked = report_in("clarification")

    for name in ("editor.osh", "approver.osh"):
        assert told(name) == [
            (f"1 предложение к уточнению отчёта за {asked.round}",
             f"/work/city/osh/rounds/{asked.pk}/"),
        ]  # fmt: skip
    assert told("editor.dushanbe") == []


def test_every_line_leads_to_a_page(person, signed_in, told):
    waiting = draft("OSH-03", person("editor.osh"))
    verbs.return_drafts(waiting.plan, by=person("approver.osh"), drafts=[waiting], note="Уточните")
    verbs.return_update(report("OSH-05", person("editor.osh")), by=person("approver.osh"), note="?")
    report_in("clarification")

    pages = {signed_in("editor.osh").get(path).status_code for _w, path in told("editor.osh")}

    assert pages == {200}
