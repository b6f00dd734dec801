"""The thread protocol over HTTP."""

import json
import uuid

import pytest
from django.test import Client

from coalition.models import ApiToken, Membership
from coalition.verbs import appoint, issue_token, release
from workinggroups.verbs import close_thread, edit_post, mark_read, redact_post

pytestmark = pytest.mark.django_db


def url(thread, what="posts/"):
    return f"/api/v1/threads/{thread.pk}/{what}"


def post(client, thread, body="Слышно.", key=None, **more):
    return client.post(
        url(thread),
        {"body": body, "key": str(key or uuid.uuid4()), **more},
        content_type="application/json",
    )


@pytest.fixture
def member(signed_in):
    return signed_in("member")


# --- posting ---
def test_a_post_is_answered_with_its_number(member, thread):
    answer = post(member, thread)

    assert (answer.status_code, answer.json()["number"], answer.json()["dup"]) == (201, 8, False)


def test_a_repeat_is_answered_with_the_same_number(member, thread):
    key = uuid.uuid4()
    post(member, thread, key=key)

    answer = post(member, thread, key=key)

    assert (answer.status_code, answer.json()["number"], answer.json()["dup"]) == (200, 8, True)


def test_the_key_may_come_as_a_header(member, thread):
    answer = member.post(
        url(thread), {"body": "Слышно."}, headers={"Idempotency-Key": str(uuid.uuid4())}
    )

    assert answer.status_code == 201


def test_other_words_under_the_same_key_are_refused(member, thread):
    key = uuid.uuid4()
    post(member, thread, key=key)

    answer = post(member, thread, "Не слышно.", key=key)

    assert (answer.status_code, answer.json()["error"]) == (409, "key_reused")


def test_a_corrected_form_may_keep_its_key(member, thread):
    key = uuid.uuid4()
    refused = post(member, thread, "   ", key=key)

    answer = post(member, thread, "Слышно.", key=key)

    assert (refused.status_code, answer.status_code) == (422, 201)


def test_a_closed_thread_answers_423(member, thread, person):
    close_thread(thread, by=person("chair"))

    answer = post(member, thread)

    assert (answer.status_code, answer.json()["error"]) == (423, "closed")


def test_too_many_posts_are_told_how_long_to_wait(member, thread, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 1}
    post(member, thread)

    answer = post(member, thread)

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": 5}, "body"),
        ({"body": "я" * 20_001}, "body"),
        ({"body": "Слышно", "key": "7"}, "key"),
        ({"body": "Слышно", "reply_to": 99}, "reply_to"),
        ({"body": "Слышно", "reply_to": "семь"}, "reply_to"),
        ({"body": "Слышно", "reply_to": 2**70}, "reply_to"),
        ({"body": "Слышно", "lang": "xx"}, "lang"),
    ],
)
def test_what_is_wrong_is_told_by_field(member, thread, data, field):
    answer = member.post(
        url(thread), {"key": str(uuid.uuid4()), **data}, content_type="application/json"
    )

    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"body": NaN}'])
def test_what_cannot_be_read_is_refused_without_an_accident(member, thread, body):
    answer = member.post(url(thread), body, content_type="application/json")

    assert answer.status_code == 422


def test_half_a_character_is_kept_out(member, thread):
    answer = member.post(
        url(thread),
        json.dumps({"body": "а\ud800б\0", "key": str(uuid.uuid4())}),
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["post"]["html"]) == (201, "<p>аб</p>\n")


def test_a_post_from_another_site_is_refused_even_with_a_key(thread, person):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person("member"))

    answer = careful.post(
        url(thread), {"body": "Слышно."}, headers={"Idempotency-Key": str(uuid.uuid4())}
    )

    assert (answer.status_code, answer.json()["error"], thread.posts.count()) == (403, "csrf", 7)


def test_a_visitor_is_asked_to_sign_in(client, thread):
    assert post(client, thread).status_code == 401


def test_the_member_of_another_group_finds_nothing(signed_in, thread):
    client = signed_in("editor.osh")

    assert post(client, thread).status_code == 404
    assert client.get(url(thread, "events")).status_code == 404


def test_an_observer_reads_and_does_not_write(signed_in, thread, group, person):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="observer")
    client = signed_in("editor.osh")

    assert post(client, thread).status_code == 403
    assert client.get(url(thread, "events?after=6")).status_code == 200


@pytest.mark.parametrize(
    ("scope", "status"), [(ApiToken.Scope.WRITE, 201), (ApiToken.Scope.READ, 403)]
)
def test_a_program_writes_with_a_key_that_allows_it(client, thread, person, scope, status):
    member = person("member")
    _token, secret = issue_token(member, by=member, name="бот", scope=scope)

    answer = client.post(
        url(thread),
        {"body": "Слышно.", "key": str(uuid.uuid4())},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )

    assert answer.status_code == status


