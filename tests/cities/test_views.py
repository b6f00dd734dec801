"""The pages on which a city's people look after their city."""

import pytest

from cities.models import City
from coalition.models import Invitation, JournalEntry, Letter, Membership, User
from coalition.models.journal import record
from coalition.verbs import appoint, invite

pytestmark = pytest.mark.django_db

TEAM, FACTS, JOURNAL, SETTINGS = (
    f"/work/city/osh/{page}/" for page in ("team", "facts", "journal", "settings")
)


@pytest.fixture
def osh():
    return City.objects.select_related("place").get(slug="osh")


def held(name: str) -> Membership:
    return Membership.objects.get(
        user__email=f"{name}@demo.invalid", place__kind="city", released_at=None
    )


@pytest.mark.parametrize("page", [TEAM, FACTS, JOURNAL])
@pytest.mark.parametrize("name", ["viewer.osh", "editor.osh", "approver.osh", "admin.osh"])
def test_the_citys_own_people_read_its_pages(signed_in, page, name):
    assert signed_in(name).get(page).status_code == 200


@pytest.mark.parametrize("page", [TEAM, FACTS, JOURNAL, SETTINGS])
@pytest.mark.parametrize("name", ["admin.dushanbe", "reviewer", "keeper", "secretariat"])
def test_for_everybody_else_the_pages_of_a_city_do_not_exist(signed_in, page, name):
    assert signed_in(name).get(page).status_code == 404


@pytest.mark.parametrize("page", [TEAM, FACTS, JOURNAL, SETTINGS])
def test_a_stranger_is_sent_to_the_door(client, page):
    assert client.get(page).url == f"/accounts/login/?next={page}"


@pytest.mark.parametrize("name", ["viewer.osh", "editor.osh", "approver.osh"])
def test_settings_are_for_administrators(signed_in, name):
    assert signed_in(name).get(SETTINGS).status_code == 403


def test_only_an_administrator_sees_the_form_of_invitations(signed_in):
    assert b'name="email"' not in signed_in("editor.osh").get(TEAM).content
    assert b'name="email"' in signed_in("admin.osh").get(TEAM).content


def test_an_administrator_invites_a_colleague(signed_in, osh):
    answer = signed_in("admin.osh").post(
        TEAM, {"email": "new@sample.invalid", "role": "editor", "until": "31.12.2026"}
    )

    assert answer.url == TEAM
    invitation = Invitation.objects.get(email="new@sample.invalid")
    assert (invitation.place, invitation.role, str(invitation.until)) == (
        osh.place, "editor", "2026-12-31",
    )  # fmt: skip
    assert Letter.objects.filter(to="new@sample.invalid").count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "no address"}, "адрес"),
        ({"until": "35.13.2026"}, "Такой даты нет"),
        ({"until": "20.11.2026"}, "Этот день уже прошёл"),
        ({"role": "reviewer"}, "reviewer"),
    ],
)
def test_an_invitation_with_a_mistake_keeps_what_was_typed(signed_in, wrong, words):
    typed = {"email": "new@sample.invalid", "role": "editor", "until": "", **wrong}

    page = signed_in("admin.osh").post(TEAM, typed).content.decode()

    assert words in page
    assert f'value="{typed["email"]}"' in page
    assert not Invitation.objects.filter(email=typed["email"]).exists()


def test_inviting_is_refused_to_an_editor(signed_in):
    answer = signed_in("editor.osh").post(TEAM, {"email": "new@sample.invalid", "role": "admin"})

    assert answer.status_code == 403


def test_an_administrator_ends_a_role(signed_in):
    membership = held("editor.osh")

    signed_in("admin.osh").post(f"{TEAM}{membership.pk}/release/")

    membership.refresh_from_db()
    assert membership.released_at is not None


def test_the_last_administrator_stays(signed_in):
    membership = held("admin.osh")

    page = signed_in("admin.osh").post(f"{TEAM}{membership.pk}/release/", follow=True)

    membership.refresh_from_db()
    assert membership.released_at is None
    assert "хотя бы один администратор" in page.content.decode()


def test_a_role_of_another_city_cannot_be_ended_from_here(signed_in):
    membership = held("editor.dushanbe")

    answer = signed_in("admin.osh").post(f"{TEAM}{membership.pk}/release/")

    assert answer.status_code == 404
    assert held("editor.dushanbe")


