"""Where a person is signed in, as they see it and end it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from coalition import clock, presence
from coalition.models import SignIn, User
from coalition.verbs import end_sign_in, forget_sign_ins, note_presence, note_sign_in

pytestmark = pytest.mark.django_db

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
SETTINGS = "/work/settings/"


def enter(agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/accounts/login/", {"login": "editor.osh@demo.invalid", "password": "demo"})
    return client


def test_every_sign_in_stands_in_the_list_by_its_device():
    here, _there = enter(CHROME), enter(PHONE)

    page = here.get(SETTINGS).text

    assert page.index("Chrome, Windows") < page.index("Chrome, Android")
    assert page.count("это устройство") == 1


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari, iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 YaBrowser/25.8 Safari/537", "Yandex, Windows"),
        ("", ""),
    ],
)
def test_a_device_is_told_in_two_words(rf, agent, device):
    assert presence.device_of(rf.get("/", headers={"user-agent": agent})) == device


def test_one_device_is_signed_out_and_the_others_stay(person):
    here, there = enter(CHROME), enter(PHONE)
    other = SignIn.objects.get(device="Chrome, Android")

    assert here.post(f"{SETTINGS}devices/{other.pk}/end/").url == SETTINGS

    assert here.get(SETTINGS).status_code == 200
    assert there.get(SETTINGS).status_code == 302
    assert "Chrome, Android" not in here.get(SETTINGS).text


def test_nobody_ends_the_session_of_another(signed_in, person):
    enter(CHROME)
    row = SignIn.objects.get()

    assert signed_in("viewer.osh").post(f"{SETTINGS}devices/{row.pk}/end/").status_code == 404
    with pytest.raises(PermissionDenied):
        end_sign_in(row, by=person("viewer.osh"))
    with pytest.raises(PermissionDenied):
        note_sign_in(row.user, by=person("viewer.osh"), key="k", device="")


def test_after_signing_out_everywhere_only_this_device_is_listed():
    here, _there = enter(CHROME), enter(PHONE)

    here.post(f"{SETTINGS}sign-out/")

    page = here.get(SETTINGS).text
    assert ("Chrome, Windows" in page, "Chrome, Android" in page) == (True, False)


def test_a_changed_password_leaves_only_this_device_in_the_list():
    here, _there = enter(CHROME), enter(PHONE)
    new = {"password1": "вода камень точит", "password2": "вода камень точит"}

    here.post("/accounts/password/change/", {"oldpassword": "demo", **new})

    page = here.get(SETTINGS).text
    assert ("Chrome, Windows" in page, "Chrome, Android" in page) == (True, False)
    assert "это устройство" in page


def test_reading_writes_nothing_and_the_server_notes_it_once_an_hour(django_assert_num_queries):
    client = enter(CHROME)
    row = SignIn.objects.get()
    SignIn.objects.update(seen_at="2026-11-01T00:00:00Z")
    presence._noted.clear()
    presence._waiting.clear()

    client.get(SETTINGS)
    row.refresh_from_db()
    assert row.seen_at.day == 1
    assert presence.write() == 1
    client.get(SETTINGS)
    assert presence.write() == 0

    row.refresh_from_db()
    assert row.seen_at.date() == clock.now().date()


def test_only_the_platform_notes_presence_and_forgets(person):
    for deed in (lambda by: note_presence([1], by=by), lambda by: forget_sign_ins(by=by)):
        with pytest.raises(PermissionDenied):
            deed(person("secretariat"))


def test_what_is_over_leaves_the_table():
    enter(CHROME).post("/accounts/logout/")
    enter(PHONE)

    assert forget_sign_ins(by=User.system()) == 1
    assert SignIn.objects.get().device == "Chrome, Android"
