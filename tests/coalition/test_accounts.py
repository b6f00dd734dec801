"""The door: by password, by code, with a second step; who is refused and what is told."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from coalition.models import Letter, User

pytestmark = pytest.mark.django_db

LOGIN, PASSWORD = "/accounts/login/", "demo"
KNOWN, UNKNOWN = "editor.osh@demo.invalid", "nobody.here@demo.invalid"


def enter(client, email=KNOWN, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_inside(client) -> bool:
    return client.get("/work/settings/").status_code == 200


def seen(response) -> str:
    """What a person sees of a page, without what differs by chance."""
    text = response.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return text.replace(KNOWN, "E").replace(UNKNOWN, "E")


def test_a_demonstration_account_signs_in_with_its_password(client):
    assert enter(client).url == "/work/"
    assert is_inside(client)


def test_signing_in_leads_where_the_person_was_going(client):
    asked = client.get("/work/settings/")
    assert asked.url == f"{LOGIN}?next=/work/settings/"

    assert 'name="next" value="/work/settings/"' in client.get(asked.url).content.decode()
    assert enter(client, next="/work/settings/").url == "/work/settings/"


def test_signing_in_never_leads_to_another_site(client):
    assert enter(client, next="https://example.org/").url == "/work/"


def test_a_wrong_password_is_answered_alike_for_known_and_unknown(client):
    known, unknown = enter(client, KNOWN, "wrong"), enter(client, UNKNOWN, "wrong")

    assert known.status_code == unknown.status_code == 200
    assert seen(known) == seen(unknown)
    assert not is_inside(client)


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_the_sixth_failure_leads_to_the_designed_screen(client, email):
    answers = [enter(client, email, "wrong") for _try in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Слишком много попыток" in answers[-1].content.decode()
    assert "Подождите 5 минут" in answers[-1].content.decode()


def test_after_five_failures_even_the_right_password_waits(client):
    for _try in range(5):
        enter(client, KNOWN, "wrong")

    assert enter(client).status_code == 429
    assert not is_inside(client)


def test_failures_of_one_account_do_not_close_another(client):
    for _try in range(6):
        enter(client, KNOWN, "wrong")

    assert enter(client, "approver.osh@demo.invalid").url == "/work/"


def test_the_form_with_the_password_also_asks_for_a_code(client):
    page = client.get(LOGIN).content.decode()
    assert f'formaction="{reverse("account_request_login_code")}"' in page

    asked = client.post("/accounts/login/code/", {"login": KNOWN, "password": "", "next": "/cms/"})
    assert asked.url == "/accounts/login/code/confirm/?next=%2Fcms%2F"
    code = Letter.objects.get(to=KNOWN).subject.rsplit(" ", 1)[1]
    entered = client.post("/accounts/login/code/confirm/", {"code": code, "next": "/cms/"})
    assert entered.url == "/cms/"
    assert is_inside(client)


def test_asking_for_a_code_is_answered_alike_for_known_and_unknown(client):
    answers = []
    for email in (KNOWN, UNKNOWN):
        client.cookies.clear()
        asked = client.post("/accounts/login/code/", {"email": email})
        answers.append((asked.status_code, asked.url, seen(client.get(asked.url))))

    assert answers[0] == answers[1]
    assert "учётной записи с ним нет" in Letter.objects.get(to=UNKNOWN).body
    assert not User.objects.filter(email=UNKNOWN).exists()


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN])
def test_a_code_is_sent_three_times_a_minute_at_most(client, email):
    answers = []
    for _try in range(4):
        client.cookies.clear()  # a browser that waits for its code is only sent on to enter it
        answers.append(client.post("/accounts/login/code/", {"email": email}).status_code)

    assert answers == [302, 302, 302, 429]


def test_a_new_password_is_asked_for_alike_by_known_and_unknown(client):
    answers = [client.post("/accounts/password/reset/", {"email": e}) for e in (KNOWN, UNKNOWN)]

    assert [answer.url for answer in answers] == ["/accounts/password/reset/done/"] * 2
    assert Letter.objects.filter(to__in=(KNOWN, UNKNOWN)).count() == 2


def reset_link(client, settings) -> str:
    client.post("/accounts/password/reset/", {"email": KNOWN}, HTTP_HOST="localhost")
    body = Letter.objects.get(to=KNOWN).body
    link = re.search(r"https?://\S+", body).group()
    assert link.startswith(settings.SITE_URL)
    return link.removeprefix(settings.SITE_URL)


def test_the_link_of_the_letter_gives_a_new_password_once(client, settings):
    link = reset_link(client, settings)

    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    chosen = {"password1": "вода камень точит", "password2": "вода камень точит"}
    assert client.post(path, chosen).url == "/accounts/password/reset/key/done/"
    client.cookies.clear()
    assert enter(client, password="вода камень точит").url == "/work/"
    client.cookies.clear()
    assert "больше не действует" in client.get(link).content.decode()


def test_a_new_password_signs_out_every_browser(client, signed_in, person):
    signed_in("editor.osh")
    user = person("editor.osh")
    user.set_password("вода камень точит")
    user.save()

    assert not is_inside(client)


def test_a_change_of_password_is_told_by_a_letter(client):
    enter(client)
    chosen = {"password1": "вода камень точит", "password2": "вода камень точит"}
    client.post("/accounts/password/change/", {"oldpassword": "demo", **chosen})

    assert "Пароль вашей учётной записи изменён" in Letter.objects.get(to=KNOWN).body
    assert is_inside(client)


@pytest.mark.parametrize("path", ["/cms/login/", "/cms/password_reset/"])
def test_the_page_editor_has_no_door_of_its_own(client, path):
    answer = client.get(f"{path}?next=/cms/pages/", headers={"accept-language": "ru"})

    assert answer.url == f"{LOGIN}?next=/cms/pages/"


def test_the_page_editor_sends_strangers_to_the_door_and_lets_an_editor_in(client):
    assert client.get("/cms/").url == f"{LOGIN}?next=/cms/"
    assert enter(client, next="/cms/").url == "/cms/"
    assert client.get("/cms/").status_code == 200


def test_signing_in_and_out_keeps_the_language(client):
    sent = {"login": KNOWN, "password": PASSWORD}

    assert client.post("/en/accounts/login/", sent).url == "/en/work/"
    assert client.post("/en/accounts/logout/").url == "/en/"


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/images/"])
def test_who_edits_no_page_is_told_so_and_not_sent_in_a_circle(signed_in, path):
    answer = signed_in("viewer.osh").get(path, headers={"accept-language": "ru"})

    assert answer.status_code == 403
    assert "для другой роли" in answer.text


def switch_on(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("path", [LOGIN, "/en/accounts/login/", "/cms/login/"])
def test_with_the_second_step_on_no_address_lets_the_password_alone_in(client, person, path):
    switch_on(person("reviewer"))

    known = dict.fromkeys(("login", "username", "email"), "reviewer@demo.invalid")
    client.post(path, {**known, "password": PASSWORD})

    assert not is_inside(client)
    assert client.get("/cms/").status_code == 302


def test_with_the_second_step_on_a_code_by_mail_alone_does_not_open(client, person):
    switch_on(person("reviewer"))
    client.post("/accounts/login/code/", {"email": "reviewer@demo.invalid"})
    code = Letter.objects.get(to="reviewer@demo.invalid").subject.rsplit(" ", 1)[1]

    assert "/2fa/authenticate/" in client.post("/accounts/login/code/confirm/", {"code": code}).url
    assert not is_inside(client)


def test_password_and_digits_together_open(client, person):
    secret = switch_on(person("reviewer"))
    assert "/2fa/authenticate/" in enter(client, "reviewer@demo.invalid").url

    assert client.post("/accounts/2fa/authenticate/", {"code": digits(secret)}).url == "/work/"
    assert is_inside(client)


def test_guessing_digits_leads_to_the_designed_screen(client, person):
    switch_on(person("reviewer"))
    enter(client, "reviewer@demo.invalid")

    answers = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _try in range(7)]
    assert answers[-1].status_code == 429
    assert not is_inside(client)


def test_switching_on_the_second_step_asks_for_the_password_and_is_told_by_a_letter(
    client, django_capture_on_commit_callbacks
):
    client.force_login(User.objects.get(email="reviewer@demo.invalid"))
    assert "reauthenticate" in client.get("/accounts/2fa/totp/activate/").url
    client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": "demo"})
    secret = re.search(
        r"<code>(\w+)</code>", client.get("/accounts/2fa/totp/activate/").content.decode()
    )

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": digits(secret.group(1))})

    kinds = Authenticator.objects.filter(user__email="reviewer@demo.invalid")
    assert set(kinds.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert Letter.objects.filter(to="reviewer@demo.invalid", body__contains="второй шаг").exists()
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 200


def test_nobody_makes_an_account_without_an_invitation(client):
    before = User.objects.count()
    chosen = {"password1": "вода камень точит", "password2": "вода камень точит"}

    answer = client.post("/accounts/signup/", {"email": "new@example.org", **chosen})

    assert "начинается с приглашения" in answer.content.decode()
    assert User.objects.count() == before


@pytest.mark.parametrize("path", ["/accounts/confirm-email/", "/accounts/confirm-email/x/"])
def test_what_allauth_has_and_we_do_not_use_does_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_the_page_of_addresses_leads_to_the_settings(signed_in):
    assert signed_in("editor.osh").get("/accounts/email/").url == "/work/settings/"


def test_demonstration_accounts_are_listed_on_this_machine(client):
    assert KNOWN in client.get(LOGIN).content.decode()


def test_demonstration_accounts_are_not_listed_to_a_network(client, settings):
    settings.SITE_URL = "https://coalition.example"

    assert KNOWN not in client.get(LOGIN).content.decode()


def test_a_public_demonstration_lists_its_accounts(client, settings):
    settings.SITE_URL, settings.DEMO = "https://coalition.example", True

    assert KNOWN in client.get(LOGIN).content.decode()


def test_without_demonstration_accounts_nothing_is_listed(client):
    User.objects.filter(is_demo=True).update(is_active=False)

    assert "Учётные записи, чтобы попробовать" not in client.get(LOGIN).content.decode()


def test_a_closed_account_does_not_open(client):
    User.objects.filter(email=KNOWN).update(is_active=False)

    enter(client)
    assert not is_inside(client)
