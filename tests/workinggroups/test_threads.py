import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition import clock
from coalition.errors import Conflict
from coalition.models import Membership
from coalition.verbs import appoint, release
from workinggroups.models import Draft, Post, PostRevision, Thread, ThreadEvent, ThreadUser
from workinggroups.verbs import (
    KeyReused,
    ThreadClosed,
    TooFast,
    close_thread,
    edit_post,
    follow_thread,
    forget_withdrawn_texts,
    keep_draft,
    mark_read,
    open_thread,
    post_reply,
    redact_post,
    reopen_thread,
)

pytestmark = pytest.mark.django_db


def numbers(thread):
    return list(ThreadEvent.objects.filter(thread=thread).values_list("seq", flat=True))


# --- opening ---
def test_open_thread_by_a_member(group, person):
    thread = open_thread(group, by=person("member"), title="Какие датчики выбрать?")

    assert (thread.head, thread.post_count, thread.is_open) == (0, 0, True)


def test_open_thread_is_refused_to_the_member_of_another_group(group, person):
    with pytest.raises(PermissionDenied):
        open_thread(group, by=person("editor.osh"), title="Какие датчики выбрать?")


def test_open_thread_without_a_question_is_refused(group, person):
    with pytest.raises(ValidationError):
        open_thread(group, by=person("member"), title="  ")


def test_open_thread_in_an_archived_group_is_refused(group, person):
    group.archived = True

    with pytest.raises(ValidationError):
        open_thread(group, by=person("member"), title="Какие датчики выбрать?")


# --- posting ---
def test_post_reply_takes_the_next_number_and_enters_the_log(thread, person):
    post, new = post_reply(thread, by=person("member"), body="Слышно.", key=uuid.uuid4())

    event = ThreadEvent.objects.get(post=post)
    assert (new, post.number, event.seq, event.kind) == (True, 8, 8, "post.new")


def test_post_reply_speaks_for_the_authors_city(person, say):
    thread = Thread.objects.select_related("group__place").get(
        title="Пример: тень и питьевая вода там, где людно"
    )

    assert say(thread, "editor.osh").city.slug == "osh"


def test_post_reply_keeps_the_html_rendered_when_stored(thread, say):
    post = say(thread, body="**Важно:** <script>alert(1)</script>\n\n- раз\n- два")

    assert "<strong>Важно:</strong> &lt;script&gt;" in post.html
    assert "<li>раз</li>" in post.html


def test_post_reply_again_with_the_same_key_and_words_is_the_same_post(thread, person):
    key = uuid.uuid4()
    first, _new = post_reply(thread, by=person("member"), body="Слышно.", key=key)

    second, new = post_reply(thread, by=person("member"), body="Слышно.", key=key)

    assert (second, new, numbers(thread)) == (first, False, list(range(1, 9)))


def test_post_reply_again_with_the_same_key_and_other_words_is_refused(thread, person):
    key = uuid.uuid4()
    first, _new = post_reply(thread, by=person("member"), body="Слышно.", key=key)

    with pytest.raises(KeyReused) as refusal:
        post_reply(thread, by=person("member"), body="Не слышно.", key=key)

    assert refusal.value.post == first


def test_two_people_may_have_the_same_key(thread, person):
    key = uuid.uuid4()
    post_reply(thread, by=person("member"), body="Слышно.", key=key)

    post, new = post_reply(thread, by=person("chair"), body="Слышно.", key=key)

    assert (new, post.number) == (True, 9)


def test_composed_and_decomposed_letters_are_the_same_words(thread, person):
    key = uuid.uuid4()
    first, _new = post_reply(thread, by=person("member"), body="Чуи\u0306", key=key)

    second, new = post_reply(thread, by=person("member"), body="Чуй", key=key)

    assert (second, new) == (first, False)


@pytest.mark.parametrize("body", ["", "  \n\t ", "\x00", "\u202e", "я" * 20_001])
def test_post_reply_without_words_or_with_too_many_is_refused(thread, person, body):
    with pytest.raises(ValidationError):
        post_reply(thread, by=person("member"), body=body, key=uuid.uuid4())

    assert thread.posts.count() == 7


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("а\x00б", "аб"), ("а\ud800б", "аб"), ("а\u202eб", "аб"), ("а\r\nб", "а\nб")],
    ids=["nought byte", "half a character", "turned direction", "line ends"],
)
def test_post_reply_keeps_what_can_be_kept(thread, say, typed, kept):
    assert say(thread, body=typed).body == kept


