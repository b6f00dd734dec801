"""What was sent, in the eyes of each reader, and likely duplicates, which no applicant sees."""

import re

import pytest

from cities import verbs
from cities.checklist import likenesses
from cities.models import Applicant, Application, City
from tests.cities.applying import ALL_THERE, application_in, filled, holder

pytestmark = pytest.mark.django_db


# --- the way


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("received", "Смотрит, полны ли сведения"),
        ("returned", "Дополните заявку и отправьте снова"),
        ("complete", "Уведомляет Стороны"),
        ("notified", "Сообщают свои позиции"),
        ("consultations", "Сообщают свои позиции"),
        ("signed", "Рассылает Сторонам заверенные копии"),
        ("copies_sent", "Заверенные копии отправлены всем Сторонам 21 ноября 2026"),
    ],
)
def test_the_five_steps_have_their_dates_and_say_whose_turn_it_is(client, state, words):
    page = client.get(application_in(state).path).content.decode()

    way = page.split("Где сейчас заявка")[1].split("</section>")[0]
    assert words in page
    assert re.findall(r"<li[^>]*><span>(\d)\.", way) == ["1", "2", "3", "4", "5"]
    assert "21 ноября 2026" in way


def test_a_withdrawn_application_is_on_no_way(client):
    page = client.get(application_in("withdrawn").path).content.decode()

    assert "Где сейчас заявка" not in page
    assert "Заявка отозвана" in page
    assert "/join/start/" in page
    assert "Продлить" not in page


# --- what was sent


@pytest.fixture
def sent_twice():
    application = application_in("returned")
    verbs.save_task(application, by=holder(application), task="reasons", version=1,
                    values={"motivation": "Иначе"})  # fmt: skip
    return verbs.submit_application(application, by=holder(application))


def test_the_city_reads_each_sending_and_what_changed(client, sent_twice):
    first = client.get(f"{sent_twice.path}revisions/1/").content.decode()
    second = client.get(f"{sent_twice.path}revisions/2/").content.decode()

    assert "Что изменилось с прошлой отправки" not in first
    changed = second.split("Что изменилось с прошлой отправки", 1)[1]
    assert changed.index("Учиться вместе") < changed.index("Иначе")
    assert client.get(f"{sent_twice.path}revisions/3/").status_code == 404


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("secretariat", [200, 200]), ("keeper", [200, 200]), ("approver.osh", [404, 404]),
     ("editor.osh", [404, 404])],
)  # fmt: skip
def test_readers_read_the_sendings_they_may(signed_in, sent_twice, name, statuses):
    client = signed_in(name)
    address = f"/review/applications/{sent_twice.pk}/revisions/"

    assert [client.get(f"{address}{n}/").status_code for n in (1, 2)] == statuses


def test_a_party_reads_what_it_was_told_of_and_not_what_was_replaced_before(signed_in, person,
                                                                           sent_twice):  # fmt: skip
    verbs.mark_points(sent_twice, by=person("secretariat"), marks=ALL_THERE)
    verbs.check_complete(sent_twice, by=person("secretariat"))
    verbs.notify_parties(sent_twice, by=person("secretariat"))
    client = signed_in("approver.osh")
    address = f"/review/applications/{sent_twice.pk}/"

    assert [client.get(f"{address}revisions/{n}/").status_code for n in (1, 2)] == [404, 200]
    assert "Учиться вместе" not in client.get(f"{address}revisions/2/").content.decode()
    assert "Отправка № 1" not in client.get(address).content.decode()


# --- likely duplicates


PAGES = ("", "city/", "check/", "papers/", "print/", "companion/", "extend/", "withdraw/",
         "revisions/1/")  # fmt: skip
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def said_to(client, application: Application) -> list[str]:
    """Every page of the applicant, without the token that each form has anew."""
    return [TOKEN.sub("", client.get(application.path + page).content.decode()) for page in PAGES]


@pytest.mark.parametrize(
    "twin",
    [
        {"name_ru": "г. Проба"},
        {"name_ru": "Иное", "name_national": "Proba"},
        {
            "name_ru": "Иное",
            "name_national": "",
            "authority_name": "ИСПОЛНИТЕЛЬНЫЙ орган города проба",
        },
        {"name_ru": "Иное", "latitude": 38.01},
    ],
    ids=["name", "name in Latin letters", "authority", "5 km"],
)
def test_a_duplicate_is_shown_to_the_secretariat_and_never_to_the_applicant(
    client, signed_in, twin
):
    application = application_in("returned")
    assert likenesses(application) == []
    before = said_to(client, application)

    names = {"name_national": "Иное", "name_en": "Other", "authority_name": "Другой орган",
             "latitude": 10.0, "longitude": 70.0, "agrees_to_publish": False}  # fmt: skip
    application_in("received", email="twin@sample.invalid", **{**names, **twin})

    assert said_to(client, application) == before
    seen = signed_in("secretariat").get(f"/review/applications/{application.pk}/").content.decode()
    assert "Обратите внимание" in seen


def test_a_member_written_in_other_letters_is_found():
    changes = {"name_ru": "Иное", "name_national": "Osh shaary", "country": "KG"}

    application = filled(**changes)

    assert [City.objects.get(slug="osh").name in one for one in likenesses(application)] == [True]


def test_an_applicant_stands_for_nobody_without_a_secret():
    assert Applicant(filled()).application_pk is None
