"""Every kind of letter of a group at every level: who has it at once, in the morning, or never."""

from datetime import timedelta

import pytest

from coalition import clock
from coalition.letters import deliver
from coalition.models import Letter, User
from coalition.notifications import lines_of
from coalition.verbs import appoint, read_lines
from tests.workinggroups.deciding import (
    city_of,
    fresh,
    opened,
    run_out,
    seat_everybody,
    with_rules,
)
from tests.workinggroups.meeting import anew, planned
from workinggroups import verbs
from workinggroups.models import Decision, Volume

pytestmark = pytest.mark.django_db

LEVELS = ("all", "mine", "digest", "quiet")
VOICE, PLAIN = "editor.osh", "member"  # who speaks for a city in the group, and who does not


@pytest.fixture(autouse=True)
def _seated(db, group, person):
    """Three cities have their voices; the member speaks for none; nobody has chosen anything."""
    seat_everybody(group)
    Volume.objects.all().delete()
    for name in (VOICE, PLAIN):
        read_lines(by=person(name))


# --- what happens, each as a deed of the chair
def opens(thread, person):
    opened(thread)


def extends(thread, person):
    decision = opened(thread)
    clear()
    verbs.extend_decision(
        decision, by=person("chair"), closes_at=decision.closes_at + timedelta(days=1)
    )


def reminds(thread, person):
    decision = opened(thread)
    Decision.objects.filter(pk=decision.pk).update(closes_at=clock.now() + timedelta(hours=20))
    clear()
    verbs.remind_of_decisions(by=User.system())


def withdraws(thread, person):
    decision = opened(thread)
    clear()
    verbs.withdraw_decision(decision, by=person("chair"))


def breaks(thread, person):
    with_rules(thread.group)
    decision = opened(thread, "silence")
    clear()
    verbs.state_position(decision, by=person("editor.dushanbe"), choice="objection", reason="Рано.")


def closes(thread, person):
    decision = run_out(opened(thread))
    clear()
    verbs.close_decision(decision, by=User.system())


def concludes(thread, person):
    decision = opened(thread)
    verbs.close_decision(run_out(decision), by=User.system())
    clear()
    verbs.state_outcome(fresh(decision), by=person("chair"), words="Повторить через год.")


def plans(thread, person):
    planned(thread.group, person("chair"), tell=True)


def moves(thread, person):
    meeting = anew(planned(thread.group, person("chair")))
    begins = meeting.starts_at + timedelta(days=1)
    verbs.change_meeting(meeting, by=person("chair"), version=meeting.version, starts_at=begins,
                         ends_at=begins + timedelta(hours=1))  # fmt: skip


def calls_off(thread, person):
    verbs.cancel_meeting(anew(planned(thread.group, person("chair"))), by=person("chair"))


def circulates(thread, person):
    meeting = planned(thread.group, person("chair"), days=-1)
    minutes = verbs.draft_minutes(anew(meeting), by=person("chair"))
    verbs.circulate_minutes(minutes, by=person("chair"), until=clock.today() + timedelta(days=7))


ALL, MINE, ASKED = ("all",), ("all", "mine"), ("all", "mine", "digest")
WHO_HAS_IT = {  # deed: (the levels at which a voice has the letter at once, and a plain member)
    opens: (ASKED, ALL),
    extends: (ASKED, ALL),
    reminds: (ASKED, ()),
    withdraws: (ASKED, ALL),
    breaks: (ASKED, MINE),
    closes: (MINE, ALL),
    concludes: (MINE, ALL),
    plans: (ASKED, MINE),
    moves: (ASKED, MINE),
    calls_off: (ASKED, MINE),
    circulates: (ASKED, MINE),
}
CASES = [
    pytest.param(deed, name, level, level in levels, id=f"{deed.__name__}-{name}-{level}")
    for deed, sides in WHO_HAS_IT.items()
    for name, levels in zip((VOICE, PLAIN), sides, strict=True)
    for level in LEVELS
]


def clear():
    Letter.objects.all().delete()


def letters_to(name):
    return list(Letter.objects.filter(to=f"{name}@demo.invalid"))


def in_the_morning(person):
    return [line.path for line in verbs.take_unread(person, by=User.system())]


