"""The socket of a reader, inside this process: what wakes it, and what stands behind lost hints."""

import asyncio

import pytest
from channels.layers import get_channel_layer

from coalition.notifications import unread_counts
from coalition.verbs import read_lines
from tests.workinggroups.tabs import follow, person, run, say, tab, thread
from workinggroups import consumers, feed, live

pytestmark = pytest.mark.usefixtures("committed", "quiet")


# --- hints and questions ---
async def test_hints_twice_and_out_of_order_bring_each_event_once():
    async with tab() as reader:
        await follow(reader)
        pk = (await run(thread)).pk
        await run(say, times=3)
        for seq in (10, 8, 10, 9):
            live.hub().hear({"thread": pk, "seq": seq})

        assert await reader.numbers(3) == [8, 9, 10]
        assert await reader.hears_nothing(0.2)


async def test_five_hundred_hints_ask_the_database_a_few_times(monkeypatch):
    asked, read_after = [], feed.read_after

    def counted(thread, after, *limit):
        asked.append(after)
        return read_after(thread, after, *limit)

    async with tab() as reader:
        await follow(reader)
        pk = (await run(thread)).pk
        await run(say, times=3)
        await reader.numbers(3)
        monkeypatch.setattr(feed, "read_after", counted)
        for _hint in range(500):
            live.hub().hear({"thread": pk, "seq": 11})
        await run(say)

        assert await reader.numbers(1) == [11]
    assert len(asked) <= 4


@pytest.mark.parametrize("step", ["access_and_place", "read_head", "read_after"])
async def test_a_post_in_the_midst_of_a_subscription_comes_once(step, monkeypatch):
    """Committed after the reader's rights, the head or the log were read, before they are used."""
    where = consumers if step == "access_and_place" else feed
    asked, said = getattr(where, step), []

    def and_then_somebody_writes(*question):
        found = asked(*question)
        if not said:
            said.append(say())
        return found

    monkeypatch.setattr(where, step, and_then_somebody_writes)
    async with tab() as reader:
        await follow(reader)

        assert await reader.numbers(1) == [8]
        assert await reader.hears_nothing(0.2)


async def test_readers_who_come_together_ask_for_the_thread_once(monkeypatch):
    asked, read_after = [], feed.read_after

    def counted(thread, after, *limit):
        asked.append(after)
        return read_after(thread, after, *limit)

    monkeypatch.setattr(feed, "read_after", counted)
    async with tab() as first, tab("chair") as second, tab() as third:
        for reader in (first, second, third):
            await follow(reader, after=5)
            assert await reader.numbers(2) == [6, 7]

    assert asked == [7, 5]  # what is new, when the feed began, and what all three had missed


@pytest.mark.once  # over Redis the hint comes, whoever wrote the post
async def test_a_reader_who_is_ahead_of_this_process_alone_is_not_sent_back():
    """The page was drawn after a post of another process that this one has not yet heard of."""
    async with tab("chair") as early, tab() as reader:
        await follow(early)
        here = live._hub
        live._hub = None
        await run(say)
        live._hub = here
        assert (await follow(reader, after=8))["head"] == 8

        assert await reader.hears_nothing(0.2)


# --- the backstop ---
async def test_a_heartbeat_tells_heads_and_what_waits():
    async with tab() as reader:
        await follow(reader)
        await live.hub().beat()

        frame = await reader.hear("hb")

    assert frame["heads"] == {str((await run(thread)).pk): 7}
    assert isinstance(frame["notif"], int)


async def test_a_deed_tells_open_tabs_at_once_how_much_is_unread():
    await run(read_lines, by=await run(person, "member"))
    async with tab() as reader:
        await run(say)

        frame = await reader.hear("hb")

    assert (frame["heads"], frame["notif"]) == ({}, 1)


async def test_what_a_tab_has_been_told_already_is_not_told_again():
    member = await run(person, "member")
    async with tab() as reader:
        await run(live.announce_news, [member.pk])
        await reader.hear("hb")
        await run(live.announce_news, [member.pk])
        await asyncio.sleep(2 * live.NEWS_PAUSE)

        assert reader.output_queue.empty()


async def test_news_of_one_deed_for_many_people_are_counted_once(monkeypatch):
    asked = []

    def counted(users):
        asked.append(set(users))
        return unread_counts(users)

    monkeypatch.setattr(live, "unread_counts", counted)
    member, chair = await run(person, "member"), await run(person, "chair")
    async with tab() as one, tab("chair") as another:
        await run(live.announce_news, [member.pk])
        await run(live.announce_news, [chair.pk])
        await one.hear("hb")
        await another.hear("hb")

    assert asked == [{member.pk, chair.pk}]


@pytest.mark.once  # over Redis the hint comes, whoever wrote the post
async def test_a_post_whose_hint_was_lost_comes_with_the_heartbeat():
    async with tab() as reader:
        await follow(reader)
        here = live._hub
        live._hub = None  # as if the post had been written by another process without a layer
        await run(say)
        live._hub = here
        silent = await reader.hears_nothing(0.1)
        await live.hub().beat()

        assert silent
        assert await reader.numbers(1) == [8]


def forgotten_for_its_age(layer, channel):
    """As a layer does with what joined a day ago."""
    for members in layer.groups.values():
        members[channel] -= layer.group_expiry + 1


def forgotten_for_being_slow(layer, channel):
    """As the layer of one process does with whoever left a message unread for a minute."""
    layer._remove_from_groups(channel)


@pytest.mark.once  # it is the layer of one process that forgets
@pytest.mark.parametrize("forget", [forgotten_for_its_age, forgotten_for_being_slow])
async def test_a_layer_that_forgot_this_process_knows_it_again_after_a_heartbeat(forget):
    async with tab() as reader:
        await follow(reader)
        layer, pk = get_channel_layer(), (await run(thread)).pk
        hint = {"type": "hint", "thread": pk, "seq": 8, "from": "another process"}
        here = live._hub
        forget(layer, here.channel)
        live._hub = None
        await run(say)
        live._hub = here
        await layer.group_send(f"t-{pk}", hint)
        unheard = await reader.hears_nothing(0.2)

        await here.join_all()  # as each heartbeat does first
        await layer.group_send(f"t-{pk}", hint)

        assert unheard
        assert await reader.numbers(1) == [8]
