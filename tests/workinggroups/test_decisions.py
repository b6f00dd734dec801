"""Questions put to the cities: opening, answering, rewording, closing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition import clock
from coalition.errors import Conflict
from coalition.models import JournalEntry, Letter, Notification, User
from tests.workinggroups.deciding import (
    city_of,
    fresh,
    kinds,
    opened,
    person,
    run_out,
    seat,
    seat_everybody,
    with_rules,
)
from workinggroups.models import Decision, Seat, Stance
from workinggroups.verbs import (
    ThreadClosed,
    amend_decision,
    begin_round,
    close_decision,
    close_due_decisions,
    close_thread,
    end_rules,
    extend_decision,
    remind_of_decisions,
    state_position,
    unseat_delegate,
    withdraw_decision,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated(group):
    seat_everybody(group)
    return group


@pytest.fixture
def decision(thread, seated):
    return opened(thread)


def say(decision, who, choice, reason=""):
    return state_position(decision, by=person(who), choice=choice, reason=reason)


def closed(decision):
    close_decision(run_out(decision), by=User.system())
    return fresh(decision)


# --- opening


def test_an_opened_question_is_an_event_a_journal_entry_and_news(decision, thread, person):
    assert kinds(thread)[-1] == "decision.open"
    assert JournalEntry.objects.filter(deed="decision.opened").exists()
    assert Notification.objects.filter(user=person("member"), kind="decision_opened").exists()


def test_the_letter_to_the_voices_has_the_deadline_in_its_subject(decision, person):
    letter = Letter.objects.get(to=person("editor.osh").email, subject__contains="Ответ до")

    assert "(Ош, UTC+6)" in letter.subject
    assert decision.text in letter.body


def test_the_event_says_no_words(decision, thread):
    event = thread.events.latest("seq")

    assert event.data == {"decision": decision.pk, "round": 1, "change": "opened"}


def test_a_question_is_not_opened_while_no_city_has_a_voice(thread):
    with pytest.raises(ValidationError, match="представителя"):
        opened(thread)


def test_a_question_is_not_opened_in_a_closed_thread(thread, seated, person):
    close_thread(thread, by=person("chair"), words="Всё.")

    with pytest.raises(ThreadClosed):
        opened(thread)


def test_a_thread_stays_open_while_the_cities_are_asked_in_it(decision, thread, person):
    with pytest.raises(ValidationError, match="открыт вопрос к городам"):
        close_thread(thread, by=person("chair"), words="Всё.")

    thread.refresh_from_db()
    assert thread.closed_at is None


def test_the_page_says_why_a_thread_with_an_open_question_is_not_closed(
    decision, thread, signed_in
):
    page = signed_in("chair").get(f"/work/threads/{thread.pk}/").content.decode()

    assert "когда города ответят или вопрос будет снят" in page
    assert f"/work/threads/{thread.pk}/close/" not in page


def test_a_deadline_in_the_past_is_refused(thread, seated):
    with pytest.raises(ValidationError, match="уже прошёл"):
        opened(thread, closes_at=clock.now() - timedelta(seconds=1))


def test_silence_is_refused_without_rules_of_procedure(thread, seated):
    with pytest.raises(ValidationError, match="правила процедуры"):
        opened(thread, "silence")


def test_silence_is_refused_once_the_rules_are_out_of_force(thread, seated, person):
    end_rules(with_rules(seated), by=person("chair"))

    with pytest.raises(ValidationError, match="правила процедуры"):
        opened(thread, "silence")


def test_a_silence_shorter_than_a_day_is_refused(thread, seated):
    with_rules(seated)

    with pytest.raises(ValidationError, match="24 часов"):
        opened(thread, "silence", closes_at=clock.now() + timedelta(hours=23, minutes=59))


def test_a_majority_decides_nothing_but_dates_and_the_chair(thread, seated):
    with pytest.raises(ValidationError, match="Простым большинством"):
        opened(thread, "majority", about="")


# --- answering


def test_a_city_says_its_word_and_its_journal_knows(decision, thread):
    stance = say(decision, "editor.osh", "agree")

    assert (stance.city, stance.round, stance.is_current) == (city_of("osh"), 1, True)
    assert kinds(thread)[-1] == "decision.stance"
    assert JournalEntry.objects.filter(city="osh", deed="stance.stated").exists()


def test_an_objection_without_a_reason_is_refused(decision):
    with pytest.raises(ValidationError, match="без обоснования"):
        say(decision, "editor.osh", "objection", "  ")


def test_the_database_keeps_no_objection_without_a_reason(decision):
    stance = say(decision, "editor.osh", "objection", "Дорого.")

    with pytest.raises(IntegrityError), transaction.atomic():
        Stance.objects.filter(pk=stance.pk).update(reason="")


def test_what_the_mode_does_not_offer_is_refused(decision):
    with pytest.raises(ValidationError, match="из списка"):
        say(decision, "editor.osh", "reservation", "Есть оговорка.")


def test_a_changed_mind_leaves_the_earlier_word_in_history(decision):
    say(decision, "editor.osh", "objection", "Дорого.")
    say(decision, "editor.osh", "agree")

    said = decision.stances.filter(city__slug="osh").values_list("choice", "is_current")
    assert list(said) == [("objection", False), ("agree", True)]


def test_the_same_word_sent_twice_is_said_once(decision, thread):
    first = say(decision, "editor.osh", "agree")

    assert say(decision, "editor.osh", "agree") == first
    assert kinds(thread).count("decision.stance") == 1


def test_the_principal_overrides_the_alternate_and_both_stay(decision):
    say(decision, "approver.osh", "agree")
    say(decision, "editor.osh", "abstain")

    said = decision.stances.values_list("choice", "is_alternate", "is_current")
    assert list(said) == [("agree", True, False), ("abstain", False, True)]


def test_the_alternate_does_not_override_the_principal(decision):
    say(decision, "editor.osh", "abstain")

    with pytest.raises(ValidationError, match="уже высказался"):
        say(decision, "approver.osh", "agree")


def test_the_alternate_reads_who_has_spoken_and_sees_no_form(decision, signed_in):
    before = signed_in("approver.osh").get(f"/work/decisions/{decision.pk}/").content.decode()
    say(decision, "editor.osh", "abstain")

    after = signed_in("approver.osh").get(f"/work/decisions/{decision.pk}/").content.decode()

    assert 'id="answer"' in before
    assert 'id="answer"' not in after
    assert "уже высказался" in after


def test_the_alternate_speaks_again_once_that_principal_has_gone(decision, seated, person):
    say(decision, "editor.osh", "abstain")
    unseat_delegate(seat(seated, "osh"), by=person("admin.osh"))

    assert say(decision, "approver.osh", "agree").is_current


def test_a_word_to_an_earlier_wording_is_refused(decision, person):
    with pytest.raises(ValidationError, match="изменился"):
        state_position(decision, by=person("editor.osh"), choice="agree", round_number=2)


def test_a_term_that_is_over_speaks_no_more(decision, seated):
    yesterday = clock.today() - timedelta(days=1)
    Seat.objects.filter(group=seated, city__slug="osh").update(since=yesterday, until=yesterday)

    with pytest.raises(PermissionDenied):
        say(decision, "editor.osh", "agree")


def test_the_database_keeps_one_voice_per_city(decision):
    stance = say(decision, "editor.osh", "agree")
    stance.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        stance.save()


# --- the deadline


def test_a_word_at_the_deadline_is_refused_though_nobody_has_closed(decision):
    run_out(decision)

    with pytest.raises(ValidationError, match="Срок прошёл"):
        say(decision, "editor.osh", "agree")
    assert not decision.stances.exists()


def test_closing_before_the_deadline_does_nothing(decision):
    assert close_decision(decision, by=User.system()) is False
    assert fresh(decision).is_open


def test_closing_twice_is_one_event(decision, thread):
    run_out(decision)

    assert close_due_decisions(by=User.system()) == 1
    assert close_due_decisions(by=User.system()) == 0
    assert kinds(thread).count("decision.close") == 1


def test_people_close_nothing_by_hand(decision, person):
    with pytest.raises(PermissionDenied):
        close_decision(run_out(decision), by=person("chair"))
    with pytest.raises(PermissionDenied):
        close_due_decisions(by=person("chair"))


def test_whoever_reads_first_after_the_deadline_sees_the_result(decision, signed_in):
    say(decision, "editor.osh", "agree")
    run_out(decision)

    page = signed_in("member").get(f"/work/decisions/{decision.pk}/").content.decode()

    assert "принято как рекомендация" in page.lower()
    assert fresh(decision).result == "adopted"


def test_the_thread_closes_what_is_due_too(decision, thread, signed_in):
    run_out(decision)

    signed_in("member").get(f"/work/threads/{thread.pk}/")

    assert not fresh(decision).is_open


# --- silence


def test_an_objection_breaks_the_silence_at_once_and_everybody_is_told(thread, seated, person):
    with_rules(seated)
    decision = opened(thread, "silence")
    say(decision, "editor.dushanbe", "amendment", "Заменить «ежедневно» на «еженедельно».")

    held = fresh(decision)
    assert (held.result, held.broken_by) == ("broken", city_of("dushanbe"))
    assert kinds(thread)[-2:] == ["decision.stance", "decision.close"]
    told = set(
        Letter.objects.filter(subject__startswith="Не принято: ").values_list("to", flat=True)
    )
    assert {person(one).email for one in ("chair", "editor.osh", "editor.dushanbe")} <= told
    assert Notification.objects.filter(user=person("member"), kind="decision_closed").exists()


def test_unbroken_silence_adopts(thread, seated):
    with_rules(seated)

    assert closed(opened(thread, "silence")).result == "adopted"


def test_a_text_under_silence_stays_as_it_is(thread, seated, person):
    with_rules(seated)
    decision = opened(thread, "silence")

    with pytest.raises(ValidationError, match="не меняется"):
        amend_decision(decision, by=person("chair"), question="?", text="Иначе.", version=1)


# --- rewording, prolonging, withdrawing


def test_a_text_nobody_has_answered_is_corrected(decision, person):
    amend_decision(decision, by=person("chair"), question="Так?", text="Иначе.", version=1)

    held = fresh(decision)
    assert (held.text, held.round, held.version) == ("Иначе.", 1, 2)


def test_a_text_that_was_answered_is_not_corrected(decision, person):
    say(decision, "editor.osh", "agree")

    with pytest.raises(ValidationError, match="новый круг"):
        amend_decision(decision, by=person("chair"), question="Так?", text="Иначе.", version=1)


def test_a_correction_of_an_older_wording_is_a_conflict(decision, person):
    amend_decision(decision, by=person("chair"), question="Так?", text="Иначе.", version=1)

    with pytest.raises(Conflict):
        amend_decision(decision, by=person("chair"), question="Так?", text="Третье.", version=1)


def test_a_new_round_asks_anew_and_keeps_what_was_said(decision, person):
    say(decision, "editor.osh", "objection", "Дорого.")
    begin_round(decision, by=person("chair"), question="Так?", text="Дешевле.", version=1,
                closes_at=clock.now() + timedelta(days=5))  # fmt: skip

    held = fresh(decision)
    assert (held.round, held.text) == (2, "Дешевле.")
    assert held.rounds.get().text == "Образец на одну страницу."
    assert held.stances.get().round == 1
    say(held, "editor.dushanbe", "agree")
    assert closed(held).result == "adopted"  # the objection was to the wording before


def test_a_deadline_only_moves_away(decision, person):
    with pytest.raises(ValidationError, match="позже прежнего"):
        extend_decision(decision, by=person("chair"), closes_at=decision.closes_at)

    later = decision.closes_at + timedelta(days=1)
    assert extend_decision(decision, by=person("chair"), closes_at=later).closes_at == later


def test_a_withdrawn_question_takes_no_words_and_is_no_closing(decision, thread, person):
    withdraw_decision(decision, by=person("chair"), why="Рано.")

    assert (fresh(decision).result, kinds(thread)[-1]) == ("withdrawn", "decision.withdraw")
    with pytest.raises(ValidationError, match="Вопрос снят"):
        say(decision, "editor.osh", "agree")
    assert close_decision(run_out(decision), by=User.system()) is False


# --- reminding


def test_a_day_before_only_silent_cities_are_reminded_once(decision, person):
    say(decision, "editor.osh", "agree")
    soon = clock.now() + timedelta(hours=20)
    Decision.objects.filter(pk=decision.pk).update(closes_at=soon)

    assert remind_of_decisions(by=User.system()) == 2
    assert remind_of_decisions(by=User.system()) == 0
    told = Letter.objects.filter(subject__startswith="Остались сутки").values_list("to", flat=True)
    assert set(told) == {person("editor.dushanbe").email, person("editor.namangan").email}


def test_people_send_no_reminders_by_hand(person):
    with pytest.raises(PermissionDenied):
        remind_of_decisions(by=person("chair"))
