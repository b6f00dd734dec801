"""Who may follow a thread over the socket: the same table, asked of a running server."""

import json

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from cities.models import City
from tests.crawling import Canary
from tests.denominators import count
from tests.personas import OTHER, OWN, PERSONAS, Persona
from tests.rules import holds
from tests.running import Running, running_server
from tests.workinggroups.canaries import plant
from tests.workinggroups.rights import SUBSCRIPTIONS, thread

pytestmark = [pytest.mark.once, pytest.mark.server]


def follow(server: Running, persona: Persona, pk: int) -> str:
    """What a persona hears who wants to follow a thread."""
    headers = server.cookie(persona.name) if persona.signed_in else {}
    try:
        with connect(
            server.ws, subprotocols=["ctp1"], origin=server.url, additional_headers=headers
        ) as socket:
            socket.send(json.dumps({"t": "hello", "v": 1, "tab": "matrix"}))
            socket.send(json.dumps({"t": "sub", "thread": pk, "after": 0}))
            while True:
                frame = json.loads(socket.recv(timeout=60))
                if frame["t"] in {"subok", "err", "bye"}:
                    return str(frame.get("code", frame["t"]))
    except ConnectionClosed as closed:  # before we had said what we want
        return str(closed.rcvd.code if closed.rcvd else closed)


def expected(persona: Persona) -> str:
    if not persona.signed_in:
        return "4401"
    return "subok" if holds(persona, SUBSCRIPTIONS) else "not_found"


def test_a_thread_is_followed_by_its_own_people_only(committed, record_property):
    with running_server() as server:
        pk = thread(OWN)["pk"]
        got = {
            persona.name: follow(server, persona, pk)
            for persona in PERSONAS
            if not persona.signed_in or persona.user
        }

    assert got == {persona.name: expected(persona) for persona in PERSONAS}
    count(record_property, "rights: subscriptions", len(got))


def test_a_citys_team_is_followed_from_no_other_city(committed):

    with running_server() as server:
        plant(City.objects.select_related("place").get(slug=OTHER), Canary(OTHER))
        pk = thread(OTHER)["pk"]
        got = {
            persona.name: follow(server, persona, pk)
            for persona in PERSONAS
            if persona.signed_in and persona.user and not persona.name.endswith(OTHER)
        }
        own = follow(server, next(p for p in PERSONAS if p.name == f"editor.{OTHER}"), pk)

    assert set(got.values()) == {"not_found"}
    assert own == "subok"
