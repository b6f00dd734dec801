"""The socket of a reader, inside this process: when it hears no more."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import RequestFactory

from coalition.models import ApiToken, Invitation, Membership, Place, User
from coalition.permissions import rights_of
from coalition.verbs import appoint, end_sign_in, invite, issue_token, note_sign_in, release
from tests.workinggroups.tabs import follow, let_go, person, run, say, tab, thread
from workinggroups import live
from workinggroups.models import Thread, WorkingGroup
from workinggroups.verbs import open_thread

pytestmark = pytest.mark.usefixtures("committed", "quiet")


# --- who may read no more ---
async def test_whoever_is_released_is_told_and_hears_nothing_after():
    async with tab() as reader:
        await follow(reader)
        await run(let_go)
        await run(say)

        assert (await reader.hear("gone"))["why"] == "removed"
        await reader.leaves(4403)


async def test_one_who_is_released_from_one_group_still_reads_the_other():
    def join_another():
        other = (
            Thread.objects.select_related("group__place")
            .exclude(group__slug="early-warning")
            .first()
        )
        appoint(person("member"), by=User.system(), place=other.group.place, role="member")
        return other

    other = await run(join_another)
    async with tab() as reader:
        await follow(reader)
        await reader.say(t="sub", thread=other.pk, after=other.head)
        await reader.hear("subok")
        await run(let_go)
        await reader.hear("gone")
        await reader.say(t="ping", n=1)

        assert await reader.hear("pong")


async def test_a_change_of_rights_keeps_those_who_still_may():
    async with tab("chair") as reader:
        await follow(reader)
        await run(let_go)
        await run(say, who="chair")

        assert await reader.numbers(1) == [8]


async def test_a_member_who_becomes_an_observer_goes_on_reading():
    def downgrade():
        with transaction.atomic():
            place = thread().group.place
            appoint(person("member"), by=person("chair"), place=place, role="observer")
            let_go_of = Membership.objects.get(place=place, user=person("member"), role="member")
            release(let_go_of, by=person("chair"))

    async with tab() as reader:
        await follow(reader)
        await run(downgrade)
        await run(say)

        assert await reader.numbers(1) == [8]


async def test_a_role_that_runs_out_is_found_by_the_sweep():
    def run_out():
        Membership.objects.filter(place=thread().group.place, user=person("member")).update(
            since="2026-01-01", until="2026-11-20"
        )

    async with tab() as reader:
        await follow(reader)
        await run(run_out)
        await live.hub().sweep()

        await reader.hear("gone")


async def test_signing_out_in_another_tab_closes_this_one_at_once():
    async with tab() as reader:
        request = RequestFactory().post("/accounts/logout/")
        request.session = reader.scope["session"]
        await sync_to_async(user_logged_out.send)(User, request=request, user=reader.scope["user"])

        await reader.leaves(4401)


async def test_signing_out_leaves_other_sign_ins_alone():
    async with tab() as home, tab() as office:
        request = RequestFactory().post("/accounts/logout/")
        request.session = home.scope["session"]
        await sync_to_async(user_logged_out.send)(User, request=request, user=home.scope["user"])
        await home.leaves(4401)
        await office.say(t="ping", n=1)

        assert await office.hear("pong")


def end_session(session):
    session.delete()


def close_account(session):
    User.objects.filter(pk=session[SESSION_KEY]).update(is_active=False)


def change_password(session):
    user = User.objects.get(pk=session[SESSION_KEY])
    user.set_password("новый длинный пароль")
    user.save()


@pytest.mark.parametrize("deed", [end_session, close_account, change_password])
async def test_a_sign_in_that_no_longer_stands_is_found_by_the_sweep(deed):
    async with tab() as reader:
        await follow(reader)
        await run(deed, reader.scope["session"])
        await live.hub().sweep()

        await reader.leaves(4401)


async def test_a_sweep_leaves_everybody_else_alone():
    async with tab() as reader:
        await follow(reader)
        await live.hub().sweep()
        await run(say)

        assert await reader.numbers(1) == [8]


# --- one release: rights, keys, invitations and sockets ---
async def test_a_release_ends_rights_keys_invitations_and_the_open_tab_in_one_event():
    def prepare():
        team = open_thread(
            WorkingGroup.objects.get(slug="team-osh"), by=person("admin.osh"), title="План на месяц"
        )
        second = person("approver.osh")
        appoint(second, by=User.system(), place=osh(), role="administrator")
        release(Membership.objects.get(user=second, place=osh(), role="approver"), by=User.system())
        issue_token(second, by=second, name="Таблица", scope="read")
        invite("a@example.org", by=second, place=osh(), role="viewer")
        return team.pk

    def osh():
        return Place.objects.get(kind="city", key="osh")

    def let_the_second_go():
        role = Membership.objects.get(user=person("approver.osh"), place=osh(), released_at=None)
        with transaction.atomic():
            release(role, by=person("admin.osh"))

    def what_is_left():
        second = person("approver.osh")
        return (
            bool(rights_of(second)),
            ApiToken.objects.filter(user=second, revoked_at=None).exists(),
            Invitation.objects.filter(invited_by=second, revoked_at=None).exists(),
        )

    team = await run(prepare)
    async with tab("approver.osh") as reader:
        await reader.say(t="sub", thread=team, after=0)
        await reader.hear("subok")
        await run(let_the_second_go)

        assert (await reader.hear("gone"))["why"] == "removed"
        await reader.leaves(4403)
    assert await run(what_is_left) == (False, False, False)


async def test_a_session_that_is_ended_from_another_device_closes_its_tab():
    def end_it():
        key = Session.objects.get().session_key
        member = person("member")
        row = note_sign_in(member, by=member, key=key, device="Chrome, Android")
        with transaction.atomic():
            end_sign_in(row, by=member)

    async with tab() as reader:
        await follow(reader)
        await run(end_it)

        await reader.leaves(4401)
