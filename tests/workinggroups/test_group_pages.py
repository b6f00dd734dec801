"""Groups as pages: what every visitor, a member, the chair and the secretariat see."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coalition.models import Invitation, JournalEntry, Membership
from workinggroups.models import JoinRequest, Thread, WorkingGroup
from workinggroups.verbs import mark_read, open_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(signed_in):
    return signed_in("member")


@pytest.fixture
def chair(person):
    client = Client()
    client.force_login(person("chair"))
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def form_of(client, thread):
    composer = soup(client.get(f"/work/threads/{thread.pk}/")).select_one("form.composer")
    fields = {one["name"]: one.get("value", "") for one in composer.select("input[name]")}
    return {**fields, "lang": "ru"}


def test_the_list_shows_public_groups_and_no_team(client):
    page = client.get("/groups/").content.decode()

    assert "Раннее предупреждение" in page
    assert "Совет участников" in page
    assert "Команда города" not in page


@pytest.mark.parametrize("path", ["/groups/", "/groups/early-warning/"])
def test_public_pages_touch_no_session(client, path):
    answer = client.get(path)

    assert (answer.status_code, len(answer.cookies), answer.get("Vary", "")) in [
        (200, 0, ""), (200, 0, "Accept-Encoding"),
    ]  # fmt: skip
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_the_page_of_a_group_tells_counts_and_no_names(client):
    page = client.get("/groups/early-warning/").content.decode()

    assert "Координатор группы" not in page
    assert "как предупредить о селе" not in page
    assert "Попросить о вступлении" in page


def test_a_group_that_is_not_public_has_no_public_page(client):
    assert client.get("/groups/team-osh/").status_code == 404


def test_the_list_of_groups_takes_the_same_queries_for_one_and_many(
    client, django_assert_num_queries
):
    with django_assert_num_queries(2):
        client.get("/groups/")
    WorkingGroup.objects.filter(is_example=True).update(visibility="group")
    with django_assert_num_queries(2):
        client.get("/groups/")


def test_the_page_of_a_group_exists_in_english(client):
    assert "Early warning" in client.get("/en/groups/early-warning/").content.decode()


@pytest.mark.parametrize("path", ["/work/groups/early-warning/", "/work/threads/1/"])
def test_a_visitor_is_asked_to_sign_in(client, path):
    assert client.get(path).headers["Location"].startswith("/accounts/login/?next=")


def test_the_member_of_another_group_finds_nothing(signed_in, thread):
    client = signed_in("editor.osh")

    assert client.get("/work/groups/early-warning/").status_code == 404
    assert client.get(f"/work/threads/{thread.pk}/").status_code == 404


def test_the_secretariat_has_no_key_to_threads(signed_in, thread):
    client = signed_in("secretariat")

    assert client.get("/work/groups/team-osh/").status_code == 404
    assert client.get(f"/work/threads/{thread.pk}/").status_code == 404


def test_the_group_marks_threads_with_something_new(member, thread, person, say):
    for one in Thread.objects.filter(group=thread.group):
        mark_read(one, by=person("member"), seq=one.head)
    say(thread, "chair")

    unread = soup(member.get("/work/groups/early-warning/")).select("li.unread a")

    assert [one.text.strip() for one in unread] == [thread.title]


def test_a_group_takes_the_same_queries_with_one_thread_and_many(
    member, group, person, django_assert_max_num_queries
):
    def count():
        with django_assert_max_num_queries(99) as seen:
            member.get("/work/groups/early-warning/")
        return len(seen)

    before = count()
    for number in range(5):
        open_thread(group, by=person("chair"), title=f"Вопрос {number}")

    assert count() == before


def test_a_member_begins_a_thread(member):
    answer = member.post(
        "/work/groups/early-warning/", {"title": "Какие датчики?", "purpose": "", "lang": "ru"}
    )

    thread = Thread.objects.get(title="Какие датчики?")
    assert answer.headers["Location"] == f"/work/threads/{thread.pk}/"


def test_a_thread_without_a_question_comes_back_with_what_was_typed(member):
    answer = member.post(
        "/work/groups/early-warning/", {"title": "", "purpose": "Выбрать датчики", "lang": "ru"}
    )

    assert answer.status_code == 422
    assert "Выбрать датчики" in answer.content.decode()


def test_many_threads_are_turned_by_pages(member, group, person):
    for number in range(35):
        open_thread(group, by=person("chair"), title=f"Вопрос {number}")

    first = soup(member.get("/work/groups/early-warning/"))
    older = first.select_one('a[rel="next"]')["href"]
    second = soup(member.get(f"/work/groups/early-warning/{older}"))

    titles = [
        one.text
        for page in (first, second)
        for one in page.select("[aria-labelledby=threads] .feed strong")
    ]
    assert (len(titles), len(set(titles))) == (39, 39)


def test_a_person_asks_to_join_from_the_public_page(signed_in, group):
    client = signed_in("editor.osh")

    client.post("/work/groups/early-warning/ask/", {"words": "Есть опыт."})

    assert JoinRequest.objects.get().words == "Есть опыт."
    page = client.get("/work/groups/early-warning/ask/").content.decode()
    assert "вы попросили о вступлении" in page


def test_nobody_asks_to_join_a_group_that_is_not_public(signed_in):
    assert signed_in("editor.osh").get("/work/groups/team-dushanbe/ask/").status_code == 404


def test_the_chair_answers_a_request(chair, group, person):
    asked = JoinRequest.objects.create(group=group, user=person("editor.osh"))

    chair.post(f"/work/groups/early-warning/requests/{asked.pk}/", {"accept": "1"})

    assert Membership.objects.filter(place=group.place, user=person("editor.osh")).exists()


def test_the_chair_invites_a_guest_until_a_day(chair, group):
    chair.post(
        "/work/groups/early-warning/people/",
        {
            "email": "guest@example.org",
            "role": "guest",
            "until": "31.12.2026",
            "stakeholder": "academia",
        },
    )

    assert str(Invitation.objects.get(place=group.place).until) == "2026-12-31"


def test_a_guest_needs_a_last_day(chair):
    answer = chair.post(
        "/work/groups/early-warning/people/", {"email": "guest@example.org", "role": "guest"}
    )

    assert answer.status_code == 422
    assert "Гостя принимают до определённого дня." in answer.content.decode()


def test_a_chair_does_not_invite_a_chair(chair):
    answer = chair.post(
        "/work/groups/early-warning/people/", {"email": "x@example.org", "role": "chair"}
    )

    assert (answer.status_code, Invitation.objects.count()) == (422, 0)


def test_the_chair_releases_a_member(chair, member, group, person, thread):
    role = Membership.objects.get(place=group.place, user=person("member"))

    chair.post(f"/work/groups/early-warning/people/{role.pk}/release/")

    assert member.get(f"/work/threads/{thread.pk}/").status_code == 404


def test_a_member_does_not_look_after_the_people(member):
    assert member.get("/work/groups/early-warning/people/").status_code == 403


def test_a_stranger_finds_no_people(signed_in):
    assert signed_in("editor.osh").get("/work/groups/early-warning/people/").status_code == 404


def test_the_secretariat_opens_a_group_and_goes_on_to_its_people(signed_in):
    client = signed_in("secretariat")

    answer = client.post(
        "/work/groups/new/",
        {"name": "Реки", "slug": "rivers", "kind": "technical", "mandate": "О реках.",
         "visibility": "public", "cities": []},
    )  # fmt: skip

    assert answer.headers["Location"] == "/work/groups/rivers/people/"
    assert JournalEntry.objects.filter(deed="group.opened", subject="Реки").exists()


@pytest.mark.parametrize("slug", ["new", "council", "ре ки"])
def test_a_group_needs_a_free_latin_address(signed_in, slug):
    answer = signed_in("secretariat").post(
        "/work/groups/new/",
        {"name": "Реки", "slug": slug, "kind": "technical", "mandate": "О реках.",
         "visibility": "public"},
    )  # fmt: skip

    assert answer.status_code == 422


def test_opening_groups_does_not_exist_for_others(signed_in):
    assert signed_in("admin.osh").get("/work/groups/new/").status_code == 404


def test_my_day_shows_what_is_new_and_my_groups(member, thread, person, say):
    mark_read(thread, by=person("member"), seq=7)
    say(thread, "chair")

    page = member.get("/work/").content.decode()

    assert thread.title in page
    assert "Раннее предупреждение" in page
