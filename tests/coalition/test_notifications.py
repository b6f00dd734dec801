"""Lines of the notification centre, as the deeds write them."""

import pytest
from django.utils.translation import gettext_lazy as _

from coalition import notifications
from coalition.models import Membership, Notification, Place
from coalition.notifications import lines_of, notify, sentence, unread_count
from coalition.signals import notified
from coalition.verbs import release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch):
    monkeypatch.setattr(notifications, "_kinds", dict(notifications._kinds))
    notifications.register("test", _("city"), lambda details, count: f"{details['word']} {count}")


@pytest.fixture
def osh():
    return Place.objects.get(kind="city", key="osh")


def tell(people, place, word="раз", **more):
    notify(people, "test", place=place, subject="x:1", path="/work/", word=word, **more)


def test_a_person_has_a_line_with_its_sentence(person, osh):
    tell([person("editor.osh")], osh)

    assert [sentence(line) for line in lines_of(person("editor.osh"))] == ["раз 1"]


def test_what_repeats_is_one_line_that_counts(person, osh):
    for word in ("раз", "два"):
        tell([person("editor.osh")], osh, word)

    assert [sentence(line) for line in lines_of(person("editor.osh"))] == ["два 2"]


def test_what_was_read_begins_a_new_line(person, osh):
    tell([person("editor.osh")], osh)
    Notification.objects.update(read_at=Notification.objects.get().at)

    tell([person("editor.osh")], osh, "два")

    assert (lines_of(person("editor.osh")).count(), unread_count(person("editor.osh"))) == (2, 1)


def test_nobody_is_told_of_their_own_deed(person, osh):
    tell([person("editor.osh")], osh, by=person("editor.osh"))

    assert unread_count(person("editor.osh")) == 0


def test_whoever_left_a_place_reads_nothing_of_it(person, osh):
    tell([person("editor.osh")], osh)
    held = Membership.objects.get(user=person("editor.osh"), place=osh, released_at=None)

    release(held, by=person("admin.osh"))

    assert unread_count(person("editor.osh")) == 0


def test_a_kind_nobody_registered_is_refused(person, osh):
    with pytest.raises(KeyError):
        notify([person("editor.osh")], "nonsense", place=osh, subject="x:1", path="/")


def test_many_people_cost_the_queries_of_one(person, osh, django_assert_num_queries):
    people = [person(f"{role}.osh") for role in ("editor", "approver", "admin", "viewer")]

    with django_assert_num_queries(3):
        tell(people, osh)


def test_after_the_commit_it_is_told_who_has_news(person, osh, django_capture_on_commit_callbacks):
    heard = []

    def hear(users, **_signal):
        heard.extend(users)

    notified.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            tell([person("editor.osh")], osh)
    finally:
        notified.disconnect(hear)

    assert heard == [person("editor.osh").pk]
