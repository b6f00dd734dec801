"""An administrator's pages of the people of a city, and the secretariat's of administrators."""

import re

import pytest

from coalition import clock
from coalition.models import Invitation, Letter, Membership, User
from coalition.verbs import invite
from tests.coalition.stepping import PASSWORD, enter, place, printed, real

pytestmark = pytest.mark.django_db

TEAM, ALL = "/work/city/osh/team/", "/review/administrators/"
SOON, LATER = "05.12.2026", "20.12.2026"


def held(name: str, role: str = "") -> Membership:
    found = Membership.objects.filter(
        user__email=f"{name}@demo.invalid", place__kind="city", released_at=None
    )
    return found.filter(role=role).get() if role else found.get()


def page_of(name: str) -> str:
    return f"{TEAM}{held(name).pk}/"


def test_a_link_that_ran_out_is_still_listed_and_sent_again(signed_in):
    found, _secret = invite("a@example.org", by=User.system(), place=place(), role="viewer")
    Invitation.objects.filter(pk=found.pk).update(expires_at=clock.now())
    client = signed_in("admin.osh")
    assert "истекла" in client.get(TEAM).text

    client.post(f"{TEAM}invitations/{found.pk}/again/")

    assert Invitation.objects.open(clock.now()).filter(email="a@example.org").count() == 1
    assert Letter.objects.filter(to="a@example.org").count() == 2


def test_an_invitation_is_revoked(signed_in):
    found, _secret = invite("a@example.org", by=User.system(), place=place(), role="viewer")

    signed_in("admin.osh").post(f"{TEAM}invitations/{found.pk}/revoke/")

    assert not Invitation.objects.open(clock.now()).exists()


@pytest.mark.parametrize("deed", ["again", "revoke"])
def test_an_invitation_of_another_city_does_not_exist(signed_in, deed):
    dushanbe = place("city", "dushanbe")
    found, _secret = invite("a@example.org", by=User.system(), place=dushanbe, role="viewer")

    answer = signed_in("admin.osh").post(f"{TEAM}invitations/{found.pk}/{deed}/")

    assert answer.status_code == 404


def test_a_colleague_gets_a_further_role(signed_in, person):
    sent = {"a-user": person("editor.osh").pk, "a-role": "approver", "a-until": LATER}

    assert signed_in("admin.osh").post(f"{TEAM}appoint/", sent).url == TEAM

    assert str(held("editor.osh", "approver").until) == "2026-12-20"


def test_a_person_of_another_city_cannot_be_chosen(signed_in, person):
    sent = {"a-user": person("editor.dushanbe").pk, "a-role": "approver"}

    answer = signed_in("admin.osh").post(f"{TEAM}appoint/", sent)

    assert answer.status_code == 200
    assert 'href="#id_a-user"' in answer.text


def test_a_role_somebody_has_is_refused_beside_the_field(signed_in, person):
    sent = {"a-user": person("editor.osh").pk, "a-role": "editor"}

    answer = signed_in("admin.osh").post(f"{TEAM}appoint/", sent)

    assert "уже есть" in answer.text
    assert 'href="#id_a-user"' in answer.text


def test_a_term_is_changed(signed_in):
    signed_in("admin.osh").post(f"{page_of('editor.osh')}term/", {"term-until": SOON})

    assert str(held("editor.osh").until) == "2026-12-05"


def test_a_mistake_in_a_term_keeps_what_was_typed(signed_in):
    answer = signed_in("admin.osh").post(
        f"{page_of('editor.osh')}term/", {"term-until": "31.02.2027"}
    )

    assert 'value="31.02.2027"' in answer.text
    assert held("editor.osh").until is None


def test_a_deputy_is_named_and_shown_to_the_team(signed_in, person):
    sent = {"deputy-deputy": person("editor.osh").pk, "deputy-since": SOON, "deputy-until": LATER}

    signed_in("admin.osh").post(f"{page_of('approver.osh')}deputy/", sent)

    page = signed_in("viewer.osh").get(TEAM).text
    assert "замещает: Согласующий (пример)" in page
    assert held("editor.osh", "approver").stands_in_for == person("approver.osh")


def test_who_cannot_stand_in_is_refused_beside_the_field(signed_in, person):
    sent = {"deputy-deputy": person("editor.osh").pk, "deputy-since": LATER, "deputy-until": SOON}

    answer = signed_in("admin.osh").post(f"{page_of('approver.osh')}deputy/", sent)

    assert 'href="#id_deputy-until"' in answer.text


def test_another_person_takes_a_role_from_a_day_on(signed_in, person):
    sent = {"next-successor": person("editor.osh").pk, "next-since": SOON}

    signed_in("admin.osh").post(f"{page_of('approver.osh')}succeed/", sent)

    assert str(held("approver.osh").until) == "2026-12-04"
    assert str(held("editor.osh", "approver").since) == "2026-12-05"
    page = signed_in("admin.osh").get(page_of("approver.osh")).text
    assert "Затем дела принимает Редактор плана (пример)" in page


def test_the_page_of_a_role_tells_what_the_person_has(signed_in):
    page = signed_in("admin.osh").get(page_of("editor.osh")).text

    assert "Представляет город" in page
    assert "Вода и жара" in page