def test_post_reply_is_refused_to_the_member_of_another_group(thread, person):
    with pytest.raises(PermissionDenied):
        post_reply(thread, by=person("editor.osh"), body="Слышно.", key=uuid.uuid4())


def test_post_reply_is_refused_to_an_observer(thread, group, person):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="observer")

    with pytest.raises(PermissionDenied):
        post_reply(thread, by=person("editor.osh"), body="Слышно.", key=uuid.uuid4())


def test_post_reply_asks_again_inside_the_lock_whether_the_author_is_still_in(
    thread, group, person
):
    from coalition.permissions import rights_of  # noqa: PLC0415

    member = person("member")
    rights_of(member)  # read before the release, as by a request that began earlier
    release(Membership.objects.get(place=group.place, user=member), by=person("chair"))

    with pytest.raises(PermissionDenied):
        post_reply(thread, by=member, body="Слышно.", key=uuid.uuid4())

    assert numbers(thread) == list(range(1, 8))


def test_post_reply_in_a_closed_thread_is_refused_and_leaves_no_gap(thread, person, say):
    close_thread(thread, by=person("chair"), words="Согласились.")

    with pytest.raises(ThreadClosed):
        say(thread)

    reopen_thread(thread, by=person("chair"))
    say(thread)
    assert numbers(thread) == list(range(1, 11))


def test_post_reply_to_a_post_that_is_not_there_is_refused_and_leaves_no_gap(thread, say):
    with pytest.raises(ValidationError):
        say(thread, reply_to=99)

    assert say(thread, reply_to=7).seq_created == 8


def test_post_reply_in_an_unknown_language_is_refused(thread, say):
    with pytest.raises(ValidationError):
        say(thread, lang="xx")


def test_the_thirteenth_post_of_a_minute_is_refused(thread, say, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 3}
    for _post in range(3):
        say(thread)

    with pytest.raises(TooFast):
        say(thread)


def test_a_repeated_sending_is_answered_even_when_posts_come_too_fast(thread, person, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 1}
    key = uuid.uuid4()
    first, _new = post_reply(thread, by=person("member"), body="Слышно.", key=key)

    assert post_reply(thread, by=person("member"), body="Слышно.", key=key) == (first, False)


def test_the_log_is_only_added_to(thread):
    event = thread.events.first()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_two_events_cannot_share_a_number(thread):
    with pytest.raises(IntegrityError), transaction.atomic():
        ThreadEvent(thread=thread, seq=7, kind="post.new").save()


# --- correcting and withdrawing ---
def test_edit_post_keeps_the_earlier_wording_and_shows_the_correction(thread, person, say):
    post = say(thread, body="Слышна")

    edited = edit_post(post, by=person("member"), body="Слышно", version=1)

    assert (edited.version, edited.html) == (2, "<p>Слышно</p>\n")
    assert PostRevision.objects.get(post=post).body == "Слышна"
    assert thread.events.last().kind == "post.edit"


def test_edit_post_from_an_older_version_is_refused(thread, person, say):
    post = say(thread)
    edit_post(post, by=person("member"), body="Слышно", version=1)

    with pytest.raises(Conflict):
        edit_post(post, by=person("member"), body="Хорошо слышно", version=1)


def test_edit_post_sent_twice_is_one_correction(thread, person, say):
    post = say(thread)
    edit_post(post, by=person("member"), body="Слышно", version=1)

    again = edit_post(post, by=person("member"), body="Слышно", version=1)

    assert (again.version, numbers(thread)) == (2, list(range(1, 10)))


def test_edit_post_of_somebody_else_is_refused_even_to_the_chair(thread, person, say):
    with pytest.raises(PermissionDenied):
        edit_post(say(thread), by=person("chair"), body="Слышно", version=1)


