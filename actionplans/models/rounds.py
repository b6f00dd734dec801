"""A period for which cities put their progress before the reviewers, and what each city sent."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.periods import Kind, say_period
from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.permissions import Person, places_with


class ReportingRound(models.Model):
    """A period of overview, such as the third quarter of 2026, and until when cities report.

    The system opens the rounds of calendar quarters, a reviewer those the donor asks for besides.
    """

    kind = models.CharField(_("period"), max_length=20, choices=Kind, default=Kind.QUARTER)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    opens_on = models.DateField(_("opened on"))
    submit_by = models.DateField(_("reports are awaited by"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "starts_on"], name="one_round_per_period"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="round_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__gt=F("ends_on")), name="round_opens_after_its_period"
            ),
            models.CheckConstraint(
                condition=Q(submit_by__gte=F("opens_on")), name="round_waits_after_it_opens"
            ),
        ]
        ordering = ["-ends_on", "-starts_on", "pk"]

    def __str__(self) -> str:
        return say_period(self.kind, self.starts_on, self.ends_on)


class CityReportQuerySet(models.QuerySet["CityReport"]):
    def visible_to(self, user: Person) -> Self:
        """The reports of one's city; for reviewers what consenting cities have submitted."""
        inside = Q(city__place__in=places_with(user, "see_inside"))
        sent = ~Q(state=CityReport.State.OPEN) & Q(
            city__place__in=places_with(user, "review"),
            city__review_since__lte=clock.today(),
            city__status=City.Status.MEMBER,
        )
        return self.filter(inside | sent)

    def under_way(self, today: date | None = None) -> Self:
        """Reports that somebody is awaited in, of consenting cities, in rounds that go on.

        Not completed; and while the city prepares a report, only as long as its round is open.
        """
        state = CityReport.State
        talk = Q(state__in=(state.SUBMITTED, state.CLARIFICATION, state.ANSWERED))
        return self.filter(
            talk | Q(state=state.OPEN, round__closed_on=None),
            city__status=City.Status.MEMBER,
            city__review_since__lte=today or clock.today(),
        )

    def of_the_city(self) -> Self:
        """Reports the city has to send or to answer."""
        state = CityReport.State
        return self.under_way().filter(state__in=(state.OPEN, state.CLARIFICATION))

    def submittable(self) -> Self:
        """Reports a city still prepares, in rounds that have not ended."""
        return self.under_way().filter(state=CityReport.State.OPEN)

    def to_answer(self) -> Self:
        """Reports with proposals for clarification that the city has not answered."""
        return self.under_way().filter(state=CityReport.State.CLARIFICATION)

    def to_read(self) -> Self:
        """Reports that wait for a reviewer: newly sent, or with answers."""
        return self.filter(state__in=(CityReport.State.SUBMITTED, CityReport.State.ANSWERED))


class CityReport(models.Model):
    """The approved updates of one city in one round, put together, and how the talk of them went.

    Which deed leads where is said in `actionplans.steps`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("prepared by the city")
        SUBMITTED = "submitted", _("sent")
        CLARIFICATION = "clarification", _("proposals for clarification")
        ANSWERED = "answered", _("answers sent")
        CLOSED = "closed", _("overview completed")

    class Outcome(models.TextChoices):
        NO_REMARKS = "no_remarks", _("no remarks")
        CITY_POSITION = "city_position", _("the city's position")

    round = models.ForeignKey(ReportingRound, on_delete=models.PROTECT, related_name="reports")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=13, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    lang = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="ru")
    covering = models.TextField(_("covering words"), blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    proposed_at = models.DateTimeField(null=True)
    answer_by = models.DateField(_("answers are awaited by"), null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True)
    position = models.TextField(_("the city's position"), blank=True)

    objects = CityReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "city"], name="one_report_per_city_and_round"),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at=None)
                | (~Q(state="open") & Q(submitted_at__isnull=False, submitted_by__isnull=False)),
                name="a_sent_report_has_its_sender",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("clarification", "answered"))
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="proposals_have_their_sender",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="answers_have_their_sender",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None, outcome="")),
                name="a_closed_report_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="city_position") & ~Q(position="")
                | ~Q(outcome="city_position") & Q(position=""),
                name="the_citys_position_has_its_words",
            ),
        ]  # fmt: skip
        ordering = ["-round__ends_on", "-round__starts_on", "round", "city__position", "pk"]

    def __str__(self) -> str:
        return f"{self.city}, {self.round}"

    @property
    def place_id(self) -> int:
        """The place of the city that reports; needs `city` selected."""
        return self.city.place_id

    @property
    def is_sent(self) -> bool:
        return self.state != self.State.OPEN
