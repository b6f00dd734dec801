"""Consultations between cities: nobody but the named people of the named cities learns of one."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from cities.verbs import leave_coalition
from coalition import clock
from coalition.models import JournalEntry, Letter, Membership, Notification, Place, User
from coalition.permissions import may
from coalition.verbs import appoint, invite, release
from tests.workinggroups.deciding import adopted, city_of, opened
from tests.workinggroups.meeting import planned
from workinggroups.models import Consultation, Thread, WorkingGroup
from workinggroups.verbs import (
    answer_invitation,
    audience_of,
    end_consultation,
    invite_secretariat,
    move_thread,
    offer_to_cities,
    open_consultation,
    open_thread,
    post_reply,
    seat_delegate,
    state_outcome,
)

pytestmark = pytest.mark.django_db
SECRET = "Вода в верховьях, негромко"
NAMED = ("admin.osh", "approver.osh", "admin.dushanbe", "approver.dushanbe")
OTHERS = (
    "editor.osh", "viewer.osh", "editor.dushanbe", "viewer.dushanbe", "admin.namangan",
    "approver.ashgabat", "reviewer", "keeper", "secretariat", "chair", "member",
)  # fmt: skip
LISTS = (
    "/work/", "/groups/", "/work/city/osh/journal/", "/work/city/osh/", "/work/city/osh/team/",
    "/search/?q=верховьях", "/api/v1/groups/", "/review/activity/", "/work/notifications/",
    "/work/city/dushanbe/journal/", "/cities/osh/",
)  # fmt: skip


@pytest.fixture
def consultation(person):
    return open_consultation(
        city_of("osh"), by=person("admin.osh"), cities=[city_of("dushanbe")], question=SECRET,
        words="Хотим понять друг друга.",
    )  # fmt: skip


@pytest.fixture
def addresses(consultation):
    slug = consultation.group.slug
    thread = Thread.objects.get(group=consultation.group).pk
    return [
        f"/work/groups/{slug}/", f"/work/groups/{slug}/decisions/", f"/work/groups/{slug}/people/",
        f"/work/groups/{slug}/rules/", f"/work/groups/{slug}/ask/", f"/groups/{slug}/",
        f"/work/threads/{thread}/", f"/work/threads/{thread}/beside/",
        f"/api/v1/threads/{thread}/events?after=0",
    ]  # fmt: skip


@pytest.mark.parametrize("who", NAMED)
def test_the_named_people_read_and_write(consultation, signed_in, person, who):
    page = signed_in(who).get(f"/work/groups/{consultation.group.slug}/")

    assert SECRET in page.content.decode()
    thread = Thread.objects.select_related("group__place").get(group=consultation.group)
    import uuid  # noqa: PLC0415

    assert post_reply(thread, by=person(who), body="Слышим.", key=uuid.uuid4())[1]


@pytest.mark.parametrize("who", OTHERS)
def test_for_everybody_else_there_is_nothing(addresses, signed_in, who):
    browser = signed_in(who)

    assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_finds_a_trace_in_any_list(consultation, signed_in, who):
    browser = signed_in(who)

    for address in LISTS:
        said = browser.get(address, follow=True).content.decode()
        assert "в верховьях, негромко" not in said, address
        assert consultation.group.slug not in said, address


def test_a_visitor_finds_nothing(consultation, addresses, client):
    for address in (*LISTS, *addresses):
        assert "негромко" not in client.get(address, follow=True).content.decode()


def test_only_the_named_are_told(consultation, person):
    told = set(Letter.objects.filter(subject__contains=SECRET).values_list("to", flat=True))
    lines = set(
        Notification.objects.filter(kind="consultation_opened").values_list(
            "user__email", flat=True
        )
    )

    wanted = {person(name).email for name in NAMED} - {person("admin.osh").email}
    assert (told, lines) == (wanted, wanted)


def test_no_citys_journal_knows_of_it(consultation):
    assert not JournalEntry.objects.exclude(city="").filter(subject__contains=SECRET).exists()


def test_a_seat_in_it_stays_out_of_the_citys_journal(consultation, person):
    seat_delegate(consultation.group, by=person("admin.osh"), city=city_of("osh"),
                  user=person("approver.osh"))  # fmt: skip

    entry = JournalEntry.objects.filter(deed="seat.given").latest("pk")
    assert (entry.city, SECRET in str(entry.details)) == ("", True)


def test_nobody_from_outside_is_seated_in_it(consultation, person):
    with pytest.raises(ValidationError, match="кто здесь участвует"):
        seat_delegate(consultation.group, by=person("admin.osh"), city=city_of("osh"),
                      user=person("editor.osh"))  # fmt: skip


@pytest.mark.parametrize("who", ["admin.osh", "secretariat"])
@pytest.mark.parametrize("role", ["member", "chair", "observer", "guest"])
def test_nobody_lets_anybody_in(consultation, person, who, role):
    with pytest.raises(PermissionDenied):
        invite("outside@demo.invalid", by=person(who), place=consultation.group.place, role=role)
    with pytest.raises(PermissionDenied):
        appoint(person("secretariat"), by=person(who), place=consultation.group.place, role=role)


def test_the_secretariat_reads_once_every_named_city_invites_it(consultation, person, signed_in):
    address = f"/work/groups/{consultation.group.slug}/"
    first = invite_secretariat(consultation, by=person("admin.osh"), city=city_of("osh"))
    after_one = signed_in("secretariat").get(address).status_code

    last = invite_secretariat(consultation, by=person("approver.dushanbe"),
                              city=city_of("dushanbe"))  # fmt: skip

    assert (first, after_one, last) == (False, 404, True)
    assert signed_in("secretariat").get(address).status_code == 200


@pytest.mark.parametrize("invites", [True, False])
def test_a_city_that_has_gone_opens_nothing_to_the_secretariat(consultation, person, invites):
    if invites:
        invite_secretariat(consultation, by=person("admin.dushanbe"), city=city_of("dushanbe"))
    for slug in ("osh",) if invites else ("osh", "dushanbe"):
        leave_coalition(city_of(slug), by=person(f"admin.{slug}"), pages="notice", number="1",
                        on=clock.today())  # fmt: skip

    newcomer = User.objects.create_user("secretary@sample.invalid")
    appoint(newcomer, by=User.system(), place=Place.coalition(), role="secretariat")

    assert not may(newcomer, "see_inside", consultation.group)


def test_a_city_does_not_invite_in_anothers_name(consultation, person):
    with pytest.raises(PermissionDenied):
        invite_secretariat(consultation, by=person("admin.osh"), city=city_of("dushanbe"))


@pytest.mark.parametrize("who", OTHERS)
def test_others_neither_invite_nor_end(consultation, person, who):
    with pytest.raises(PermissionDenied):
        invite_secretariat(consultation, by=person(who), city=city_of("osh"))
    with pytest.raises(PermissionDenied):
        end_consultation(consultation, by=person(who), outcome="Всё.")


def test_an_invited_secretariat_does_not_end_it(consultation, person):
    for name, slug in (("admin.osh", "osh"), ("admin.dushanbe", "dushanbe")):
        invite_secretariat(consultation, by=person(name), city=city_of(slug))

    with pytest.raises(PermissionDenied):
        end_consultation(consultation, by=person("secretariat"), outcome="Всё.")


def test_it_ends_with_a_note_and_is_only_read(consultation, person, signed_in):
    end_consultation(consultation, by=person("approver.dushanbe"), outcome="Договорились.")

    page = signed_in("admin.osh").get(f"/work/groups/{consultation.group.slug}/").content.decode()
    assert "Договорились." in page
    with pytest.raises(ValidationError, match="завершена"):
        end_consultation(consultation, by=person("admin.osh"), outcome="Ещё раз.")


def test_it_does_not_end_without_a_note(consultation, person):
    with pytest.raises(ValidationError, match="чем всё закончилось"):
        end_consultation(consultation, by=person("admin.osh"), outcome=" ")


def test_whoever_leaves_the_office_reads_no_more(consultation, person, signed_in):
    held = Membership.objects.get(user=person("approver.osh"), place=city_of("osh").place,
                                  released_at=None)  # fmt: skip
    release(held, by=person("admin.osh"))

    answer = signed_in("approver.osh").get(f"/work/groups/{consultation.group.slug}/")
    assert answer.status_code == 404


def test_whoever_comes_into_the_office_reads_along(consultation, person, signed_in):
    appoint(person("viewer.osh"), by=User.system(), place=city_of("osh").place, role="approver")

    answer = signed_in("viewer.osh").get(f"/work/groups/{consultation.group.slug}/")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "who", ["editor.osh", "viewer.osh", "admin.dushanbe", "secretariat", "chair"]
)
def test_others_open_none_for_a_city(person, who):
    with pytest.raises(PermissionDenied):
        open_consultation(city_of("osh"), by=person(who), cities=[city_of("dushanbe")],
                          question="?")  # fmt: skip


def test_one_does_not_consult_oneself(person):
    with pytest.raises(ValidationError, match="другой город"):
        open_consultation(city_of("osh"), by=person("admin.osh"), cities=[city_of("osh")],
                          question="?")  # fmt: skip


def test_the_page_opens_one_and_lists_it(signed_in):
    browser = signed_in("approver.osh")

    answer = browser.post("/work/city/osh/consultations/",
                          {"question": SECRET, "words": "", "cities": ["namangan"]})  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()[:3000]
    opened = Consultation.objects.get(question=SECRET)
    assert answer.headers["Location"] == f"/work/groups/{opened.group.slug}/"
    assert opened.group.kind == WorkingGroup.Kind.CONSULTATION
    assert SECRET in browser.get("/work/city/osh/consultations/").content.decode()


def test_the_pages_buttons_invite_and_end(consultation, signed_in):
    browser, room = signed_in("admin.osh"), f"/work/groups/{consultation.group.slug}/"

    browser.post(f"{room}secretariat/", {"city": "osh"})
    browser.post(f"{room}note/", {"outcome": "Договорились."})

    consultation.refresh_from_db()
    assert (consultation.invitations.count(), consultation.outcome) == (1, "Договорились.")


@pytest.fixture
def its_thread(consultation):
    return Thread.objects.select_related("group__place").get(group=consultation.group)


@pytest.mark.parametrize("who", ["editor.osh", "viewer.osh", "viewer.dushanbe", "reviewer"])
def test_a_meeting_of_it_is_known_to_the_named_people_alone(consultation, signed_in, person, who):
    meeting = planned(consultation.group, person("admin.osh"), title="Встреча о верховьях")
    answer_invitation(meeting.invitations.get(city__slug="osh"), by=person("approver.osh"),
                      answer="comes")  # fmt: skip

    browser = signed_in(who)

    assert browser.get(f"/work/meetings/{meeting.pk}/").status_code == 404
    for address in ("/work/", "/work/city/osh/journal/"):
        assert "о верховьях" not in browser.get(address).content.decode(), address
    assert signed_in("approver.dushanbe").get(f"/work/meetings/{meeting.pk}/").status_code == 200


def test_its_words_do_not_leave_it_with_a_thread(its_thread, signed_in, person):
    team, mover = WorkingGroup.objects.get(slug="team-osh"), person("admin.osh")

    with pytest.raises(ValidationError, match="остаётся"):
        move_thread(its_thread, by=mover, group=team,
                    audience=audience_of(its_thread, team, by=mover))  # fmt: skip

    page = signed_in("admin.osh").get(f"/work/threads/{its_thread.pk}/").content.decode()
    assert f"/work/threads/{its_thread.pk}/move/" not in page


def test_nothing_of_another_group_is_moved_into_it(consultation, signed_in, person):
    browser = signed_in("admin.osh")
    team = WorkingGroup.objects.get(slug="team-osh")
    moved = open_thread(team, by=person("admin.osh"), title="Дамба")

    page = browser.get(f"/work/threads/{moved.pk}/move/", {"group": consultation.group.slug})

    assert page.status_code == 422


def speaking(consultation):
    return seat_delegate(consultation.group, by=User.system(), city=city_of("osh"),
                         user=User.objects.get(email="approver.osh@demo.invalid"))  # fmt: skip


def test_what_it_recommends_goes_into_no_inbox(consultation, its_thread, person):
    voice, chair = speaking(consultation).user, person("admin.osh")
    decision = adopted(its_thread, voice, by=chair)
    state_outcome(decision, by=chair, words="Делимся данными.")

    with pytest.raises(ValidationError, match="остаётся"):
        offer_to_cities(decision, by=chair, text="Делимся данными.")


def test_it_does_not_end_while_its_cities_are_asked(consultation, its_thread, person):
    speaking(consultation)
    opened(its_thread, by=person("admin.osh"))

    with pytest.raises(ValidationError, match="вопрос"):
        end_consultation(consultation, by=person("admin.osh"), outcome="Договорились.")
