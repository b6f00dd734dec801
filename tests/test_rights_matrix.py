"""Every address, every kind of person, reading and writing: who gets in and who does not.

The rules stand in `tests/<app>/rights.py`. An address nobody declared fails the suite by name.
"""

import hashlib

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

from tests.addresses import Address, addresses
from tests.denominators import count
from tests.personas import OWN, PERSONAS, Persona
from tests.repository import APPS
from tests.rights import table

METHODS = ("get", "post")
# the session of the one who asked, and allauth's own note of an address it meets
OF_THE_SESSION = {"django_session", "account_emailaddress"}

# drawings, and words for scripts: the same for everybody; leaving needs no right
TOLD_TO_ALL = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_logout"}
# everybody on SQLite; on PostgreSQL two who come almost everywhere, so that each page is opened
EVERYWHERE = {"admin.osh", "secretariat"}
EVERYBODY = [
    pytest.param(one, id=one.name, marks=() if one.name in EVERYWHERE else pytest.mark.once)
    for one in PERSONAS
]


def declared() -> list[Address]:
    return [address for address in addresses() if address.name in table()]


def outcome(answer: HttpResponse) -> str:
    """What a person got, in one word."""
    code = answer.status_code
    doors = (reverse("account_login"), "/cms/login/")
    if code in (301, 302) and answer.headers["Location"].startswith(doors):
        return "door"
    by_code = {401: "sign in", 403: "forbidden", 404: "hidden", 405: "405"}
    if code >= 500:
        return f"error {code}"
    return by_code.get(code, "in")


def satisfies(got: str, wanted: str, method: str) -> bool:
    """Whether an outcome is what the table wants."""
    if wanted == "405":
        return got in {"405", "door", "sign in", "hidden", "forbidden"}
    if wanted == "hidden" and got == "sign in":
        return True  # a program without a key
    if method == "post" and wanted == "in":
        return got in {"in", "405"}  # a page that is only read
    if method == "post" and wanted == "door":
        return got in {
            "door",
            "sign in",
            "forbidden",
        }  # a lapsed session: what was typed is given back
    return got == wanted


def snapshot() -> dict[str, str]:
    """A fingerprint of every table's rows."""
    prints = {}
    with connection.cursor() as cursor:
        for name in sorted(set(connection.introspection.table_names(cursor)) - OF_THE_SESSION):
            cursor.execute(f'SELECT * FROM "{name}"')
            rows = sorted(map(repr, cursor.fetchall()))
            prints[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return prints


def changes() -> int:
    """How many rows this connection has written; no difference, nothing written."""
    if connection.vendor == "sqlite":
        return connection.connection.total_changes
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        )
        return cursor.fetchone()[0]


def test_every_address_has_its_rule():
    known = table()

    nobody_said = {a.name for a in addresses() if a.name not in known and not a.is_cms}
    assert nobody_said == set()


def test_every_rule_is_of_an_address():
    assert set(table()) - {address.name for address in addresses()} == set()


@pytest.fixture
def everything(db):
    """A public file, and the paths of all declared addresses filled with what is Osh's."""
    (settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "public.txt").write_text("public")
    connection.ensure_connection()
    rules = table()
    return [
        (address, rules[address.name], address.path(rules[address.name].arguments(OWN, address)))
        for address in declared()
    ]


def ask(persona: Persona, method: str, path: str, before: dict[str, str]) -> tuple[str, set[str]]:
    """What a persona gets at an address, and what was written there though nothing may be.

    Nothing is written by reading, nor where the answer is a refusal. Everything is undone.
    """
    with transaction.atomic():
        written = changes()
        answer = getattr(persona.client(), method)(path)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        got, changed = outcome(answer), set()
        if changes() != written and (method == "get" or got != "in"):
            after = snapshot()
            changed = {name for name, value in after.items() if before.get(name) != value}
        transaction.set_rollback(True)
    return got, changed


@pytest.mark.parametrize("persona", EVERYBODY)
def test_everyone_gets_what_the_table_says(persona, everything, record_property):
    if persona.signed_in:
        persona.open_session()
    before, wrong, asked = snapshot(), [], 0
    for address, rule, path in everything:
        for method in METHODS:
            wanted = rule.wanted(persona, method, address)
            got, changed = ask(persona, method, path, before)
            asked += 1
            if not satisfies(got, wanted, method):
                wrong.append(f"{method} {address.name} ({path}): {got}, wanted {wanted}")
            if changed:
                wrong.append(f"{method} {address.name}: {got}, yet wrote {sorted(changed)}")

    assert not wrong, "\n".join(wrong)
    count(record_property, "rights: addresses", len(everything))
    count(record_property, "rights: requests", asked, of=persona.name)


@pytest.mark.once
@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.name)
def test_the_page_editor_has_no_open_door(persona, db, record_property):
    if persona.signed_in:
        persona.open_session()
    inside = [
        address
        for address in addresses()
        if address.is_cms and address.name not in table() and address.name not in TOLD_TO_ALL
    ]

    wrong = []
    for address in inside:
        path = address.filled(lambda name: "1" if name.endswith("id") or name.isdecimal() else "x")
        with transaction.atomic():
            got = outcome(persona.client().get(path))
            transaction.set_rollback(True)
        if got == "in" and not persona.enters_cms:
            wrong.append(f"{path} [{address.name}]")
        if got.startswith("error"):
            wrong.append(f"{path} [{address.name}]: {got}")

    assert not wrong, "\n".join(wrong)
    count(record_property, "rights: addresses of the page editor", len(inside))


def test_every_page_for_signed_in_people_is_marked_as_one():
    unmarked = {
        address.name
        for address in declared()
        if not address.is_api
        and address.view.__module__.startswith(APPS)
        and (getattr(address.view, "audience", "") == "signed-in")
        != ("everybody" not in table()[address.name].get)
    }

    assert unmarked == set()