def test_a_wrong_key_is_refused_even_in_a_signed_in_browser(member, thread):
    answer = member.get(url(thread, "events"), headers={"Authorization": "Bearer x"})

    assert answer.status_code == 401


# --- catching up ---
def test_events_after_a_number_come_in_order(member, thread):
    answer = member.get(url(thread, "events?after=4")).json()

    assert [event["seq"] for event in answer["events"]] == [5, 6, 7]
    assert (answer["head"], answer["from"], answer["to"], answer["more"]) == (7, 5, 7, False)


def test_events_come_in_pages(member, thread):
    answer = member.get(url(thread, "events?after=0&limit=3")).json()

    assert (len(answer["events"]), answer["to"], answer["more"]) == (3, 3, True)


def test_nothing_new_costs_a_few_bytes(member, thread):
    etag = member.get(url(thread, "events?after=7")).headers["ETag"]

    answer = member.get(url(thread, "events?after=7"), headers={"If-None-Match": etag})

    sent = f"HTTP/1.1 304 Not Modified\r\n{answer.serialize_headers().decode()}\r\n\r\n"
    assert (answer.status_code, answer.content) == (304, b"")
    assert len(sent) <= 300


def test_an_answer_is_kept_by_nobody_else(member, thread):
    answer = member.get(url(thread, "events"))

    assert "private" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_a_reader_who_is_ahead_of_the_log_begins_anew(member, thread):
    answer = member.get(url(thread, "events?after=8"))

    assert (answer.status_code, answer.json()) == (410, {"reset": True, "head": 7})


def test_a_reader_who_is_far_behind_begins_anew(member, thread):
    type(thread).objects.filter(pk=thread.pk).update(head=2001)

    assert member.get(url(thread, "events?after=0")).status_code == 410


@pytest.mark.parametrize("after", ["x", "-1", "", "9" * 400, "٣"])
def test_an_odd_number_is_no_accident(member, thread, after):
    assert member.get(url(thread, "events"), {"after": after}).status_code in (200, 410)


def test_what_was_withdrawn_is_not_sent_again(member, thread, say, person):
    words = say(thread, body="Тайна")
    edit_post(words, by=person("member"), body="Большая тайна", version=1)
    redact_post(words, by=person("member"))

    answer = member.get(url(thread, "events?after=7"))

    assert "тайна" not in json.dumps(answer.json(), ensure_ascii=False).lower()
    assert [event["kind"] for event in answer.json()["events"]] == [
        "post.new", "post.edit", "post.redact",
    ]  # fmt: skip


def test_whoever_was_released_finds_nothing(member, thread, group, person):
    etag = member.get(url(thread, "events?after=7")).headers["ETag"]
    release(Membership.objects.get(place=group.place, user=person("member")), by=person("chair"))

    answer = member.get(url(thread, "events?after=7"), headers={"If-None-Match": etag})

    assert answer.status_code == 404


@pytest.mark.parametrize("after", [6, 4, 0])
def test_a_page_of_events_takes_the_same_queries_however_many_there_are(
    member, thread, django_assert_num_queries, after
):
    with django_assert_num_queries(7):
        member.get(url(thread, f"events?after={after}"))


def test_heads_tell_only_what_moved(member, thread, say):
    say(thread, "chair")

    answer = member.get(f"/api/v1/heads?t={thread.pk}:7,{thread.pk + 1}:8").json()

    assert (answer["heads"], answer["gone"]) == ({str(thread.pk): 8}, [])


def test_heads_count_unread_lines_and_a_read_thread_has_none(member, thread, person, say):
    mark_read(thread, by=person("member"), seq=7)
    before = member.get("/api/v1/heads").json()["notif"]
    say(thread, "chair")
    told = member.get("/api/v1/heads").json()["notif"]

    mark_read(thread, by=person("member"), seq=8)

    assert (told, member.get("/api/v1/heads").json()["notif"]) == (before + 1, before)


def test_heads_say_what_cannot_be_read(signed_in, thread):
    answer = signed_in("editor.osh").get(f"/api/v1/heads?t={thread.pk}:7,99999:1").json()

    assert answer["gone"] == [thread.pk, 99999]


def test_heads_that_have_not_moved_cost_a_few_bytes(member, thread):
    path = f"/api/v1/heads?t={thread.pk}:7"
    etag = member.get(path).headers["ETag"]

    assert member.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("asked", ["", "x", "1", "1:", ":", "1:2:3", "9" * 500, "1:x,2:y"])
def test_odd_heads_are_no_accident(member, asked):
    assert member.get("/api/v1/heads", {"t": asked}).status_code == 200


def test_an_event_stays_small(member, thread):
    sizes = sorted(
        len(json.dumps(event, ensure_ascii=False).encode())
        for event in member.get(url(thread, "events")).json()["events"]
    )

    assert sizes[len(sizes) // 2] <= 2048
