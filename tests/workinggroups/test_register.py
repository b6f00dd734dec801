"""The register of a group: what is asked of it, as a table, and what of it everybody reads."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError

from coalition.models import User
from tests.workinggroups.deciding import (
    city_of,
    fresh,
    opened,
    person,
    run_out,
    seat_everybody,
    stated,
)
from workinggroups.models import Consultation, Decision
from workinggroups.verbs import (
    close_decision,
    end_decision,
    open_consultation,
    seat_delegate,
    show_outcome,
    state_outcome,
    state_position,
)

pytestmark = pytest.mark.django_db

REGISTER = "/work/groups/early-warning/decisions/"


@pytest.fixture
def three(thread, group):
    """One adopted with the word of Osh, one not adopted by that of Dushanbe, one ended."""
    seat_everybody(group)
    force = stated(thread)
    refused = opened(thread, "consensus")
    state_position(refused, by=person("editor.dushanbe"), choice="objection", reason="Нет.")
    close_decision(run_out(refused), by=User.system())
    refused = state_outcome(fresh(refused), by=person("chair"), words="Не приняли.")
    ended = stated(thread, "editor.namangan")
    end_decision(ended, by=person("chair"), words="Закон изменился.")
    return {"force": force.number, "not": refused.number, "ended": ended.number}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"force", "not", "ended"}),
        ("city=osh", {"force"}),
        ("city=dushanbe", {"not"}),
        ("city=namangan&status=ended", {"ended"}),
        ("status=force", {"force"}),
        ("status=not", {"not"}),
        ("status=review", set()),
        ("mode=consensus", {"not"}),
        ("year=2001", set()),
        ("year=99999999&city=nowhere&status=best&mode=lot", {"force", "not", "ended"}),
    ],
)
def test_the_register_shows_what_is_asked_of_it(three, signed_in, asked, found):
    browser = signed_in("member")
    page = browser.get(f"{REGISTER}?{asked}").content.decode()
    table = browser.get(f"/work/groups/early-warning/decisions.csv?{asked}")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))[1:]

    assert {name for name, number in three.items() if number in page} == found
    assert {row[0] for row in rows} == {three[name] for name in found}


def test_the_link_to_the_table_keeps_what_is_asked(three, signed_in):
    page = signed_in("member").get(f"{REGISTER}?status=ended").content.decode()

    assert "decisions.csv?status=ended" in page


def test_everybody_reads_what_the_group_shows_and_nothing_of_how_cities_spoke(
    three, client, thread
):
    shown = Decision.objects.get(number=three["ended"])
    show_outcome(shown, by=person("chair"), is_public=True)

    page = client.get("/groups/early-warning/decisions/").content.decode()
    table = client.get("/groups/early-warning/decisions.csv").content.decode("utf-8-sig")

    for text in (page, table):
        assert three["ended"] in text
        assert "больше не действует" in text
        assert three["force"] not in text
        assert "согласны" not in text
        assert "Закон изменился." not in text


def test_the_public_page_names_the_last_and_leads_to_all(thread, group, client):
    seat_everybody(group)
    shown = [show_outcome(stated(thread), by=person("chair"), is_public=True) for _more in range(6)]

    page = client.get("/groups/early-warning/").content.decode()

    assert shown[-1].number in page
    assert shown[0].number not in page
    assert "/groups/early-warning/decisions/" in page


@pytest.mark.parametrize("page", ["decisions/", "decisions.csv"])
def test_a_group_without_a_public_page_has_no_public_register(client, page):
    assert client.get(f"/groups/team-osh/{page}").status_code == 404


@pytest.mark.parametrize("page", ["decisions/", "decisions.csv"])
def test_a_consultation_has_no_public_register(client, page):
    room = open_consultation(city_of("osh"), by=person("admin.osh"), cities=[city_of("namangan")],
                             question="Вода")  # fmt: skip

    assert Consultation.objects.filter(pk=room.pk).exists()
    assert client.get(f"/groups/{room.group.slug}/{page}").status_code == 404


def test_nothing_of_a_consultation_is_shown_to_everybody(group):
    room = open_consultation(city_of("osh"), by=person("admin.osh"), cities=[city_of("namangan")],
                             question="Вода").group  # fmt: skip
    seat_delegate(room, by=User.system(), city=city_of("osh"), user=person("admin.osh"))
    decision = opened(room.threads.get(), by=person("admin.osh"))
    state_position(decision, by=person("admin.osh"), choice="agree")
    close_decision(run_out(decision), by=User.system())
    done = state_outcome(fresh(decision), by=person("admin.osh"), words="Так.")

    with pytest.raises(ValidationError, match="открытая страница"):
        show_outcome(done, by=person("admin.osh"), is_public=True)


def test_the_public_register_has_a_constant_number_of_queries(
    thread, group, client, django_assert_max_num_queries
):
    seat_everybody(group)
    counts = []
    for _more in range(2):
        show_outcome(stated(thread), by=person("chair"), is_public=True)
        client.get("/groups/early-warning/decisions/")
        with django_assert_max_num_queries(12) as seen:
            client.get("/groups/early-warning/decisions/")
        counts.append(len(seen))

    assert counts[0] == counts[1]
