"""The notification centre on screen: what is told, in which order, how it is read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coalition import clock
from coalition.models import Notification, Place
from coalition.notifications import notify, unread_count

pytestmark = pytest.mark.django_db
PAGE = "/work/notifications/"


@pytest.fixture
def osh():
    Notification.objects.all().delete()
    return Place.objects.get(kind="city", key="osh")


@pytest.fixture
def tell(person, osh):
    def line(subject="thread:1", *, title="Сирены", read=False, days=0):
        notify([person("editor.osh")], "thread_news", place=osh, subject=subject,
               path="/work/threads/1/", title=title)  # fmt: skip
        made = Notification.objects.order_by("-pk").first()
        at = clock.now() - timedelta(days=days)
        Notification.objects.filter(pk=made.pk).update(
            at=at, read_at=timezone.now() if read else None
        )
        return made

    return line


def test_a_line_is_a_sentence_with_its_place_under_its_day(signed_in, tell):
    tell()

    page = signed_in("editor.osh").get(PAGE).content.decode()

    assert "1 новое сообщение в обсуждении «Сирены»" in page
    assert "Сегодня" in page
    assert "Ош, <time" in page


def test_unread_lines_stand_before_read_ones_whatever_their_day(signed_in, tell):
    tell("thread:1", title="Прочитано сегодня", read=True)
    tell("thread:2", title="Ждёт с позавчера", days=2)
    tell("thread:3", title="Ждёт со вчера", days=1)

    page = signed_in("editor.osh").get(PAGE).content.decode()

    order = ["Вчера", "Ждёт со вчера", "Ждёт с позавчера", "Прочитано сегодня"]
    assert sorted(order, key=page.index) == order


def test_opening_a_line_reads_it_and_leads_to_its_subject(signed_in, person, tell):
    line = tell()

    answer = signed_in("editor.osh").post(f"{PAGE}{line.pk}/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/work/threads/1/")
    assert unread_count(person("editor.osh")) == 0


def test_a_line_leads_on_in_the_language_of_the_page(signed_in, tell):
    answer = signed_in("editor.osh").post(f"/en{PAGE}{tell().pk}/")

    assert answer.headers["Location"] == "/en/work/threads/1/"


def test_looking_at_the_centre_reads_nothing(signed_in, person, tell):
    line = tell()

    browser = signed_in("editor.osh")
    browser.get(PAGE)

    assert browser.get(f"{PAGE}{line.pk}/").status_code == 405
    assert unread_count(person("editor.osh")) == 1


def test_a_line_of_another_person_is_nowhere(signed_in, tell):
    assert signed_in("admin.osh").post(f"{PAGE}{tell().pk}/").status_code == 404


def test_everything_is_read_with_one_press(signed_in, person, tell):
    tell("thread:1")
    tell("thread:2")

    page = signed_in("editor.osh").post(f"{PAGE}read/", follow=True).content.decode()

    assert unread_count(person("editor.osh")) == 0
    assert "Всё отмечено прочитанным." in page
    assert "Отметить всё прочитанным" not in page


def test_the_masthead_counts_what_is_unread(signed_in, tell):
    browser = signed_in("editor.osh")
    empty = browser.get("/work/settings/").content.decode()
    tell("thread:1")
    tell("thread:2")

    assert '<span class="count" data-notif hidden>0</span>' in empty
    assert (
        '<span class="count" data-notif>2</span>' in browser.get("/work/settings/").content.decode()
    )


def test_an_empty_centre_says_what_will_stand_there(signed_in, osh):
    assert "Пока ничего нет." in signed_in("editor.osh").get(PAGE).content.decode()


def test_a_line_of_a_kind_that_is_no_more_is_left_out(signed_in, tell):
    tell(title="Сирены")
    Notification.objects.update(kind="gone")

    assert signed_in("editor.osh").get(PAGE).status_code == 200


def test_older_lines_stand_on_further_pages_each_once(signed_in, tell):
    for number in range(90):
        tell(f"thread:{number}", title=f"Т{number}.", read=number % 2 == 0, days=number % 3)
    browser, seen, query = signed_in("editor.osh"), [], ""

    for _page in range(3):
        answer = browser.get(PAGE + query)
        seen += [line.details["title"] for day in answer.context["days"] for line, _w in day.lines]
        query = answer.context["older"] or ""

    assert len(seen) == len(set(seen)) == 90
    assert not query


@pytest.mark.parametrize("mark", ["x", "new,x,1", "read,2026-01-01T00:00:00Z,x", ",,", "new,,9"])
def test_a_damaged_page_mark_is_the_first_page(signed_in, tell, mark):
    tell()

    answer = signed_in("editor.osh").get(PAGE, {"before": mark})

    assert "Сирены" in answer.content.decode()


def test_many_lines_cost_the_queries_of_few(signed_in, tell, django_assert_num_queries):
    browser = signed_in("editor.osh")
    tell("thread:0")
    browser.get(PAGE)
    with django_assert_num_queries(7):
        browser.get(PAGE)
    for number in range(1, 30):
        tell(f"thread:{number}")

    with django_assert_num_queries(7):
        browser.get(PAGE)
