"""What a city's person had in working groups, and who takes it over."""

import pytest
from django.core.exceptions import PermissionDenied

from coalition.handover import held_in
from coalition.models import JournalEntry, Letter, Membership, User
from coalition.verbs import appoint, release
from tests.coalition.stepping import place
from workinggroups.models import Meeting, Post, Seat, Task
from workinggroups.verbs.handing import take_over_in_groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def osh(db):
    return place()


def seat_of(user) -> Seat:
    return Seat.objects.open().get(user=user)


def task_of(user, where: str) -> Task:
    """A task of this person, from the first post of a group's thread."""
    post = Post.objects.filter(thread__group__slug=where).select_related("thread").first()
    return Task.objects.create(
        thread=post.thread, post=post, what="Проверить насосы", user=user, given_by=post.author
    )


def leave(user, osh, successor=None):
    role = Membership.objects.get(user=user, place=osh, released_at=None)
    return release(role, by=User.objects.get(email="admin.osh@demo.invalid"), successor=successor)


def test_the_seat_and_the_tasks_pass_to_the_successor(person, osh):
    editor, viewer = person("editor.osh"), person("viewer.osh")
    seat = seat_of(editor)
    task = task_of(editor, seat.group.slug)

    leave(editor, osh, successor=viewer)

    assert seat_of(viewer).group == seat.group
    task.refresh_from_db()
    assert (task.user, task.city) == (viewer, None)
    assert "Вода и жара" in Letter.objects.get(to=viewer.email).body


def test_a_task_of_a_group_the_successor_is_not_in_becomes_the_citys(person, osh):
    editor = person("editor.osh")
    task = task_of(editor, "early-warning")

    leave(editor, osh, successor=person("viewer.osh"))

    task.refresh_from_db()
    assert (task.user, task.city.slug) == (None, "osh")


def test_without_a_successor_the_task_stays_and_the_seat_is_empty(person, osh):
    editor = person("editor.osh")
    seat = seat_of(editor)
    task = task_of(editor, seat.group.slug)

    leave(editor, osh)

    task.refresh_from_db()
    assert task.user == editor
    assert not Seat.objects.open().filter(group=seat.group, city=seat.city).exists()


def test_the_term_and_the_letter_of_a_seat_stay_as_they_were(person, osh):
    seat = seat_of(person("editor.osh"))

    leave(person("editor.osh"), osh, successor=person("viewer.osh"))

    new = seat_of(person("viewer.osh"))
    assert (new.until, new.document, new.is_alternate) == (
        seat.until, seat.document, seat.is_alternate,
    )  # fmt: skip


def test_each_thing_handed_over_stands_in_the_journal_of_the_city(person, osh):
    editor = person("editor.osh")
    task_of(editor, seat_of(editor).group.slug)

    leave(editor, osh, successor=person("viewer.osh"))

    deeds = set(JournalEntry.objects.filter(city="osh").values_list("deed", flat=True))
    assert {"person.handed_over", "task.handed_over", "seat.given", "person.released"} <= deeds


def test_of_a_group_only_the_number_of_tasks_is_told(person, osh):
    task_of(person("editor.osh"), "early-warning")

    told = {held.what: held.rows for held in held_in(osh, person("editor.osh"))}

    assert told["Задачи в рабочих группах"] == [("Раннее предупреждение: 1", "")]


def test_meetings_and_groups_that_one_leads_are_told_and_do_not_pass(person, osh):
    chair = person("chair")
    chair.post = "Начальник отдела мониторинга"
    chair.save()
    appoint(chair, by=User.system(), place=osh, role="viewer")
    meeting = Meeting.objects.filter(state="planned", group__cities__place=osh).first()
    Meeting.objects.filter(pk=meeting.pk).update(chair="Начальник отдела мониторинга")

    told = {held.what: held for held in held_in(osh, chair)}

    assert [words for words, _path in told["Ведёт встречи"].rows] == [meeting.title]
    assert told["Ведёт рабочие группы"].rows
    assert not told["Ведёт встречи"].moves


@pytest.mark.parametrize("name", ["editor.osh", "admin.dushanbe", "secretariat"])
def test_taking_over_is_the_administrators_to_decide(person, osh, name):
    with pytest.raises(PermissionDenied):
        take_over_in_groups(
            osh, leaver=person("editor.osh"), successor=person("viewer.osh"), by=person(name)
        )
