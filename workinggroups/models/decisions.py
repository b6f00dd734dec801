"""What a group settles together: the question, how it is settled, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from coalition.models import User
from coalition.permissions import Person, places_with
from workinggroups.models.groups import WorkingGroup
from workinggroups.models.meetings import Meeting
from workinggroups.models.threads import Thread

LONGEST_TEXT = 8000


def require_nothing_asked(group: WorkingGroup) -> None:
    """Refuse to end a group while its cities are asked: nobody could object any more, and silence
    would adopt."""
    if Decision.objects.filter(thread__group=group, state=Decision.State.OPEN).exists():
        raise ValidationError(
            _("A question to the cities is open here; wait for its end or withdraw it.")
        )


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Person) -> Self:
        """Decisions of the groups whose threads a person may read; drafts only where they lead."""
        prepares = Q(thread__group__place__in=places_with(user, "moderate"))
        return self.filter(
            ~Q(state=Decision.State.DRAFT) | prepares,
            thread__group__place__in=places_with(user, "see_inside"),
        )

    def put(self) -> Self:
        """Those that were put to the cities: everything but drafts."""
        return self.exclude(state=Decision.State.DRAFT)

    def due(self, now: datetime) -> Self:
        """Those whose deadline has come and which nobody has closed yet."""
        return self.filter(state=Decision.State.OPEN, closes_at__lte=now)

    def stated(self) -> Self:
        """Those whose outcome stands in the register, also where it is in force no more."""
        return self.exclude(number="")

    def to_review(self, today: date) -> Self:
        """Those in force whose day has come to be looked at again."""
        return self.filter(state=Decision.State.STATED, review_on__lte=today)

    def locked(self, decision: Decision) -> Decision:
        """The decision as it is now, so that two deeds come one after the other.

        Its thread is locked before it, as everywhere: two orders would wait for each other.
        """
        Thread.objects.select_for_update().get(pk=decision.thread_id)
        rows = self.select_for_update(of=("self",))
        return rows.select_related("thread__group__place", "clock_city").get(pk=decision.pk)

    def to_show(self) -> Self:
        """With everything a card or a page of it needs."""
        return self.select_related(
            "thread__group__place", "clock_city", "opened_by", "broken_by", "outcome_by",
            "put_meeting", "announced_meeting", "replaced_by",
        )  # fmt: skip


class Decision(models.Model):
    """A question put to the cities of a group, with a way to settle it and an exact deadline.

    What comes out is a recommendation: each city decides for itself what it makes of it.
    """

    class Mode(models.TextChoices):
        SENSE = "sense", _("sense check")
        CONSENT = "consent", _("objections until a day")
        CONSENSUS = "consensus", _("consensus with reservations")
        MAJORITY = "majority", _("simple majority")
        SILENCE = "silence", _("silence procedure")

    class About(models.TextChoices):
        DATES = "dates", _("a date")
        CHAIR = "chair", _("the chair")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("decision", "draft")
        OPEN = "open", _("open for answers")
        CLOSED = "closed", _("closed, without an outcome")
        STATED = "stated", _("outcome stated")
        SUPERSEDED = "superseded", _("replaced by a later one")
        ENDED = "ended", pgettext_lazy("decision", "in force no more")

    class Result(models.TextChoices):
        SUMMED = "summed", _("positions collected")
        ADOPTED = "adopted", _("adopted as a recommendation")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        BROKEN = "broken", _("not adopted: the silence was broken")
        NO_QUORUM = "no_quorum", _("not adopted: too few cities have spoken")
        WITHDRAWN = "withdrawn", _("withdrawn")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="decisions")
    mode = models.CharField(_("way of deciding"), max_length=10, choices=Mode)
    about = models.CharField(max_length=10, choices=About, blank=True)
    question = models.CharField(_("question"), max_length=200)
    text = models.TextField(_("what is proposed"), max_length=LONGEST_TEXT)
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    quorum = models.PositiveSmallIntegerField(_("cities that must speak"), default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    round_opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    clock_city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    put_meeting = models.ForeignKey(  # where a text under silence was announced
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    put_words = models.CharField(_("where and when"), max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    broken_by = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField(_("why"), max_length=300, blank=True)
    number = models.CharField(_("number"), max_length=90, blank=True)
    title = models.CharField(_("final title"), max_length=200, blank=True)
    announced_meeting = models.ForeignKey(  # where its adoption by silence was announced
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), max_length=LONGEST_TEXT, blank=True)
    outcome_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    review_told_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(_("everybody sees the outcome"), default=False)
    offered_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "open"), result="", closed_at=None)
                | Q(~Q(state__in=("draft", "open")), ~Q(result=""), closed_at__isnull=False),
                name="an_open_decision_has_no_result",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "open", "closed"), number="", outcome_at=None,
                            outcome_by=None, is_public=False, offered_at=None)
                | Q(~Q(number=""), ~Q(outcome=""), state__in=("stated", "superseded", "ended"),
                    outcome_at__isnull=False, outcome_by__isnull=False),
                name="an_outcome_has_its_number_and_author",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", replaced_by__isnull=False)
                | Q(~Q(state="superseded"), replaced_by=None),
                name="a_replaced_decision_names_the_later_one",
            ),
            models.CheckConstraint(
                condition=Q(result="broken", mode="silence", broken_by__isnull=False)
                | Q(~Q(result="broken"), broken_by=None),
                name="only_a_city_breaks_a_silence",
            ),
            models.CheckConstraint(
                condition=Q(mode="majority", about__in=("dates", "chair"))
                | Q(~Q(mode="majority"), about=""),
                name="a_majority_chooses_dates_and_the_chair",
                violation_error_message=_(
                    "A simple majority is for dates and for choosing the chair only."
                ),
            ),
            models.CheckConstraint(
                condition=Q(mode__in=("sense", "silence"), quorum=0)
                | Q(mode__in=("consent", "consensus", "majority"), quorum__gte=1),
                name="somebody_must_speak",
                violation_error_message=_("At least one city must speak."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("round_opened_at")),
                name="a_round_closes_after_it_opens",
                violation_error_message=_("The deadline has passed already."),
            ),
            models.CheckConstraint(
                condition=Q(result="adopted") | Q(offered_at=None),
                name="only_what_was_adopted_goes_to_the_cities",
            ),
            models.CheckConstraint(
                condition=~Q(mode="silence") | Q(state="draft")
                | Q(put_meeting__isnull=False) | ~Q(put_words=""),
                name="a_text_is_put_under_silence_at_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(~Q(number=""), mode="silence", announced_on__isnull=False)
                | Q(Q(number="") | ~Q(mode="silence"), announced_on=None, announced_meeting=None),
                name="silence_has_its_number_once_announced",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_decision_per_number"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "closes_at"])]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def name(self) -> str:
        """What it is called: the final title, if it was given one, else the question."""
        return self.title or self.question

    @property
    def place_id(self) -> int:
        return self.thread.place_id

    @property
    def group(self) -> WorkingGroup:
        return self.thread.group

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def awaits_announcement(self) -> bool:
        """Adopted by silence: the text waits for the next meeting, without a number."""
        silent = self.mode == self.Mode.SILENCE and self.is_adopted
        return silent and self.state == self.State.CLOSED

    @property
    def awaits_outcome(self) -> bool:
        """Closed, and the chair has yet to say what came of it."""
        over = self.result in (self.Result.WITHDRAWN, self.Result.BROKEN)
        return self.state == self.State.CLOSED and not over

    @property
    def takes_statements(self) -> bool:
        """Whether cities may attach their statements: to what was adopted as a document."""
        modes = (self.Mode.SILENCE, self.Mode.CONSENSUS)
        states = (self.State.CLOSED, self.State.STATED)
        return self.is_adopted and self.mode in modes and self.state in states

    @property
    def is_stated(self) -> bool:
        return bool(self.number)

    @property
    def is_adopted(self) -> bool:
        return self.result == self.Result.ADOPTED

    def takes_words_at(self, moment: datetime) -> bool:
        """Whether a city still speaks at a moment; at the deadline itself it is too late."""
        return self.is_open and moment < self.closes_at

    def is_under_review(self, today: date) -> bool:
        """Whether the day has come on which the group wanted to look at it again."""
        return (
            self.state == self.State.STATED
            and self.review_on is not None
            and self.review_on <= today
        )
