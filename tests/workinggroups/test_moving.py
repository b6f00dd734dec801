"""Threads renamed, moved to another group, parted in two."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from coalition.models import Notification, User
from coalition.permissions import forget_rights
from coalition.verbs import appoint
from tests.files import pdf
from tests.workinggroups.tabs import follow, run, tab
from tests.workinggroups.tabs import person as somebody
from tests.workinggroups.tabs import say as say_live
from tests.workinggroups.tabs import thread as live_thread
from workinggroups.events import event_data, rows_after
from workinggroups.models import Post, Thread, ThreadEvent, ThreadUser, WorkingGroup
from workinggroups.verbs import (
    AudienceChanged,
    ThreadClosed,
    audience_of,
    edit_post,
    give_task,
    mark_read,
    move_thread,
    pin_post,
    post_reply,
    redact_post,
    rename_thread,
    split_thread,
)

TARGET = "water-and-heat"


def let_into(person, role="member", slug=TARGET):
    place = WorkingGroup.objects.get(slug=slug).place
    appoint(person, by=User.system(), place=place, role=role)
    forget_rights(person)
    return person


def move(thread, by, slug=TARGET):
    group = WorkingGroup.objects.select_related("place").get(slug=slug)
    thread = Thread.objects.select_related("group__place").get(pk=thread.pk)
    return move_thread(thread, by=by, group=group, audience=audience_of(thread, group, by=by))


# --- another name -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_readers_are_told_the_new_name_as_it_is_now(thread, person):
    rename_thread(thread, by=person("chair"), title="Первое имя")
    rename_thread(thread, by=person("chair"), title="Второе имя", purpose="Проверить")

    events = [event_data(event) for event in rows_after(thread.pk, 7)]
    called = {"title": "Второе имя", "purpose": "Проверить"}
    assert [(event["kind"], event["called"]) for event in events] == [("thread.rename", called)] * 2


@pytest.mark.django_db
def test_the_same_name_again_is_no_event(thread, person):
    rename_thread(thread, by=person("chair"), title=thread.title, purpose=thread.purpose)

    assert not ThreadEvent.objects.filter(thread=thread, kind="thread.rename").exists()


@pytest.mark.django_db
def test_a_member_renames_nothing(thread, person):
    with pytest.raises(PermissionDenied):
        rename_thread(thread, by=person("member"), title="Моё имя")


@pytest.mark.django_db
def test_a_thread_keeps_a_name(signed_in, thread):
    answer = signed_in("chair").post(reverse("rename_thread", args=[thread.pk]), {"title": " "})

    assert answer.status_code == 422


# --- another group ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_whoever_confirms_sees_who_gains_and_who_loses(signed_in, thread, person):
    let_into(person("chair"))
    page = signed_in("chair").get(reverse("move_thread", args=[thread.pk]), {"group": TARGET})

    gains = {user.email for user in page.context["gains"]}
    loses = {user.email for user in page.context["loses"]}
    assert "approver.ashgabat@demo.invalid" in gains
    assert loses == {"member@demo.invalid", "secretary@demo.invalid"}


@pytest.mark.django_db
def test_a_moved_thread_is_read_by_its_new_group_and_not_by_the_old(thread, say, person):
    post = say(thread, "member", "Вот.", files=[pdf()])
    chair = let_into(person("chair"))

    move(thread, chair)

    newcomer, former = person("approver.ashgabat"), person("member")
    assert Thread.objects.visible_to(newcomer).filter(pk=thread.pk).exists()
    assert Post.objects.visible_to(newcomer).filter(thread=thread).count() == 8
    assert not Thread.objects.visible_to(former).filter(pk=thread.pk).exists()
    assert post.files.get().attachment.place.key == TARGET


@pytest.mark.django_db
def test_lines_of_news_go_with_the_thread(thread, say, person):
    say(thread, "chair", "@все")
    move(thread, let_into(person("chair")))

    places = Notification.objects.filter(subject=f"thread:{thread.pk}").values_list("place__key")
    assert {key for (key,) in places} == {TARGET}


@pytest.mark.django_db
def test_a_list_that_has_changed_is_confirmed_anew(thread, person):
    chair = let_into(person("chair"))
    group = WorkingGroup.objects.select_related("place").get(slug=TARGET)
    mark = audience_of(thread, group, by=chair)
    let_into(person("viewer.osh"))

    with pytest.raises(AudienceChanged):
        move_thread(thread, by=chair, group=group, audience=mark)


@pytest.mark.django_db
def test_the_page_shows_the_changed_list_again(signed_in, thread, person):
    let_into(person("chair"))

    answer = signed_in("chair").post(
        reverse("move_thread", args=[thread.pk]), {"group": TARGET, "audience": "0-0"}
    )

    assert answer.status_code == 409
    assert Thread.objects.get(pk=thread.pk).group.slug == "early-warning"


@pytest.mark.django_db
def test_nobody_moves_a_thread_where_they_may_not_write(thread, person):
    with pytest.raises(PermissionDenied):
        move(thread, person("chair"))


@pytest.mark.django_db
def test_a_member_moves_nothing(thread, person):
    member = let_into(person("member"))
    group = WorkingGroup.objects.get(slug=TARGET)

    with pytest.raises(PermissionDenied):
        move_thread(thread, by=member, group=group, audience="")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["decision", "meeting"])
def test_decisions_and_meetings_stay_where_they_are_numbered(thread, person, kind):
    Thread.objects.filter(pk=thread.pk).update(kind=kind)

    with pytest.raises(ValidationError):
        move(thread, let_into(person("chair")))


@pytest.mark.django_db
def test_a_post_written_for_the_old_group_is_refused_after_the_move(thread, person):
    stale = Thread.objects.select_related("group__place").get(pk=thread.pk)
    move(thread, let_into(person("chair")))

    with pytest.raises(PermissionDenied):
        post_reply(stale, by=person("member"), body="Успею?", key=uuid.uuid4())


@pytest.mark.usefixtures("committed", "quiet")
async def test_old_readers_are_told_it_is_gone_and_new_ones_see_all():
    def deed():
        chair = let_into(somebody("chair"))
        move(live_thread(), chair)

    async with tab("member") as former, tab("chair") as mover:
        await follow(former)
        await follow(mover)

        await run(deed)

        gone = await former.hear("gone")
        assert gone["why"] == "moved"
        await former.leaves(4403)
        assert await mover.numbers(1) == [8]
        async with tab("approver.ashgabat") as newcomer:
            await follow(newcomer, after=0)
            assert await newcomer.numbers(8) == list(range(1, 9))
            await run(say_live, "Вижу", who="chair")
            assert await newcomer.numbers(1) == [9]


# --- two threads --------------------------------------------------------------------------------
@pytest.fixture
def parted(thread, person):
    """The posts 6 and 7 in a thread of their own."""
    return split_thread(thread, by=person("chair"), numbers=[6, 7], title="Отдельно")


@pytest.mark.django_db
def test_moved_posts_are_numbered_anew_and_keep_who_said_what_when(thread, person):
    before = list(
        Post.objects.filter(thread=thread, number__gte=6).order_by("number")
        .values_list("author", "body", "html", "created_at", "city")
    )  # fmt: skip
    new = split_thread(thread, by=person("chair"), numbers=[6, 7], title="Отдельно")

    after = Post.objects.filter(thread=new).order_by("number")
    assert list(after.values_list("author", "body", "html", "created_at", "city")) == before
    assert list(after.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_a_stub_without_words_stays_under_the_old_number(thread, parted):
    stubs = Post.objects.filter(thread=thread, number__gte=6).order_by("number")

    assert [(stub.body, stub.html, stub.folded) for stub in stubs] == [("", "", "")] * 2
    assert [stub.moved_to.path for stub in stubs] == [
        f"/work/threads/{parted.pk}/?at={number}#p{number}" for number in (1, 2)
    ]
    thread.refresh_from_db()
    assert thread.post_count == 7


@pytest.mark.django_db
def test_both_logs_tell_of_it_without_gaps(thread, parted):
    out = list(ThreadEvent.objects.filter(thread=thread, seq__gt=7).values_list("kind", "data"))
    into = list(ThreadEvent.objects.filter(thread=parted).values_list("seq", "kind"))

    assert out == [("post.move_out", {"to": parted.pk, "number": n}) for n in (1, 2)]
    assert into == [(1, "post.move_in"), (2, "post.move_in")]


@pytest.mark.django_db
def test_what_was_moved_is_not_told_again_in_the_old_thread(thread, parted):
    told = [event_data(event) for event in rows_after(thread.pk, 5)]

    assert [event["post"]["html"] for event in told] == [""] * 4
    assert told[0]["post"]["moved"] == {"thread": parted.pk, "number": 1}


@pytest.mark.django_db
def test_the_page_says_where_a_post_went(signed_in, thread, parted):
    page = signed_in("member").get(reverse("thread", args=[thread.pk])).content.decode()

    assert "Это сообщение перенесено в другое обсуждение:" in page
    assert f"/work/threads/{parted.pk}/?at=1#p1" in page


@pytest.mark.django_db
def test_a_key_stays_with_its_number_after_parting(thread, person):
    key = uuid.uuid4()
    post, _new = post_reply(thread, by=person("member"), body="Слышно", key=key)
    split_thread(thread, by=person("chair"), numbers=[post.number], title="Отдельно")

    again, new = post_reply(thread, by=person("member"), body="Слышно", key=key)

    assert (again.pk, new) == (post.pk, False)


@pytest.mark.django_db
def test_files_tasks_and_earlier_wordings_go_with_their_post(thread, say, person, signed_in):
    post = say(thread, "member", "Слышна @Ош", files=[pdf("Акт.pdf")])
    edit_post(post, by=person("member"), body="Слышно @Ош", version=1)
    task = give_task(post, by=person("chair"), what="Проверить", user=person("member"))

    new = split_thread(thread, by=person("chair"), numbers=[post.number], title="Отдельно")

    moved = new.posts.get()
    task.refresh_from_db()
    assert (task.post, task.thread) == (moved, new)
    assert moved.mentions.count() == 1
    assert [one.body for one in moved.revisions.all()] == ["Слышна @Ош"]
    file = moved.files.get().attachment
    assert signed_in("chair").get(reverse("open_attachment", args=[file.pk])).status_code == 200


@pytest.mark.django_db
def test_a_withdrawn_post_stays_where_it_is(thread, say, person):
    post = redact_post(say(thread, "member"), by=person("member"))

    with pytest.raises(ValidationError):
        split_thread(thread, by=person("chair"), numbers=[post.number], title="Отдельно")


@pytest.mark.django_db
def test_what_is_moved_is_not_moved_again_from_the_old_place(thread, parted, person):
    with pytest.raises(ValidationError):
        split_thread(thread, by=person("chair"), numbers=[6], title="Ещё раз")


@pytest.mark.django_db
@pytest.mark.parametrize("deed", [redact_post, pin_post])
def test_a_stub_is_neither_withdrawn_nor_pinned(thread, parted, person, deed):
    stub = Post.objects.select_related("thread__group__place").get(thread=thread, number=6)

    with pytest.raises((PermissionDenied, ValidationError)):
        deed(stub, by=person("chair"))


@pytest.mark.django_db
def test_the_database_keeps_no_words_under_an_old_number(thread, parted):
    stub = Post.objects.get(thread=thread, number=6)
    stub.body = "Слова"

    with pytest.raises(IntegrityError), transaction.atomic():
        stub.save()


@pytest.mark.django_db
def test_who_had_read_all_has_nothing_new(thread, person):
    mark_read(thread, by=person("member"), seq=7)

    new = split_thread(thread, by=person("chair"), numbers=[6, 7], title="Отдельно")

    unread = Thread.objects.unread_by(person("member"))
    assert not unread.filter(pk__in=[thread.pk, new.pk]).exists()


@pytest.mark.django_db
def test_who_had_not_read_still_has_it_before_them(thread, parted, person):
    assert not ThreadUser.objects.filter(thread=parted, user=person("member")).exists()


@pytest.mark.django_db
def test_a_member_parts_nothing(thread, person):
    with pytest.raises(PermissionDenied):
        split_thread(thread, by=person("member"), numbers=[7], title="Отдельно")


@pytest.mark.django_db
def test_a_finished_group_is_not_parted(thread, group, person):
    WorkingGroup.objects.filter(pk=group.pk).update(archived=True)
    fresh = Thread.objects.select_related("group__place").get(pk=thread.pk)

    with pytest.raises((ThreadClosed, ValidationError)):
        split_thread(fresh, by=person("chair"), numbers=[7], title="Отдельно")


@pytest.mark.django_db
def test_the_chair_parts_from_the_page_with_what_follows_ticked(signed_in, thread):
    address = reverse("split_thread", args=[thread.pk]) + "?from=6"
    chair = signed_in("chair")

    page = chair.get(address).content.decode()
    answer = chair.post(address, {"title": "Отдельно", "numbers": [6, 7]})

    assert page.count("checked") == 2
    new = Thread.objects.get(title="Отдельно")
    assert answer.headers["Location"] == reverse("thread", args=[new.pk])
    assert new.post_count == 2
