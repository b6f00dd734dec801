"""Open data beside the measures: complete, described, public, harmless."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.exports.datasets import DATASETS
from actionplans.models import BudgetLine, Measure, ProgressUpdate, Reading
from actionplans.verbs import set_visibility, withdraw_update
from coalition.text import FORMULA_SIGNS

pytestmark = pytest.mark.django_db


def rows_of(client, name: str) -> list[dict[str, str]]:
    text = client.get(f"/data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_field_of_every_file_is_described_on_the_page(name, lang, client):
    page = client.get(f"{lang}/data/").content.decode()

    assert f'href="{lang}/data/{name}.csv"' in page
    for field in DATASETS[name].fields:
        assert f"<code>{field.key}</code>" in page


@pytest.mark.parametrize("name", DATASETS)
def test_a_file_says_the_same_as_text_and_as_json(name, client):
    whole = json.loads(client.get(f"/data/{name}.json").content)

    assert whole["example"] is True
    assert len(whole[name]) == len(rows_of(client, name)) > 0
    assert list(whole[name][0]) == [field.key for field in DATASETS[name].fields]


def test_all_that_is_public_is_there(client):
    updates, money = rows_of(client, "updates"), rows_of(client, "money")

    assert {int(row["id"]) for row in updates} == set(
        ProgressUpdate.objects.public().values_list("pk", flat=True)
    )
    assert {int(row["id"]) for row in money} == set(
        BudgetLine.objects.filter(contribution__measure__in=Measure.objects.public())
        .values_list("pk", flat=True)
    )  # fmt: skip
    told = [row for row in rows_of(client, "indicators") if row["value"]]
    assert len(told) == Reading.objects.filter(update__state="approved").count()


def test_what_a_city_has_taken_back_is_gone(client, person):
    update = ProgressUpdate.objects.public().filter(contribution__city__slug="osh").first()

    withdraw_update(update, by=person("approver.osh"))

    assert str(update.pk) not in {row["id"] for row in rows_of(client, "updates")}


@pytest.mark.parametrize("name", DATASETS)
def test_a_measure_kept_inside_is_in_no_file(name, client, person):
    measure = Measure.objects.get(code="OSH-01")
    assert "OSH-01" in {row["measure"] for row in rows_of(client, name)}

    set_visibility(measure, by=person("approver.osh"), visibility="city", reason="")

    assert "OSH-01" not in {row["measure"] for row in rows_of(client, name)}


def test_no_cell_is_a_formula(client):
    ProgressUpdate.objects.public().update(achieved='=HYPERLINK("http://x","y")')

    assert not [
        row for row in rows_of(client, "updates") if row["achieved"].startswith(FORMULA_SIGNS)
    ]


@pytest.mark.parametrize("name", DATASETS)
def test_as_many_queries_for_one_city_as_for_all(name, client):
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/data/{name}.csv")

    assert len(queries) <= 4


@pytest.mark.parametrize("path", ["x.csv", "updates.exe", "money.xlsx"])
def test_another_file_is_not_there(path, client):
    assert client.get(f"/data/{path}").status_code == 404


def test_codes_of_the_systems_are_in_the_full_file_and_not_for_a_plan(client):
    text = client.get("/plans/export.csv?columns=full").content.decode("utf-8-sig")
    (first, *_rest) = csv.DictReader(io.StringIO(text), delimiter=";")

    assert first["CRF: статус"] == "completed"
    assert first["IATI: статус"] == "4"
    assert first["CDP: статус"].startswith("Implementation complete")
