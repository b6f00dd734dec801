"""Sign-in with an identity provider: a real one in this process, the platform in its own."""

import shutil
import subprocess
import sys

import pytest
import requests
from django.urls import NoReverseMatch, reverse

from tests.coalition.provider import CLIENT, SECRET, Provider
from tests.repository import ROOT
from tests.running import lay_database, prepared

REAL = """
from coalition.models import Place, User
from coalition.verbs import appoint
user = User.objects.create_user("boss@example.org")
osh = Place.objects.get(kind="city", key="osh")
appoint(user, by=User.system(), place=osh, role="administrator")
closed = User.objects.create_user("closed@example.org", is_active=False)
"""


@pytest.fixture(scope="module")
def provider():
    found = Provider()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture(scope="module")
def platform(django_db_setup, provider):
    """The platform as it runs with a provider: its tables are made by `migrate`, as for people."""
    server = prepared(
        OIDC_ISSUER=provider.url, OIDC_CLIENT_ID=CLIENT, OIDC_SECRET=SECRET, OIDC_NAME="Вход мэрии"
    )
    for name in ("DATABASE_URL", "REDIS_URL"):
        server.environment.pop(name, None)
    lay_database(server)
    for command in (["migrate", "-v0"], ["shell", "-v0", "-c", REAL]):
        subprocess.run(
            [sys.executable, ROOT / "manage.py", *command], env=server.environment, check=True
        )
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def enter(platform, provider, **said) -> requests.Session:
    """A browser that has come back from the provider, which said this of the person."""
    provider.said = {"sub": "1", "email_verified": True, **said}
    browser = requests.Session()
    browser.last = browser.get(f"{platform.url}/accounts/oidc/own/login/")
    return browser


def is_inside(platform, browser) -> bool:
    answer = browser.get(f"{platform.url}/work/settings/", allow_redirects=False)
    return answer.status_code == 200


def test_the_button_names_the_provider(platform):
    page = requests.get(f"{platform.url}/accounts/login/?next=/work/settings/", timeout=60).text

    assert "Войти: Вход мэрии" in page
    assert 'href="/accounts/oidc/own/login/?next=/work/settings/"' in page


def test_a_person_with_this_verified_address_is_inside(platform, provider):
    browser = enter(platform, provider, email="editor.osh@demo.invalid")

    assert browser.last.url == f"{platform.url}/work/"
    assert is_inside(platform, browser)


@pytest.mark.parametrize(
    "said",
    [
        {"email": "editor.osh@demo.invalid", "email_verified": False},
        {"email": "stranger@example.org"},
        {"email": "closed@example.org"},
        {"email": "system@platform.invalid"},
        {},
    ],
)
def test_nobody_else_is_let_in_and_no_account_is_made(platform, provider, said):
    for _time in range(2):  # the second time there would be an account, if one had been made
        browser = enter(platform, provider, **said)
        assert not is_inside(platform, browser)


def test_the_second_step_of_a_role_is_still_asked(platform, provider):
    browser = enter(platform, provider, email="boss@example.org")

    assert browser.last.url == f"{platform.url}/accounts/2fa/"
    assert not is_inside(platform, browser)


def test_an_answer_that_was_not_asked_for_is_refused(platform):
    answer = requests.get(
        f"{platform.url}/accounts/oidc/own/login/callback/?code=x&state=made-up", timeout=60
    )

    assert answer.status_code == 403
    assert "Войти не удалось" in answer.text


def test_without_a_provider_there_is_no_address_and_nothing_is_loaded(client, db):
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["own"])
    assert client.get("/accounts/oidc/own/login/").status_code == 404
    code = (
        "import django, sys; django.setup(); print('allauth.socialaccount.models' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == "False"