def test_edit_post_in_a_closed_thread_is_refused(thread, person, say):
    post = say(thread)
    close_thread(thread, by=person("chair"))

    with pytest.raises(ThreadClosed):
        edit_post(post, by=person("member"), body="Слышно", version=1)


def test_redact_post_leaves_the_number_and_takes_the_text(thread, person, say):
    post = say(thread)

    gone = redact_post(post, by=person("chair"), why="Личные данные")

    assert (gone.number, gone.body, gone.html, gone.redacted_why) == (8, "", "", "Личные данные")
    assert thread.events.last().kind == "post.redact"


def test_redact_post_is_refused_to_another_member(thread, group, person, say):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="member")

    with pytest.raises(PermissionDenied):
        redact_post(say(thread), by=person("editor.osh"))


def test_a_withdrawn_post_cannot_be_corrected(thread, person, say):
    post = redact_post(say(thread), by=person("member"))

    with pytest.raises(PermissionDenied):
        edit_post(post, by=person("member"), body="Слышно", version=2)


def test_withdrawn_texts_are_forgotten_after_a_month(thread, person, say):
    post = redact_post(say(thread), by=person("member"))
    Post.objects.filter(pk=post.pk).update(redacted_at=clock.now() - timedelta(days=31))

    assert forget_withdrawn_texts() == 1
    assert PostRevision.objects.get(post=post).body == ""


def test_forget_withdrawn_texts_is_refused_to_a_person(person):
    with pytest.raises(PermissionDenied):
        forget_withdrawn_texts(by=person("secretariat"))


# --- closing ---
def test_close_thread_twice_is_one_event(thread, person):
    close_thread(thread, by=person("chair"), words="Согласились.")
    close_thread(thread, by=person("chair"), words="Ещё раз.")

    thread.refresh_from_db()
    assert (thread.closing_words, numbers(thread)) == ("Согласились.", list(range(1, 9)))


def test_close_thread_is_refused_to_a_member(thread, person):
    with pytest.raises(PermissionDenied):
        close_thread(thread, by=person("member"))


def test_reopen_thread_is_refused_to_a_member(thread, person):
    close_thread(thread, by=person("chair"))

    with pytest.raises(PermissionDenied):
        reopen_thread(thread, by=person("member"))


# --- reading ---
def test_mark_read_never_goes_back(thread, person):
    mark_read(thread, by=person("member"), seq=6)

    assert mark_read(thread, by=person("member"), seq=3).last_read_seq == 6


def test_mark_read_never_goes_beyond_the_head(thread, person):
    assert mark_read(thread, by=person("member"), seq=10**9).last_read_seq == 7


def test_mark_read_is_refused_to_a_stranger(thread, person):
    with pytest.raises(PermissionDenied):
        mark_read(thread, by=person("editor.osh"), seq=1)


def test_ones_own_post_does_not_hide_what_one_has_not_seen(thread, person, say):
    mark_read(thread, by=person("member"), seq=5)

    say(thread, "member")

    assert ThreadUser.objects.get(thread=thread, user=person("member")).last_read_seq == 5


def test_follow_thread_is_refused_to_a_stranger(thread, person):
    with pytest.raises(PermissionDenied):
        follow_thread(thread, by=person("editor.osh"), volume="letters")


# --- drafts ---
def test_keep_draft_refuses_an_older_saving(thread, person):
    keep_draft("thread:1", by=person("member"), sequence=5, data={"body": "новое"})

    with pytest.raises(Conflict):
        keep_draft("thread:1", by=person("member"), sequence=5, data={"body": "старое"})

    assert Draft.objects.get(user=person("member")).data == {"body": "новое"}


def test_posting_empties_the_draft_and_refuses_its_late_saving(thread, person, say):
    key = f"thread:{thread.pk}"
    keep_draft(key, by=person("member"), sequence=3, data={"body": "Слыш"})

    say(thread, "member")

    with pytest.raises(Conflict):
        keep_draft(key, by=person("member"), sequence=4, data={"body": "Слышно"})
    assert Draft.objects.get(key=key).data == {}


def test_keep_draft_of_endless_length_is_refused(person):
    with pytest.raises(ValidationError):
        keep_draft("thread:1", by=person("member"), sequence=1, data={"body": "я" * 100_001})
