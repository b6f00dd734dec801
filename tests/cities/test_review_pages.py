"""Applications as the secretariat, the Parties and the keeper see and lead them."""

from datetime import date

import pytest

from cities.models import Application, City, PartyVoice
from coalition.models import Attachment
from tests.cities.applying import application_in, pdf

pytestmark = pytest.mark.django_db

LIST = "/review/applications/"


def address(application: Application, deed: str = "") -> str:
    return f"{LIST}{application.pk}/{deed}{'/' if deed else ''}"


@pytest.mark.parametrize("name", ["secretariat", "keeper", "approver.osh", "admin.osh"])
def test_those_who_take_part_in_joining_see_the_list(signed_in, name):
    assert signed_in(name).get(LIST).status_code == 200


@pytest.mark.parametrize("name", ["viewer.osh", "editor.osh", "reviewer"])
def test_the_list_is_closed_to_others(signed_in, name):
    assert signed_in(name).get(LIST).status_code == 403


@pytest.mark.parametrize("name", ["viewer.osh", "editor.osh", "reviewer"])
def test_for_others_an_application_does_not_exist(signed_in, name):
    application = application_in("notified")

    client = signed_in(name)
    assert client.get(address(application)).status_code == 404
    assert client.post(address(application, "speak")).status_code == 404


def test_a_party_sees_an_application_only_once_it_was_told(signed_in):
    application = application_in("complete")

    client = signed_in("approver.osh")
    assert client.get(address(application)).status_code == 404
    assert application.number not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("admin.osh", "speak"),
        ("approver.osh", "open_consultations"),
        ("approver.osh", "record_act"),
        ("secretariat", "record_act"),
        ("secretariat", "speak"),
        ("keeper", "open_consultations"),
    ],
)
def test_a_deed_of_somebody_else_is_refused_to_whoever_reads(signed_in, name, deed):
    application = application_in("notified")

    assert signed_in(name).post(address(application, deed)).status_code == 403


@pytest.mark.parametrize("deed", ["decline", "submit", "save"])
def test_a_deed_that_is_not_one_of_these_does_not_exist(signed_in, deed):
    application = application_in("notified")

    assert signed_in("secretariat").post(address(application, deed)).status_code == 404


def test_a_deed_is_never_done_by_a_look(signed_in):
    application = application_in("received")

    assert signed_in("secretariat").get(address(application, "check_complete")).status_code == 405


def test_the_secretariat_asks_to_add_what_is_missing(signed_in):
    application = application_in("received")
    client = signed_in("secretariat")

    empty = client.post(address(application, "return"), {"missing": " "})
    asked = client.post(address(application, "return"), {"missing": "Нет подписи."})

    assert "err-sum" in empty.content.decode()
    assert asked.url == address(application)
    application.refresh_from_db()
    assert (application.state, application.missing) == ("returned", "Нет подписи.")


def test_a_deed_that_came_too_late_says_so(signed_in):
    application = application_in("notified")

    page = signed_in("secretariat").post(address(application, "return"), {"missing": "Ещё"})

    assert "Заявка уже продвинулась" in page.content.decode()


def test_an_approver_speaks_for_the_own_city_only(signed_in):
    application = application_in("notified")
    osh, dushanbe = (City.objects.get(slug=slug) for slug in ("osh", "dushanbe"))
    client = signed_in("approver.osh")

    client.post(address(application, "speak"), {"city": dushanbe.pk, "kind": "support"})
    client.post(address(application, "speak"), {"city": osh.pk, "kind": "support"})

    assert [voice.city for voice in PartyVoice.objects.filter(application=application)] == [osh]


def test_a_silent_city_is_said_to_have_stated_no_position(signed_in):
    page = signed_in("secretariat").get(address(application_in("notified"))).content.decode()

    assert page.count("позиция не поступила") == City.objects.members().count()
    assert "не означает согласия" in page


def test_the_keeper_hears_no_voices(signed_in):
    application = application_in("consultations")

    page = signed_in("keeper").get(address(application)).content.decode()

    assert "Позиции Сторон" not in page
    assert "Заявлена позиция" not in page


def test_a_wrong_date_of_the_act_keeps_everything_typed(signed_in):
    application = application_in("notified")
    typed = {"number": "7-р ʻҶ", "signed_on": "35.13.2026", "slug": "trial-city", "scan": pdf()}

    page = signed_in("keeper").post(address(application, "record_act"), typed).content.decode()

    assert "Такой даты нет" in page
    assert 'value="35.13.2026"' in page
    assert 'value="7-р ʻҶ"' in page
    assert not City.objects.filter(slug="trial-city").exists()


def test_an_address_that_is_taken_is_refused_at_its_field(signed_in):
    application = application_in("notified")
    typed = {"number": "7", "signed_on": "20.11.2026", "slug": "osh", "scan": pdf()}

    page = signed_in("keeper").post(address(application, "record_act"), typed).content.decode()

    assert "Этот адрес у другого города" in page


