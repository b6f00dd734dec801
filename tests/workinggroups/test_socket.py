"""The socket of a reader, inside this process: what is sent, in which order, at what pace."""

import json

import pytest

from tests.workinggroups.tabs import THREAD, follow, person, run, say, tab, thread
from workinggroups import consumers, live
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import edit_post, open_thread, redact_post

pytestmark = pytest.mark.usefixtures("committed", "quiet")


# --- at the door ---
async def test_a_visitor_is_told_to_sign_in():
    async with tab(who="") as visitor:
        await visitor.leaves(4401)


async def test_a_client_of_another_protocol_is_sent_away():
    async with tab(subprotocols=()) as stranger:
        await stranger.leaves(4400)


async def test_a_client_that_says_nothing_is_sent_away(settings):
    settings.LIVE = {**settings.LIVE, "hello_seconds": 0.05}
    async with tab(hello=False) as silent:
        await silent.leaves(4400)


async def test_the_sixth_tab_closes_the_oldest(settings):
    settings.LIVE = {**settings.LIVE, "sockets_per_user": 2}
    async with tab() as first, tab(), tab() as third:
        await first.leaves(4409)
        assert (await follow(third))["head"] == 7


async def test_a_full_process_asks_to_come_back_later(settings):
    settings.LIVE = {**settings.LIVE, "sockets": 1}
    async with tab(), tab("chair", hello=False) as late:
        await late.leaves(1013)


async def test_too_many_frames_close_the_socket():
    async with tab() as hasty:
        for _frame in range(25):
            await hasty.say(t="typing", thread=1)
        await hasty.leaves(4429)


async def test_a_frame_that_is_not_understood_closes_the_socket():
    async with tab() as odd:
        await odd.send_to(text_data="{")
        await odd.leaves(4400)


async def test_a_binary_frame_closes_the_socket():
    async with tab() as odd:
        await odd.send_to(bytes_data=b"\x00\xff")
        await odd.leaves(4400)


async def test_a_page_of_another_version_is_told_which_one_this_is():
    async with tab(hello=False) as renewed:
        await renewed.say(t="hello", v=2, tab="x")

        assert (await renewed.hear("welcome"))["v"] == 1
        await renewed.leaves(4400)


async def test_a_ping_is_answered():
    async with tab() as reader:
        await reader.say(t="ping", n=5)

        assert (await reader.hear("pong"))["n"] == 5


# --- following ---
async def test_a_reader_gets_what_it_missed_in_order():
    async with tab() as reader:
        await follow(reader, after=2)

        assert await reader.numbers(5) == [3, 4, 5, 6, 7]


async def test_a_post_arrives():
    async with tab() as reader:
        await follow(reader)
        post = await run(say, "Слышно **хорошо**.")

        event = (await reader.hear("ev"))["events"][0]

    assert event["post"]["html"] == "<p>Слышно <strong>хорошо</strong>.</p>\n"
    assert (event["seq"], event["kind"], event["post"]["key"]) == (8, "post.new", str(post.key))


async def test_no_event_tells_an_address():
    async with tab() as reader:
        await follow(reader, after=0)

        assert "@" not in json.dumps(await reader.hear("ev"))


@pytest.mark.parametrize(("behind", "why"), [(True, "gap"), (False, "ahead")])
async def test_a_reader_beyond_the_log_or_far_behind_begins_anew(behind, why):
    if behind:
        await run(Thread.objects.filter(title=THREAD).update, head=2008)
    async with tab() as reader:
        await follow(reader, after=0 if behind else 99)

        assert (await reader.hear("reset"))["why"] == why


async def test_a_thread_of_another_group_is_not_found():
    async with tab("editor.osh") as stranger:
        await stranger.say(t="sub", thread=(await run(thread)).pk, after=0)

        assert (await stranger.hear("err"))["code"] == "not_found"


