"""What an editor types about progress: a row of the quick screen, or one measure in full."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import Contribution
from actionplans.saying import Said
from actionplans.wording import REPORT, money, step, unit_of
from coalition.forms import DayField, FilesField, ManyFiles, NumberField, TidyField


class PercentField(NumberField):
    """A share of the work done; «45 %» is understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=REPORT["percent"], max_value=100, min_value=0, decimal_places=0,
                         **kwargs)  # fmt: skip
        bounds = gettext_lazy("The percentage is between 0 and 100.")
        for validator in self.validators:
            if isinstance(validator, MaxValueValidator | MinValueValidator):
                validator.message = bounds

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.rstrip(" %\u00a0") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:  # type: ignore[override]
        number = super().clean(value)
        return None if number is None else int(number)


# five worded steps for who does not count percent; each is a share of the work
WORDED = (
    (0, gettext_lazy("Not begun")),
    (25, gettext_lazy("Being prepared: project, money, contractor")),
    (50, gettext_lazy("Works are under way")),
    (75, gettext_lazy("Most is done")),
    (100, gettext_lazy("Done and accepted")),
)
BY_STEPS = "steps"


def camera() -> ManyFiles:
    """The camera of a telephone; on a desk, the choice of a picture."""
    return ManyFiles(attrs={"accept": "image/*", "capture": "environment"})


def worded() -> forms.ChoiceField:
    """The share of work in words, beside the number."""
    return forms.ChoiceField(
        label=gettext_lazy("or in words"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", gettext_lazy("as the number says")),
                 *((str(share), f"{share} % · {name}") for share, name in WORDED)],
    )  # fmt: skip


class QuickRow(forms.Form):
    """One measure of the quick screen: status, percentage, what was done; or no changes."""

    unchanged = forms.BooleanField(label=gettext_lazy("No changes"), required=False)
    status = forms.ChoiceField(label=REPORT["status"], choices=Contribution.Status.choices)
    percent = PercentField()
    worded = worded()
    achieved = TidyField(
        label=REPORT["achieved"],
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("The photos hold no information of restricted distribution"),
        required=False,
    )
    photos = FilesField(label=gettext_lazy("Photo"), widget=camera())
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, part: Contribution) -> None:
        self.part = part
        super().__init__(
            data,
            files,
            prefix=f"m{part.pk}",
            initial={"status": part.status, "percent": part.percent, "key": uuid.uuid4()},
        )

    @property
    def is_touched(self) -> bool:
        """Whether anything was said in this row."""
        said = {"unchanged", "status", "percent", "worded", "achieved", "photos"}
        return not said.isdisjoint(self.changed_data)

    @property
    def opens(self) -> bool:
        """Whether the row is shown open: what was typed has to be corrected."""
        return bool(self.is_bound and self.errors)

    def said(self) -> Said:
        """The row as a report."""
        data = self.cleaned_data
        if data["unchanged"]:
            nothing = _("No changes since the last report.")
            return {"status": self.part.status, "percent": self.part.percent,
                    "achieved": data["achieved"] or nothing}  # fmt: skip
        share = int(data["worded"]) if data["worded"] else data["percent"]
        return {"status": data["status"], "percent": share, "achieved": data["achieved"]}