def test_the_end_hands_over_to_whom_was_chosen(signed_in, person):
    sent = {"end-successor": person("viewer.osh").pk}

    assert signed_in("admin.osh").post(f"{page_of('editor.osh')}release/", sent).url == TEAM

    assert [seat.group.name for seat in person("viewer.osh").seats.filter(ended_at=None)] == [
        "Вода и жара"
    ]
    assert "Вы приняли дела" in Letter.objects.get(to="viewer.osh@demo.invalid").subject


def test_what_ended_says_so(signed_in):
    path = page_of("editor.osh")
    client = signed_in("admin.osh")
    client.post(f"{path}release/")

    assert "Эта роль уже завершена" in client.get(path).text


@pytest.mark.parametrize("deed", ["", "term/", "deputy/", "release/", "succeed/", "second-step/"])
def test_a_reviewers_role_is_not_the_citys_to_change(signed_in, deed):
    reviewer = Membership.objects.get(place=place(), role="reviewer")
    client = signed_in("admin.osh")

    ask = client.post if deed else client.get

    assert ask(f"{TEAM}{reviewer.pk}/{deed}").status_code == 404


# --- asked again who it is ---
@pytest.fixture
def boss_of_an_hour_ago(client):
    """A real administrator, inside with a second step, who signed in an hour ago."""
    boss = real("boss", "administrator")
    sheet = printed(boss)
    enter(client, boss)
    client.post("/accounts/2fa/authenticate/", {"code": sheet[0]})
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    return client


def test_an_administrator_is_invited_only_by_whom_has_just_shown_who_they_are(boss_of_an_hour_ago):
    client = boss_of_an_hour_ago

    asked = client.post(TEAM, {"email": "a@example.org", "role": "administrator"})

    assert asked.url.startswith("/accounts/reauthenticate/?next=")
    assert not Invitation.objects.filter(email="a@example.org").exists()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": TEAM})
    assert Invitation.objects.filter(email="a@example.org").exists()


def test_a_viewer_is_invited_without_asking_again(boss_of_an_hour_ago):
    sent = {"email": "a@example.org", "role": "viewer"}

    assert boss_of_an_hour_ago.post(TEAM, sent).url == TEAM


@pytest.mark.parametrize("deed", ["release", "succeed", "second-step"])
def test_taking_much_from_another_is_asked_again(boss_of_an_hour_ago, person, deed):
    sent = {"next-successor": person("viewer.osh").pk, "next-since": SOON}

    asked = boss_of_an_hour_ago.post(f"{page_of('editor.osh')}{deed}/", sent)

    assert asked.url.startswith("/accounts/reauthenticate/?next=")
    assert held("editor.osh").until is None


def test_a_release_goes_on_by_itself_once_it_was_shown(boss_of_an_hour_ago):
    role, path = held("editor.osh"), f"{page_of('editor.osh')}release/"
    boss_of_an_hour_ago.post(path)

    done = boss_of_an_hour_ago.post(
        "/accounts/reauthenticate/", {"password": PASSWORD, "next": path}
    )

    role.refresh_from_db()
    assert role.released_at is not None
    assert done.url == TEAM


def test_the_whole_of_a_city_is_taken_away_only_by_whom_has_just_shown_who_they_are(
    boss_of_an_hour_ago,
):
    asked = boss_of_an_hour_ago.post("/work/city/osh/data/whole/1/")

    assert asked.url.startswith("/accounts/reauthenticate/?next=")


# --- a lost step ---
def test_a_lost_step_is_taken_away_by_the_administrator(signed_in):
    editor = real("second", "editor")
    printed(editor)
    role = Membership.objects.get(user=editor, place=place())
    client = signed_in("admin.osh")
    assert "Второй шаг потерян" in client.get(f"{TEAM}{role.pk}/").text

    client.post(f"{TEAM}{role.pk}/second-step/")

    assert not editor.authenticator_set.exists()


def test_the_step_of_a_second_administrator_is_not_the_citys_to_take(signed_in):
    boss = real("boss", "administrator")
    printed(boss)
    role = Membership.objects.get(user=boss, place=place())
    client = signed_in("admin.osh")

    assert "Второй шаг потерян" not in client.get(f"{TEAM}{role.pk}/").text
    assert client.post(f"{TEAM}{role.pk}/second-step/").status_code == 403


# --- the secretariat ---
def test_the_secretariat_invites_where_a_term_ran_out(signed_in):
    Membership.objects.filter(place=place(), role="administrator").update(
        since="2026-01-01", until="2026-11-01"
    )
    client = signed_in("secretariat")
    assert re.search(r'<option value="osh">', client.get(ALL).text)

    assert client.post(ALL, {"city": "osh", "email": "a@example.org"}).url == ALL

    assert Invitation.objects.get(email="a@example.org").role == "administrator"


def test_the_secretariat_invites_nobody_where_there_is_an_administrator(signed_in):
    answer = signed_in("secretariat").post(ALL, {"city": "osh", "email": "a@example.org"})

    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_the_secretariat_takes_away_the_lost_step_of_an_administrator(signed_in, person):
    printed(person("admin.osh"))
    role = held("admin.osh")

    signed_in("secretariat").post(f"{ALL}{role.pk}/second-step/")

    assert not person("admin.osh").authenticator_set.exists()


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_of_administrators_costs_the_same(signed_in, more, django_assert_num_queries):
    for number in range(more):
        real(f"boss{number}", "administrator")
        invite(f"i{number}@example.org", by=User.system(), place=place(), role="administrator")
    client = signed_in("secretariat")

    with django_assert_num_queries(10):
        client.get(ALL)
