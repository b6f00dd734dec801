"""The tools of the chair, the secretary and the secretariat; guests; those who ask to join."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from coalition import clock
from coalition.models import Letter, Membership
from coalition.verbs import appoint
from tests.workinggroups.deciding import opened, seat_everybody, with_rules
from tests.workinggroups.meeting import call_off_all, planned
from workinggroups.models import GuestNote, JoinRequest, WorkingGroup
from workinggroups.verbs import (
    answer_request,
    ask_to_join,
    describe_group,
    finish_group,
    hand_over_chair,
    invite_guest,
    prolong_guest,
    resume_group,
    take_back_request,
    withdraw_decision,
)

pytestmark = pytest.mark.django_db
SETTINGS = "/work/groups/early-warning/settings/"
WORDS = {"ru": "Собрали способы предупредить о селе.", "en": "Ways to warn of mudflows."}


def described(group, by, **more):
    words = {"names": {"ru": "Реки", "en": ""}, "mandate": {"ru": "О реках."},
             "visibility": "coalition", **more}  # fmt: skip
    return describe_group(group, by=by, **words)


@pytest.fixture
def guest(group, person):
    until = clock.today() + timedelta(days=10)
    return appoint(person("editor.osh"), by=person("chair"), place=group.place, role="guest",
                   until=until)  # fmt: skip


@pytest.fixture
def calm(group, person):
    """The group with nothing that cities wait for."""
    call_off_all(group, person("chair"))
    return group


@pytest.mark.parametrize("who", ["chair", "secretariat"])
def test_name_mandate_and_visibility_are_changed(group, person, who):
    changed = described(group, person(who))

    assert (changed.names, changed.visibility) == ({"ru": "Реки"}, "coalition")
    assert changed.mandate["ru"] == "О реках."


@pytest.mark.parametrize("deed", [
    described,
    lambda group, by: finish_group(group, by=by, closing=WORDS),
    lambda group, by: resume_group(group, by=by),
])  # fmt: skip
@pytest.mark.parametrize("who", ["member", "admin.osh", "reviewer"])
def test_nobody_else_changes_a_group(group, person, deed, who):
    with pytest.raises(PermissionDenied):
        deed(group, person(who))


def test_a_citys_team_keeps_its_form(person):
    with pytest.raises(PermissionDenied):
        described(WorkingGroup.objects.get(slug="team-osh"), person("admin.osh"))


@pytest.mark.parametrize("more", [{"names": {"ru": " "}}, {"visibility": "city"},
                                  {"visibility": "nobody"}])  # fmt: skip
def test_a_group_is_not_left_without_name_or_with_a_strange_visibility(group, person, more):
    with pytest.raises(ValidationError):
        described(group, person("chair"), **more)


def test_a_group_finishes_with_closing_words_and_works_again(calm, person):
    finished = finish_group(calm, by=person("chair"), closing=WORDS)
    assert (finished.archived, finished.archived_on, finished.closing) == (
        True, clock.today(), WORDS,
    )  # fmt: skip

    resumed = resume_group(finished, by=person("chair"))
    assert (resumed.archived, resumed.archived_on, resumed.closing) == (False, None, {})


def test_a_group_does_not_finish_without_a_word(calm, person):
    with pytest.raises(ValidationError):
        finish_group(calm, by=person("chair"), closing={"ru": " ", "en": "Done."})


def test_the_council_goes_on(person):
    council = WorkingGroup.objects.get(slug="council")

    with pytest.raises(ValidationError):
        finish_group(council, by=person("secretariat"), closing=WORDS)


def test_the_database_keeps_a_last_day_for_finished_groups(group):
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkingGroup.objects.filter(pk=group.pk).update(archived_on=clock.today())


def test_the_secretariat_hands_the_chair_over(group, person):
    hand_over_chair(group, by=person("secretariat"), user=person("member"))

    held = Membership.objects.filter(place=group.place, released_at=None)
    assert held.get(role="chair").user == person("member")
    assert held.filter(role="member", user=person("chair")).exists()


@pytest.mark.parametrize("who", ["chair", "member", "admin.osh"])
def test_nobody_but_the_secretariat_names_a_chair(group, person, who):
    with pytest.raises(PermissionDenied):
        hand_over_chair(group, by=person(who), user=person("member"))


def test_the_chair_is_no_guest(group, person, guest):
    with pytest.raises(ValidationError):
        hand_over_chair(group, by=person("secretariat"), user=guest.user)


def test_a_guest_is_invited_with_the_circle_they_come_from(signed_in, group):
    signed_in("chair").post(
        "/work/groups/early-warning/people/",
        {"email": "Guest@example.org", "role": "guest", "until": "31.12.2026",
         "stakeholder": "academia", "organisation": "Университет"},
    )  # fmt: skip

    note = GuestNote.objects.get(group=group)
    assert (note.email, note.stakeholder, note.organisation) == (
        "guest@example.org", "academia", "Университет",
    )  # fmt: skip


@pytest.mark.parametrize("more", [{"until": None}, {"stakeholder": "nobody"}])
def test_a_guest_needs_a_last_day_and_a_known_circle(group, person, more):
    asked = {"until": clock.today(), "stakeholder": "academia", **more}

    with pytest.raises(ValidationError):
        invite_guest(group, by=person("chair"), email="g@example.org", **asked)


def test_a_member_invites_no_guest(group, person):
    with pytest.raises(PermissionDenied):
        invite_guest(group, by=person("member"), email="g@example.org", until=clock.today(),
                     stakeholder="academia")  # fmt: skip


def test_a_guest_stays_longer(signed_in, guest):
    signed_in("chair").post(
        f"/work/groups/early-warning/people/{guest.pk}/prolong/", {"until": "31.12.2027"}
    )

    guest.refresh_from_db()
    assert str(guest.until) == "2027-12-31"


def test_an_earlier_day_prolongs_nothing(guest, person):
    with pytest.raises(ValidationError):
        prolong_guest(guest, by=person("chair"), until=clock.today())


def test_a_member_is_no_guest_to_prolong(group, person):
    member = Membership.objects.get(place=group.place, user=person("member"))

    with pytest.raises(ValidationError):
        prolong_guest(member, by=person("chair"), until=clock.today() + timedelta(days=9))


def test_a_guest_does_not_prolong_their_own_stay(guest):
    with pytest.raises(PermissionDenied):
        prolong_guest(guest, by=guest.user, until=clock.today() + timedelta(days=99))


def test_who_asked_takes_the_request_back(signed_in, group, person):
    client = signed_in("editor.osh")
    client.post("/work/groups/early-warning/ask/", {"words": "Есть опыт."})

    client.post("/work/groups/early-warning/ask/take-back/")

    assert JoinRequest.objects.get().taken_back
    assert "Вы отозвали просьбу" in client.get("/work/groups/early-warning/ask/").content.decode()


def test_nobody_takes_back_what_another_asked(group, person):
    asked = ask_to_join(group, by=person("editor.osh"))

    with pytest.raises(PermissionDenied):
        take_back_request(asked, by=person("chair"))


def test_what_was_answered_is_not_taken_back(group, person):
    asked = ask_to_join(group, by=person("editor.osh"))
    answered = answer_request(asked, by=person("chair"), accepted=False)

    take_back_request(answered, by=person("editor.osh"))

    asked.refresh_from_db()
    assert asked.answered_by == person("chair")


def test_the_chair_answers_with_a_word_that_is_read_in_the_letter_and_on_the_page(
    signed_in, group, person
):
    asked = ask_to_join(group, by=person("editor.osh"))

    signed_in("chair").post(f"/work/groups/early-warning/requests/{asked.pk}/",
                            {"decline": "1", "words": "Мест нет до весны."})  # fmt: skip

    assert Letter.objects.filter(to="editor.osh@demo.invalid", body__contains="до весны").exists()
    page = signed_in("editor.osh").get("/work/groups/early-warning/ask/").content.decode()
    assert "Мест нет до весны." in page


def test_nobody_is_let_into_a_finished_group(calm, person):
    asked = ask_to_join(calm, by=person("editor.osh"))
    finish_group(calm, by=person("chair"), closing=WORDS)

    with pytest.raises(ValidationError):
        answer_request(asked, by=person("chair"), accepted=True)


def test_the_page_of_settings_changes_the_words(signed_in, group):
    client = signed_in("chair")

    client.post(SETTINGS, {"name_ru": "Оповещение", "name_en": "Warning", "mandate_ru": "Мандат.",
                           "mandate_en": "", "visibility": "public"})  # fmt: skip

    group.refresh_from_db()
    assert (group.names["en"], group.mandate) == ("Warning", {"ru": "Мандат."})


def test_the_page_of_settings_finishes_the_group_and_takes_it_up(signed_in, calm):
    client = signed_in("chair")
    client.post(f"{SETTINGS}finish/", {**WORDS, "leave": "on"})
    assert WORDS["ru"] in client.get(SETTINGS).content.decode()

    client.post(f"{SETTINGS}finish/", {"resume": "1"})

    calm.refresh_from_db()
    assert not calm.archived


def test_closing_words_that_are_missing_bring_the_form_back(signed_in, group):
    answer = signed_in("chair").post(f"{SETTINGS}finish/", {"ru": "", "en": "Done, all of it."})

    assert answer.status_code == 422
    assert "Done, all of it." in answer.content.decode()


def test_a_group_does_not_finish_while_cities_wait_for_a_decision(calm, thread, person):
    seat_everybody(calm)
    decision = opened(thread)
    with pytest.raises(ValidationError):
        finish_group(calm, by=person("chair"), closing=WORDS)

    withdraw_decision(decision, by=person("chair"), why="Вопрос снят.")
    assert finish_group(calm, by=person("chair"), closing=WORDS).archived


def test_a_group_does_not_finish_before_its_next_meeting(group, person):
    with pytest.raises(ValidationError):
        finish_group(group, by=person("chair"), closing=WORDS)

    call_off_all(group, person("chair"))
    assert finish_group(group, by=person("chair"), closing=WORDS).archived


def test_the_page_names_what_cities_wait_for_instead_of_the_form(signed_in, group, thread, person):
    seat_everybody(group)
    decision = opened(thread)
    meeting = planned(group, person("chair"))

    page = signed_in("chair").get(SETTINGS).content.decode()

    assert decision.question in page
    assert meeting.title in page
    assert "settings/finish/" not in page


def test_closing_words_come_back_when_cities_wait(signed_in, group):
    answer = signed_in("chair").post(f"{SETTINGS}finish/", {**WORDS, "leave": "on"})

    assert answer.status_code == 422
    assert WORDS["ru"] in answer.content.decode()


def test_what_stays_open_is_left_knowingly(signed_in, calm):
    client, finish = signed_in("chair"), f"{SETTINGS}finish/"

    refused = client.post(finish, WORDS)
    calm.refresh_from_db()
    assert (refused.status_code, calm.archived) == (422, False)
    assert WORDS["ru"] in refused.content.decode()

    client.post(finish, {**WORDS, "leave": "on"})
    calm.refresh_from_db()
    assert calm.archived


def test_a_group_does_not_finish_under_silence_so_that_nobody_can_object(calm, thread, person):
    seat_everybody(calm)
    with_rules(calm)
    opened(thread, "silence")

    with pytest.raises(ValidationError, match="Города ещё ждут"):
        finish_group(calm, by=person("chair"), closing=WORDS)
