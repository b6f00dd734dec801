"""A plan and its two upper floors: goals and directions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.words import Worded
from cities.models import City
from coalition.models import Place, User
from coalition.permissions import Person, places_with


def pages_open(of: str = "") -> Q:
    """Plans whose pages everybody reads: joint ones, and those of cities with open pages.

    `of` names the way to the plan, such as "plan__".
    """
    return Q(**{f"{of}city": None}) | Q(**{f"{of}city__pages_closed": False})


def of_members(of: str = "") -> Q:
    """Plans that stand in the Coalition's lists: joint ones, and those of its members today."""
    return Q(**{f"{of}city": None}) | Q(**{f"{of}city__status": City.Status.MEMBER})


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def public(self) -> Self:
        """Plans that have been adopted and not taken back."""
        return self.filter(pages_open(), state__in=ActionPlan.PUBLIC_STATES)

    def current(self) -> Self:
        """The plan on each city's table: the one in force, or the next while it is prepared."""
        return self.filter(is_current=True)

    def prepared(self) -> Self:
        """Plans of which no edition has been adopted yet."""
        return self.filter(state__in=ActionPlan.PREPARED_STATES)

    def in_work(self) -> Self:
        """Plans that have not ended."""
        return self.exclude(state=ActionPlan.State.ARCHIVED)

    def visible_to(self, user: Person) -> Self:
        """What is public, and every plan of the places whose inside a person may see."""
        return self.filter(
            Q(pages_open(), state__in=ActionPlan.PUBLIC_STATES)
            | Q(place__in=places_with(user, "see_inside"))
            | Q(pk__in=ActionPlan.objects.shared_with(user).values("pk"))
        )

    def locked(self, plan: ActionPlan) -> ActionPlan:
        """The plan as it is now, so that two words of cities come one after the other."""
        rows = self.select_for_update(of=("self",))
        return rows.select_related("place", "city").get(pk=plan.pk)

    def shared_with(self, user: Person, *states: str) -> Self:
        """Joint plans in which a person's city takes part, or is asked to."""
        return self.filter(
            city=None,
            participations__city__place__in=places_with(user, "see_inside"),
            participations__state__in=states or ("proposed", "agreed"),
        ).distinct()


class ActionPlan(Worded):
    """What a city has set out to do against disasters and for adaptation, over some years."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        ON_REVIEW = "on_review", _("before the approver")
        ADOPTED = "adopted", _("adopted")
        ARCHIVED = "archived", _("ended, kept")
        WITHDRAWN = "withdrawn", _("withdrawn by the city")

    PUBLIC_STATES = (State.ADOPTED, State.ARCHIVED)
    PREPARED_STATES = (State.DRAFT, State.ON_REVIEW)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="plans")
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, related_name="plans", null=True, blank=True
    )
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=40, default="integrated")
    title = models.CharField(_("title"), max_length=400)
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_current = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=0)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    act_kind = models.CharField(_("kind of act"), max_length=100, blank=True)
    act_number = models.CharField(_("number of the act"), max_length=60, blank=True)
    act_signatory = models.CharField(_("signed by (post)"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city"],
                condition=Q(is_current=True),
                name="one_current_plan_per_city",
                violation_error_message=_("The city already has a current plan."),
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="plan_ends_after_it_begins",
                violation_error_message=_("The plan ends before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(state="adopted") | Q(adopted_on__isnull=False, edition__gte=1),
                name="an_adopted_plan_has_its_date_and_edition",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def is_prepared(self) -> bool:
        return self.state in self.PREPARED_STATES

    @property
    def is_in_force(self) -> bool:
        """Whether it is the city's plan of today: adopted, or the only one there is so far."""
        return self.is_current or self.state == self.State.ADOPTED

    @property
    def is_in_work(self) -> bool:
        return self.state != self.State.ARCHIVED

    @property
    def is_joint(self) -> bool:
        return self.city_id is None

    @property
    def years(self) -> range:
        """The years the plan touches."""
        return range(self.period_start.year, self.period_end.year + 1)


class Goal(Worded):
    """What a plan wants to be true at its end."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="goals")
    code = models.CharField(_("number"), max_length=10)
    title = models.CharField(_("title"), max_length=400)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="one_goal_per_code")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Direction(Worded):
    """A line of work towards a goal; measures stand under it."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="directions")
    code = models.CharField(_("number"), max_length=12)
    key = models.CharField(_("kind of direction"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=400)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "code"], name="one_direction_per_code")
        ]
        ordering = ["goal__position", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
