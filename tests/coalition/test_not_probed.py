"""Nobody learns from the door who has an account: same answers, same questions, same hashing."""

import pytest
from django.contrib.auth.hashers import get_hasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.models import Letter

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN, CLOSED = (
    "editor.osh@demo.invalid", "nobody.here@demo.invalid", "system@platform.invalid",
)  # fmt: skip
DOORS = {
    "/accounts/login/": lambda email: {"login": email, "password": "wrong"},
    "/accounts/login/code/": lambda email: {"email": email},
    "/accounts/password/reset/": lambda email: {"email": email},
    "/join/start/": lambda email: {"email": email},
}


@pytest.fixture
def hashed(monkeypatch):
    """Every time a password is hashed, by whatever way."""
    calls, hasher = [], type(get_hasher())
    encode = hasher.encode

    def counted(self, *args, **kwargs):
        calls.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(hasher, "encode", counted)
    return calls


def cost(client, hashed, path, form) -> tuple[int, str, int, int, int]:
    """What is answered, and how much was asked, hashed and written."""
    hashed.clear()
    letters = Letter.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(path, form)
    return (
        answer.status_code, getattr(answer, "url", ""), len(asked), len(hashed),
        Letter.objects.count() - letters,
    )  # fmt: skip


@pytest.mark.parametrize("path", DOORS)
def test_a_door_costs_the_same_for_a_known_an_unknown_and_a_closed_address(path, hashed):
    costs = [cost(Client(), hashed, path, DOORS[path](who)) for who in (KNOWN, UNKNOWN, CLOSED)]

    assert costs[0] == costs[1] == costs[2]


def test_a_wrong_code_costs_the_same(hashed):
    costs = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.post("/accounts/login/code/", {"email": email})
        costs.append(cost(client, hashed, "/accounts/login/code/confirm/", {"code": "WRONG1"}))

    assert costs[0] == costs[1]


def test_an_invitation_costs_the_same_for_a_known_and_an_unknown_address(signed_in, hashed):
    client = signed_in("admin.osh")
    client.get("/work/city/osh/team/")

    costs = [
        cost(client, hashed, "/work/city/osh/team/", {"email": email, "role": "viewer"})
        for email in ("editor.dushanbe@demo.invalid", UNKNOWN)
    ]

    assert costs[0] == costs[1]
