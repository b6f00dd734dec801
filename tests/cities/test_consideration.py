"""Completeness, questions, positions and whose turn it is, as the verbs keep them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities import verbs
from cities.checklist import points
from cities.models import Applicant, Application, City, PositionsAsked
from cities.positions import positions
from cities.steps import Who
from cities.turn import turns, waiting_for, with_turns
from coalition import clock
from coalition.models import Letter
from tests.cities.applying import ACT, ALL_THERE, application_in, holder, pdf, people
from tests.cities.registering import rules

pytestmark = pytest.mark.django_db


def osh() -> City:
    return City.objects.select_related("place").get(slug="osh")


def whose(application: Application) -> list[Who]:
    """The sides that are awaited."""
    found = with_turns(Application.objects.filter(pk=application.pk)).get()
    return [turn.who for turn in turns(found, list(City.objects.members()))]


def passed(application: Application) -> None:
    """The day by which positions are asked for is behind us."""
    PositionsAsked.objects.filter(application=application).update(
        asked_by=clock.today() - timedelta(days=1)
    )


def last_letter(to: str) -> Letter:
    return Letter.objects.filter(to=to).latest("pk")


# --- completeness


def test_complete_names_the_points_nobody_has_marked_there():
    application = application_in("received")
    marks = {**ALL_THERE, "letter": ("no", "Нет печати"), "reasons": ("", "")}
    verbs.mark_points(application, by=people("secretariat"), marks=marks)

    with pytest.raises(ValidationError) as refusal:
        verbs.check_complete(application, by=people("secretariat"))

    assert refusal.value.messages == [
        "Пока не отмечено «есть»: зачем город присоединяется, подписанное письмо и согласия."
    ]


def test_a_mark_says_who_made_it_and_stays_when_it_is_made_again():
    application = application_in("received")
    for _time in range(2):
        changed = verbs.mark_points(
            application, by=people("secretariat"), marks={"letter": ("question", "Чья подпись?")}
        )

    mark = application.marks.get()
    assert (mark.found, mark.note, mark.marked_by) == (
        "question", "Чья подпись?", people("secretariat"),
    )  # fmt: skip
    assert changed == []


def test_a_mark_is_older_than_what_the_city_has_changed_since():
    application = application_in("received")
    verbs.mark_points(application, by=people("secretariat"), marks=ALL_THERE)
    verbs.return_application(application, by=people("secretariat"), missing="Год населения")
    application = verbs.save_task(
        application, by=holder(application), task="reasons", version=1,
        values={"motivation": "Иначе"},
    )  # fmt: skip

    assert {point.changed_since for point in points(application)} == {True}


# --- questions


def test_every_answer_of_the_city_stays():
    application = application_in("received")
    question = verbs.ask_question(application, by=people("secretariat"), text="Чья это подпись?")
    for text in ("Мэра", "Первого заместителя", "Первого заместителя"):
        verbs.answer_question(question, by=holder(application), text=text)

    assert [answer.text for answer in question.answers.all()] == ["Первого заместителя", "Мэра"]
    question.refresh_from_db()
    assert question.state == "answered"


def test_a_question_and_its_answer_go_by_letter_both_ways():
    application = application_in("received")
    question = verbs.ask_question(application, by=people("secretariat"), text="Чья подпись?")
    asked = last_letter(application.email)
    verbs.answer_question(question, by=holder(application), text="Мэра города")

    assert "Чья подпись?" in asked.body
    assert application.path in asked.body
    assert "Мэра города" in last_letter("secretariat@demo.invalid").body


def test_a_closed_question_takes_no_answer():
    application = application_in("received")
    question = verbs.ask_question(application, by=people("secretariat"), text="Когда?")
    verbs.close_question(question, by=people("secretariat"))

    with pytest.raises(ValidationError, match="закрыт"):
        verbs.answer_question(question, by=holder(application), text="Завтра")


def test_an_empty_question_is_refused():
    with pytest.raises(ValidationError):
        verbs.ask_question(application_in("received"), by=people("secretariat"), text=" ")


# --- positions


def test_the_parties_are_asked_for_thirty_days_and_no_rules_are_named():
    application = application_in("notified")

    assert application.notice.asked_by == clock.today() + timedelta(days=30)
    letter = last_letter("approver.osh@demo.invalid").body
    assert "не считается согласием" in letter
    assert "по правилам" not in letter


def test_the_day_passes_and_by_itself_changes_nothing():
    application = application_in("notified")
    passed(application)

    assert {said.silence for said in positions(application)} == {"позиция не поступила"}
    assert whose(application) == [Who.PARTY]


def test_silence_counts_only_by_registered_rules_after_their_day():
    rules(days=14, number="ПП-2")
    application = application_in("notified")
    asked_by = application.notice.asked_by
    before = {said.silence for said in positions(application)}
    letter = last_letter("approver.osh@demo.invalid").body
    passed(application)

    assert asked_by == clock.today() + timedelta(days=14)
    assert "считается согласием по правилам № ПП-2" in letter
    assert before == {"позиция не поступила"}
    assert {said.silence for said in positions(application)} == {
        "не получена; по правилам № ПП-2 считается согласием"
    }
    assert whose(application) == [Who.KEEPER]


def test_silence_of_a_city_that_was_not_asked_says_nothing():
    rules(days=14)
    application = application_in("notified")
    late = application_in("notified", email="late@sample.invalid", name_ru="Поздний город")
    joined = verbs.record_signed_act(late, by=people("keeper"), scan=pdf("act.pdf"), **ACT)
    letter = {"number": "1", "on": clock.today()}
    verbs.pause_membership(osh(), by=people("admin.osh"), pages="notice", **letter)
    verbs.resume_membership(osh(), by=people("admin.osh"), **letter)
    passed(application)

    said = {one.city.slug: one.silence for one in positions(application)}
    assert {said[joined.slug], said["osh"]} == {"позиция не поступила"}
    assert "считается согласием" in said["dushanbe"]


def test_rules_that_ended_before_the_day_count_nobodys_silence():
    kept = rules(days=14)
    application = application_in("notified")
    verbs.end_registered_rules(kept, by=people("keeper"))

    notice = PositionsAsked.objects.get(application=application)
    assert not notice.counts_silence(notice.asked_by + timedelta(days=1))


def test_rules_without_days_are_no_procedure_by_silence():
    rules(days=None)

    assert application_in("notified").notice.rules is None


def test_rules_registered_after_the_notice_do_not_reach_back():
    application = application_in("notified")
    rules(days=14)
    passed(application)

    assert {said.silence for said in positions(application)} == {"позиция не поступила"}


def test_more_time_keeps_the_old_day_with_the_reason_and_is_told():
    application = application_in("notified")
    day = application.notice.asked_by + timedelta(days=10)
    verbs.extend_positions(application, by=people("secretariat"), until=day, reason="Праздники")

    move = application.notice.moves.get()
    assert (move.was, move.became, move.reason) == (day - timedelta(days=10), day, "Праздники")
    assert "Праздники" in last_letter("approver.osh@demo.invalid").body
    assert "Праздники" in last_letter(application.email).body


@pytest.mark.parametrize("days", [-1, 0, 30])
def test_a_day_that_is_not_later_is_no_extension(days):
    application = application_in("notified")

    with pytest.raises(ValidationError):
        verbs.extend_positions(
            application, by=people("secretariat"), reason="Так",
            until=clock.today() + timedelta(days=days),
        )  # fmt: skip


def test_the_secretariat_is_told_of_a_wish_for_consultations():
    application = application_in("notified")
    verbs.speak(application, by=people("approver.osh"), city=osh(), kind="needs_consultation",
                text="Как?")  # fmt: skip

    assert "просит консультаций" in last_letter("secretariat@demo.invalid").subject
    assert whose(application)[0] is Who.SECRETARIAT


def test_an_act_is_recorded_once_a_party_that_asked_has_changed_its_position():
    application = application_in("notified")
    for kind, text in (("needs_consultation", "Как?"), ("support", "")):
        verbs.speak(application, by=people("approver.osh"), city=osh(), kind=kind, text=text)

    city = verbs.record_signed_act(application, by=people("keeper"), scan=pdf(), **ACT)

    assert city.slug == ACT["slug"]


# --- withdrawal


def test_the_parties_and_the_secretariat_hear_of_a_withdrawal():
    application = application_in("notified")
    verbs.withdraw_application(application, by=holder(application))

    for who in ("secretariat", "approver.osh"):
        assert "отозвал" in last_letter(f"{who}@demo.invalid").subject


def test_files_of_a_withdrawn_application_are_taken_back_and_their_sums_stay():
    application = application_in("withdrawn")

    assert verbs.take_back_files(application, by=holder(application)) == 1
    assert verbs.take_back_files(application, by=holder(application)) == 0

    application.letter.refresh_from_db()
    assert application.letter.withdrawn_at is not None
    assert len(application.letter.sha256) == 64


def test_the_second_person_answers_questions_and_takes_no_files_back():
    application = application_in("received")
    verbs.invite_companion(application, by=holder(application), email="second@sample.invalid")
    companion = application.companions.get()
    second = Applicant(application, companion.secret)
    question = verbs.ask_question(application, by=people("secretariat"), text="Когда?")
    told = last_letter("second@sample.invalid").body

    verbs.answer_question(question, by=second, text="Завтра")
    verbs.withdraw_application(application, by=holder(application))
    with pytest.raises(PermissionDenied):
        verbs.take_back_files(application, by=second)

    assert "Когда?" in told
    assert companion.path in told


# --- whose turn it is

TURNS = {
    "draft": [Who.APPLICANT],
    "received": [Who.SECRETARIAT],
    "returned": [Who.APPLICANT],
    "complete": [Who.SECRETARIAT],
    "notified": [Who.PARTY],
    "consultations": [Who.PARTY],
    "signed": [Who.KEEPER],
    "copies_sent": [Who.KEEPER],
    "withdrawn": [],
}


@pytest.mark.parametrize("state", TURNS)
def test_in_every_state_it_is_said_whose_turn_it_is(state):
    assert whose(application_in(state)) == TURNS[state]


def test_an_open_question_puts_the_turn_with_the_city_and_an_answer_back():
    application = application_in("received")
    question = verbs.ask_question(application, by=people("secretariat"), text="Когда?")
    asked = whose(application)
    verbs.answer_question(question, by=holder(application), text="Завтра")

    assert asked == [Who.APPLICANT, Who.SECRETARIAT]
    assert whose(application) == [Who.SECRETARIAT, Who.SECRETARIAT]


def test_when_all_parties_have_spoken_the_act_is_awaited():
    application = application_in("notified")
    for city in City.objects.members().select_related("place"):
        verbs.speak(application, by=people(f"approver.{city.slug}"), city=city, kind="support")

    assert whose(application) == [Who.KEEPER]
    assert "все Стороны сообщили" in last_letter("keeper@demo.invalid").subject


@pytest.mark.parametrize(
    ("name", "state", "waits"),
    [
        ("secretariat", "received", True),
        ("keeper", "received", False),
        ("keeper", "signed", True),
        ("approver.osh", "notified", True),
        ("admin.osh", "notified", False),
        ("editor.osh", "notified", False),
        ("reviewer", "notified", False),
    ],
)
def test_what_waits_for_whom(name, state, waits):
    application = application_in(state)

    found = {one.application.pk for one in waiting_for(people(name))}

    assert (application.pk in found) is waits


def test_a_party_that_has_spoken_is_not_waited_for():
    application = application_in("notified")
    verbs.speak(application, by=people("approver.osh"), city=osh(), kind="support")

    assert application.pk not in {one.application.pk for one in waiting_for(people("approver.osh"))}
