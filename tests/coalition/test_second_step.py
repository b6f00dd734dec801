"""Roles that need a second step of sign-in: on every door, and how one comes to have it."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from coalition.models import ApiToken, JournalEntry, Letter, Place, User
from coalition.second_step import CONFIRM, SET_UP
from coalition.sessions import signed_in as socket_person
from coalition.sessions import standing_sessions
from coalition.verbs import appoint, invite, issue_token, reset_second_step
from tests.addresses import addresses
from tests.coalition.stepping import digits, enter, place, printed, real, with_app
from tests.personas import OWN
from tests.rights import table

pytestmark = pytest.mark.django_db

INDEX = "/accounts/2fa/"


@pytest.fixture
def admin():
    return real("boss", "administrator")


def is_inside(client) -> bool:
    return client.get("/work/settings/").status_code == 200


def is_led_away(answer) -> bool:
    """To where the step is set up or shown, or refused."""
    if answer.status_code == 302:
        return answer.url.split("?")[0] in (INDEX, "/accounts/2fa/reauthenticate/")
    return answer.status_code in (403, 404, 405)


@pytest.mark.parametrize(
    ("role", "where"),
    [("administrator", ("city", "osh")), ("reviewer", ("city", "osh")),
     ("secretariat", ("coalition", "coalition")), ("keeper", ("coalition", "coalition"))],
)  # fmt: skip
def test_a_role_that_opens_much_is_led_to_the_second_step(client, role, where):
    enter(client, real("person", role, place(*where)))

    assert client.get("/work/").url == INDEX
    assert "Выберите один из трёх способов" in client.get(INDEX).text


def test_whoever_has_the_printed_codes_is_asked_for_one_of_them(client, admin):
    enter(client, admin)
    printed(admin)

    assert "/accounts/2fa/reauthenticate/?next=/work/" in client.get(INDEX).text
    page = client.get("/accounts/2fa/reauthenticate/?next=/work/").text
    assert "один из кодов с листа" in page
    assert "/accounts/reauthenticate/" not in page


@pytest.mark.parametrize("role", ["viewer", "editor", "approver"])
def test_other_roles_go_in_without_one(client, role):
    enter(client, real("person", role))

    assert is_inside(client)


def test_a_server_may_ask_other_roles(client, settings):
    settings.MFA_ROLES = frozenset({"editor"})
    enter(client, real("person", "editor"))

    assert not is_inside(client)


def test_a_server_may_ask_nobody(client, settings, admin):
    settings.MFA_ROLES = frozenset()
    enter(client, admin)

    assert is_inside(client)


def test_accounts_to_try_the_platform_are_never_asked(signed_in):
    assert is_inside(signed_in("secretariat"))


def test_no_address_answers_whoever_lacks_the_step(client, admin):
    """Every address there is: led away, refused, or the same page that every stranger reads."""
    client.force_login(admin)
    client.raise_request_exception = False
    stranger, open_doors = Client(raise_request_exception=False), []
    rules, asked = table(), 0
    for address in addresses():
        if address.name in CONFIRM | SET_UP:
            continue
        rule = rules.get(address.name)
        path = (
            address.path(rule.arguments(OWN, address))
            if rule
            else address.filled(lambda name: "1" if name.endswith("id") else "x")
        )
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            asked += 1
            if answer.status_code >= 500:
                open_doors.append(f"{method} {path}: {answer.status_code}")
            if is_led_away(answer):
                continue
            alike = getattr(stranger, method)(path)
            if (answer.status_code, answer.headers.get("Location")) != (
                alike.status_code, alike.headers.get("Location"),
            ):  # fmt: skip
                open_doors.append(f"{method} {path} [{address.name}]: {answer.status_code}")
        client.force_login(admin)

    assert open_doors == []
    assert asked > 500


def test_a_form_that_was_typed_is_given_back(client):
    editor = real("person", "editor")
    enter(client, editor)
    appoint(editor, by=User.system(), place=place(), role="administrator")

    answer = client.post("/work/settings/", {"me-post": "Отдел гражданской защиты"})

    assert answer.status_code == 403
    assert "Отдел гражданской защиты" in answer.text
    assert "второй шаг входа" in answer.text


def test_no_key_is_made_without_the_step(client, admin):
    client.force_login(admin)

    client.post("/work/settings/tokens/", {"token-name": "Таблица", "token-scope": "read"})

    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(("with_step", "status"), [(True, 200), (False, 403)])
def test_a_key_from_before_the_role_opens_nothing_until_made_anew(client, with_step, status):
    editor = real("person", "editor")
    _key, secret = issue_token(
        editor, by=editor, name="Таблица", scope="read", with_second_step=with_step
    )
    ask = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/cities/", headers=ask).status_code == 200

    appoint(editor, by=User.system(), place=place(), role="administrator")

    assert client.get("/api/v1/cities/", headers=ask).status_code == status


def test_a_key_made_after_the_step_remembers_it(client, admin):
    secret = with_app(admin)
    enter(client, admin)
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})

    client.post("/work/settings/tokens/", {"token-name": "Таблица", "token-scope": "read"})

    assert ApiToken.objects.get().with_second_step


def test_a_socket_does_not_know_whoever_lacks_the_step(client, admin):
    client.force_login(admin)
    key = client.session.session_key

    assert socket_person(key) is None
    assert standing_sessions([(key, admin.pk)]) == set()


def test_a_socket_knows_whoever_has_shown_the_step(client, admin):
    secret = with_app(admin)
    enter(client, admin)
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    key = client.session.session_key

    assert socket_person(key) == admin.pk
    assert standing_sessions([(key, admin.pk)]) == {key}


def test_signing_out_is_always_possible(client, admin):
    client.force_login(admin)

    client.post("/accounts/logout/")

    assert "sessionid" not in client.cookies or client.get("/work/").url.startswith(
        "/accounts/login"
    )


def test_whoever_sets_up_an_app_goes_on_at_once(client, admin, django_capture_on_commit_callbacks):
    enter(client, admin)
    page = client.get("/accounts/2fa/totp/activate/").text
    secret = re.search(r"<code>(\w+)</code>", page).group(1)

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})

    assert is_inside(client)


def test_printed_codes_alone_are_a_second_step(client, admin):
    enter(client, admin)
    client.post("/accounts/2fa/recovery-codes/generate/")
    sheet = re.findall(
        r"<code>(\d{4} \d{4})</code>", client.get("/accounts/2fa/recovery-codes/").text
    )
    assert len(sheet) == 20
    assert not is_inside(client)

    client.post("/accounts/2fa/reauthenticate/", {"code": sheet[0]})
    assert is_inside(client)


def test_with_printed_codes_alone_the_password_does_not_open(client, admin):
    sheet = printed(admin)

    assert "/2fa/authenticate/" in enter(client, admin).url
    assert not is_inside(client)
    client.post("/accounts/2fa/authenticate/", {"code": sheet[3]})
    assert is_inside(client)


def test_a_printed_code_works_once(client, admin):
    sheet = printed(admin)
    for _time in range(2):
        client.cookies.clear()
        enter(client, admin)
        client.post("/accounts/2fa/authenticate/", {"code": sheet[0]})

    assert not is_inside(client)


def test_an_old_session_cannot_make_itself_a_second_step_beside_the_one_in_use(client, admin):
    client.force_login(admin)  # a session from before the step
    secret, elsewhere = with_app(admin), Client()
    enter(elsewhere, admin)
    elsewhere.post("/accounts/2fa/authenticate/", {"code": digits(secret)})

    for path in ("webauthn/add/", "recovery-codes/generate/", "recovery-codes/", ""):
        answer = client.get(f"{INDEX}{path}")
        assert answer.url.startswith("/accounts/2fa/reauthenticate/?next=")


def test_new_printed_codes_are_not_read_by_an_old_session_with_the_password_alone(
    client, admin, django_capture_on_commit_callbacks
):
    enter(client, admin)  # from before the step
    sheet, elsewhere = printed(admin), Client()
    enter(elsewhere, admin)
    elsewhere.post("/accounts/2fa/authenticate/", {"code": sheet[0]})

    with django_capture_on_commit_callbacks(execute=True):
        elsewhere.post(f"{INDEX}recovery-codes/generate/")

    assert elsewhere.get(f"{INDEX}recovery-codes/").status_code == 200
    answer = client.get(f"{INDEX}recovery-codes/")
    assert answer.url.startswith("/accounts/2fa/reauthenticate/?next=")


def test_a_session_from_before_shows_the_step_and_goes_on(client, admin):
    client.force_login(admin)
    sheet = printed(admin)
    admin.authenticator_set.update(last_used_at="2026-11-01T00:00:00Z")

    asked = client.get("/work/city/osh/team/")
    assert asked.url == "/accounts/2fa/reauthenticate/?next=%2Fwork%2Fcity%2Fosh%2Fteam%2F"
    answer = client.post(asked.url, {"code": sheet[0], "next": "/work/city/osh/team/"})

    assert answer.url == "/work/city/osh/team/"
    assert client.get(answer.url).status_code == 200


def test_the_step_of_one_person_is_not_that_of_the_next_in_the_same_browser(client, admin):
    secret = with_app(admin)
    enter(client, admin)
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})

    client.force_login(real("second", "administrator"))

    assert not is_inside(client)


def test_whoever_is_invited_to_such_a_role_is_led_to_the_step(client):
    _one, secret = invite("new@example.org", by=User.system(), place=place(), role="administrator")
    words = {"post": "Начальник отдела", "first_name": "Айгүл", "password": "вода камень точит"}

    client.post(f"/accounts/invitation/{secret}/", words)

    assert client.get("/work/").url == INDEX
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200  # not asked again


# --- when it is lost ---
def test_a_citys_administrator_takes_a_lost_step_away(client, person):
    editor = real("person", "editor")
    printed(editor)
    enter(client, editor)

    reset_second_step(editor, by=person("admin.osh"), place=place())

    assert not editor.authenticator_set.exists()
    assert JournalEntry.objects.latest("pk").deed == "person.second_step_reset"
    assert JournalEntry.objects.latest("pk").city == "osh"
    assert "второй шаг входа снят" in Letter.objects.latest("pk").body


def test_all_sessions_end_when_a_step_is_taken_away(client, person):
    editor = real("person", "editor")
    client.force_login(editor)
    printed(editor)

    reset_second_step(editor, by=person("admin.osh"), place=place())

    assert not is_inside(client)


@pytest.mark.parametrize("name", ["editor.osh", "admin.dushanbe", "secretariat", "reviewer"])
def test_nobody_else_takes_away_the_step_of_a_citys_person(person, name):
    editor = real("person", "editor")
    printed(editor)

    with pytest.raises(PermissionDenied):
        reset_second_step(editor, by=person(name), place=place())
    assert editor.authenticator_set.exists()


@pytest.mark.parametrize("role", ["administrator", "reviewer"])
def test_the_step_of_whoever_sees_more_is_the_secretariats_to_take_away(person, role):
    boss = real("person", role)
    printed(boss)

    with pytest.raises(PermissionDenied):
        reset_second_step(boss, by=person("admin.osh"), place=place())
    reset_second_step(boss, by=person("secretariat"), place=place())

    assert not boss.authenticator_set.exists()


def test_nobody_takes_away_their_own_step(person):
    printed(person("secretariat"))

    with pytest.raises(PermissionDenied):
        reset_second_step(person("secretariat"), by=person("secretariat"), place=Place.coalition())


def test_there_must_be_a_step_to_take_away(person):
    with pytest.raises(ValidationError):
        reset_second_step(person("editor.osh"), by=person("admin.osh"), place=place())


def test_the_operator_of_the_server_takes_a_step_away_when_nobody_else_could(person, capsys):
    printed(person("secretariat"))

    call_command("reset_second_step", "secretariat@demo.invalid")

    assert not person("secretariat").authenticator_set.exists()
    for email in ("secretariat@demo.invalid", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("reset_second_step", email)


def test_another_persons_passkey_is_not_there_to_take_away(client):
    own = real("person", "editor")
    printed(own)
    enter(client, own)
    client.post("/accounts/2fa/authenticate/", {"code": printed(own)[0]})
    others = real("second", "editor").authenticator_set.create(type="webauthn", data={})

    assert client.post(f"/accounts/2fa/webauthn/keys/{others.pk}/remove/").status_code == 404


def test_a_passkey_is_asked_for_in_words_a_device_understands(client):
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    asked = json.loads(options.content)["request_options"]["publicKey"]
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")


def test_the_passkeys_of_a_site_belong_to_its_name(client, settings):
    settings.SITE_URL = "https://coalition.example"
    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    asked = json.loads(options.content)["request_options"]["publicKey"]
    assert asked["rpId"] == "coalition.example"


def test_a_made_up_passkey_opens_nothing(client):
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})

    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"}, follow=True)

    assert "Этот ключ входа не открывает" in answer.text
    assert not is_inside(client)