@pytest.mark.parametrize("slug", ["-", "7-town"])
def test_an_address_without_a_letter_at_its_head_is_refused_at_its_field(signed_in, slug):
    application = application_in("notified")
    typed = {"number": "7", "signed_on": "20.11.2026", "slug": slug, "scan": pdf()}

    page = signed_in("keeper").post(address(application, "record_act"), typed).content.decode()

    assert "Адрес начинается с латинской буквы" in page


def test_the_keeper_records_the_act_and_the_city_has_its_page(signed_in, client):
    application = application_in("notified")
    typed = {"number": "7", "signed_on": "20.11.2026", "slug": "trial-city", "scan": pdf()}
    keeper = signed_in("keeper")

    for _time in range(2):  # a double click
        assert keeper.post(address(application, "record_act"), typed).status_code == 302
        typed["scan"] = pdf()

    assert client.get("/cities/trial-city/").status_code == 200
    assert client.get("/en/cities/trial-city/").status_code == 200
    assert City.objects.filter(slug="trial-city").count() == 1


def test_the_keeper_sends_copies_and_notes_a_receipt(signed_in):
    application = application_in("signed")
    keeper = signed_in("keeper")
    parties = [city.pk for city in City.objects.members()]
    sent = {"cities": parties, "certified_by": "Хранитель", "certified_on": "21.11.2026",
            "outgoing_number": "5", "way": "post"}  # fmt: skip

    keeper.post(address(application, "send_copies"), sent)
    copy = application.copies.first()
    early = keeper.post(f"/review/copies/{copy.pk}/receipt/", {"received_on": "20.11.2026"})
    keeper.post(f"/review/copies/{copy.pk}/receipt/", {"received_on": "21.11.2026"})

    assert "раньше, чем её заверили" in early.content.decode()
    copy.refresh_from_db()
    assert copy.received_on == date(2026, 11, 21)


def test_receipts_are_noted_by_the_keeper_only(signed_in):
    copy = application_in("copies_sent").copies.first()

    assert signed_in("secretariat").get(f"/review/copies/{copy.pk}/receipt/").status_code == 403
    assert signed_in("editor.osh").get(f"/review/copies/{copy.pk}/receipt/").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("secretariat", 200), ("approver.osh", 200), ("editor.osh", 404)]
)
def test_the_letter_opens_to_whoever_sees_the_application(signed_in, name, status):
    application = application_in("notified")

    assert signed_in(name).get(f"/work/files/{application.letter.pk}/").status_code == status


def test_a_withdrawn_file_and_a_file_of_nothing_known_open_to_nobody(signed_in):
    application = application_in("notified")
    client = signed_in("secretariat")
    letter = Attachment.objects.filter(pk=application.letter.pk)

    letter.update(owner="nothing.known:1")
    assert client.get(f"/work/files/{application.letter.pk}/").status_code == 404
    letter.update(owner=f"cities.application:{application.pk}", withdrawn_at="2026-11-21T00:00Z")
    assert client.get(f"/work/files/{application.letter.pk}/").status_code == 404


def test_the_history_tells_who_did_what(signed_in):
    page = signed_in("secretariat").get(address(application_in("returned"))).content.decode()

    assert "Просьба добавить: Письмо не подписано." in page
    assert "Секретариат (пример)" in page


def test_an_invented_application_says_so(signed_in):
    invented = Application.objects.get(email="example-town@demo.invalid")

    page = signed_in("secretariat").get(address(invented)).content.decode()

    assert "вымышлены" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(signed_in, count, django_assert_num_queries):
    for number in range(count):
        application_in("received", email=f"{number}@sample.invalid")
    client = signed_in("secretariat")
    client.get(LIST)

    with django_assert_num_queries(12):
        client.get(LIST)


@pytest.mark.parametrize("state", ["received", "copies_sent"])
def test_a_page_of_an_application_stays_within_its_queries(
    signed_in, state, django_assert_max_num_queries
):
    application = application_in(state)
    client = signed_in("secretariat")
    client.get(LIST)

    with django_assert_max_num_queries(26):
        client.get(address(application))


def test_the_list_turns_its_pages_by_the_last_row(signed_in):
    from cities.views import applications  # noqa: PLC0415

    for number in range(3):
        application_in("received", email=f"{number}@sample.invalid")
    applications.PAGE, whole = 2, applications.PAGE
    try:
        first = signed_in("secretariat").get(LIST).context
        second = signed_in("secretariat").get(f"{LIST}?before={first['older']}").context
    finally:
        applications.PAGE = whole

    shown = [one.pk for page in (first, second) for one, _turns in page["rows"]]
    assert shown == sorted(shown, reverse=True)
    assert len(set(shown)) == 4
