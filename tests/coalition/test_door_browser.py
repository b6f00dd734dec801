"""The door, a person's own pages and the errors in a real browser, on a phone and on a desk."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from tests.browser import DEMO_PASSWORD, DESK, PHONE, check
from tests.database import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.once]


def enter(page, name: str, password: str = DEMO_PASSWORD) -> None:
    page.fill("[name=login]", f"{name}@demo.invalid")
    page.fill("[name=password]", password)
    page.click("button:text-is('Войти')")


def letter_to(site, address: str) -> str:
    """The last letter to an address, as it waits in the outbox."""
    with closing(sqlite3.connect(site.folder / "coalition.sqlite3", timeout=10)) as rows:
        return rows.execute(
            'SELECT subject FROM coalition_letter WHERE "to" = ? ORDER BY id DESC', [address]
        ).fetchone()[0]


PAGES = {
    "login": "/accounts/login/?next=/work/settings/",
    "code": "/accounts/login/code/",
    "reset": "/accounts/password/reset/",
    "reset-done": "/accounts/password/reset/done/",
    "reset-over": "/accounts/password/reset/key/1-over/",
    "reset-changed": "/accounts/password/reset/key/done/",
    "signup": "/accounts/signup/",
    "inactive": "/accounts/inactive/",
    "invitation-over": "/accounts/invitation/over/",
    "offline": "/offline/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_door_is_for_everybody(visitor, name):
    window = visitor(PHONE)

    window.page.goto(PAGES[name])

    check(window, f"door-{name}")


def test_a_wrong_password_is_told_first_and_read_first(visitor):
    window = visitor(PHONE)
    window.page.goto("/accounts/login/")

    enter(window.page, "viewer.osh", "wrong")

    assert window.page.title().startswith("Ошибка:")
    assert window.page.evaluate("document.activeElement.className") == "err-sum"
    check(window, "door-refused")


def test_a_newcomer_finds_the_accounts_to_try(visitor):
    window = visitor(PHONE)
    window.page.goto("/accounts/login/")

    window.page.click("summary:has-text('Учётные записи')")

    assert window.page.locator("text=editor.osh@demo.invalid").is_visible()
    check(window, "door-demo")


def test_a_person_enters_with_a_code(visitor, site):
    window, name = visitor(PHONE), "viewer.namangan"
    page = window.page
    page.goto("/accounts/login/?next=/work/settings/")
    page.fill("[name=login]", f"{name}@demo.invalid")
    page.click("text=Прислать код")
    check(window, "door-code-sent")

    page.fill("[name=code]", letter_to(site, f"{name}@demo.invalid").rsplit(" ", 1)[1])
    page.click("button:text-is('Войти')")

    page.wait_for_url("**/work/settings/")


@pytest.mark.parametrize("who", ["editor.osh", "secretariat"])
def test_a_persons_own_page(visitor, who):
    window = visitor(PHONE, who=who)
    for name, path in {
        "settings": "/work/settings/",
        "password": "/accounts/password/change/",
        "second-step": "/accounts/2fa/",
        "sign-out": "/accounts/logout/",
    }.items():
        window.page.goto(path)
        check(window, f"own-{name}-{who}")


def test_a_key_is_made_and_read_at_once(visitor):
    window = visitor(PHONE, who="approver.osh")
    window.page.goto("/work/settings/")
    window.page.fill("[name=token-name]", "Таблица отдела")

    window.page.click("text=Создать ключ")

    assert len(window.page.inner_text(".notice code")) > 40
    check(window, "own-key")


def test_a_second_step_is_switched_on_used_and_off(visitor):
    window = visitor(PHONE)
    page = window.page
    page.goto("/accounts/login/")
    enter(page, "approver.namangan")
    page.goto("/accounts/reauthenticate/?next=/accounts/2fa/")
    check(window, "step-confirm")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("text=Подтвердить")
    page.click("text=Включить")
    check(window, "step-on")
    counter = next(iter(yield_hotp_counters_from_time()))
    page.fill("[name=code]", format_hotp_value(hotp_value(page.inner_text("dl code"), counter)))
    page.click("button:text-is('Включить')")
    check(window, "step-codes")
    spare = page.locator("ul.panel code").first.inner_text()
    pages = {"on": "", "new-codes": "recovery-codes/generate/", "passkey": "webauthn/add/"}
    for name, path in pages.items():
        page.goto(f"/accounts/2fa/{path}")
        check(window, f"step-{name}")
    page.click("button:text-is('Выйти')")
    page.goto("/accounts/login/")
    enter(page, "approver.namangan")
    check(window, "step-asked")
    page.fill("[name=code]", spare)
    page.click("button:text-is('Войти')")
    page.wait_for_url("**/work/")
    page.goto("/accounts/2fa/totp/deactivate/")
    check(window, "step-off")
    page.click("button:text-is('Выключить')")
    assert page.locator("text=Включено.").count() == 0


def test_a_passkey_is_added_confirms_and_signs_in_without_a_password(chromium, site):
    """With a device that Chromium makes up; at `localhost`, as passkeys belong to a name."""
    context = chromium.new_context(
        base_url=site.url.replace("127.0.0.1", "localhost"),
        viewport={"width": PHONE, "height": 740},
        locale="ru-RU",
    )
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    made_up = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": made_up})
    page.goto("/accounts/login/")
    enter(page, "approver.ashgabat")

    page.goto("/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "Телефон")
    page.click("button:text-is('Добавить ключ входа')")
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/2fa/")
    assert page.locator("li:has-text('Телефон')").is_visible()

    page.click("button:text-is('Выйти')")
    page.goto("/accounts/login/?next=/work/settings/")
    page.click("button:text-is('Войти ключом')")
    page.wait_for_url("**/work/settings/")

    page.click("button:text-is('Выйти')")
    page.goto("/accounts/login/")
    page.fill("[name=login]", "approver.ashgabat@demo.invalid")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("button:text-is('Войти')")
    page.click("button:text-is('Подтвердить ключом')")
    page.wait_for_url("**/work/")
    assert complaints == []
    context.close()


@pytest.fixture
def invitation(site) -> str:
    """The link of a new invitation to the secretariat."""
    environment = {**os.environ, "DATA_DIR": str(site.folder)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    said = subprocess.run(
        [sys.executable, ROOT / "manage.py", "appoint_secretariat", "new@example.org"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return re.search(r"/accounts/invitation/\S+", said).group()


def test_an_invitation_is_read_and_corrected(visitor, invitation):
    window = visitor(PHONE)
    window.page.goto(invitation)
    check(window, "invitation")

    window.page.fill("[name=password]", "12345")
    window.page.click("text=Принять роль")

    check(window, "invitation-refused")


def test_an_invitation_of_another_is_told_apart(visitor, invitation):
    window = visitor(PHONE, who="editor.osh")

    window.page.goto(invitation)

    assert window.page.locator("text=под другим").is_visible()
    check(window, "invitation-of-another")


def test_a_lapsed_session_loses_no_text(visitor):
    window = visitor(PHONE, who="viewer.dushanbe")
    page, words = window.page, "Отдел ГО, 12 человек, Ҷамшед"
    page.goto("/work/settings/")
    page.fill("[name=me-post]", words)
    window.context.clear_cookies(name="sessionid")
    page.click("button:text-is('Сохранить')")
    assert page.locator(f"blockquote:has-text('{words}')").is_visible()
    check(window, "lapsed")

    with window.context.expect_page() as opened:
        page.click("a:has-text('Войти на новой вкладке')")
    enter(opened.value, "viewer.dushanbe")
    opened.value.wait_for_url("**/work/")
    opened.value.close()
    page.click("text=Отправить ещё раз")

    page.wait_for_selector(".notice.ok")
    assert page.input_value("[name=me-post]") == words


def test_a_lapsed_session_loses_no_text_without_scripts_either(visitor):
    window = visitor(PHONE, java_script_enabled=False)
    page = window.page
    page.goto("/accounts/login/?next=/work/settings/")
    enter(page, "viewer.petropavlovsk")
    page.fill("[name=me-post]", "Отдел без скриптов")
    window.context.clear_cookies(name="sessionid")
    page.click("button:text-is('Сохранить')")
    with window.context.expect_page() as opened:
        page.click("a:has-text('Войти на новой вкладке')")
    enter(opened.value, "viewer.petropavlovsk")
    opened.value.close()

    page.click("text=Отправить ещё раз")  # the token has changed meanwhile: asked once more
    page.click("text=Отправить ещё раз")

    assert page.input_value("[name=me-post]") == "Отдел без скриптов"
    assert page.locator(".notice.ok").is_visible()


def test_a_refusal_says_whom_to_ask(visitor):
    window = visitor(PHONE, who="editor.osh")

    assert window.page.goto("/work/city/osh/settings/").status == 403

    check(window, "error-403-inside")


ERRORS = {
    "400": {},
    "403": {},
    "404": {},
    "409": {
        "who": "Ж. Асанова",
        "at": timezone.now(),
        "rows": [
            ("Результат", "Три датчика на притоке\nи один в городе", "Пять датчиков на притоке"),
            ("Ответственный", "Отдел ГО", "Отдел ГО"),
        ],
        "hidden": [("version", "2"), ("text", "Пять датчиков на притоке")],
    },
    "413": {"megabytes": 31, "limit": 10},
    "429": {"minutes": 5},
    "500": {"number": "0a1b2c3d"},
    "503": {},
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_a_screen_for_everybody(visitor, name):
    window = visitor(PHONE)
    request = RequestFactory().get("/shown/")
    said = render_to_string(f"errors/{name}.html", ERRORS[name], request)
    window.page.route("**/shown/", lambda way: way.fulfill(body=said, content_type="text/html"))

    window.page.goto("/shown/")

    check(window, f"error-{name}")


def test_the_pages_of_a_team_and_of_one_role_pass_on_a_phone_and_on_a_desk(visitor):
    for width in (PHONE, DESK):
        window = visitor(width, who="admin.osh")
        window.page.goto("/work/city/osh/team/")
        check(window, "team")
        window.page.click("tr:has-text('Редактор плана') a:has-text('Изменить')")
        check(window, "team-role")
    window = visitor(PHONE, who="secretariat")
    window.page.goto("/review/administrators/")
    check(window, "administrators")
