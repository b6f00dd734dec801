"""The data of a city: what is held, every way out, everything in one file, files taken back."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from openpyxl import load_workbook

from actionplans.models import Measure
from cities import verbs
from cities.holdings import holdings_of
from cities.models import City, CityWhole
from coalition import clock, jobs
from coalition.attachments import attach
from coalition.models import JournalEntry
from coalition.models.journal import record
from coalition.verbs import issue_token
from tests.cities.applying import jpeg

pytestmark = pytest.mark.django_db
DATA, FILES, JOURNAL = (f"/work/city/osh/{page}/" for page in ("data", "files", "journal"))


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def switch(osh, person, **switches: bool) -> None:
    verbs.set_switches(osh, by=person("admin.osh"), **switches)


# --- what is held --------------------------------------------------------------------------


def test_the_page_says_what_is_held_and_that_the_operator_is_not_said(signed_in, osh):
    page = signed_in("viewer.osh").get(DATA).content.decode()

    assert page.count("не указано") >= 2
    assert all(str(one.words) in page for one in holdings_of(osh))
    assert "Собрать файл" not in page


def test_the_page_names_the_operator_of_the_settings(signed_in, settings):
    settings.OPERATOR, settings.HOSTING_COUNTRY = "Оператор (пример)", "Казахстан"
    settings.DATA_BASIS = "Соглашение № 1 (пример)"

    page = signed_in("viewer.osh").get(DATA).content.decode()

    assert all(word in page for word in ("Оператор (пример)", "Казахстан", "Соглашение № 1"))
    assert "не указано" not in page


def test_the_secretariat_sees_what_is_missing_until_it_is_said(signed_in, settings):
    assert "страна размещения серверов" in signed_in("secretariat").get("/work/").content.decode()

    settings.OPERATOR = settings.HOSTING_COUNTRY = settings.DATA_BASIS = "сказано"
    assert "это не указано" not in signed_in("secretariat").get("/work/").content.decode()
    assert "это не указано" not in signed_in("admin.osh").get("/work/").content.decode()


def test_the_page_costs_the_same_whatever_is_held(signed_in, osh, person,
                                                  django_assert_max_num_queries):  # fmt: skip
    client = signed_in("admin.osh")
    for _time in range(3):
        verbs.gather_city(osh, by=person("admin.osh"))
        jobs.run_waiting()

    with django_assert_max_num_queries(30):
        client.get(DATA)


# --- ways out ------------------------------------------------------------------------------

FILES_OF_A_PLAN = ("/cities/osh/plan/export.xlsx", "/cities/osh/plan/export.csv",
                   "/cities/osh/plan/export.docx", "/cities/osh/plan/export.ics",
                   "/cities/osh/plan/editions/1/export.docx")  # fmt: skip


def test_a_city_outside_the_open_data_is_in_no_file_and_its_page_stays(osh, person, client):
    for address in FILES_OF_A_PLAN:
        assert client.get(address).status_code == 200, address

    switch(osh, person, in_open_data=False)

    for address in FILES_OF_A_PLAN:
        assert client.get(address).status_code == 404, address
    page = client.get("/cities/osh/plan/").content.decode()
    assert "export." not in page
    assert "export." not in client.get("/cities/osh/plan/editions/1/").content.decode()


@pytest.mark.parametrize("address", ["/plans/export.csv", "/data/indicators.csv",
                                     "/data/updates.csv", "/data/money.csv"])  # fmt: skip
def test_files_of_all_cities_leave_it_out(osh, person, client, address):
    assert "/cities/osh/plan/" in whole_text(client, address)

    switch(osh, person, in_open_data=False)

    assert "/cities/osh/plan/" not in whole_text(client, address)


def whole_text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig")


def test_the_page_of_open_data_does_not_offer_its_plan(osh, person, client):
    switch(osh, person, in_open_data=False)

    assert "/cities/osh/plan/export" not in client.get("/data/").content.decode()


def test_a_city_closed_to_programs_is_read_by_none(osh, person, client):
    measure = Measure.objects.public().filter(plan__city=osh).first()
    one = f"/api/v1/measures/{measure.pk}/"
    assert client.get(one).status_code == 200

    switch(osh, person, in_api=False)

    assert client.get(one).status_code == 404
    assert client.get(f"{one}history/").status_code == 404
    plans = client.get("/api/v1/plans/?city=osh").json()["items"]
    assert [plan for plan in plans if plan["city"] == "osh"] == []
    said = client.get("/api/v1/cities/osh/").json()
    assert (said["plan"], said["facts"]) == (None, [])
    assert client.get("/api/v1/indicators/?city=osh").json()["items"] == [] or all(
        item["city"] != "osh" for item in client.get("/api/v1/indicators/?city=osh").json()["items"]
    )
    assert client.get("/cities/osh/plan/").status_code == 200


def test_its_own_peoples_programs_read_on(osh, person, client):
    measure = Measure.objects.public().filter(plan__city=osh).first()
    switch(osh, person, in_api=False)
    editor = person("editor.osh")
    _token, secret = issue_token(editor, by=editor, name="офис", scope="read")

    answer = client.get(
        f"/api/v1/measures/{measure.pk}/", headers={"Authorization": f"Bearer {secret}"}
    )

    assert answer.status_code == 200


def test_coordinates_are_shown_only_when_switched_on(osh, person, client):
    measure = Measure.objects.public().filter(plan__city=osh).first()
    Measure.objects.filter(pk=measure.pk).update(latitude=40.5, longitude=72.8)
    page, api = f"/cities/osh/plan/{measure.code}/", f"/api/v1/measures/{measure.pk}/"
    assert "40.5" not in client.get(page).content.decode().replace(",", ".")
    assert client.get(api).json()["latitude"] is None

    switch(osh, person, shows_coordinates=True)

    assert "40.5" in client.get(page).content.decode().replace(",", ".")
    assert client.get(api).json()["latitude"] == 40.5


def test_signals_are_seen_by_everybody_only_when_switched_on(osh, person, client):
    assert "По срокам" not in client.get("/cities/osh/plan/").content.decode()

    switch(osh, person, shows_signals=True)

    assert "signal" in client.get("/cities/osh/plan/").content.decode()


# --- everything in one file ----------------------------------------------------------------


@pytest.fixture
def made(osh, person) -> CityWhole:
    attach(jpeg("photo.jpg"), by=person("editor.osh"), owner=osh, place=osh.place)
    whole = verbs.gather_city(osh, by=person("admin.osh"))
    jobs.run_waiting()
    whole.refresh_from_db()
    return whole


def test_the_whole_holds_every_part_with_its_fingerprint(made):
    with made.file.open("rb") as file, ZipFile(io.BytesIO(file.read())) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        told = {one["name"]: one["sha256"] for one in manifest["files"]}
        read_me = archive.read("README.txt").decode()
        for name, sha256 in told.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256, name
        names = set(archive.namelist())

    assert names == {*told, "manifest.json"}
    assert read_me.startswith("\ufeffВсе данные города: Ош")
    assert "plans/: планы и все их редакции" in read_me
    parts = {"city.json", "people.json", "journal.csv", "journal.json", "pages/ru.json",
             "pages/en.json", "progress/updates.json", "groups/team-osh.zip"}  # fmt: skip
    assert parts <= names
    begins = {name.split("/")[0] for name in names}
    assert {"plans", "reports", "files"} <= begins
    assert any(name.endswith("-editions/1.xlsx") for name in names)


def test_the_whole_holds_nothing_of_another_city(made):
    with made.file.open("rb") as file, ZipFile(io.BytesIO(file.read())) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())

    assert b"admin.dushanbe" not in everything
    assert b"team-dushanbe" not in everything


def test_the_whole_is_its_own_fingerprint(made):
    with made.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == made.sha256


def test_an_administrator_takes_the_whole_and_the_journal_says_so(made, signed_in):
    answer = signed_in("admin.osh").post(f"{DATA}whole/{made.pk}/")

    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer.headers["Content-Type"] == "application/zip"
    assert JournalEntry.objects.get(deed="city.data_taken", city="osh").details == {
        "sha256": made.sha256
    }


def test_also_after_the_city_has_left(osh, person, signed_in):
    verbs.leave_coalition(osh, by=person("admin.osh"), pages="closed", number="1",
                          on=clock.today())  # fmt: skip

    signed_in("admin.osh").post(f"{DATA}whole/")
    jobs.run_waiting()

    assert CityWhole.objects.get(city=osh).is_ready


def test_what_is_being_made_is_not_begun_twice(osh, person):
    first = verbs.gather_city(osh, by=person("admin.osh"))

    assert verbs.gather_city(osh, by=person("admin.osh")) == first


def test_whoever_lost_the_right_meanwhile_gets_no_file(osh, person):
    whole = verbs.gather_city(osh, by=person("admin.osh"))
    person("admin.osh").memberships.update(released_at=clock.now(), released_by=person("admin.osh"))

    jobs.run_waiting()

    whole.refresh_from_db()
    assert (whole.is_ready, whole.job.state) == (False, "failed")


@pytest.mark.parametrize("name", ["editor.osh", "approver.osh", "admin.dushanbe", "secretariat"])
def test_nobody_else_has_the_whole_made_or_takes_it(osh, made, person, name):
    with pytest.raises(PermissionDenied):
        verbs.gather_city(osh, by=person(name))
    with pytest.raises(PermissionDenied):
        verbs.take_whole(made, by=person(name))


def test_an_old_whole_is_removed_and_cannot_be_taken(made, person, signed_in):
    CityWhole.objects.filter(pk=made.pk).update(at=clock.now() - timedelta(days=15))

    with pytest.raises(PermissionDenied):
        verbs.forget_wholes(by=person("admin.osh"))
    assert verbs.forget_wholes(by=type(made.by).system()) == 1
    made.refresh_from_db()
    with pytest.raises(ValidationError):
        verbs.take_whole(made, by=person("admin.osh"))
    assert signed_in("admin.osh").post(f"{DATA}whole/{made.pk}/").url == DATA


# --- files ---------------------------------------------------------------------------------


@pytest.fixture
def photo(osh, person):
    return attach(jpeg("photo.jpg"), by=person("editor.osh"), owner=osh, place=osh.place)


def test_a_file_is_taken_back_with_a_word_why(signed_in, photo):
    answer = signed_in("admin.osh").post(f"{FILES}{photo.pk}/", {"why": "Не для всех"})

    photo.refresh_from_db()
    assert answer.url == FILES
    assert photo.withdrawn_at is not None
    page = signed_in("viewer.osh").get(FILES).content.decode()
    assert "photo.jpg" in page
    assert "Не для всех" in page
    entry = JournalEntry.objects.get(deed="city.file_taken_back")
    assert entry.details["sha256"] == photo.sha256
    assert signed_in("admin.osh").get(f"/work/files/{photo.pk}/").status_code == 404


def test_the_content_itself_goes_after_the_commit(
    osh, photo, person, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        verbs.take_file_back(photo, by=person("admin.osh"), city=osh, why="Ошибка")

    assert not photo.file.storage.exists(photo.file.name)


def test_taking_back_asks_why(signed_in, photo):
    signed_in("admin.osh").post(f"{FILES}{photo.pk}/", {"why": " "})

    photo.refresh_from_db()
    assert photo.withdrawn_at is None


@pytest.mark.parametrize("name", ["editor.osh", "approver.osh", "admin.dushanbe", "secretariat"])
def test_nobody_else_takes_a_file_back(osh, photo, person, name):
    with pytest.raises(PermissionDenied):
        verbs.take_file_back(photo, by=person(name), city=osh, why="Чужой")


def test_a_file_of_another_city_is_not_in_ones_reach(osh, photo, person, signed_in):
    dushanbe = City.objects.select_related("place").get(slug="dushanbe")

    with pytest.raises(PermissionDenied):
        verbs.take_file_back(photo, by=person("admin.dushanbe"), city=dushanbe, why="Чужой")
    page = f"/work/city/dushanbe/files/{photo.pk}/"
    assert signed_in("admin.dushanbe").get(page).status_code == 404


@pytest.mark.parametrize("more", [1, 4])
def test_the_list_of_files_costs_the_same(signed_in, osh, person, more,
                                          django_assert_max_num_queries):  # fmt: skip
    for number in range(more):
        file = attach(jpeg(f"{number}.jpg"), by=person("editor.osh"), owner=osh, place=osh.place)
        verbs.take_file_back(file, by=person("admin.osh"), city=osh, why="Лишний")
    client = signed_in("admin.osh")

    with django_assert_max_num_queries(9):
        client.get(FILES)


# --- the journal ---------------------------------------------------------------------------


@pytest.fixture
def lines(osh, person):
    for actor, deed in (("admin.osh", "city.noted"), ("editor.osh", "plan.noted")):
        record(deed, by=person(actor), subject=osh, place=osh.place)


def deeds(client, **asked: str) -> list[str]:
    return [entry.deed for entry in client.get(JOURNAL, asked).context["entries"]]


def test_the_journal_is_narrowed_by_person_subject_and_days(signed_in, lines, person):
    client = signed_in("viewer.osh")

    assert set(deeds(client, who=str(person("editor.osh")), about="plan")) >= {"plan.noted"}
    assert "city.noted" not in deeds(client, about="plan")
    assert "city.noted" in deeds(client, about="city")
    assert deeds(client, until="01.01.2020") == []
    assert "plan.noted" in deeds(client, since="01.01.2026")


@pytest.mark.parametrize("asked", [{"who": "никто"}, {"about": "nonsense"}, {"since": "вчера"}])
def test_conditions_that_mean_nothing_leave_the_whole_journal(signed_in, lines, asked):
    assert "city.noted" in deeds(signed_in("viewer.osh"), **asked)


def test_the_journal_leaves_as_a_table_in_which_nothing_calculates(signed_in, osh, person):
    admin = person("admin.osh")
    type(admin).objects.filter(pk=admin.pk).update(first_name="=cmd|' /C calc'!A0")
    record("city.noted", by=person("admin.osh"), subject=osh, place=osh.place)
    client = signed_in("viewer.osh")

    text = client.get(f"{JOURNAL}export.csv?about=city").content.decode("utf-8-sig")
    line = next(row for row in csv.reader(io.StringIO(text), delimiter=";") if "cmd" in row[1])
    assert line[1].startswith("'=")
    book = load_workbook(io.BytesIO(client.get(f"{JOURNAL}export.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert any("cmd" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_file_of_the_journal_keeps_the_conditions(signed_in, lines):
    text = signed_in("viewer.osh").get(f"{JOURNAL}export.csv?about=plan").content.decode()

    assert "plan.noted" in text
    assert "city.noted" not in text


def test_another_kind_of_file_does_not_exist(signed_in):
    assert signed_in("viewer.osh").get(f"{JOURNAL}export.pdf").status_code == 404
