"""Letters of groups: who gets a post by letter, what stands in it, how it is ended."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition import clock, notifications
from coalition.letters import deliver
from coalition.models import Letter, Membership, User
from coalition.notifications import lines_of, notify, sentence, unread_count
from coalition.verbs import appoint, read_lines, release
from workinggroups import verbs
from workinggroups.models import ThreadUser, Volume

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(db):
    """Nobody has had a letter, nobody has chosen anything."""
    Letter.objects.all().delete()
    Volume.objects.all().delete()
    ThreadUser.objects.update(volume="")


@pytest.fixture
def chosen(person, group):
    """chosen("member", "all"): which letters a person has of the group."""

    def choose(name, level):
        return verbs.choose_volume(group, by=person(name), level=level)

    return choose


def letters_to(name):
    return list(Letter.objects.filter(to=f"{name}@demo.invalid").order_by("pk"))


def lines(user, kind):
    return [sentence(line) for line in lines_of(user).unread().filter(kind=kind)]


# --- who gets a letter
@pytest.mark.parametrize(("level", "count"), [("all", 1), ("mine", 0), ("digest", 0), ("quiet", 0)])
def test_a_post_goes_by_letter_to_who_wants_every_post(thread, say, chosen, level, count):
    chosen("member", level)

    say(thread, "chair")

    assert len(letters_to("member")) == count


@pytest.mark.parametrize(("level", "count"), [("all", 1), ("mine", 1), ("digest", 0), ("quiet", 0)])
def test_an_answer_goes_by_letter_to_who_wants_what_concerns_them(
    thread, say, chosen, level, count
):
    chosen("member", level)
    mine = say(thread, "member")

    say(thread, "chair", reply_to=mine.number)

    assert len(letters_to("member")) == count


def test_a_choice_for_one_thread_is_stronger_than_that_of_the_group(thread, say, chosen, person):
    chosen("member", "quiet")
    verbs.follow_thread(thread, by=person("member"), volume="all")

    say(thread, "chair")

    assert len(letters_to("member")) == 1


def test_without_a_choice_the_chair_reads_everything_and_a_member_in_the_morning(thread, say):
    say(thread, "chair")
    say(thread, "member")

    assert (len(letters_to("chair")), len(letters_to("member"))) == (1, 0)


def test_nobody_gets_their_own_post(thread, say, chosen):
    chosen("chair", "all")

    say(thread, "chair")

    assert letters_to("chair") == []


def test_whoever_left_the_group_gets_no_letter(thread, say, chosen, person, group):
    chosen("member", "all")
    held = Membership.objects.get(user=person("member"), place=group.place, released_at=None)
    release(held, by=person("chair"))
    Letter.objects.all().delete()

    say(thread, "chair")

    assert letters_to("member") == []


def test_words_carried_over_from_elsewhere_are_no_letter(thread, say, chosen):
    chosen("member", "all")

    say(thread, "chair", said_at=clock.now() - timedelta(hours=2))

    assert letters_to("member") == []


def test_a_post_is_sent_to_a_person_once(thread, say, chosen, person):
    chosen("member", "all")
    post = say(thread, "chair")

    again = verbs.send_post(post, by=person("chair"), readers=[person("member")])

    assert (again, len(letters_to("member"))) == (0, 1)


def test_many_readers_cost_the_queries_of_one(thread, say, chosen, person, group):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            say(thread, "chair")
        return len(asked)

    chosen("member", "all")
    cost()
    few = cost()
    for number in range(20):
        reader = User.objects.create_user(f"many{number}@demo.invalid")
        appoint(reader, by=person("chair"), place=group.place, role="guest",
                until=clock.today())  # fmt: skip
    cost()

    assert cost() == few
    assert Letter.objects.filter(to="many7@demo.invalid").count() == 2


@pytest.fixture
def ask(person, monkeypatch):
    """ask(post): a kind of news that other parts might have, somebody is asked for something."""
    monkeypatch.setattr(notifications, "_kinds", dict(notifications._kinds))
    notifications.register(
        "summons", "просьбы", lambda details, _count: f"Просят: {details['what']}"
    )

    def of_member(post):
        notify([person("member")], "summons", place=post.thread.group.place, subject="x:1",
               by=person("chair"), path=post.path, what="проверить столб")  # fmt: skip

    return of_member


@pytest.mark.parametrize(("level", "count"), [("all", 1), ("mine", 1), ("digest", 0), ("quiet", 0)])
def test_a_line_that_leads_to_a_post_brings_the_post(  # noqa: PLR0917 -- fixtures
    say, thread, chosen, ask, level, count
):
    chosen("member", "quiet")
    post = say(thread, "chair", "Кто проверит столб?")
    chosen("member", level)

    ask(post)

    bodies = [letter.body for letter in letters_to("member")]
    assert [body.startswith("Просят: проверить столб") for body in bodies] == [True] * count
    assert all("Кто проверит столб?" in body for body in bodies)


def test_an_answer_says_so_before_its_words(thread, say, chosen):
    chosen("member", "mine")
    mine = say(thread, "member")

    say(thread, "chair", reply_to=mine.number)

    assert letters_to("member")[0].body.startswith("Вам ответили в обсуждении ")


@pytest.mark.parametrize(("level", "count"), [("all", 1), ("mine", 1), ("digest", 0)])
def test_a_post_that_names_me_is_one_letter_that_says_so(thread, say, chosen, level, count):
    chosen("member", level)

    say(thread, "chair", "@все, встреча переносится.")

    bodies = [letter.body for letter in letters_to("member")]
    assert [body.startswith("Вас упомянули") for body in bodies] == [True] * count


def test_who_gets_everything_gets_an_answer_once(thread, say, chosen):
    chosen("member", "all")
    mine = say(thread, "member")

    say(thread, "chair", reply_to=mine.number)

    assert len(letters_to("member")) == 1


# --- what stands in it
def test_a_letter_holds_the_whole_post_with_who_where_and_which_number(thread, say, chosen):
    chosen("member", "all")

    post = say(thread, "chair", "Первая строка.\n\nВторая & последняя.")

    letter = letters_to("member")[0]
    assert letter.subject == f"{thread.group.name}: {thread.title}"
    assert "Первая строка.\n\nВторая & последняя." in letter.body
    assert f"№ {post.number}" in letter.body
    assert post.author.post in letter.body
    assert f"/work/threads/{thread.pk}/?at={post.number}#p{post.number}" in letter.body


def test_a_letter_about_an_answer_names_what_it_answers(thread, say, chosen):
    chosen("chair", "all")

    say(thread, "member", reply_to=2)

    assert "В ответ на № 2" in letters_to("chair")[0].body


def test_the_longest_post_stays_a_light_letter_and_says_where_the_rest_is(thread, say, chosen):
    chosen("member", "all")

    say(thread, "chair", "слово " * 3300)

    deliver()
    sent = next(one for one in mail.outbox if one.to == ["member@demo.invalid"])
    assert len(sent.message().as_bytes()) < 30_000
    assert "продолжение на странице" in sent.body


def test_letters_of_one_thread_stand_together_in_a_mail_program(thread, say, chosen):
    chosen("member", "all")
    first = say(thread, "chair")
    say(thread, "chair", reply_to=first.number)
    deliver()

    one, answer = [m.message() for m in mail.outbox if m.to == ["member@demo.invalid"]]

    assert one["Message-ID"] != answer["Message-ID"]
    assert answer["In-Reply-To"] == one["Message-ID"]
    assert one["In-Reply-To"] == answer["References"].split()[0]
    assert one["Subject"] == answer["Subject"]


def test_a_letter_that_was_written_by_itself_says_so(thread, say, chosen):
    chosen("member", "all")
    say(thread, "chair")
    deliver()

    headers = mail.outbox[-1].message()

    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/letters/stop/" in headers["List-Unsubscribe"]


def test_a_withdrawn_post_leaves_by_no_letter_and_stays_in_none(thread, say, chosen, person):
    chosen("member", "all")
    sent = say(thread, "chair", "Уже ушло")
    deliver()
    waiting = say(thread, "chair", "Ещё ждёт")

    for post in (sent, waiting):
        verbs.redact_post(post, by=person("chair"))

    assert [letter.body for letter in letters_to("member")] == [""]


# --- the centre
def test_posts_of_a_thread_one_takes_part_in_are_one_line(thread, say, person):
    say(thread, "member")
    read_lines(by=person("member"))

    for _time in range(3):
        say(thread, "chair")

    assert lines(person("member"), "thread_news") == [
        f"3 новых сообщения в обсуждении «{thread.title}»"
    ]


def test_an_answer_to_my_post_is_a_line_of_its_own(thread, say, person):
    mine = say(thread, "member")
    read_lines(by=person("member"))

    say(thread, "chair", reply_to=mine.number)

    assert lines(person("member"), "thread_news") == []
    assert lines(person("member"), "answer")[0].startswith("Вам ответили в обсуждении")


def test_a_quiet_thread_puts_no_line_but_an_answer(thread, say, person):
    mine = say(thread, "member")
    verbs.follow_thread(thread, by=person("member"), volume="quiet")
    read_lines(by=person("member"))

    say(thread, "chair")
    say(thread, "chair", reply_to=mine.number)

    assert [line.kind for line in lines_of(person("member")).unread()] == ["answer"]


def test_reading_a_thread_to_its_end_reads_its_lines(thread, say, person):
    say(thread, "member")
    read_lines(by=person("member"))
    say(thread, "chair")

    verbs.mark_read(thread, by=person("member"), seq=8)
    half = unread_count(person("member"))
    verbs.mark_read(thread, by=person("member"), seq=9)

    assert (half > 0, unread_count(person("member"))) == (True, 0)


def test_a_request_to_join_waits_in_the_chairs_centre_until_it_is_answered(group, person):
    read_lines(by=person("chair"))
    asked = verbs.ask_to_join(group, by=person("editor.osh"))
    waiting = lines(person("chair"), "join_request")

    verbs.answer_request(asked, by=person("chair"), accepted=True)

    assert [group.name in line for line in waiting] == [True]
    assert lines(person("chair"), "join_request") == []
    assert lines(person("editor.osh"), "join_answer") == [f"Вы участник группы «{group.name}»"]


def test_a_post_withdrawn_after_it_was_moved_stays_in_no_letter(thread, say, chosen, person):
    chosen("chair", "all")
    said = say(thread, "member", "Сорвалось с языка.")
    new = verbs.split_thread(thread, by=person("chair"), numbers=[said.number], title="Отдельно")

    verbs.redact_post(new.posts.get(), by=person("member"))

    assert not Letter.objects.filter(body__contains="Сорвалось").exists()


def test_a_letter_that_has_not_left_does_not_follow_who_has_left(
    thread, group, say, chosen, person
):
    chosen("member", "all")
    say(thread, "chair", "Только для участников.")
    own = Membership.objects.get(user=person("member"), place=group.place, released_at=None)

    release(own, by=person("chair"))

    assert not [one for one in letters_to("member") if "Только для участников" in one.body]
    assert len(letters_to("member")) == 1, "they hear that they are released"


def test_only_the_platform_holds_letters_back(group, person):
    with pytest.raises(PermissionDenied):
        verbs.hold_letters_back(person("member"), by=person("chair"), place=group.place)
