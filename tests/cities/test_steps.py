"""Every deed x every person x every state of an application: who may, who is refused, what follows.

The table here is written out by hand and independent of `cities.steps`, which it checks.
"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities import verbs
from cities.models import Applicant, Application, City, Question
from cities.steps import WrongMoment, deeds_for
from coalition import clock
from coalition.models import Place, User
from coalition.verbs import appoint, release
from tests.cities.applying import (
    ACT,
    ALL_THERE,
    COPIES,
    application_in,
    filled,
    holder,
    pdf,
    people,
)

pytestmark = pytest.mark.django_db

STATES = ["draft", "received", "returned", "complete", "notified", "consultations", "signed",
          "copies_sent", "withdrawn"]  # fmt: skip

OSH_PEOPLE = ["viewer.osh", "editor.osh", "approver.osh", "admin.osh"]
NOBODY = ["visitor", "stranger_with_a_wrong_link", "another_applicant", "without_a_role",
          "released_secretariat", "chair", "member", "reviewer"]  # fmt: skip
EVERYBODY = ["applicant", *OSH_PEOPLE, *NOBODY, "keeper", "secretariat"]


def same(*states: str) -> dict[str, str]:
    """A deed that leaves the application where it is."""
    return {state: state for state in states}


# {deed: (whose, {state: what the application is then})}
TABLE = {
    "save": ("applicant", {"draft": "draft", "returned": "returned"}),
    "submit": ("applicant", {"draft": "received", "returned": "received"}),
    "withdraw": (
        "applicant",
        dict.fromkeys(
            ["draft", "received", "returned", "complete", "notified", "consultations"], "withdrawn"
        ),
    ),
    "mark": ("secretariat", {"received": "received"}),
    "ask": ("secretariat", same("received", "complete", "notified", "consultations")),
    "answer": ("applicant", same("received", "returned", "complete", "notified", "consultations")),
    "close_question": (
        "secretariat",
        same("received", "returned", "complete", "notified", "consultations"),
    ),
    "return": ("secretariat", {"received": "returned"}),
    "check_complete": ("secretariat", {"received": "complete"}),
    "notify": ("secretariat", {"complete": "notified"}),
    "speak": ("approver.osh", {"notified": "notified", "consultations": "consultations"}),
    "extend": ("secretariat", same("notified", "consultations")),
    "open_consultations": ("secretariat", {"notified": "consultations"}),
    "record_act": ("keeper", {"notified": "signed", "consultations": "signed"}),
    "send_copies": ("keeper", {"signed": "copies_sent"}),
    "confirm_receipt": ("keeper", same("signed", "copies_sent")),
    "take_back": ("applicant", same("withdrawn")),
}


def do(deed: str, application: Application, by: object) -> object:
    """One deed with everything right about it except, perhaps, the person and the moment."""
    osh = City.objects.select_related("place").get(slug="osh")
    if deed == "confirm_receipt":
        copy = application.copies.first()
        if copy is None:
            raise WrongMoment("no copies yet") if by == people("keeper") else PermissionDenied
        return verbs.confirm_receipt(copy, by=by, received_on=COPIES["certified_on"])
    question = application.questions.first()
    doings = {
        "mark": lambda: verbs.mark_points(application, by=by, marks=ALL_THERE),
        "ask": lambda: verbs.ask_question(application, by=by, text="Когда?"),
        "answer": lambda: verbs.answer_question(question, by=by, text="Завтра"),
        "close_question": lambda: verbs.close_question(question, by=by),
        "extend": lambda: verbs.extend_positions(
            application, by=by, until=date(2027, 3, 1), reason="Праздники"
        ),
        "take_back": lambda: verbs.take_back_files(application, by=by),
        "save": lambda: verbs.save_task(
            application, by=by, task="reasons", version=1, values={"motivation": "Иначе"}
        ),
        "submit": lambda: verbs.submit_application(application, by=by),
        "withdraw": lambda: verbs.withdraw_application(application, by=by),
        "return": lambda: verbs.return_application(
            application, by=by, missing="Письмо не подписано."
        ),
        "check_complete": lambda: verbs.check_complete(application, by=by),
        "notify": lambda: verbs.notify_parties(application, by=by),
        "speak": lambda: verbs.speak(application, by=by, city=osh, kind="support"),
        "open_consultations": lambda: verbs.open_consultations(application, by=by),
        "record_act": lambda: verbs.record_signed_act(application, by=by, scan=pdf(), **ACT),
        "send_copies": lambda: verbs.send_copies(application, by=by, **COPIES),
    }
    return doings[deed]()


def cast(application: Application) -> dict[str, object]:
    """Everybody the table asks about."""
    other = filled("other@sample.invalid")
    former = User.objects.create_user("former@sample.invalid")
    held = appoint(former, by=User.system(), place=Place.coalition(), role="secretariat")
    release(held, by=User.system())
    return {
        "visitor": AnonymousUser(),
        "stranger_with_a_wrong_link": Applicant(application, "no such secret"),
        "another_applicant": holder(other),
        "applicant": holder(application),
        "without_a_role": User.objects.create_user("nobody@sample.invalid"),
        "released_secretariat": former,
        **{
            name: User.objects.get_or_create(email=f"{name}@demo.invalid")[0]
            for name in EVERYBODY
            if "." in name or name in ("chair", "member", "reviewer", "keeper", "secretariat")
        },
    }


def ready(state: str) -> Application:
    """An application with what its deeds need: marks, a question, a first copy."""
    application = application_in(state)
    secretariat = people("secretariat")
    if state == "received":
        verbs.mark_points(application, by=secretariat, marks=ALL_THERE)
    Question.objects.create(
        application=application, text="Сколько?", asked_by=secretariat, asked_at=clock.now()
    )
    if state == "signed":
        osh = City.objects.get(slug="osh")
        verbs.note_copies(application.act, by=people("keeper"), cities=[osh], **COPIES)
    return application


def outcome(deed: str, application: Application, by: object) -> str:
    """What came of a deed: the new state, or how it was refused; nothing of it stays."""
    point = transaction.savepoint()
    try:
        do(deed, application, by)
        return Application.objects.get(pk=application.pk).state
    except PermissionDenied:
        return "not theirs"
    except WrongMoment:
        return "not now"
    finally:
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("state", STATES)
def test_every_deed_of_every_person_comes_out_as_the_table_says(state):
    application = ready(state)
    everybody = cast(application)
    came, wanted = {}, {}

    for deed, (whose, way) in TABLE.items():
        for name, by in everybody.items():
            came[deed, name] = outcome(deed, application, by)
            if name != whose:
                wanted[deed, name] = "not theirs"
            elif state in way:
                wanted[deed, name] = way[state]
            elif state in way.values() and deed != "speak":
                wanted[deed, name] = state  # the same form twice changes nothing
            else:
                wanted[deed, name] = "not now"

    assert {key: value for key, value in came.items() if value != wanted[key]} == {}
    assert len(came) == len(TABLE) * len(EVERYBODY)


@pytest.mark.parametrize("state", STATES)
def test_the_pages_offer_exactly_the_deeds_the_table_allows(state):
    application = application_in(state)

    offered = {name: deeds_for(by, application) for name, by in cast(application).items()}

    assert offered == {
        name: {deed for deed, (whose, way) in TABLE.items() if whose == name and state in way}
        for name in offered
    }


@pytest.mark.parametrize("state", STATES)
def test_whoever_lists_an_application_may_see_it_and_nobody_else(state):
    application = application_in(state)
    everybody = cast(application)

    seen_by = {
        name
        for name, by in everybody.items()
        if not isinstance(by, Applicant)
        and Application.objects.visible_to(by).filter(pk=application.pk).exists()
    }

    assert seen_by == {
        name
        for name, by in everybody.items()
        if not isinstance(by, Applicant) and application.is_visible_to(by)
    }
    told = {"approver.osh", "admin.osh"} if application.notified_at else set()
    received = {"keeper"} if application.submitted_at else set()
    assert seen_by == {"secretariat"} | told | received


def test_the_approver_of_a_city_that_left_no_longer_speaks():
    application = application_in("notified")
    City.objects.filter(slug="osh").update(status="left")

    with pytest.raises(PermissionDenied):
        do("speak", application, people("approver.osh"))

    assert not application.voices.exists()


def test_the_approver_of_one_city_does_not_speak_for_another():
    application = application_in("notified")

    with pytest.raises(PermissionDenied):
        verbs.speak(
            application,
            by=people("approver.osh"),
            city=City.objects.select_related("place").get(slug="dushanbe"),
            kind="support",
        )
