"""Lines of the notification centre, as the deeds write them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coalition import clock, notifications
from coalition.models import Letter, Membership, Notification, Place, User
from coalition.notifications import lines_of, notify, sentence, unread_count, unread_counts
from coalition.signals import notified
from coalition.verbs import forget_old_news, read_line, read_lines, release

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_kind(db, monkeypatch):
    """A kind of news of its own, and centres without the lines of the demonstration."""
    Notification.objects.all().delete()
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

    with django_assert_num_queries(2):
        tell(people, osh)


def test_many_people_are_counted_in_one_query(person, osh, django_assert_num_queries):
    people = [person(f"{role}.osh") for role in ("editor", "approver", "admin")]
    tell(people, osh)

    with django_assert_num_queries(1):
        counts = unread_counts([one.pk for one in people])

    assert counts == {one.pk: 1 for one in people}


def test_those_who_left_are_not_counted(person, osh):
    tell([person("editor.osh")], osh)
    held = Membership.objects.get(user=person("editor.osh"), place=osh, released_at=None)

    release(held, by=person("admin.osh"))

    assert unread_counts([person("editor.osh").pk]) == {}


def test_a_line_of_another_is_not_mine_to_read(person, osh):
    tell([person("editor.osh")], osh)

    with pytest.raises(PermissionDenied):
        read_line(Notification.objects.get(), by=person("admin.osh"))

    assert unread_count(person("editor.osh")) == 1


def test_a_line_that_was_read_keeps_its_moment(person, osh):
    tell([person("editor.osh")], osh)
    first = read_line(Notification.objects.get(), by=person("editor.osh")).read_at

    assert read_line(Notification.objects.get(), by=person("editor.osh")).read_at == first


def test_reading_one_subject_leaves_the_others(person, osh):
    for subject in ("x:1", "x:2"):
        notify([person("editor.osh")], "test", place=osh, subject=subject, path="/", word="а")

    assert read_lines(by=person("editor.osh"), subject="x:1") == 1
    assert [line.subject for line in lines_of(person("editor.osh")).unread()] == ["x:2"]


def test_what_left_and_what_was_read_long_ago_is_forgotten(person, osh):
    Letter.objects.all().delete()
    for subject in ("x:1", "x:2", "x:3"):
        notify([person("editor.osh")], "test", place=osh, subject=subject, path="/", word="а")
    old = clock.now() - timedelta(days=366)
    Notification.objects.filter(subject="x:1").update(read_at=old)
    Notification.objects.filter(subject="x:2").update(read_at=clock.now())
    Notification.objects.filter(subject="x:3").update(at=old)
    for number, days in enumerate((31, 29)):
        sent = timezone.now() - timedelta(days=days)
        Letter.objects.create(to=f"{number}@b.example", subject="С", body="Т", sent_at=sent)
    Letter.objects.create(to="2@b.example", subject="С", body="Т", created_at=old)

    assert forget_old_news(by=User.system()) == 2
    assert set(Notification.objects.values_list("subject", flat=True)) == {"x:2", "x:3"}
    assert set(Letter.objects.values_list("to", flat=True)) == {"1@b.example", "2@b.example"}


def test_only_the_platform_forgets(person):
    with pytest.raises(PermissionDenied):
        forget_old_news(by=person("secretariat"))


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
