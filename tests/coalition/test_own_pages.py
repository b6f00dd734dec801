"""A person's own pages: taking up an invitation, settings, keys, other devices."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from coalition import clock
from coalition.models import ApiToken, Invitation, Letter, Membership, Place, User
from coalition.verbs import invite, issue_token, release

pytestmark = pytest.mark.django_db

NEW = {
    "post": "Главный специалист",
    "first_name": "Айгүл",
    "last_name": "",
    "password": "вода камень точит",
}


def invited(email="new@example.org", role="viewer") -> str:
    place = Place.objects.get(kind="city", key="osh")
    admin = User.objects.get(email="admin.osh@demo.invalid")
    _invitation, secret = invite(email, by=admin, place=place, role=role)
    return f"/accounts/invitation/{secret}/"


def test_an_invitation_says_where_and_to_what(client):
    page = client.get(invited()).text

    assert "Ош" in page
    assert "Наблюдатель" in page
    assert "new@example.org" in page


def test_opening_an_invitation_changes_nothing(client):
    client.get(invited())

    assert not User.objects.filter(email="new@example.org").exists()
    assert Invitation.objects.get(email="new@example.org").used_at is None


def test_a_new_person_takes_up_the_role_and_is_inside(client):
    assert client.post(invited(), NEW).url == "/work/"

    person = User.objects.get(email="new@example.org")
    assert person.memberships.get(place__key="osh").role == "viewer"
    assert client.get("/work/settings/").status_code == 200


def test_the_same_acceptance_sent_twice_makes_one_person(client):
    path = invited()
    client.post(path, NEW)
    client.cookies.clear()

    assert client.post(path, NEW).status_code == 410
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_weak_password_is_refused_and_the_words_stay(client):
    answer = client.post(invited(), {**NEW, "password": "12345"})

    assert answer.status_code == 200
    assert "Айгүл" in answer.text
    assert 'href="#id_password"' in answer.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_known_person_signs_in_to_take_up_a_role(client):
    path = invited("editor.dushanbe@demo.invalid")

    page = client.get(path)
    assert f'href="/accounts/login/?next={path}"' in page.text
    client.post(path, NEW)
    assert not Membership.objects.filter(
        user__email="editor.dushanbe@demo.invalid", place__key="osh"
    ).exists()


def test_a_signed_in_person_takes_up_a_role_with_one_button(signed_in):
    path = invited("editor.dushanbe@demo.invalid")

    assert signed_in("editor.dushanbe").post(path).url == "/work/"
    assert Membership.objects.filter(
        user__email="editor.dushanbe@demo.invalid", place__key="osh", role="viewer"
    ).exists()


@pytest.mark.parametrize("email", ["new@example.org", "editor.dushanbe@demo.invalid"])
def test_nobody_takes_up_the_invitation_of_another(signed_in, email):
    path = invited(email)
    client = signed_in("viewer.osh")

    assert "под другим" in client.get(path).text
    client.post(path, NEW)
    assert Invitation.objects.get(email=email).used_at is None


@pytest.mark.parametrize("over", ["unknown", "used", "expired", "revoked"])
def test_an_invitation_that_is_over_says_so(client, over):
    path = invited()
    moment = clock.now() - timedelta(days=1)
    if over == "unknown":
        path = "/accounts/invitation/unknown/"
    else:
        field = {"used": "used_at", "expired": "expires_at", "revoked": "revoked_at"}[over]
        Invitation.objects.filter(email="new@example.org").update(**{field: moment})

    for answer in (client.get(path), client.post(path, NEW)):
        assert answer.status_code == 410
        assert "больше не действует" in answer.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_settings_keep_what_a_person_says_of_themselves(signed_in, person):
    said = {"me-post": "Отдел ГО и ЧС", "me-first_name": "Ҷамшед", "me-language": "en"}

    assert signed_in("editor.osh").post("/work/settings/", said).url == "/work/settings/"

    assert person("editor.osh").post == "Отдел ГО и ЧС"
    assert person("editor.osh").first_name == "Ҷамшед"


def test_settings_refuse_a_language_there_is_not_and_keep_the_words(signed_in, person):
    said = {"me-post": "Отдел", "me-first_name": "Ҷамшед", "me-language": "xx"}

    answer = signed_in("editor.osh").post("/work/settings/", said)

    assert answer.status_code == 200
    assert 'value="Ҷамшед"' in answer.text
    assert 'href="#id_me-language"' in answer.text
    assert person("editor.osh").first_name == ""


def test_a_person_cannot_make_themselves_more_by_the_form(signed_in, person):
    said = {"me-language": "ru", "me-email": "x@y.example", "me-is_system": "on",
            "me-is_superuser": "on"}  # fmt: skip

    signed_in("editor.osh").post("/work/settings/", said)

    assert person("editor.osh").is_superuser is False
    assert person("editor.osh").is_system is False


def test_settings_name_the_groups_of_a_person(signed_in):
    page = signed_in("chair").get("/work/settings/").text

    assert "early-warning" not in page
    assert "Коалиция" in page


def test_settings_tell_a_persons_roles(signed_in):
    page = signed_in("reviewer").get("/work/settings/").text

    for city in ("Ош", "Душанбе", "Наманган"):
        assert f"<strong>{city}</strong>" in page


def test_a_key_is_shown_once(signed_in):
    client = signed_in("editor.osh")
    sent = {"token-name": "Таблица", "token-scope": "read"}

    secret = re.search(
        r"<code>([\w-]{40,})</code>", client.post("/work/settings/tokens/", sent).text
    )

    token = ApiToken.objects.get(digest=ApiToken.digest_of(secret.group(1)))
    assert token.user.email == "editor.osh@demo.invalid"
    page = client.get("/work/settings/").text
    assert "Таблица" in page
    assert secret.group(1) not in page


def test_a_key_without_a_name_is_refused_with_a_sentence(signed_in):
    answer = signed_in("editor.osh").post("/work/settings/tokens/", {"token-scope": "read"})

    assert 'href="#id_token-name"' in answer.text
    assert not ApiToken.objects.exists()


def test_a_revoked_key_leaves_the_list(signed_in, person):
    user = person("editor.osh")
    token, _secret = issue_token(user, by=user, name="Таблица", scope="read")
    client = signed_in("editor.osh")

    assert client.post(f"/work/settings/tokens/{token.pk}/revoke/").url == "/work/settings/"
    assert "Таблица" not in client.get("/work/settings/").text


def test_another_persons_key_does_not_exist(signed_in, person):
    user = person("editor.dushanbe")
    token, _secret = issue_token(user, by=user, name="Таблица", scope="read")

    answer = signed_in("editor.osh").post(f"/work/settings/tokens/{token.pk}/revoke/")

    assert answer.status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_signing_out_everywhere_keeps_only_this_device(person):
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(person("editor.osh"))

    assert here.post("/work/settings/sign-out/").url == "/work/settings/"

    assert here.get("/work/settings/").status_code == 200
    assert there.get("/work/settings/").status_code == 302


def test_signing_out_everywhere_closes_nobody_else(person):
    here, other = Client(), Client()
    here.force_login(person("editor.osh"))
    other.force_login(person("approver.osh"))

    here.post("/work/settings/sign-out/")

    assert other.get("/work/settings/").status_code == 200


def test_a_released_person_gets_a_letter(person):
    held = Membership.objects.get(user=person("viewer.osh"), place__key="osh")

    release(held, by=person("admin.osh"))

    letter = Letter.objects.get(to="viewer.osh@demo.invalid")
    assert letter.subject == "Ваша роль завершена: Ош"
    assert "Роль: Наблюдатель" in letter.body


@pytest.mark.parametrize(
    "path",
    ["/work/settings/tokens/", "/work/settings/sign-out/", "/work/settings/tokens/1/revoke/"],
)
def test_a_deed_is_not_done_by_opening_its_address(signed_in, path):
    assert signed_in("editor.osh").get(path).status_code == 405
