"""What somebody undertakes in a thread, and until when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models.posts import Post
from workinggroups.models.threads import Thread


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: Person) -> Self:
        """Tasks of the threads a person may read."""
        return self.filter(thread__group__place__in=places_with(user, "see_inside"))

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def of(self, user: Person) -> Self:
        """A person's own, and those of a city they work for that name nobody."""
        cities = places_with(user, "see_inside")
        return self.visible_to(user).filter(
            Q(user_id=user.pk or 0) | Q(user=None, city__place__in=cities)
        )

    def by_day(self) -> Self:
        """The nearest first, those without a day last, with what a list shows."""
        return self.select_related("user", "city", "post", "thread", "closed_by").order_by(
            F("due").asc(nulls_last=True), "pk"
        )


class Task(models.Model):
    """Something a person or a city undertakes, taken from a post of a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="tasks")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tasks")
    what = models.CharField(_("what is to be done"), max_length=300)
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="group_tasks"
    )
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="group_tasks"
    )
    due = models.DateField(_("until"), null=True, blank=True)
    measure = models.CharField(_("measure of a plan"), max_length=300, blank=True)  # its address
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(_("what came of it"), max_length=500, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(city__isnull=False),
                name="a_task_is_somebodys",
                violation_error_message=_("Choose a person or a city."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, result="")
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="task_closed_at_and_by_go_together",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def place_id(self) -> int:
        return self.thread.place_id

    def is_overdue(self, today: date) -> bool:
        return self.closed_at is None and self.due is not None and self.due < today