@pytest.mark.parametrize(("deed", "name", "level", "at_once"), CASES)
def test_a_letter_comes_at_the_level_it_belongs_to(  # noqa: PLR0917 -- fixtures
    thread, group, person, deed, name, level, at_once
):
    verbs.choose_volume(group, by=person(name), level=level)
    clear()

    deed(thread, person)

    assert len(letters_to(name)) == at_once


@pytest.mark.parametrize("name", [VOICE, PLAIN])
@pytest.mark.parametrize("deed", [opens, concludes, plans, circulates])
def test_silence_and_summary_have_the_line_in_the_centre(thread, group, person, deed, name):
    verbs.choose_volume(group, by=person(name), level="quiet")

    deed(thread, person)

    news = lines_of(person(name)).unread().exclude(kind__in=("thread_news", "mention"))
    assert news.exists()


@pytest.mark.parametrize("level", LEVELS)
def test_a_choice_for_the_thread_is_stronger_for_its_decisions_too(thread, group, person, level):
    verbs.choose_volume(group, by=person(VOICE), level="quiet")
    verbs.follow_thread(thread, by=person(VOICE), volume=level)

    opened(thread)

    assert bool(letters_to(VOICE)) == (level != "quiet")


def test_who_hears_everything_of_one_thread_hears_of_its_decision(thread, group, person):
    verbs.choose_volume(group, by=person(PLAIN), level="quiet")
    verbs.follow_thread(thread, by=person(PLAIN), volume="all")

    opened(thread)

    assert len(letters_to(PLAIN)) == 1


def test_nobody_has_a_letter_of_their_own_deed(thread, group, person):
    verbs.choose_volume(group, by=person("chair"), level="all")

    opened(thread)

    assert letters_to("chair") == []


@pytest.mark.parametrize("level", LEVELS)
def test_an_invited_city_that_is_not_in_the_group_has_its_letter(group, person, level):
    verbs.choose_volume(group, by=person(VOICE), level=level)

    planned(group, person("chair"), tell=True)

    letter = letters_to("admin.osh")[0]
    assert letter.unsubscribe == ""
    assert "Какие письма приходят" not in letter.body


@pytest.mark.parametrize(("level", "came"), [("all", 1), ("mine", 1), ("digest", 1), ("quiet", 0)])
def test_the_end_of_a_consultation_is_told_but_to_who_chose_silence(person, level, came):
    appoint(person("viewer.namangan"), by=User.system(), place=city_of("namangan").place,
            role="approver")  # fmt: skip
    osh, other = city_of("osh"), city_of("namangan")
    held = verbs.open_consultation(osh, by=person("approver.osh"), cities=[other],
                                   question="Общая река", words="")  # fmt: skip
    verbs.choose_volume(held.group, by=person("viewer.namangan"), level=level)
    clear()

    verbs.end_consultation(held, by=person("approver.osh"), outcome="Договорились о замерах.")

    assert len(letters_to("viewer.namangan")) == came


# --- in the morning
def test_a_decision_stands_in_the_letter_of_the_morning(thread, group, person):
    verbs.choose_volume(group, by=person(PLAIN), level="digest")
    decision = opened(thread)

    first, again = in_the_morning(person(PLAIN)), in_the_morning(person(PLAIN))

    assert f"/work/decisions/{decision.pk}/" in first
    assert again == []


def test_what_came_by_letter_is_not_told_again_in_the_morning(thread, group, person):
    verbs.choose_volume(group, by=person(VOICE), level="digest")

    decision = opened(thread)

    assert len(letters_to(VOICE)) == 1
    assert f"/work/decisions/{decision.pk}/" not in in_the_morning(person(VOICE))


def test_what_happens_again_is_told_again(thread, group, person):
    verbs.choose_volume(group, by=person(PLAIN), level="digest")
    decision = opened(thread)
    in_the_morning(person(PLAIN))

    later = decision.closes_at + timedelta(days=1)
    verbs.extend_decision(decision, by=person("chair"), closes_at=later)

    assert in_the_morning(person(PLAIN)) == [f"/work/decisions/{decision.pk}/"]