class ReportForm(forms.Form):
    """One measure in full: also readings, money spent, what is in the way, what comes next."""

    status = forms.ChoiceField(label=REPORT["status"], choices=Contribution.Status.choices)
    percent = PercentField()
    worded = worded()
    steps = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Steps that are done"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    achieved = TidyField(
        label=REPORT["achieved"], max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    obstacles = TidyField(
        label=REPORT["obstacles"],
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_steps = TidyField(
        label=REPORT["next_steps"],
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("The files hold no information of restricted distribution"),
        required=False,
    )
    photos = FilesField(label=gettext_lazy("Take a photo now"), widget=camera())
    papers = FilesField(
        label=gettext_lazy("Photos and papers from the device"),
        help_text=gettext_lazy("JPG, PNG or PDF, at most 10 MB each; several at once."),
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    alt = TidyField(
        label=gettext_lazy("What the photos show"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For those who cannot see them: a short sentence."),
    )
    on = DayField(label=REPORT["on"], help_text=gettext_lazy("The day of which this is true."))
    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, files: Any = None, *, part: Contribution, initial: Said
    ) -> None:
        super().__init__(data, files, initial=initial)
        self._offer_steps(part, set(initial.get("steps", ())))
        self.fields["percent"].widget.attrs["class"] = "short"
        self.readings = {f"reading_{one.pk}": one for one in part.measure.indicators.all()}
        self.lines = {f"spent_{one.pk}": one for one in part.budget_lines.all()}
        for name, indicator in self.readings.items():
            unit = f", {indicator.unit}" if indicator.unit else ""
            self.fields[name] = NumberField(
                label=f"{indicator.name}{unit}", required=False, max_digits=16, decimal_places=3
            )
        for name, line in self.lines.items():
            values = {"amount": line.amount, "scale": line.scale, "currency": line.currency,
                      "source": line.source}  # fmt: skip
            self.fields[name] = NumberField(
                label=_("Spent so far, of %(sum)s") % {"sum": money(values)},
                required=False,
                min_value=0,
                max_digits=16,
                decimal_places=3,
                help_text=_("In the same units as the budget: %(unit)s.") % {"unit": unit_of(line)},
            )

    def _offer_steps(self, part: Contribution, told: set[int]) -> None:
        """The steps still to be done, and how far the measure is when they are counted."""
        steps = list(part.milestones.all())
        open_ones = [one for one in steps if one.done_on is None or one.pk in told]
        self.steps_done, self.steps_count = len(steps) - len(open_ones), len(steps)
        if not open_ones:
            del self.fields["steps"]
            return
        self.fields["steps"].choices = [  # type: ignore[attr-defined]
            (one.pk, step({"title": one.title, "due_on": one.due_on})) for one in open_ones
        ]
        self.fields["steps"].help_text = _(
            "%(done)d of %(count)d were done before. They count once the report is approved."
        ) % {"done": self.steps_done, "count": self.steps_count}
        self.fields["worded"].choices = [  # type: ignore[attr-defined]
            *self.fields["worded"].choices,  # type: ignore[attr-defined]
            (BY_STEPS, _("by the steps that are done")),
        ]

    @property
    def percent_said(self) -> int:
        """The share of work as a number, however it was told."""
        data = self.cleaned_data
        if data["worded"] == BY_STEPS:
            done = self.steps_done + len(data.get("steps", ()))
            return round(100 * done / self.steps_count)
        return int(data["worded"] or data["percent"])

    @property
    def files_said(self) -> list[UploadedFile]:
        return [*self.cleaned_data["photos"], *self.cleaned_data["papers"]]

    @property
    def words(self) -> list[forms.BoundField]:
        names = ("status", "percent", "worded", "steps", "achieved", "obstacles", "next_steps",
                 "on")  # fmt: skip
        return [self[name] for name in names if name in self.fields]

    @property
    def evidence(self) -> list[forms.BoundField]:
        return [self[name] for name in ("is_open", "photos", "papers", "alt")]

    @property
    def numbers(self) -> list[forms.BoundField]:
        return [self[name] for name in (*self.readings, *self.lines)]

    def said(self) -> Said:
        """What was typed, as a report."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in
               ("status", "achieved", "obstacles", "next_steps", "on")},
            "percent": self.percent_said,
            "steps": data.get("steps", ()),
            "readings": {one.pk: data[name] for name, one in self.readings.items()
                         if data[name] is not None},
            "spent": {one.pk: data[name] for name, one in self.lines.items()
                      if data[name] is not None},
        }  # fmt: skip

    def refuse(self, messages: dict[str, list[str]]) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        for name, sentences in messages.items():
            place = "papers" if name == "files" else name
            self.add_error(place if place in self.fields else None, sentences)
