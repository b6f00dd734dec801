"""Undertaking something in a thread, and saying that it is done."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.models.journal import record
from coalition.notifications import notify
from coalition.permissions import may, require
from coalition.text import tidy
from workinggroups.mentions import voices_of
from workinggroups.models import Post, Task, Thread, ThreadEvent, WorkingGroup
from workinggroups.permissions import may_finish
from workinggroups.verbs.threads import enter


@transaction.atomic
def give_task(  # noqa: PLR0913 -- a task says what, whose and until when
    post: Post,
    *,
    by: User,
    what: str,
    user: User | None = None,
    city: City | None = None,
    due: date | None = None,
    measure: str = "",
) -> Task:
    """Make a task of a post: for anybody of the group as its chair, else for oneself or one's city.

    `measure` is the address of a measure, kept as it was typed.
    """
    require(by, "post", post)
    group = post.thread.group
    _require_open(group)
    if not (may(by, "moderate", group) or _is_own(by, group, user, city)):
        raise ValidationError(
            _("The chair gives tasks to others; you can take one for yourself or your city.")
        )
    _require_inside(group, user, city)
    Thread.objects.select_for_update().get(pk=post.thread_id)
    if not Post.objects.with_words().filter(pk=post.pk).exists():
        raise ValidationError(_("This post has been withdrawn or moved."))
    task = Task(
        thread=post.thread, post=post, what=tidy(what), user=user, city=city, due=due,
        measure=tidy(measure), given_by=by, given_at=clock.now(),
    )  # fmt: skip
    task.full_clean(exclude=["closed_by"])
    task.save()
    enter(post.thread, ThreadEvent.Kind.TASK_NEW, by=by, post=post, task=task.pk)
    record("task.given", by=by, subject=task, place=group.place)
    _tell(task, "task", _holders(task), by=by)
    return task


def _require_open(group: WorkingGroup) -> None:
    if WorkingGroup.objects.filter(pk=group.pk, archived=True).exists():
        raise ValidationError(_("The group has finished its work; it can only be read."))


def _is_own(by: User, group: WorkingGroup, user: User | None, city: City | None) -> bool:
    """Whether somebody takes it upon themselves or the city they speak for."""
    mine = group.city_of(by)
    return user in (None, by) and city in (None, mine) and (user, city) != (None, None)


def _require_inside(group: WorkingGroup, user: User | None, city: City | None) -> None:
    """A task is for people who read the thread and for cities of the group."""
    today = clock.today()
    readers = Membership.objects.filter(place=group.place_id).in_force(today)
    if user is not None and not readers.filter(user=user).exists():
        raise ValidationError({"user": _("This person is not in the group.")})
    if city is not None and not group.cities.filter(pk=city.pk).exists():
        raise ValidationError({"city": _("This city has no seat in the group.")})


def _holders(task: Task) -> list[User]:
    """Who is to do it: the person, else those who speak for the city."""
    if task.user is not None:
        return [task.user]
    readers = Membership.objects.filter(
        place=task.thread.group.place_id, user__in=voices_of(task.city_id or 0, task.thread.group)
    )
    return [one.user for one in readers.in_force(clock.today()).select_related("user")]


def _tell(task: Task, kind: str, readers: list[User], *, by: User) -> None:
    notify(
        readers, kind, place=task.thread.group.place, subject=f"task:{task.pk}",
        path=task.post.path, by=by, title=task.thread.title, what=task.what,
    )  # fmt: skip


@transaction.atomic
def finish_task(task: Task, *, by: User, result: str = "") -> Task:
    """Say that a task is done and what came of it: who holds it, their city, or the chair."""
    require(by, "post", task)
    fresh = _theirs(task, by)
    if fresh.closed_at:
        return fresh
    fresh.closed_at, fresh.closed_by, fresh.result = clock.now(), by, tidy(result)
    fresh.full_clean(exclude=["user", "city"])
    fresh.save(update_fields=["closed_at", "closed_by", "result"])
    enter(fresh.thread, ThreadEvent.Kind.TASK_DONE, by=by, post=fresh.post, task=fresh.pk)
    record("task.done", by=by, subject=fresh, place=fresh.thread.group.place)
    _tell(fresh, "task-done", [fresh.given_by], by=by)
    return fresh


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> Task:
    """Take up a finished task again: whoever may finish it. What came of it is said anew."""
    require(by, "post", task)
    fresh = _theirs(task, by)
    if not fresh.closed_at:
        return fresh
    was = fresh.result
    fresh.closed_at = fresh.closed_by = None
    fresh.result = ""
    fresh.save(update_fields=["closed_at", "closed_by", "result"])
    enter(fresh.thread, ThreadEvent.Kind.TASK_NEW, by=by, post=fresh.post, task=fresh.pk)
    record("task.reopened", by=by, subject=fresh, place=fresh.thread.group.place, was=was)
    _tell(fresh, "task", _holders(fresh), by=by)
    return fresh


def _theirs(task: Task, by: User) -> Task:
    """The task as it is now, locked: for who holds it, their city, who gave it, or the chair."""
    group = task.thread.group
    _require_open(group)
    if not may_finish(by, task):
        raise PermissionDenied
    Thread.objects.select_for_update().get(pk=task.thread_id)
    rows = Task.objects.select_for_update(of=("self",))
    return rows.select_related("thread__group__place", "post", "given_by").get(pk=task.pk)
