"""Every deed x every person x every state of a report: who may, who is refused, what follows.

The table here is written out by hand and independent of `actionplans.steps`, which it checks.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from actionplans import verbs
from actionplans.models import CityReport
from actionplans.steps import WrongMoment, deeds_for
from coalition.models import User
from tests.actionplans.rounds import a_part, ask, fresh, people, report_in

pytestmark = pytest.mark.django_db

STATES = ["open", "submitted", "clarification", "answered", "closed"]
SENT = STATES[1:]
CITY = ["viewer.osh", "editor.osh", "approver.osh", "admin.osh"]
OTHERS = ["viewer.dushanbe", "editor.dushanbe", "approver.dushanbe", "admin.dushanbe",
          "chair", "member", "keeper", "secretariat"]  # fmt: skip
EVERYBODY = [*CITY, *OTHERS, "reviewer", "stranger"]

APPROVER, EDITOR, REVIEWER = ({"approver.osh"}, {"approver.osh", "editor.osh"}, {"reviewer"})
# {deed: (whose, {state: what the report is then})}
TABLE = {
    "submit": (APPROVER, {"open": "submitted"}),
    "take_back": (APPROVER, {"submitted": "open"}),
    "propose": (REVIEWER, {"submitted": "submitted", "answered": "answered"}),
    "send_proposals": (REVIEWER, dict.fromkeys(["submitted", "answered"], "clarification")),
    "answer": (EDITOR, {"clarification": "clarification"}),
    "send_answers": (APPROVER, {"clarification": "answered"}),
    "state_position": (APPROVER, dict.fromkeys(["clarification", "answered"], "closed")),
    "close": (REVIEWER, dict.fromkeys(["submitted", "answered"], "closed")),
    "correct": (APPROVER, {"closed": "closed"}),
    "note": (REVIEWER, {state: state for state in SENT}),
    "recuse": (REVIEWER, {state: state for state in SENT}),
}


def do(deed: str, report: CityReport, by: User) -> object:
    """One deed with everything right about it except, perhaps, the person and the moment."""
    remarks = {one.pk: one.version for one in report.remarks.filter(state="sent")}
    words = dict.fromkeys(remarks, "Двенадцать домов.")
    doings = {
        "submit": lambda: verbs.submit_report(report, by=by),
        "take_back": lambda: verbs.take_report_back(report, by=by),
        "propose": lambda: verbs.propose(report, by=by, part=a_part(report), text="Почему?"),
        "send_proposals": lambda: verbs.send_proposals(report, by=by),
        "answer": lambda: verbs.answer_proposals(report, by=by, words=words, versions=remarks),
        "send_answers": lambda: verbs.send_answers(report, by=by, words=words, versions=remarks),
        "state_position": lambda: verbs.state_position(report, by=by, position="Иначе."),
        "close": lambda: verbs.close_report(report, by=by),
        "correct": lambda: verbs.add_correction(report, by=by, text="Двенадцать, не десять."),
        "note": lambda: verbs.write_review_note(report, by=by, text="Спросить позже."),
        "recuse": lambda: verbs.recuse(report, by=by, reason="Работал в городе."),
    }
    return doings[deed]()


def whoever(name: str) -> User:
    if name == "stranger":
        return User.objects.get_or_create(email="stranger@demo.invalid")[0]
    return people(name)


@pytest.mark.parametrize("state", STATES)
def test_every_deed_of_everybody_is_allowed_or_refused_as_the_table_says(state):
    report = report_in(state)
    wrong = []
    for deed, (whose, ways) in TABLE.items():
        if deed == "send_proposals" and state in ways:
            ask(report)
        for name in EVERYBODY:
            wanted = ways.get(state, "wrong moment") if name in whose else "refused"
            by = whoever(name)
            if (deed in deeds_for(by, fresh(report))) != (wanted in STATES):
                wrong.append(f"{name}: the page offers {deed} wrongly in {state}")
            with transaction.atomic():
                try:
                    do(deed, fresh(report), by)
                    got = fresh(report).state
                except PermissionDenied:
                    got = "refused"
                except WrongMoment:
                    got = "wrong moment"
                transaction.set_rollback(True)
            if got != wanted:
                wrong.append(f"{name} {deed} in {state}: {got}, not {wanted}")
        report.remarks.filter(state="draft").delete()

    assert wrong == []
