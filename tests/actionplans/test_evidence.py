"""Files and links beside a measure: who puts, shows and takes them away."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans import verbs
from actionplans.models import Evidence
from cities.verbs import take_file_back
from coalition import clock
from tests.actionplans.forms import words_of
from tests.actionplans.planning import deeds, measure

pytestmark = pytest.mark.django_db

FILES = "/work/city/osh/measure/OSH-03/files/"
PUBLIC = "/cities/osh/plan/OSH-03/"


def paper(name: str = "Акт приёмки.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 act")


def inside(evidence: Evidence) -> str:
    return reverse("open_attachment", args=[evidence.attachment_id])


def add(by, **more) -> Evidence:
    return verbs.add_evidence(
        measure("OSH-03"), by=by, **{"file": paper(), "is_open": True, **more}
    )


def test_an_editor_adds_a_file_and_the_approver_shows_it(signed_in, person, client):
    browser = signed_in("editor.osh")
    browser.post(FILES, {"title": "Акт приёмки", "file": paper(), "visibility": "city",
                         "is_open": "on"})  # fmt: skip
    evidence = Evidence.objects.get()
    assert "Акт приёмки" in words_of(browser.get(FILES))
    assert b"".join(browser.get(inside(evidence)).streaming_content)
    address = f"{PUBLIC}files/{evidence.pk}/"
    client.logout()
    assert client.get(address).status_code == 404

    signed_in("approver.osh").post(FILES, {"evidence": evidence.pk, "what": "public"})

    client.logout()
    assert "Акт приёмки" in words_of(client.get(PUBLIC))
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 act"
    assert not answer.cookies
    assert {"evidence.added", "evidence.shown"} <= set(deeds(measure("OSH-03")))


def test_a_link_stands_beside_a_measure(person, client):
    add(person("approver.osh"), file=None, url="https://example.org/act", visibility="public")

    assert 'href="https://example.org/act"' in client.get(PUBLIC).content.decode()


def test_what_is_taken_away_is_gone_everywhere(person, client, signed_in):
    evidence = add(person("approver.osh"), visibility="public")

    verbs.withdraw_evidence(evidence, by=person("approver.osh"))

    assert client.get(f"{PUBLIC}files/{evidence.pk}/").status_code == 404
    assert "Акт приёмки" not in words_of(client.get(PUBLIC))
    assert signed_in("editor.osh").get(inside(evidence)).status_code == 404


def test_a_file_of_a_hidden_measure_is_nobodys(person, client):
    evidence = add(person("approver.osh"), visibility="public")
    verbs.withdraw_measure(measure("OSH-03"), by=person("approver.osh"))

    assert client.get(f"{PUBLIC}files/{evidence.pk}/").status_code == 404


def test_a_file_is_found_only_beside_its_own_measure(person, client):
    evidence = add(person("approver.osh"), visibility="public")

    for other in ("/cities/osh/plan/OSH-02/", "/cities/dushanbe/plan/OSH-03/"):
        assert client.get(f"{other}files/{evidence.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"is_open": False}, "is_open"),
        ({"file": None}, "file"),
        ({"url": "https://example.org/"}, "file"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "file"),
        ({"file": None, "url": "javascript:alert(1)"}, "url"),
    ],
)
def test_what_cannot_stand_there_is_refused_with_a_sentence(person, more, field):
    with pytest.raises(ValidationError) as refusal:
        add(person("editor.osh"), **more)

    assert field in refusal.value.message_dict
    assert not Evidence.objects.exists()


def test_the_form_asks_for_the_tick(signed_in):
    answer = signed_in("editor.osh").post(FILES, {"title": "Акт", "file": paper(),
                                                  "visibility": "city"})  # fmt: skip

    assert "нет сведений ограниченного распространения" in words_of(answer)


@pytest.mark.parametrize("name", ["editor.dushanbe", "viewer.osh", "reviewer", "secretariat"])
def test_who_does_not_edit_this_city_adds_nothing(person, name):
    with pytest.raises(PermissionDenied):
        add(person(name))


def test_an_editor_shows_nothing_to_everybody(person):
    editor = person("editor.osh")
    with pytest.raises(PermissionDenied):
        add(editor, visibility="public")
    hidden = add(editor)
    with pytest.raises(PermissionDenied):
        verbs.show_evidence(hidden, by=editor, visibility="public")
    shown = add(person("approver.osh"), visibility="public")
    with pytest.raises(PermissionDenied):
        verbs.withdraw_evidence(shown, by=editor)


def test_a_file_of_the_city_is_closed_to_other_cities(person, signed_in):
    evidence = add(person("editor.osh"))

    assert signed_in("editor.dushanbe").get(inside(evidence)).status_code == 404
    assert signed_in("viewer.osh").get(inside(evidence)).status_code == 200


def test_nobody_fills_the_room_of_one_measure(person):
    of, by = measure("OSH-03"), person("editor.osh")
    Evidence.objects.bulk_create(
        Evidence(measure=of, title="x", url="https://example.org/", by=by, at=clock.now())
        for _number in range(40)
    )

    with pytest.raises(ValidationError):
        add(person("editor.osh"))


def test_a_file_taken_back_from_the_citys_list_is_gone_from_the_measure(person, client):
    shown = add(person("approver.osh"), title="Акт приёмки", visibility="public")
    assert "Акт приёмки" in words_of(client.get(PUBLIC))

    take_file_back(shown.attachment, by=person("admin.osh"), city=shown.measure.plan.city,
                   why="Лишний")  # fmt: skip

    assert "Акт приёмки" not in words_of(client.get(PUBLIC))
    assert client.get(f"{PUBLIC}files/{shown.pk}/").status_code == 404
