"""What people type to put a question to the cities, to answer it and to say what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from coalition import clock
from coalition.forms import DayField, TidyField, UnrestrictedField, check_unrestricted
from workinggroups.decision_words import MEANINGS
from workinggroups.holidays import as_of, holidays_between
from workinggroups.models import Decision, WorkingGroup
from workinggroups.models.decisions import LONGEST_TEXT
from workinggroups.zones import moment_at, offset_of

DAYS = 7  # the usual time to think about a question
HOUR = "18:00"


class DeadlineForm(forms.Form):
    """Until when, by the clock of which city."""

    closes_on = DayField(label=gettext_lazy("Until: the day"))
    closes_time = forms.TimeField(
        label=gettext_lazy("Until: the time"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "short", "placeholder": "18:00"}),
        error_messages={"invalid": gettext_lazy("Write the time as 18:00.")},
    )
    clock_city = forms.ModelChoiceField(
        label=gettext_lazy("By the clock of"), queryset=City.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["clock_city"]
        chosen.queryset = group.cities.order_by("position", "slug")  # type: ignore[attr-defined]
        chosen.label_from_instance = clock_name  # type: ignore[attr-defined]
        chosen.empty_label = None  # type: ignore[attr-defined]
        self.initial.setdefault("closes_on", clock.today() + timedelta(days=DAYS))
        self.initial.setdefault("closes_time", HOUR)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if all(data.get(name) for name in ("closes_on", "closes_time", "clock_city")):
            data["closes_at"] = moment_at(data["closes_on"], data["closes_time"],
                                          data["clock_city"])  # fmt: skip
        return data


def clock_name(city: City) -> str:
    """A city with how far its clock is from UTC today."""
    return f"{city.name}, {offset_of(clock.now(), ZoneInfo(city.timezone))}"


class WordingForm(forms.Form):
    """The question and what is proposed."""

    question = TidyField(
        label=gettext_lazy("Question"),
        max_length=200,
        help_text=gettext_lazy("One question, in one sentence."),
    )
    text = TidyField(
        label=gettext_lazy("What is proposed"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("The full wording. After the first answer it stays as it is."),
    )


class DecisionForm(DeadlineForm, WordingForm):
    """A new decision."""

    mode = forms.ChoiceField(label=gettext_lazy("How to decide"), widget=forms.RadioSelect)
    about = forms.ChoiceField(
        label=gettext_lazy("For a simple majority: what is chosen"),
        choices=[("", gettext_lazy("not by majority")), *Decision.About.choices],
        required=False,
    )
    quorum = forms.IntegerField(
        label=gettext_lazy("How many cities must speak"),
        min_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=gettext_lazy("A city that has said nothing has not agreed. For consensus: all."),
    )
    lang = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    despite_holidays = forms.BooleanField(
        label=gettext_lazy("Keep this deadline in spite of the holidays"), required=False
    )
    field_order = (
        "question", "text", "mode", "about", "closes_on", "closes_time", "clock_city", "quorum",
        "despite_holidays", "lang",
    )  # fmt: skip

    def __init__(self, *args: Any, group: WorkingGroup, has_rules: bool, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode.value, f"{str(mode.label).capitalize()}. {MEANINGS[mode]}")
            for mode in sorted(Decision.Mode, key=lambda mode: mode != Decision.Mode.CONSENT)
            if mode != Decision.Mode.SILENCE or has_rules
        ]
        if not self.is_bound:
            del self.fields["despite_holidays"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("mode") != Decision.Mode.MAJORITY:
            data["about"] = ""
        elif not data.get("about"):
            self.add_error("about", _("Say what is chosen: a date or the chair."))
        data["quorum"] = data.get("quorum") or 1
        if data.get("mode") == Decision.Mode.SILENCE and data.get("closes_at"):
            self._mind_holidays(data["closes_at"], despite=data.get("despite_holidays"))
        return data

    def _mind_holidays(self, closes_at: datetime, *, despite: bool | None) -> None:
        found = holidays_between(clock.today(), closes_at.date())
        if not found or despite:
            return
        days = "; ".join(f"{formatted(one.day, 'd.m')} ({', '.join(one.countries)})"
                         for one in found)  # fmt: skip
        sentence = _(
            "The period covers public holidays: %(days)s. Choose a later deadline or confirm "
            "this one. Movable feasts are not in the list of %(year)d; look at them yourself."
        )
        self.add_error("despite_holidays", sentence % {"days": days, "year": as_of()})


class ChangeForm(DeadlineForm, WordingForm):
    """Another wording; after the first answer with a deadline of its own."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ("question", "text", "closes_on", "closes_time", "clock_city", "version")


class StanceForm(forms.Form):
    """What a city says."""

    choice = forms.CharField(max_length=12)
    reason = TidyField(
        label=gettext_lazy("Reason"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why a question is taken back."""

    why = TidyField(label=gettext_lazy("Why"), max_length=300, required=False)


class OutcomeForm(forms.Form):
    """What the group concluded."""

    words = TidyField(
        label=gettext_lazy("Outcome"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What the group recommends, in words that can be read alone."),
    )
    review_on = DayField(
        label=gettext_lazy("To be looked at again on"),
        required=False,
        help_text=gettext_lazy(
            "From this day the register says that it is time to look whether it still holds."
        ),
    )
    replaces = forms.ModelChoiceField(
        label=gettext_lazy("Takes the place of"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=gettext_lazy("of no earlier decision"),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = Decision.objects.filter(
            thread__group=decision.thread.group, state=Decision.State.STATED
        )
        self.fields["replaces"].queryset = earlier.order_by("-pk")  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """A recommendation as a proposal to the cities."""

    text = TidyField(
        label=gettext_lazy("What is proposed to the cities"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    measure_title = TidyField(
        label=gettext_lazy("As a measure it could be called"), max_length=400, required=False
    )
    office = TidyField(
        label=gettext_lazy("Who could lead it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("A department of the city, in general words."),
    )
    due_on = DayField(label=gettext_lazy("By when it could be done"), required=False)


class RulesForm(forms.Form):
    """The rules of procedure of a group."""

    title = TidyField(label=gettext_lazy("Title of the document"), max_length=200)
    adopted_on = DayField(label=gettext_lazy("Agreed on"))
    link = forms.URLField(
        label=gettext_lazy("Link"), max_length=400, required=False, assume_scheme="https"
    )
    file = forms.FileField(label=gettext_lazy("File (PDF)"), required=False)
    unrestricted = UnrestrictedField()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_unrestricted(self, "file")
        if not data.get("link") and not data.get("file"):
            raise ValidationError(_("Give a link to the document, or its file."))
        return data


class ConsultationForm(forms.Form):
    """A question to other cities, away from everybody else."""

    question = TidyField(label=gettext_lazy("Question"), max_length=200)
    words = TidyField(
        label=gettext_lazy("What it is about"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cities = forms.ModelMultipleChoiceField(
        label=gettext_lazy("With which cities"),
        queryset=City.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="slug",
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = City.objects.members().exclude(pk=city.pk)
        self.fields["cities"].queryset = others  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """What came of a consultation."""

    outcome = TidyField(
        label=gettext_lazy("What came of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
