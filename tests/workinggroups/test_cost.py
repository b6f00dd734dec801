"""What a post, a thread and one's day ask of the database, with little and with much in them."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coalition import afterwards, clock
from coalition.models import Letter, User
from coalition.verbs import appoint
from tests.workinggroups.deciding import opened, prepared, seat_everybody
from tests.workinggroups.meeting import planned
from workinggroups import verbs
from workinggroups.models import Thread

pytestmark = pytest.mark.django_db

OF_A_POST = 21  # signing in, rights, the post, its event, and the transaction


def asked(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


@pytest.fixture
def post(signed_in, thread):
    """post(): the member writes through the API, as the page does."""
    browser = signed_in("member")

    def write(**more):
        said = {"body": "Слышно ли сирену?", "key": str(uuid.uuid4()), **more}
        address = f"/api/v1/threads/{thread.pk}/posts/"
        answer = browser.post(address, json.dumps(said), content_type="application/json")
        assert answer.status_code == 201
        return answer

    return write


def crowd(group, person, count=25):
    """People who read everything by letter."""
    for number in range(count):
        email = f"crowd{number}@demo.invalid"
        reader = User.objects.filter(email=email).first() or User.objects.create_user(email)
        appoint(reader, by=person("chair"), place=group.place, role="guest", until=clock.today())


def asked_in_turn(post, **words):
    """What a post asks, and what telling people of it asks afterwards."""
    return asked(lambda: post(**words)), asked(afterwards.look)


@pytest.mark.parametrize("words", [{}, {"body": "@Ош, слышно ли?", "reply_to": 1}])
def test_a_post_asks_the_same_whether_few_or_many_hear_of_it(post, group, person, words):
    crowd(group, person, 1)
    asked_in_turn(post, **words)
    few = asked_in_turn(post, **words)
    crowd(group, person)
    asked_in_turn(post, **words)  # the first line of each is written; the following ones count

    assert asked_in_turn(post, **words) == few
    assert Letter.objects.filter(to="crowd7@demo.invalid").count() == 2


def test_a_post_asks_no_more_than_it_needs(post):
    post()

    assert asked(post) <= OF_A_POST


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["member", "chair", "editor.osh"])
def test_a_thread_with_all_that_stands_beside_it_is_read_in_fifteen_queries(
    signed_in, group, person, say, name
):
    chair = person("chair")
    seat_everybody(group)
    thread = planned(group, chair).thread

    def more():
        post = say(thread, "chair")
        verbs.pin_post(post, by=chair)
        verbs.ask_to_confirm(say(thread), by=chair)
        verbs.give_task(post, by=chair, what="Собрать замечания", user=person("member"))
        opened(thread)
        prepared(thread, chair)

    more()
    page = f"/work/threads/{thread.pk}/"
    browser = signed_in(name)
    browser.get(page)
    few = asked(lambda: browser.get(page))
    more()
    more()
    for _time in range(10):
        say(thread)

    assert asked(lambda: browser.get(page)) == few <= 15


@pytest.mark.parametrize(
    "name",
    ["member", "chair", "editor.osh", "admin.osh", "secretariat", "reviewer", "approver.namangan"],
)
def test_ones_day_is_told_in_nineteen_queries(signed_in, person, group, name):
    browser = signed_in(name)
    browser.get("/work/")
    few = asked(lambda: browser.get("/work/"))
    for number in range(5):
        thread = verbs.open_thread(group, by=person("chair"), title=f"Вопрос {number}")
        Thread.objects.filter(pk=thread.pk).update(head=0)

    # four of them where one speaks on applications to join
    assert asked(lambda: browser.get("/work/")) == few <= 19


def test_how_much_is_unread_is_asked_in_three_queries(signed_in, django_assert_num_queries):
    browser = signed_in("member")

    with django_assert_num_queries(3):
        answer = browser.get("/api/v1/heads")

    assert answer.json()["heads"] == {}


def test_how_much_is_unread_is_an_empty_answer_until_it_changes(signed_in, say, thread):
    browser = signed_in("chair")
    before = browser.get("/api/v1/heads")
    known = {"If-None-Match": before["ETag"]}

    same = browser.get("/api/v1/heads", headers=known)
    say(verbs.open_thread(thread.group, by=User.objects.get(email="chair@demo.invalid"),
                          title="Ещё"), "member")  # fmt: skip
    more = browser.get("/api/v1/heads", headers=known)

    assert (same.status_code, same.content) == (304, b"")
    assert more.json()["notif"] == before.json()["notif"] + 1
