import pytest
from django.core.exceptions import PermissionDenied

from coalition.models import Letter
from home.models import PageReport
from home.verbs import REPORTS_PER_HOUR, close_report, report_page

pytestmark = pytest.mark.django_db


def test_anybody_tells_the_secretariat_that_a_page_is_wrong(client):
    answer = client.post("/report/", {"path": "/cities/osh/", "text": "Ошибка в названии"})

    assert answer["Location"] == "/report/thanks/"
    assert Letter.objects.latest("pk").to == "secretariat@demo.invalid"


def test_an_empty_report_comes_back_with_what_was_typed(client):
    answer = client.post("/report/", {"path": "/cities/osh/", "text": " "})

    assert "/cities/osh/" in answer.content.decode()
    assert not PageReport.objects.exists()


def test_a_program_that_fills_every_field_is_not_heard(client):
    client.post("/report/", {"path": "/", "text": "buy", "website": "spam"})

    assert not PageReport.objects.exists()


def test_one_network_is_heard_so_many_times_an_hour(client):
    for number in range(REPORTS_PER_HOUR):
        report_page("/", by="192.0.2.1", text=str(number))

    answer = client.post("/report/", {"path": "/", "text": "ещё"}, REMOTE_ADDR="192.0.2.1")

    assert "через час" in answer.content.decode()


def test_the_secretariat_closes_a_report(person):
    report = report_page("/", by="192.0.2.1", text="слово")

    close_report(report, by=person("secretariat"))

    assert PageReport.objects.get().closed_by == person("secretariat")


def test_a_report_is_not_closed_by_a_citys_administrator(person):
    report = report_page("/", by="192.0.2.1", text="слово")

    with pytest.raises(PermissionDenied):
        close_report(report, by=person("admin.osh"))


def test_the_list_of_reports_is_refused_to_a_citys_people(signed_in):
    assert signed_in("admin.osh").get("/work/reports/").status_code == 403


def test_the_secretariat_reads_the_reports(signed_in):
    report_page("/cities/osh/", by="192.0.2.1", text="Слово о странице")

    assert "Слово о странице" in signed_in("secretariat").get("/work/reports/").content.decode()


def test_an_address_that_is_a_key_is_not_passed_on(client):
    page = client.get("/join/apply/0123456789/").content.decode()

    assert "0123456789" not in page
