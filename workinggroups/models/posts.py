"""What people write: posts, their earlier wordings, their translations."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models.threads import Thread

LONGEST = 20_000  # characters of one post


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Person) -> Self:
        """Posts a person may read."""
        return self.filter(thread__group__place__in=places_with(user, "see_inside"))

    def to_show(self) -> Self:
        """With everything the template of a post needs, in one query."""
        return self.select_related(
            "author", "city", "moved_to", "thread", "reply_to__author", "reply_to__thread",
            "reply_to__moved_to__author", "reply_to__moved_to__thread",
        )  # fmt: skip

    def with_files(self) -> Self:
        """With the files beside each, in one query more."""
        files = self.model.files.rel.related_model.objects  # type: ignore[attr-defined]
        return self.prefetch_related(
            models.Prefetch("files", queryset=files.select_related("attachment"))
        )

    def with_words(self) -> Self:
        """Neither withdrawn nor moved to another thread."""
        return self.filter(redacted_at=None, moved_to=None)


class Post(models.Model):
    """What a person said in a thread, under a number that never changes."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField()
    seq_created = models.BigIntegerField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.TextField(_("text"), max_length=LONGEST, blank=True)
    html = models.TextField(blank=True, editable=False)  # the body, rendered when it was stored
    folded = models.TextField(blank=True, editable=False)  # the body as search compares it
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    key = models.UUIDField()  # made by the author's page, so that a repeated sending is known
    payload_hash = models.CharField(max_length=64, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    redacted_why = models.CharField(_("why"), max_length=300, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    untold = models.BooleanField(default=False)  # its readers are yet to hear of it
    ack_asked_at = models.DateTimeField(null=True, blank=True)
    ack_asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # the same words in another thread; what stays here under the number is a stub
    moved_to = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="moved_from"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="one_post_per_key"),
            models.UniqueConstraint(fields=["thread", "number"], name="one_post_per_number"),
            models.UniqueConstraint(fields=["thread", "seq_created"], name="one_post_per_event"),
            models.CheckConstraint(condition=Q(number__gte=1), name="posts_count_from_one"),
            models.CheckConstraint(
                condition=Q(redacted_at=None, redacted_by=None)
                | Q(
                    redacted_at__isnull=False,
                    redacted_by__isnull=False,
                    body="",
                    html="",
                    folded="",
                ),
                name="a_withdrawn_post_has_no_text",
            ),
            models.CheckConstraint(
                condition=Q(moved_to=None) | Q(body="", html="", folded="", redacted_at=None),
                name="a_moved_post_has_its_text_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(ack_asked_at=None, ack_asked_by=None)
                | Q(
                    ack_asked_at__isnull=False,
                    ack_asked_by__isnull=False,
                    redacted_at=None,
                    moved_to=None,
                ),
                name="what_is_acknowledged_has_its_words",
            ),
            models.CheckConstraint(
                condition=Q(pinned_at=None, pinned_by=None)
                | Q(pinned_at__isnull=False, pinned_by__isnull=False, redacted_at=None),
                name="a_pinned_post_has_its_words",
            ),
        ]
        indexes = [  # the few that stand beside a thread, however long it is
            models.Index(
                fields=["thread", "number"],
                condition=Q(pinned_at__isnull=False),
                name="posts_pinned",
            ),
            models.Index(
                fields=["thread", "number"],
                condition=Q(ack_asked_at__isnull=False),
                name="posts_to_confirm",
            ),
            models.Index(fields=["id"], condition=Q(untold=True), name="posts_untold"),
        ]
        ordering = ["thread", "number"]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def place_id(self) -> int:
        return self.thread.place_id

    @property
    def path(self) -> str:
        """Where one reads it, without the language."""
        return f"/work/threads/{self.thread_id}/?at={self.number}#p{self.number}"

    @property
    def has_words(self) -> bool:
        """Neither withdrawn nor moved to another thread."""
        return self.redacted_at is None and self.moved_to_id is None

    @property
    def standing(self) -> Post | None:
        """Where its words stand by now; nothing of what another group reads."""
        return self.if_read_here(self.moved_to or self)

    @property
    def quoted(self) -> Post | None:
        """The post it answers, where that stands by now; nothing of what another group reads."""
        said = self.reply_to
        return None if said is None else self.if_read_here(said.moved_to or said)

    def if_read_here(self, other: Post) -> Post | None:
        """Another post, if it is read by those who read this one."""
        if other.thread_id == self.thread_id or other.thread.group_id == self.thread.group_id:
            return other
        return None

    @property
    def answers_here(self) -> int | None:
        """The number of the post of the same thread that it answers."""
        said = self.reply_to
        return said.number if said is not None and said.thread_id == self.thread_id else None

    @property
    def first_line(self) -> str:
        """What a reply quotes of it."""
        return self.body.strip().partition("\n")[0][:140]


class PostRevision(models.Model):
    """An earlier wording of a post; after a withdrawal its text is kept for a month only."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    editor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "n"], name="one_wording_per_version")
        ]
        ordering = ["post", "n"]

    def __str__(self) -> str:
        return f"{self.post}, {self.n}"


class PostTranslation(models.Model):
    """A post in another language; the original stays the authoritative text."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("translated by a person")
        MACHINE = "machine", _("machine translation")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="translations")
    lang = models.CharField(max_length=5, choices=settings.LANGUAGES)
    body = models.TextField(max_length=LONGEST)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HUMAN)
    of_version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "lang", "kind"], name="one_translation_per_language_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.lang})"
