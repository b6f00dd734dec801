"""A city pauses, leaves, comes back: at its own request, at once, everywhere."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection

from actionplans.models import Measure
from actionplans.reading import given_out, latest_changes, listed, plans_in_force
from cities import verbs
from cities.models import City, Standing, party_cities
from cities.permissions import reviewer_by_secretariat
from cities.signals import city_stands
from coalition.models import JournalEntry, Letter, Membership, User
from coalition.permissions import may
from coalition.verbs import appoint, invite, open_invitation
from tests.cities.applying import COPIES, application_in, jpeg
from workinggroups.models import Seat, Thread, WorkingGroup
from workinggroups.verbs import open_consultation, open_thread, post_reply, seat_delegate

pytestmark = pytest.mark.django_db
LETTER = {"number": "12-п", "on": date(2026, 11, 20)}
PAUSE = {"pages": "notice", **LETTER}
PAGE = "/work/city/osh/standing/"


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def fresh(city: City) -> City:
    return City.objects.select_related("place").get(pk=city.pk)


AWAY = {"paused": verbs.pause_membership, "left": verbs.leave_coalition}


@pytest.fixture(params=AWAY)
def away(request, osh, person):
    """Osh after a pause, and after leaving."""
    AWAY[request.param](osh, by=person("admin.osh"), **PAUSE)
    return fresh(osh)


def test_the_record_says_what_the_city_asked_for_and_who_recorded_it(osh, person):
    standing = verbs.pause_membership(osh, by=person("approver.osh"), scan=jpeg(), **PAUSE)

    assert (standing.letter_number, standing.pages, standing.scan.name) == (
        "12-п", "notice", "letter.jpg",
    )  # fmt: skip
    assert JournalEntry.objects.get(deed="city.pause", city="osh").details["number"] == "12-п"
    told = set(
        Letter.objects.filter(subject__contains="приостановлено").values_list("to", flat=True)
    )
    assert told == {"secretariat@demo.invalid", "keeper@demo.invalid"}


def test_its_people_read_on_and_administer_and_write_nothing(away, person):
    rights = {
        name: [right for right in ("see_inside", "edit", "approve", "administer")
               if may(person(f"{name}.osh"), right, away)]
        for name in ("viewer", "editor", "approver", "admin")
    }  # fmt: skip

    assert rights == {
        "viewer": ["see_inside"], "editor": ["see_inside"], "approver": ["see_inside"],
        "admin": ["see_inside", "administer"],
    }  # fmt: skip
    assert not may(person("reviewer"), "review", away)
    call_command("check_rights", verbosity=0)


@pytest.mark.parametrize("page", ["", "team/", "facts/", "journal/", "data/", "files/", "names/",
                                  "standing/", "documents/"])  # fmt: skip
def test_every_page_of_the_inside_is_still_read(away, signed_in, page):
    answer = signed_in("viewer.osh").get(f"/work/city/osh/{page}")

    assert answer.status_code == 200
    assert "писать за город нельзя" in answer.content.decode()


def test_editors_do_not_enter_the_page_editor_any_more(away, signed_in):
    assert signed_in("editor.osh").get("/cms/").status_code in (302, 403, 404)
    page = away.pages.first()
    assert signed_in("editor.osh").get(f"/cms/pages/{page.pk}/edit/").status_code != 200


def test_writing_is_refused_with_the_forms_that_were_open(away, signed_in):
    client = signed_in("editor.osh")

    assert client.get("/work/city/osh/update/").status_code == 403
    assert client.post(reverse("plan_submit", args=["osh"])).status_code == 403


def test_the_team_reads_on_and_does_not_write(osh, person):
    team = WorkingGroup.objects.get(slug="team-osh")
    thread = open_thread(team, by=person("editor.osh"), title="Паводок")

    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)

    editor = person("editor.osh")
    assert Thread.objects.visible_to(editor).filter(pk=thread.pk).exists()
    with pytest.raises(PermissionDenied):
        post_reply(thread, by=editor, body="Ещё слово", key="7b0c7d0c-6b1e-4c0c-9a60-2f2c0d0e0f01")


def test_seats_and_delegates_in_groups_end(osh, person):
    council = WorkingGroup.objects.select_related("place").get(slug="council")
    seat_delegate(council, by=person("admin.osh"), city=osh, user=person("editor.osh"))
    epoch = council.acl_epoch

    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)

    council.refresh_from_db()
    assert not council.cities.filter(slug="osh").exists()
    assert not Seat.objects.open().filter(city=osh).exists()
    assert not may(person("editor.osh"), "see_inside", council)
    assert council.acl_epoch > epoch  # open sockets ask again


def test_sockets_of_the_team_ask_again(osh, person):
    before = WorkingGroup.objects.get(slug="team-osh").acl_epoch

    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)

    assert WorkingGroup.objects.get(slug="team-osh").acl_epoch > before


def test_open_invitations_are_revoked(osh, person):
    _invitation, secret = invite(
        "late@sample.invalid", by=person("admin.osh"), place=osh.place, role="viewer"
    )

    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)

    assert open_invitation(secret) is None


def test_it_is_no_party_any_more(away, person):
    application = application_in("complete")
    verbs.notify_parties(application, by=person("secretariat"))

    assert not party_cities(person("approver.osh")).exists()
    assert not Letter.objects.filter(
        to="approver.osh@demo.invalid", subject__contains="Проба-город"
    ).exists()
    with pytest.raises(PermissionDenied):
        verbs.speak(application, by=person("approver.osh"), city=away, kind="support")


def test_it_gets_no_certified_copy(osh, person):
    application = application_in("signed")
    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)

    verbs.send_copies(application, by=person("keeper"), **COPIES)

    assert "osh" not in application.copies.values_list("city__slug", flat=True)


def test_the_secretariat_names_no_reviewer_there(away, person):
    assert not reviewer_by_secretariat(person("secretariat"), away.place)


@pytest.mark.parametrize("page", ["/", "/cities/", "/plans/", "/data/", "/groups/", "/events/"])
def test_compiled_pages_do_not_name_it(away, client, page):
    assert 'href="/cities/osh/' not in client.get(page).content.decode()


def test_lists_of_all_cities_leave_it_out(away):
    assert not listed().filter(plan__city=away).exists()
    assert not given_out().filter(plan__city=away).exists()
    assert not plans_in_force().filter(city=away).exists()
    assert away.pk not in {one.update.contribution.city_id for one in latest_changes(50)}


@pytest.mark.parametrize("address", ["cities/", "plans/", "measures/?limit=500", "indicators/"])
def test_programs_do_not_read_of_it(away, client, address):
    said = client.get(f"/api/v1/{address}").content.decode()

    assert '"osh"' not in said
    assert client.get("/api/v1/cities/osh/").status_code == 404


def test_its_own_pages_stay_with_a_notice(away, client):
    for page in ("/cities/osh/", "/cities/osh/plan/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "по собственному решению" in answer.content.decode()


@pytest.mark.parametrize("deed", AWAY.values(), ids=AWAY)
def test_closed_pages_are_not_there(osh, person, client, deed):
    measure = Measure.objects.public().filter(plan__city=osh).first()

    deed(osh, by=person("admin.osh"), pages="closed", **LETTER)

    for page in ("/cities/osh/", "/en/cities/osh/", "/cities/osh/plan/",
                 f"/cities/osh/plan/{measure.code}/", "/cities/osh/plan/editions/",
                 "/cities/osh/plan/export.xlsx"):  # fmt: skip
        assert client.get(page).status_code == 404, page


def test_documents_of_closed_pages_are_not_there(osh, person, client):
    shelf = Collection.objects.get(name="city:osh")
    document = Document.objects.create(
        title="Справка", collection=shelf, file=ContentFile(b"%PDF-1.4", "note.pdf")
    )
    assert client.get(document.url).status_code == 200

    verbs.pause_membership(osh, by=person("admin.osh"), pages="closed", **LETTER)

    assert client.get(document.url).status_code == 404


def test_leaving_ends_the_consent_to_the_overview(osh, person):
    verbs.leave_coalition(osh, by=person("admin.osh"), **PAUSE)

    assert fresh(osh).review_since is None
    held = Membership.objects.filter(place=osh.place, role="reviewer", released_at=None)
    assert not held.exists()


def test_a_pause_keeps_the_consent_for_the_return(osh, person):
    verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)
    verbs.resume_membership(fresh(osh), by=person("admin.osh"), **LETTER)

    assert may(person("reviewer"), "review", osh)


def test_coming_back_brings_rights_pages_and_the_seat(osh, person, client):
    verbs.pause_membership(osh, by=person("admin.osh"), pages="closed", **LETTER)

    verbs.resume_membership(fresh(osh), by=person("admin.osh"), **LETTER)

    assert may(person("editor.osh"), "edit", osh)
    assert may(person("editor.osh"), "post", WorkingGroup.objects.get(slug="team-osh"))
    assert WorkingGroup.objects.get(slug="council").cities.filter(slug="osh").exists()
    assert client.get("/cities/osh/").status_code == 200
    assert listed().filter(plan__city=osh).exists()
    call_command("check_rights", verbosity=0)


def test_who_has_left_does_not_come_back_by_this_way(osh, person):
    verbs.leave_coalition(osh, by=person("admin.osh"), **PAUSE)

    for deed in (verbs.pause_membership, verbs.leave_coalition):
        with pytest.raises(ValidationError):
            deed(fresh(osh), by=person("admin.osh"), **PAUSE)
    with pytest.raises(ValidationError):
        verbs.resume_membership(fresh(osh), by=person("admin.osh"), **LETTER)


def test_a_member_does_not_come_back(osh, person):
    with pytest.raises(ValidationError):
        verbs.resume_membership(osh, by=person("admin.osh"), **LETTER)


@pytest.mark.parametrize("name", ["viewer.osh", "editor.osh", "admin.dushanbe", "secretariat",
                                  "keeper", "reviewer"])  # fmt: skip
@pytest.mark.parametrize("deed", [*AWAY.values()], ids=AWAY)
def test_nobody_else_suspends_a_city(osh, person, name, deed):
    with pytest.raises(PermissionDenied):
        deed(osh, by=person(name), **PAUSE)

    assert fresh(osh).status == "member"


@pytest.mark.parametrize(
    ("change", "field"), [({"number": "  "}, "letter_number"), ({"on": date(2099, 1, 1)}, "on")]
)
def test_the_letter_of_the_city_is_needed(osh, person, change, field):
    with pytest.raises(ValidationError) as refusal:
        verbs.pause_membership(osh, by=person("admin.osh"), **{**PAUSE, **change})

    assert field in refusal.value.message_dict


def test_a_fault_leaves_the_city_as_it_was(osh, person):
    def break_it(**_more):
        raise RuntimeError

    city_stands.connect(break_it, weak=False, dispatch_uid="break")
    try:
        with pytest.raises(RuntimeError):
            verbs.pause_membership(osh, by=person("admin.osh"), **PAUSE)
    finally:
        city_stands.disconnect(dispatch_uid="break")

    assert fresh(osh).status == "member"
    assert may(person("editor.osh"), "edit", osh)
    assert Standing.objects.count() == 0


def test_a_member_never_has_closed_pages(osh):
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.filter(pk=osh.pk).update(pages_closed=True)


def test_a_city_that_left_joins_anew_under_its_own_address(person):
    city = application_in("signed").city
    system = User.system()
    focal = appoint(User.objects.create_user("focal@sample.invalid"), by=system, place=city.place,
                    role="administrator").user  # fmt: skip
    verbs.leave_coalition(city, by=focal, pages="closed", **LETTER)

    again = application_in("signed", email="anew@sample.invalid").city

    assert (again.pk, again.status, again.pages_closed) == (city.pk, "member", False)
    assert WorkingGroup.objects.get(slug="council").cities.filter(pk=city.pk).exists()
    assert may(User.objects.get(pk=focal.pk), "administer", again)


def test_another_city_does_not_come_in_under_the_address_of_one_that_left(person):
    city = application_in("signed").city
    City.objects.filter(pk=city.pk).update(status="left", names={"ru": "Совсем другой"})

    with pytest.raises(ValidationError) as refusal:
        application_in("signed", email="anew@sample.invalid")

    assert "slug" in refusal.value.message_dict


def test_founding_anew_does_not_bring_an_absent_city_back(away):
    call_command("found_coalition", verbosity=0)

    assert fresh(away).status != "member"
    assert not WorkingGroup.objects.filter(cities=away).exclude(slug="team-osh").exists()
    call_command("check_rights", verbosity=0)


def test_an_absent_city_opens_no_consultation(away, person):
    dushanbe = City.objects.get(slug="dushanbe")

    with pytest.raises(PermissionDenied):
        open_consultation(away, by=person("admin.osh"), cities=[dushanbe], question="Вода?")


def test_its_people_are_not_led_to_applications(away, signed_in):
    page = signed_in("admin.osh").get("/work/").content.decode()

    assert "/review/applications/" not in page