def test_ending_a_role_is_refused_to_an_editor(signed_in):
    answer = signed_in("editor.osh").post(f"{TEAM}{held('viewer.osh').pk}/release/")

    assert answer.status_code == 403


def test_an_approver_confirms_a_fact_with_its_source(signed_in, osh):
    fact = osh.facts.filter(state="proposed").first()
    typed = {"value": fact.value, "as_of": "2026", "source": "Мэрия", "confirm": ""}

    signed_in("approver.osh").post(f"{FACTS}{fact.pk}/", typed)

    fact.refresh_from_db()
    assert (fact.state, fact.source) == ("confirmed", "Мэрия")


def test_a_fact_without_source_stays_and_says_why(signed_in, osh):
    fact = osh.facts.filter(state="proposed", source="").first()

    page = signed_in("approver.osh").post(f"{FACTS}{fact.pk}/", {"as_of": "2026", "confirm": ""})

    assert "с годом и источником" in page.content.decode()


def test_facts_are_decided_by_approvers_only(signed_in, osh):
    fact = osh.facts.first()

    assert signed_in("editor.osh").get(f"{FACTS}{fact.pk}/").status_code == 403
    assert signed_in("approver.dushanbe").get(f"{FACTS}{fact.pk}/").status_code == 404


def test_an_administrator_switches_what_the_city_shows(signed_in, osh):
    signed_in("admin.osh").post(SETTINGS, {"shows_signals": "on", "review": "on"})

    osh.refresh_from_db()
    assert (osh.shows_signals, osh.shows_coordinates, osh.review_since is None) == (
        True, False, False,
    )  # fmt: skip


def test_the_journal_speaks_in_sentences(signed_in):
    first = JournalEntry.objects.filter(city="osh", deed="person.appointed").latest("pk")

    page = signed_in("viewer.osh").get(f"{JOURNAL}?before={first.pk + 1}").content.decode()

    assert "получена роль «" in page
    assert "person.appointed" not in page


def test_the_journal_turns_its_pages_by_the_last_row(signed_in, osh, person):
    for number in range(60):
        record("city.noted", by=person("admin.osh"), subject=osh, place=osh.place, number=number)
    client = signed_in("viewer.osh")

    pages, address = [], JOURNAL
    while address:
        context = client.get(address).context
        pages.append([entry.pk for entry in context["entries"]])
        address = context["older"] and f"{JOURNAL}?before={context['older']}"

    assert {len(page) for page in pages[:-1]} == {50}
    assert [pk for page in pages for pk in page] == list(
        JournalEntry.objects.filter(city="osh").order_by("-pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("mark", ["abc", "-1", "9" * 40, "²", "1.5"])
def test_a_page_mark_of_nonsense_shows_the_beginning(signed_in, mark):
    assert signed_in("viewer.osh").get(JOURNAL, {"before": mark}).status_code == 200


@pytest.mark.parametrize("more", [1, 3])
def test_the_journal_costs_the_same_whatever_its_length(
    signed_in, osh, person, more, django_assert_num_queries
):
    for number in range(more):
        record("city.noted", by=person("admin.osh"), subject=osh, place=osh.place, number=number)
    client = signed_in("viewer.osh")

    with django_assert_num_queries(8):
        client.get(JOURNAL)


@pytest.mark.parametrize("more", [1, 3])
def test_the_team_costs_the_same_whatever_its_size(signed_in, osh, more, django_assert_num_queries):
    for number in range(more):
        user = User.objects.create_user(f"{number}@sample.invalid")
        appoint(user, by=User.system(), place=osh.place, role="viewer")
        invite(f"i{number}@sample.invalid", by=User.system(), place=osh.place, role="viewer")
    client = signed_in("admin.osh")

    with django_assert_num_queries(11):
        client.get(TEAM)


def test_without_mail_the_administrator_is_given_the_link_to_pass_on(signed_in):
    form = {"email": "new@example.org", "role": "viewer"}

    page = signed_in("admin.osh").post("/work/city/osh/team/", form, follow=True)

    assert "/accounts/invitation/" in page.content.decode()
