"""The regional project that supports the Coalition: what it promised, what came of it, and where
each number is from. Kept by the reviewers; nothing of it is public.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actionplans.models.contributions import Contribution
from actionplans.models.progress import ProgressUpdate
from actionplans.periods import Kind, ends, say_period
from coalition.models import User
from coalition.models.terms import in_language


class Named(models.Model):
    """Something with a name in Russian and in English."""

    names = models.JSONField(_("name, by language"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names)


class Project(Named):
    """A project of UNDP and its donor; `sources` say where the facts are from."""

    slug = models.SlugField(max_length=40, unique=True)
    donors = models.JSONField(_("donor, by language"))
    first_year = models.PositiveSmallIntegerField(_("from"))
    last_year = models.PositiveSmallIntegerField(_("to"))
    sources = models.JSONField(_("source, by language"), default=dict)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="project_ends_after_it_begins",
                violation_error_message=_("The project ends before it begins."),
            )
        ]
        ordering = ["first_year", "pk"]

    @property
    def donor(self) -> str:
        return in_language(self.donors)

    @property
    def source(self) -> str:
        return in_language(self.sources)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


class ProjectOutput(Named):
    """A result the project is to bring about."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outputs")
    code = models.CharField(_("number"), max_length=10)
    source = models.CharField(_("source"), max_length=300, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="one_output_per_code")
        ]
        ordering = ["position", "pk"]


class Split(models.TextChoices):
    """By what people are counted apart."""

    SEX = "sex", _("by sex")
    AGE = "age", _("by age")
    DISABILITY = "disability", _("by disability")


class Group(models.TextChoices):
    """One group of people of a split."""

    WOMEN = "women", _("women and girls")
    MEN = "men", _("men and boys")
    AGE_0 = "age_0_17", _("0–17 years")
    AGE_18 = "age_18_29", _("18–29 years")
    AGE_30 = "age_30_59", _("30–59 years")
    AGE_60 = "age_60", _("60 years and over")
    WITH = "with_disability", _("persons with disabilities")
    WITHOUT = "without_disability", _("persons without disabilities")


GROUPS = {
    Split.SEX: (Group.WOMEN, Group.MEN),
    Split.AGE: (Group.AGE_0, Group.AGE_18, Group.AGE_30, Group.AGE_60),
    Split.DISABILITY: (Group.WITH, Group.WITHOUT),
}
SPLIT_OF = {group: split for split, groups in GROUPS.items() for group in groups}


class ProjectIndicator(Named):
    """What is counted for an output: from a baseline to a target for each year."""

    class Counts(models.TextChoices):
        SINCE = "since", _("since the beginning of the project")
        PERIOD = "period", _("of the period alone")

    output = models.ForeignKey(ProjectOutput, on_delete=models.PROTECT, related_name="indicators")
    code = models.CharField(_("number"), max_length=12)
    units = models.JSONField(_("unit, by language"), default=dict, blank=True)
    counts = models.CharField(
        _("values are told"), max_length=6, choices=Counts, default=Counts.SINCE
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=3, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    verifications = models.JSONField(_("source of verification"), default=dict, blank=True)
    splits = models.JSONField(_("people are counted apart"), default=list, blank=True)
    is_example = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["output", "code"],
                name="one_project_indicator_per_code",
                violation_error_message=_("There is an indicator with this number already."),
            )
        ]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def unit(self) -> str:
        return in_language(self.units)

    @property
    def verification(self) -> str:
        return in_language(self.verifications)


class ProjectTarget(models.Model):
    """What an indicator is to reach by the end of a year."""

    indicator = models.ForeignKey(
        ProjectIndicator, on_delete=models.CASCADE, related_name="targets"
    )
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="one_target_per_year")
        ]
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"


class OfPeriod(models.Model):
    """Something said of a quarter, a half-year or a Japanese fiscal year."""

    kind = models.CharField(_("period"), max_length=20, choices=Kind)
    starts_on = models.DateField(_("from"))

    class Meta:
        abstract = True

    @property
    def ends_on(self) -> date:
        return ends(self.kind, self.starts_on)

    @property
    def period(self) -> str:
        return say_period(self.kind, self.starts_on, self.ends_on)

    @property
    def span_key(self) -> str:
        """The period as addresses have it."""
        return f"{self.kind}:{self.starts_on.isoformat()}"


class ProjectActual(OfPeriod):
    """The value an indicator had in a period; what it rests on stands beside it.

    `figure` names a figure of the platform (`actionplans.project.figures`) it was taken from.
    """

    indicator = models.ForeignKey(
        ProjectIndicator, on_delete=models.PROTECT, related_name="actuals"
    )
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    figure = models.CharField(max_length=30, blank=True)
    note = models.TextField(_("comment"), blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "starts_on"], name="one_actual_per_period"
            )
        ]
        ordering = ["-starts_on", "kind"]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.period}: {self.value}"


class ProjectCount(models.Model):
    """How many of the people of an actual belong to one group."""

    actual = models.ForeignKey(ProjectActual, on_delete=models.CASCADE, related_name="people")
    group = models.CharField(max_length=20, choices=Group)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actual", "group"], name="one_count_per_group")
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.count}"


class ProjectEvidence(models.Model):
    """What an actual rests on: a city's part in a measure, its update, or something elsewhere.

    Meetings and decisions of groups are named by their title and address.
    """

    actual = models.ForeignKey(ProjectActual, on_delete=models.CASCADE, related_name="evidence")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    update = models.ForeignKey(
        ProgressUpdate, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("what it is"), max_length=300, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actual", "contribution"],
                condition=Q(update=None),
                name="one_project_evidence_per_part",
            ),
            models.UniqueConstraint(
                fields=["actual", "update"], name="one_project_evidence_per_update"
            ),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, title="")
                | Q(contribution=None, update=None) & ~Q(title=""),
                name="project_evidence_is_a_measure_or_named",
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title or str(self.contribution)


class Section(models.TextChoices):
    """The parts of a report that reviewers write in words."""

    SUMMARY = "summary", _("Summary")
    PROGRESS = "output_progress", _("Progress of outputs")
    FINANCE = "financial_summary", _("Financial summary")
    RISKS = "risks_and_issues", _("Risks and issues")
    CHALLENGES = "challenges", _("Challenges")
    LESSONS = "lessons", _("Lessons")
    PLAN = "next_period_plan", _("Next period")


class ProjectText(OfPeriod):
    """What the reviewers say in one part of a period's report, in one language; each version."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=20, choices=Section)
    lang = models.CharField(max_length=2, choices=[("en", "English"), ("ru", "Русский")])
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "starts_on", "section", "lang", "version"],
                name="one_text_per_section_and_version",
            )
        ]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.get_section_display()}, {self.lang}, {self.version}"