@pytest.mark.parametrize("level", ["all", "mine", "quiet"])
def test_other_levels_have_no_decision_in_the_morning(thread, group, person, level):
    verbs.choose_volume(group, by=person(PLAIN), level=level)

    opened(thread)

    assert in_the_morning(person(PLAIN)) == []


def test_a_thread_without_letters_has_no_decision_in_the_morning(thread, group, person):
    verbs.choose_volume(group, by=person(PLAIN), level="digest")
    verbs.follow_thread(thread, by=person(PLAIN), volume="quiet")

    opened(thread)

    assert in_the_morning(person(PLAIN)) == []


# --- how such letters are ended, and where they stand
@pytest.mark.parametrize("deed", [opens, concludes, plans, circulates])
def test_letters_of_a_thread_stand_together_and_end_with_one_press(thread, group, person, deed):
    verbs.choose_volume(group, by=person(VOICE), level="all")
    clear()

    deed(thread, person)

    letter = letters_to(VOICE)[0]
    assert letter.in_reply_to.startswith("<thread.")
    assert "/letters/stop/" in letter.unsubscribe
    assert f"/work/groups/{group.slug}/#letters" in letter.body
    assert deliver() > 0


def test_many_readers_of_a_decision_cost_the_queries_of_few(
    thread, group, person, django_assert_max_num_queries
):
    for number in range(20):
        reader = User.objects.create_user(f"loud{number}@demo.invalid")
        appoint(reader, by=person("chair"), place=group.place, role="guest",
                until=clock.today())  # fmt: skip

    with django_assert_max_num_queries(64):
        opened(thread)

    assert Letter.objects.filter(to__startswith="loud").count() == 20


# --- by when an answer is awaited
def post_letter_of(say, thread, person):
    verbs.choose_volume(thread.group, by=person(PLAIN), level="all")
    clear()
    say(thread, "chair", "Первая строка.\n\nПоследняя строка.")
    return letters_to(PLAIN)[0].body


def test_a_post_says_until_when_its_thread_awaits_an_answer(thread, say, person):
    opened(thread, closes_at=clock.now() + timedelta(days=9), question="Позже?")
    first = opened(thread, question="Принимаем образец?")

    body = post_letter_of(say, thread, person)

    assert "Первая строка.\n\nПоследняя строка." in body
    assert "Просьба ответить до " in body
    assert "(Ош, UTC+6): «Принимаем образец?»" in body
    assert "Позже?" not in body
    assert str(first.closes_at.year) in body


def test_a_post_without_a_question_says_nothing_of_a_date(thread, say, person):
    verbs.withdraw_decision(opened(thread), by=person("chair"))

    assert "ответить до" not in post_letter_of(say, thread, person)


def test_a_post_of_a_meeting_says_until_when_cities_answer(group, say, person):
    meeting = anew(planned(group, person("chair"), title="Датчики"))

    body = post_letter_of(say, meeting.thread, person)

    assert "Просьба к городам ответить на приглашение до начала встречи «Датчики»" in body


def test_a_meeting_that_all_cities_have_answered_awaits_nothing(group, say, person):
    meeting = anew(planned(group, person("chair")))
    for invitation in meeting.invitations.all():
        verbs.answer_invitation(invitation, by=person("chair"), answer="comes", document="исх. 1")

    assert "приглашение" not in post_letter_of(say, meeting.thread, person)


def test_a_meeting_that_is_called_off_awaits_nothing(group, say, person):
    meeting = anew(planned(group, person("chair")))
    verbs.cancel_meeting(meeting, by=person("chair"))

    assert "приглашение" not in post_letter_of(say, meeting.thread, person)


def test_a_post_beside_minutes_says_until_when_objections_are_taken(group, say, person):
    meeting = anew(planned(group, person("chair"), days=-1, title="Датчики"))
    minutes = verbs.draft_minutes(meeting, by=person("chair"))
    until = clock.today() + timedelta(days=7)
    verbs.circulate_minutes(minutes, by=person("chair"), until=until)

    body = post_letter_of(say, meeting.thread, person)

    assert "Возражения к протоколу встречи «Датчики» — до " in body
    assert f"{until.day} " in body
