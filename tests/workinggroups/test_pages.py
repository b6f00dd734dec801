"""Groups and threads as pages, with JavaScript off."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coalition.models import Invitation, JournalEntry, Membership
from coalition.verbs import appoint
from workinggroups.models import Draft, JoinRequest, Thread, ThreadUser, WorkingGroup
from workinggroups.verbs import close_thread, keep_draft, mark_read, open_thread, redact_post

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


# --- public ------------------------------------------------------------------------------------
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


# --- the group inside ------------------------------------------------------------------------------
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

    titles = [one.text for page in (first, second) for one in page.select(".feed strong")]
    assert (len(titles), len(set(titles))) == (37, 37)


# --- a thread ----------------------------------------------------------------------------------------
def test_a_post_sent_by_form_leads_to_itself(member, thread):
    answer = member.post(
        f"/work/threads/{thread.pk}/", {**form_of(member, thread), "body": "Слышно."}
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/work/threads/{thread.pk}/#p8"


def test_a_form_sent_twice_is_one_post(member, thread):
    form = {**form_of(member, thread), "body": "Слышно."}
    first = member.post(f"/work/threads/{thread.pk}/", form)

    second = member.post(f"/work/threads/{thread.pk}/", form)

    assert (first.headers["Location"], thread.posts.count()) == (second.headers["Location"], 8)


def test_an_old_form_with_new_words_offers_to_publish_them_as_a_new_post(member, thread):
    form = {**form_of(member, thread), "body": "Слышно."}
    member.post(f"/work/threads/{thread.pk}/", form)

    answer = member.post(f"/work/threads/{thread.pk}/", {**form, "body": "Не слышно."})

    page = soup(answer)
    offered = {one["name"]: one.get("value", "") for one in page.select("main input[name]")}
    assert (answer.status_code, page.select_one("textarea").text.strip()) == (409, "Не слышно.")
    again = member.post(f"/work/threads/{thread.pk}/", {**offered, "body": "Не слышно."})
    assert again.headers["Location"].endswith("#p9")


def test_an_empty_post_comes_back_with_a_sentence(member, thread):
    answer = member.post(f"/work/threads/{thread.pk}/", {**form_of(member, thread), "body": " "})

    assert answer.status_code == 422
    assert "Напишите несколько слов." in answer.content.decode()


def test_a_post_to_a_thread_closed_meanwhile_is_kept_as_a_draft(member, thread, person):
    form = {**form_of(member, thread), "body": "Ещё одно слово"}
    close_thread(thread, by=person("chair"), words="Согласились.")

    answer = member.post(f"/work/threads/{thread.pk}/", form)

    assert answer.status_code == 423
    assert "Ещё одно слово" in answer.content.decode()
    assert Draft.objects.get(user=person("member")).data == {"body": "Ещё одно слово"}


def test_too_many_posts_come_back_with_the_text(member, thread, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 0}

    answer = member.post(
        f"/work/threads/{thread.pk}/", {**form_of(member, thread), "body": "Слышно."}
    )

    assert answer.status_code == 429
    assert "Слышно." in soup(answer).select_one("textarea").text


def test_a_lapsed_sign_in_keeps_the_text_and_the_key(member, thread):
    form = {**form_of(member, thread), "body": "Не потеряйте меня"}
    member.logout()

    answer = member.post(f"/work/threads/{thread.pk}/", form)

    page = soup(answer)
    assert answer.status_code == 401
    assert page.select_one("textarea").text.strip() == "Не потеряйте меня"
    assert page.select_one('input[name="key"]')["value"] == form["key"]


def test_an_observer_sees_no_form_and_cannot_post(signed_in, thread, group, person):
    appoint(person("editor.osh"), by=person("chair"), place=group.place, role="observer")
    client = signed_in("editor.osh")

    page = soup(client.get(f"/work/threads/{thread.pk}/"))
    answer = client.post(f"/work/threads/{thread.pk}/", {"body": "Слышно."})

    assert (page.select_one("form.composer"), answer.status_code) == (None, 403)


def test_what_is_new_begins_with_a_line(member, thread, person, say):
    mark_read(thread, by=person("member"), seq=5)

    page = soup(member.get(f"/work/threads/{thread.pk}/"))

    line = page.select_one(".new-line")
    assert line.find_next_sibling("li")["id"] == "p7"  # № 6 is the member's own


def test_reading_a_page_writes_nothing(member, thread):
    member.get(f"/work/threads/{thread.pk}/")

    assert not ThreadUser.objects.filter(thread=thread, last_read_seq=7).exists()


def test_read_notes_how_far_a_person_has_come(member, thread, person):
    member.post(f"/work/threads/{thread.pk}/read/", {"seq": "7"})
    member.post(f"/work/threads/{thread.pk}/read/", {"seq": "3"})

    assert ThreadUser.objects.get(thread=thread, user=person("member")).last_read_seq == 7


def test_a_long_thread_shows_its_end_and_turns_back(member, thread, say, settings):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 999}
    for number in range(60):
        say(thread, body=f"Слово {number}")

    last = soup(member.get(f"/work/threads/{thread.pk}/"))
    earlier = soup(member.get(f"/work/threads/{thread.pk}/?before=18"))
    around = soup(member.get(f"/work/threads/{thread.pk}/?at=3"))

    assert [one["id"] for one in last.select("li[id^=p]")] == [f"p{n}" for n in range(18, 68)]
    assert [one["id"] for one in earlier.select("li[id^=p]")] == [f"p{n}" for n in range(1, 18)]
    assert around.select_one("#p3")


def test_a_thread_takes_the_same_queries_with_few_posts_and_many(
    member, thread, say, settings, django_assert_max_num_queries
):
    settings.LIVE = {**settings.LIVE, "posts_per_minute": 999}

    def count():
        with django_assert_max_num_queries(99) as seen:
            member.get(f"/work/threads/{thread.pk}/")
        return len(seen)

    before = count()
    for number in range(20):
        say(thread, body=f"Слово {number}", reply_to=7)

    assert count() == before


def test_a_reply_quotes_what_it_answers(member, thread, say):
    say(thread, body="Согласны", reply_to=3)

    quote = soup(member.get(f"/work/threads/{thread.pk}/")).select_one("#p8 blockquote")

    assert "№ 3" in quote.text
    assert "Кто составляет список домов" in quote.text


def test_a_withdrawn_post_leaves_its_place_with_who_and_why(member, thread, say, person):
    redact_post(say(thread, body="Тайна"), by=person("chair"), why="Личные данные")

    page = member.get(f"/work/threads/{thread.pk}/").content.decode()

    assert "Тайна" not in page
    assert "Сообщение отозвано." in page
    assert "Личные данные" in page


def test_the_reply_to_a_withdrawn_post_does_not_quote_it(member, thread, say, person):
    post = say(thread, body="Тайна")
    say(thread, "chair", body="Не надо", reply_to=8)
    redact_post(post, by=person("member"))

    assert "Тайна" not in member.get(f"/work/threads/{thread.pk}/").content.decode()


def test_a_draft_kept_on_the_server_waits_in_the_form(member, thread, person):
    keep_draft(f"thread:{thread.pk}", by=person("member"), sequence=4, data={"body": "Начало"})

    page = soup(member.get(f"/work/threads/{thread.pk}/"))

    assert page.select_one("textarea[name=body]").text.strip() == "Начало"


def test_an_older_saving_of_a_draft_is_refused(member, thread):
    url = f"/work/threads/{thread.pk}/draft/"

    statuses = [
        member.post(url, {"sequence": sequence, "body": "текст"}).status_code
        for sequence in ("2", "1", "", "x")
    ]

    assert statuses == [200, 409, 409, 409]


def test_the_author_corrects_a_post(member, thread, say):
    say(thread, body="Слышна")

    member.post(f"/work/threads/{thread.pk}/posts/8/edit/", {"body": "Слышно", "version": "1"})

    page = soup(member.get(f"/work/threads/{thread.pk}/")).select_one("#p8")
    assert "Слышно" in page.text
    assert "исправлено" in page.text


def test_a_correction_over_a_newer_one_shows_both(member, thread, say):
    say(thread, body="Слышна")
    url = f"/work/threads/{thread.pk}/posts/8/edit/"
    member.post(url, {"body": "Слышно", "version": "1"})

    answer = member.post(url, {"body": "Хорошо слышно", "version": "1"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Слышно" in page
    assert "Хорошо слышно" in page


@pytest.mark.parametrize("what", ["edit", "withdraw"])
def test_somebody_elses_post_is_not_corrected_or_withdrawn_by_a_member(member, thread, what):
    assert member.get(f"/work/threads/{thread.pk}/posts/1/{what}/").status_code == 403


def test_the_chair_withdraws_a_post(chair, thread, say):
    say(thread, body="Тайна")

    chair.post(f"/work/threads/{thread.pk}/posts/8/withdraw/", {"why": ""})

    assert thread.posts.get(number=8).redacted_at


def test_the_chair_closes_and_reopens_a_thread(chair, member, thread):
    chair.post(f"/work/threads/{thread.pk}/close/", {"words": "Согласились на образце."})
    closed = member.get(f"/work/threads/{thread.pk}/").content.decode()
    chair.post(f"/work/threads/{thread.pk}/reopen/")

    thread.refresh_from_db()
    assert "Согласились на образце." in closed
    assert thread.is_open


@pytest.mark.parametrize("what", ["close", "reopen"])
def test_a_member_does_not_close_or_reopen(member, thread, what):
    answer = member.post(f"/work/threads/{thread.pk}/{what}/", {"words": "Всё."})

    assert answer.status_code == 403


def test_a_person_asks_for_letters_and_stops_them(member, thread, person):
    member.post(f"/work/threads/{thread.pk}/follow/", {"on": "1"})
    followed = ThreadUser.objects.get(thread=thread, user=person("member")).volume
    member.post(f"/work/threads/{thread.pk}/follow/")

    assert followed == "letters"
    assert ThreadUser.objects.get(thread=thread, user=person("member")).volume == "quiet"


def test_a_first_view_of_a_thread_stays_small(member, thread):
    import gzip  # noqa: PLC0415

    page = member.get(f"/work/threads/{thread.pk}/").content

    assert len(gzip.compress(page, 6)) <= 20_000


@pytest.mark.parametrize(
    "query", ["?before=x", "?at=-1", "?before=" + "9" * 50, "?reply=x", "?at=0"]
)
def test_an_odd_address_shows_the_thread_all_the_same(member, thread, query):
    assert member.get(f"/work/threads/{thread.pk}/{query}").status_code == 200


def test_a_thread_or_post_that_is_not_there_is_not_found(member, thread):
    assert member.get("/work/threads/99999/").status_code == 404
    assert member.get(f"/work/threads/{thread.pk}/posts/99/edit/").status_code == 404


# --- people ---------------------------------------------------------------------------------------
def test_a_person_asks_to_join_from_the_public_page(signed_in, group):
    client = signed_in("editor.osh")

    client.post("/work/groups/early-warning/ask/", {"words": "Есть опыт."})

    assert JoinRequest.objects.get().words == "Есть опыт."
    assert "Вы обратились" in client.get("/work/groups/early-warning/ask/").content.decode()


def test_nobody_asks_to_join_a_group_that_is_not_public(signed_in):
    assert signed_in("editor.osh").get("/work/groups/team-dushanbe/ask/").status_code == 404


def test_the_chair_answers_a_request(chair, group, person):
    asked = JoinRequest.objects.create(group=group, user=person("editor.osh"))

    chair.post(f"/work/groups/early-warning/requests/{asked.pk}/", {"accept": "1"})

    assert Membership.objects.filter(place=group.place, user=person("editor.osh")).exists()


def test_the_chair_invites_a_guest_until_a_day(chair, group):
    chair.post(
        "/work/groups/early-warning/people/",
        {"email": "guest@example.org", "role": "guest", "until": "31.12.2026"},
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


def test_the_key_of_a_form_is_new_each_time(member, thread):
    first, second = form_of(member, thread)["key"], form_of(member, thread)["key"]

    assert uuid.UUID(first) != uuid.UUID(second)
