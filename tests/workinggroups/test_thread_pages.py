"""A thread as a page, with JavaScript off."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from coalition.verbs import appoint
from workinggroups.models import Draft, Post, Thread, ThreadUser
from workinggroups.verbs import close_thread, keep_draft, mark_read, redact_post

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
    assert answer.status_code == 403
    assert page.select_one("textarea[name=body]").text.strip() == "Не потеряйте меня"
    assert page.select_one("textarea[name=key]").text.strip() == form["key"]


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


@pytest.mark.usefixtures("quiet")
def test_the_first_new_post_is_one_step_away_also_from_a_later_page(member, thread, person, say):
    mark_read(thread, by=person("member"), seq=5)

    def step():
        page = soup(member.get(f"/work/threads/{thread.pk}/"))
        return page.find("a", string="К первому новому, № 7")["href"]

    assert step() == "#p7"
    for number in range(60):
        say(thread, "chair", body=f"Слово {number}")
    assert step() == "?at=7#p7"


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

    assert [one["id"] for one in last.select("ol > li[id^=p]")] == [f"p{n}" for n in range(18, 68)]
    assert [one["id"] for one in earlier.select("ol > li[id^=p]")] == [
        f"p{n}" for n in range(1, 18)
    ]
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


def test_the_key_of_a_form_is_new_each_time(member, thread):
    first, second = form_of(member, thread)["key"], form_of(member, thread)["key"]

    assert uuid.UUID(first) != uuid.UUID(second)


def test_numbers_of_a_long_thread_are_addresses_and_not_sums(signed_in, thread, say):
    last = say(thread)
    Post.objects.filter(pk=last.pk).update(number=1200)
    Thread.objects.filter(pk=thread.pk).update(head=1500, post_count=1200)

    page = signed_in("member").get(f"/work/threads/{thread.pk}/").content.decode()

    assert 'id="p1200" data-number="1200"' in page
    assert 'data-head="1500"' in page
    assert 'href="?at=1200#p1200">№ 1200</a>' in page
