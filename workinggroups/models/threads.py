"""A thread of a group, and the log of everything that happened in it."""

from __future__ import annotations

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models.groups import WorkingGroup


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: Person) -> Self:
        """Threads a person may read."""
        return self.filter(group__place__in=places_with(user, "see_inside"))

    def with_read_by(self, user: Person) -> Self:
        """Adds `read_to`: the number of the last event the person has seen."""
        read = self.model.readers.rel.related_model.objects.filter(  # type: ignore[attr-defined]
            thread=OuterRef("pk"), user_id=user.pk
        )
        return self.annotate(read_to=Coalesce(Subquery(read.values("last_read_seq")[:1]), 0))

    def unread_by(self, user: Person) -> Self:
        """Threads with something the person has not seen."""
        return self.visible_to(user).with_read_by(user).filter(head__gt=F("read_to"))

    def to_show(self) -> Self:
        """With everything the page of a thread says of it, beside what was said in it."""
        rows = self.select_related("group__place", "closed_by", "shown", "meeting__city")
        return rows.prefetch_related("group__cities")


class Thread(models.Model):
    """A discussion of one question in a group; what happens in it is numbered without gaps."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        DECISION = "decision", _("decision")
        MEETING = "meeting", _("meeting")
        PLAN_REVIEW = "plan_review", _("discussion of a plan")
        NOTICE = "notice", _("notice")

    group = models.ForeignKey(WorkingGroup, on_delete=models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DISCUSSION)
    title = models.CharField(_("question"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=1000, blank=True)
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    head = models.BigIntegerField(default=0, editable=False)  # number of the last event
    post_count = models.IntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(default=clock.now, editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_words = models.TextField(_("what was concluded"), max_length=2000, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="thread_closed_at_and_by_go_together",
            ),
            models.CheckConstraint(
                condition=Q(head__gte=F("post_count"), post_count__gte=0),
                name="every_post_of_a_thread_is_an_event",
            ),
        ]
        indexes = [models.Index(fields=["group", "-last_post_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def place_id(self) -> int:
        return self.group.place_id

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and not self.group.archived


class ThreadEvent(models.Model):
    """One thing that happened in a thread. The log is only ever added to."""

    class Kind(models.TextChoices):
        POST_NEW = "post.new", _("post added")
        POST_EDIT = "post.edit", _("post corrected")
        POST_REDACT = "post.redact", _("post withdrawn")
        POST_MOVE_OUT = "post.move_out", _("post moved to another thread")
        POST_MOVE_IN = "post.move_in", _("post moved here")
        PIN = "pin", _("post pinned")
        UNPIN = "unpin", _("post no longer pinned")
        ACK = "ack", _("post acknowledged")
        THREAD_CLOSE = "thread.close", _("thread closed")
        THREAD_REOPEN = "thread.reopen", _("thread reopened")
        THREAD_RENAME = "thread.rename", _("thread renamed")
        THREAD_MOVE = "thread.move", _("thread moved to another group")
        DECISION_OPEN = "decision.open", _("decision opened")
        DECISION_STANCE = "decision.stance", _("position of a city stated")
        DECISION_CLOSE = "decision.close", _("decision closed")
        DECISION_OUTCOME = "decision.outcome", _("outcome stated")
        DECISION_WITHDRAW = "decision.withdraw", _("decision withdrawn")
        TASK_NEW = "task.new", _("task given")
        TASK_DONE = "task.done", _("task done")
        AGENDA_CHANGE = "agenda.change", _("meeting changed")
        TRANSLATION_READY = "translation.ready", _("translation added")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=30, choices=Kind)
    post = models.ForeignKey(
        "workinggroups.Post", on_delete=models.PROTECT, null=True, related_name="events"
    )
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="one_event_per_number"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="events_count_from_one"),
        ]
        ordering = ["thread", "seq"]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.seq} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The log of a thread is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The log of a thread is append-only.")