async def test_a_thread_that_is_not_there_is_answered_alike():
    async with tab("editor.osh") as stranger:
        await stranger.say(t="sub", thread=99_999, after=0)

        assert (await stranger.hear("err"))["code"] == "not_found"


async def test_the_twenty_first_thread_is_refused(settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 99}

    def threads():
        group = WorkingGroup.objects.select_related("place").get(slug="early-warning")
        return [open_thread(group, by=person("chair"), title=f"№ {n}").pk for n in range(21)]

    async with tab() as reader:
        for count, pk in enumerate(await run(threads)):
            if count == 10:  # the bucket of frames fills again
                reader_of = next(iter(live.hub().sockets))
                reader_of.tokens = 20
            await reader.say(t="sub", thread=pk, after=0)
            frame = await reader.hear("subok" if count < 20 else "err")

    assert frame["code"] == "limit"


async def test_a_reader_who_leaves_a_thread_hears_no_more_of_it():
    async with tab() as reader:
        await follow(reader)
        await reader.say(t="unsub", thread=(await run(thread)).pk)
        await reader.say(t="ping", n=1)
        await reader.hear("pong")
        await run(say)

        assert await reader.hears_nothing(0.3)


async def test_readers_of_one_thread_share_one_feed_and_leave_nothing_behind():
    async with tab() as one, tab("chair") as other:
        await follow(one)
        await follow(other)

        assert len(live.hub().feeds) == 1

    assert (live.hub().feeds, live.hub().sockets, live.hub().of_user) == ({}, set(), {})


async def test_a_late_reader_never_gets_what_was_withdrawn_from_memory():
    async with tab("chair") as early, tab() as late:
        await follow(early)
        post = await run(say, "Тайна")
        await early.numbers(1)
        await run(edit_post, post, by=post.author, body="Большая тайна", version=1)
        await early.numbers(1)
        await run(redact_post, post, by=post.author)
        await early.numbers(1)
        await follow(late)

        frame = await late.hear("ev")

    assert "тайна" not in json.dumps(frame, ensure_ascii=False).lower()
    assert [event["seq"] for event in frame["events"]] == [8, 9, 10]


async def test_a_late_reader_never_gets_what_is_withdrawn_in_the_quote_of_another():
    async with tab("chair") as early, tab() as late:
        await follow(early)
        post = await run(say, "Тайна")
        await run(say, "Что?", reply_to=post.number)
        await early.numbers(2)
        live.hub().feeds[(await run(thread)).pk].forget()  # of it the answer alone is kept
        await run(say, "Да что?", reply_to=post.number)
        await early.numbers(1)
        await run(redact_post, post, by=post.author)
        quote = (await early.hear("ev"))["events"][0]["quote"]["line"]
        await follow(late, after=9)

        frame = await late.hear("ev")

    assert "Тайна" not in json.dumps(frame, ensure_ascii=False)
    assert ([event["seq"] for event in frame["events"]], quote) == ([10, 11], "")


@pytest.fixture
def narrow(monkeypatch):
    """A window of eight events; that of readers of a server is as it is."""
    monkeypatch.setattr(consumers, "WINDOW_EVENTS", 8)


@pytest.mark.usefixtures("narrow")
async def test_a_reader_who_confirms_nothing_gets_no_more_than_a_window():
    async with tab() as slow:
        await follow(slow)
        await run(say, times=12)

        got = await slow.numbers(8)
        silent = await slow.hears_nothing(0.3)
        await slow.say(t="ack", thread=(await run(thread)).pk, seq=got[-1])
        rest = await slow.numbers(19 - got[-1])

    assert silent
    assert got + rest == list(range(8, 20))


@pytest.mark.usefixtures("narrow")
async def test_a_reader_who_stays_stuck_is_closed(settings):
    settings.LIVE = {**settings.LIVE, "ack_seconds": 0}
    async with tab() as slow:
        await follow(slow)
        await run(say, times=12)
        await slow.numbers(8)
        await live.hub().beat()

        await slow.leaves(4408)
