"""What people type to put a question to the cities, and to answer it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from coalition import clock
from coalition.forms import DayField, TidyField
from workinggroups.announcing import meetings_begun
from workinggroups.decision_words import MEANINGS
from workinggroups.holidays import as_of, holidays_between
from workinggroups.models import Decision, Meeting, WorkingGroup
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


def mode_label(mode: Decision.Mode) -> str:
    """A way of deciding by its name, and what happens under it."""
    return format_html("<strong>{}.</strong> {}", str(mode.label).capitalize(), MEANINGS[mode])


class DecisionForm(DeadlineForm, WordingForm):
    """A new decision, or a draft of one."""

    mode = forms.ChoiceField(label=gettext_lazy("How to decide"), widget=forms.RadioSelect)
    about = forms.ChoiceField(
        label=gettext_lazy("For a simple majority: what is chosen"),
        choices=[("", gettext_lazy("not by majority")), *Decision.About.choices],
        required=False,
    )
    put_meeting = forms.ModelChoiceField(
        label=gettext_lazy("For the silence procedure: at which meeting it was announced"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=gettext_lazy("at a meeting that is not in the list"),
    )
    put_words = TidyField(
        label=gettext_lazy("If it is not in the list: which meeting, and when"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: Council of members, 12 November 2026, Dushanbe."),
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
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    field_order = (
        "question", "text", "mode", "about", "put_meeting", "put_words", "closes_on",
        "closes_time", "clock_city", "despite_holidays", "quorum", "lang", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, group: WorkingGroup, has_rules: bool, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode.value, mode_label(mode))
            for mode in sorted(Decision.Mode, key=lambda mode: mode != Decision.Mode.CONSENT)
            if mode != Decision.Mode.SILENCE or has_rules
        ]
        if has_rules:
            self.fields["put_meeting"].queryset = meetings_begun(group)  # type: ignore[attr-defined]
            self.fields["put_meeting"].label_from_instance = meeting_name  # type: ignore[attr-defined]
        else:
            del self.fields["put_meeting"], self.fields["put_words"]
        if not self.is_bound:
            del self.fields["despite_holidays"]

    @property
    def is_draft(self) -> bool:
        """Whether it is to be laid by, and not put to the cities yet."""
        return "draft" in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("mode") != Decision.Mode.MAJORITY:
            data["about"] = ""
        elif not data.get("about"):
            self.add_error("about", _("Say what is chosen: a date or the chair."))
        data["quorum"] = data.get("quorum") or 1
        silent = data.get("mode") == Decision.Mode.SILENCE
        if silent and data.get("closes_at") and not self.is_draft:
            self._mind_holidays(data["closes_at"], despite=data.get("despite_holidays"))
        return data

    def _mind_holidays(self, closes_at: datetime, *, despite: bool | None) -> None:
        found = holidays_between(clock.today(), timezone.localdate(closes_at))
        if not found or despite:
            return
        days = "; ".join(f"{formatted(one.day, 'd.m')} ({', '.join(one.countries)})"
                         for one in found)  # fmt: skip
        sentence = _(
            "The period covers public holidays: %(days)s. Choose a later deadline or confirm "
            "this one. Movable feasts are not in the list of %(year)d; please check them yourself."
        )
        self.add_error("despite_holidays", sentence % {"days": days, "year": as_of()})

    @property
    def asked(self) -> dict[str, Any]:
        """What the verbs take."""
        names = ("mode", "question", "text", "closes_at", "clock_city", "quorum", "about", "lang",
                 "put_meeting", "put_words")  # fmt: skip
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


def meeting_name(meeting: Meeting) -> str:
    """A meeting by its day and title."""
    return f"{date_format(timezone.localdate(meeting.starts_at))}, {meeting.title}"


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
