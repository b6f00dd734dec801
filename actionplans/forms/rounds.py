"""What a city and its reviewers type about a report of a round."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.models import CityReport, Remark
from actionplans.periods import Kind, ended, ends, say_period
from actionplans.reporting import parts_of
from actionplans.verbs.overview import ANSWER_DAYS
from actionplans.verbs.rounds import SUBMIT_DAYS
from coalition import clock
from coalition.forms import DayField, TidyField, refuse
from coalition.http import whole

PERIODS = {Kind.QUARTER: 4, Kind.HALF_YEAR: 2, Kind.JAPANESE: 2}


def words(rows: int, **more: Any) -> TidyField:
    """A field of several lines."""
    more.setdefault("max_length", 8000)
    return TidyField(widget=forms.Textarea(attrs={"rows": rows}), **more)


class DeedForm(forms.Form):
    """One deed with a report; it carries the version of the report that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, report: CityReport, deed: str) -> None:
        self.report = report
        super().__init__(data, initial={"version": report.version}, auto_id=f"{deed}_%s")

    def refuse(self, refusal: ValidationError) -> None:
        """Put the sentences of a refusal beside the fields they are about."""
        refuse(self, refusal)


class SubmitForm(DeedForm):
    """The covering words of a report."""

    covering = words(
        3, label=_("Covering words"), required=False,
        help_text=_("What reviewers should know of the period as a whole. The text holds no "
                    "information of restricted distribution."),
    )  # fmt: skip


class PositionForm(DeedForm):
    """The city's own position."""

    position = words(4, label=_("The city's position"))


class CorrectionForm(DeedForm):
    """A correction beside a closed report, of the whole or of one measure."""

    code = forms.ChoiceField(label=_("Measure"), required=False)
    text = words(3, label=_("Correction"))

    def __init__(self, data: Any = None, *, report: CityReport, deed: str) -> None:
        super().__init__(data, report=report, deed=deed)
        lines = getattr(report, "lines", [])
        of = [(line.about["code"], f"{line.about['code']} {line.title}") for line in lines]
        self.fields["code"].choices = [("", _("The report as a whole")), *of]  # type: ignore[attr-defined]


class AnswersForm(DeedForm):
    """The answers to all proposals of a report; each remembers the version it was read in."""

    def __init__(self, data: Any = None, *, report: CityReport, deed: str) -> None:
        super().__init__(data, report=report, deed=deed)
        shown = parts_of(report).values("pk")
        self.remarks = list(report.remarks.filter(state=Remark.State.SENT, contribution__in=shown))
        for one in self.remarks:
            self.fields[f"answer_{one.pk}"] = words(
                3, label=_("The city's answer"), required=False, initial=one.answer
            )
            self.fields[f"answer_{one.pk}"].needed = True  # type: ignore[attr-defined]
            self.fields[f"version_{one.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=one.version
            )

    @property
    def answers(self) -> dict[int, forms.BoundField]:
        """{proposal: the field of its answer}."""
        return {one.pk: self[f"answer_{one.pk}"] for one in self.remarks}

    @property
    def versions(self) -> list[forms.BoundField]:
        return [self[f"version_{one.pk}"] for one in self.remarks]

    def said(self) -> dict[str, dict[int, Any]]:
        """What was typed, for the verb."""
        return {
            "words": {one.pk: self.cleaned_data[f"answer_{one.pk}"] for one in self.remarks},
            "versions": {
                one.pk: self.cleaned_data[f"version_{one.pk}"] or 0 for one in self.remarks
            },
        }


class ProposalForm(DeedForm):
    """A proposal for clarification on one measure; empty words remove it."""

    part = forms.CharField(widget=forms.HiddenInput)
    text = words(3, label=_("Proposal for clarification"), required=False, max_length=4000)

    def clean_part(self) -> int | None:
        return whole(self.cleaned_data["part"])


class SendForm(DeedForm):
    """The day by which answers are hoped for."""

    answer_by = DayField(label=_("Answers are awaited by"), required=False)

    def __init__(self, data: Any = None, *, report: CityReport, deed: str) -> None:
        super().__init__(data, report=report, deed=deed)
        self.initial["answer_by"] = clock.today() + timedelta(days=ANSWER_DAYS)


class NoteForm(DeedForm):
    """A note among reviewers."""

    text = words(2, label=_("A note for reviewers"), max_length=4000)


class RecuseForm(DeedForm):
    """Why a reviewer steps back."""

    reason = TidyField(
        label=_("Why"), max_length=400, help_text=_("The city reads it in its journal.")
    )


class RoundForm(forms.Form):
    """Which period is opened, and until when reports are awaited."""

    period = forms.ChoiceField(label=_("Period"))
    submit_by = DayField(label=_("Reports are awaited by"))

    def __init__(self, data: Any = None) -> None:
        today = clock.today()
        super().__init__(data, initial={"submit_by": today + timedelta(days=SUBMIT_DAYS)})
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (f"{kind}:{day.isoformat()}", say_period(kind, day, ends(kind, day)))
            for kind, count in PERIODS.items()
            for day in ended(kind, today, count)
        ]

    def chosen(self) -> tuple[str, date]:
        """The kind of the period and its first day."""
        kind, _colon, day = self.cleaned_data["period"].partition(":")
        return kind, date.fromisoformat(day)
