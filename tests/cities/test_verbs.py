import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities.models import City, CityFact, CityPage
from cities.verbs import consent_to_review, decide_fact, provision_city, withdraw_review_consent
from coalition.models import JournalEntry, Membership, Place, User
from coalition.permissions import may
from coalition.verbs import invite, open_invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def test_provision_city_makes_a_page_in_every_language_of_the_site():
    city = provision_city("khujand", by=User.system(), names={"ru": "Худжанд"}, country="TJ",
                          joined_on="2026-11-21")  # fmt: skip

    languages = CityPage.objects.filter(city=city).values_list("locale__language_code", flat=True)
    assert sorted(languages) == ["en", "ru"]


def test_provision_city_run_again_changes_nothing(osh):
    before = (Place.objects.count(), CityPage.objects.count(), JournalEntry.objects.count())

    provision_city("osh", by=User.system())

    assert before == (Place.objects.count(), CityPage.objects.count(), JournalEntry.objects.count())


def test_provision_city_is_refused_to_a_person(person):
    with pytest.raises(PermissionDenied):
        provision_city("khujand", by=person("secretariat"), names={"ru": "Худжанд"})


def test_decide_fact_shows_a_fact_once_its_city_confirms_it(osh, person):
    fact = osh.facts.filter(state="proposed").first()

    decide_fact(fact, by=person("approver.osh"), confirmed=True, as_of="2026", source="Мэрия")

    assert fact in CityFact.objects.public()


def test_decide_fact_is_refused_to_the_approver_of_another_city(osh, person):
    fact = osh.facts.filter(state="proposed").first()

    with pytest.raises(PermissionDenied):
        decide_fact(fact, by=person("approver.dushanbe"), confirmed=True)

    assert fact not in CityFact.objects.public()


def test_decide_fact_without_source_is_not_shown(osh, person):
    fact = osh.facts.filter(state="proposed", source="").first()

    with pytest.raises(ValidationError):
        decide_fact(fact, by=person("approver.osh"), confirmed=True, as_of="2026")


def test_withdrawing_consent_closes_the_city_to_its_reviewers(osh, person):
    withdraw_review_consent(osh, by=person("admin.osh"))

    assert not may(person("reviewer"), "review", osh)


def test_withdrawing_consent_ends_the_invitations_of_reviewers_too(osh, person):
    _invitation, secret = invite(
        "late@example.org", by=person("secretariat"), place=osh.place, role="reviewer"
    )

    withdraw_review_consent(osh, by=person("admin.osh"))

    assert open_invitation(secret) is None


def test_withdrawing_consent_leaves_the_reviewers_other_cities(osh, person):
    withdraw_review_consent(osh, by=person("admin.osh"))

    in_force = Membership.objects.filter(user=person("reviewer"), released_at=None)
    assert in_force.count() == City.objects.count() - 1


def test_consent_to_review_is_refused_to_an_editor(osh, person):
    with pytest.raises(PermissionDenied):
        consent_to_review(osh, by=person("editor.osh"))
