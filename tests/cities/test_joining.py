from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cities import verbs
from cities.addresses import suggested_slug
from cities.models import Application, CertifiedCopy, City, CityPage
from cities.signals import city_admitted
from cities.steps import WrongMoment
from coalition.models import Attachment, Invitation, JournalEntry, Letter, Place, User
from coalition.permissions import may
from coalition.verbs import accept_invitation
from tests.cities.applying import ACT, COPIES, application_in, pdf, people

pytestmark = pytest.mark.django_db


def test_the_signed_act_makes_the_city_whole():
    application = application_in("signed")

    city = application.city
    assert (city.names["tg"], city.joined_on, city.currency) == (
        "Намуна-шаҳр Ҷ", date(2026, 11, 20), "TJS",
    )  # fmt: skip
    assert CityPage.objects.filter(city=city, live=True).count() == 2
    assert city.facts.get(kind="population").state == "proposed"
    assert Invitation.objects.get(email="focal@sample.invalid").role == "administrator"


def test_the_first_administrator_takes_up_the_role_by_the_invitation():
    application = application_in("signed")
    body = Letter.objects.get(to="focal@sample.invalid").body
    secret = body.split("/accounts/invitation/")[1].split("/")[0]

    user = accept_invitation(secret, by=None, password="a short sentence", post="Начальник")

    assert may(user, "administer", application.city)


def test_recording_the_same_act_twice_gives_the_same_city():
    application = application_in("consultations")
    cities = [
        verbs.record_signed_act(application, by=people("keeper"), scan=pdf(), **ACT)
        for _time in range(2)
    ]

    assert cities[0] == cities[1]
    assert Invitation.objects.filter(email="focal@sample.invalid").count() == 1


def test_another_act_for_a_joined_city_is_refused():
    with pytest.raises(WrongMoment):
        verbs.record_signed_act(
            application_in("signed"), by=people("keeper"), scan=pdf(), **{**ACT, "number": "8-р"}
        )


def test_nothing_is_left_of_an_act_when_a_receiver_above_fails():
    application = application_in("consultations")
    kinds = (City, Place, CityPage, Attachment, Letter, Invitation, JournalEntry, User)
    before = [kind.objects.count() for kind in kinds]

    def fail(**_kwargs):
        raise RuntimeError("no room for the council seat")

    city_admitted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            verbs.record_signed_act(application, by=people("keeper"), scan=pdf(), **ACT)
    finally:
        city_admitted.disconnect(fail)

    assert [kind.objects.count() for kind in kinds] == before
    assert CityPage.find_problems() == ([], [], [], [], [])
    application.refresh_from_db()
    assert application.state == "consultations"


def test_the_address_of_a_member_is_not_given_to_a_new_city():
    with pytest.raises(ValidationError) as refusal:
        verbs.record_signed_act(
            application_in("notified"), by=people("keeper"), scan=pdf(), **{**ACT, "slug": "osh"}
        )

    assert "slug" in refusal.value.message_dict


def test_an_act_of_tomorrow_is_refused():
    with pytest.raises(ValidationError) as refusal:
        verbs.record_signed_act(
            application_in("notified"),
            by=people("keeper"),
            scan=pdf(),
            **{**ACT, "signed_on": date(2026, 11, 22)},
        )

    assert "signed_on" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        ({"name_en": "Toshkoʻrgʻon"}, "toshkorgon"),
        ({"name_en": "", "name_ru": "Ҷалолободи Нау"}, "jalolobodi-nau"),
        ({"name_en": "", "name_ru": "Щучье-Ёлка"}, "shchuche-yolka"),
    ],
)
def test_an_address_is_suggested_from_the_names(names, slug):
    assert suggested_slug(Application(**names)) == slug


# --- the copies


def test_every_member_gets_a_numbered_copy_the_new_one_too():
    application = application_in("copies_sent")

    copies = application.copies.all()
    assert [copy.number for copy in copies] == list(range(1, City.objects.count() + 1))
    assert application.city in {copy.city for copy in copies}


def test_copies_sent_twice_are_the_same_copies():
    application = application_in("copies_sent")

    verbs.send_copies(application, by=people("keeper"), **COPIES)

    assert CertifiedCopy.objects.filter(document=application.act).count() == City.objects.count()


def test_a_copy_certified_before_the_act_is_refused():
    with pytest.raises(ValidationError):
        verbs.send_copies(
            application_in("signed"),
            by=people("keeper"),
            **{**COPIES, "certified_on": date(2026, 11, 1)},
        )


def test_a_copy_received_before_it_was_certified_is_refused():
    copy = application_in("copies_sent").copies.first()

    with pytest.raises(ValidationError):
        verbs.confirm_receipt(copy, by=people("keeper"), received_on=date(2026, 11, 20))
