"""What people type about meetings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.forms import DayField, TidyField, UnrestrictedField, check_unrestricted
from workinggroups.facts import Fact
from workinggroups.models import Attendance, Meeting, MeetingInvitation, Thread, WorkingGroup
from workinggroups.models.meetings import TONGUES
from workinggroups.models.minutes import LONGEST
from workinggroups.times import in_zone, moment_of

LENGTHS = [30, 45, 60, 90, 120, 180, 240, 360, 480]
FURTHER = 3  # times beside the meeting's own
SHORT = {"class": "short"}


def _area(rows: int, **kwargs: Any) -> TidyField:
    return TidyField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class MeetingForm(forms.Form):
    """A new meeting: five fields; everything else can be said later."""

    title = TidyField(label=_("What it is about"), max_length=200)
    day = DayField(label=_("Day"))
    at = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={**SHORT, "placeholder": "11:00"}, format="%H:%M"),
        error_messages={"invalid": _("Write the hour and the minutes: 11:00.")},
    )
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int, choices=())
    city = forms.ModelChoiceField(
        label=_("In the time of which city"),
        queryset=City.objects.none(),
        to_field_name="slug",
        empty_label=None,
        help_text=_("Everybody sees this time and their own beside it."),
    )

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        known = self.initial.get("minutes")
        lengths = sorted({*LENGTHS, *([known] if known else [])})
        self.fields["minutes"].choices = [(n, length(n)) for n in lengths]  # type: ignore[attr-defined]
        self.fields["city"].queryset = group.cities.members()  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """The meeting, for the verb."""
        data, city = self.cleaned_data, self.cleaned_data["city"]
        starts = moment_of(data["day"], data["at"], city.timezone)
        ends = starts + timedelta(minutes=data["minutes"])
        return {"title": data["title"], "starts_at": starts, "ends_at": ends, "city": city}


def length(minutes: int) -> str:
    """How long, as people say it: 45 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} {pgettext_lazy('hours', 'h')}"] if hours else []
    return " ".join([*parts, f"{rest} {_('min')}"] if rest else parts)


class DetailsForm(MeetingForm):
    """A meeting with all that can be said of it."""

    mode = forms.ChoiceField(label=_("How"), choices=Meeting.Mode.choices)
    place = TidyField(
        label=_("Place"), max_length=300, required=False, help_text=_("Building, street, room.")
    )
    link = forms.URLField(
        label=_("Link to join"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Only those who are invited see it."),
    )  # fmt: skip
    dial_in = TidyField(
        label=_("By telephone"), max_length=300, required=False,
        help_text=_("Number and code, for those with a weak connection."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Interpretation into"), choices=list(TONGUES.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    chair = TidyField(
        label=_("Who leads: the post"), max_length=200, required=False,
        help_text=_("This post signs the invitations and the minutes."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Who may know of the meeting"), choices=Meeting.Visibility.choices
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        starts = in_zone(meeting.starts_at, meeting.tz)
        first = {name: getattr(meeting, name) for name in (
            "title", "mode", "place", "link", "dial_in", "languages", "chair", "visibility",
            "version")}  # fmt: skip
        first |= {"day": starts.date(), "at": starts.time(), "minutes": meeting.minutes_long,
                  "city": meeting.city}  # fmt: skip
        super().__init__(data, initial=first, group=meeting.group)
        if not meeting.group.is_listed:
            del self.fields["visibility"]

    def said(self) -> dict[str, Any]:
        names = ("mode", "place", "link", "dial_in", "languages", "chair", "visibility", "version")
        data = self.cleaned_data
        return super().said() | {name: data[name] for name in names if name in data}


class TimesForm(forms.Form):
    """Up to three further times for a meeting, by the clock of its city."""

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.meeting = meeting
        known = list(meeting.times.exclude(starts_at=meeting.starts_at)[:FURTHER])
        for n in range(1, FURTHER + 1):
            at = in_zone(known[n - 1].starts_at, meeting.tz) if n <= len(known) else None
            self.fields[f"day{n}"] = DayField(
                label=_("Time %(number)d: day") % {"number": n + 1}, required=n == 1,
                initial=at.date() if at else None,
            )  # fmt: skip
            self.fields[f"at{n}"] = forms.TimeField(
                label=_("Begins at"), required=n == 1, initial=at.time() if at else None,
                widget=forms.TimeInput(attrs={**SHORT, "placeholder": "11:00"}, format="%H:%M"),
                error_messages={"invalid": _("Write the hour and the minutes: 11:00.")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(1, FURTHER + 1):
            day, at = data.get(f"day{n}"), data.get(f"at{n}")
            if not self.errors and (day is None) != (at is None):
                self.add_error(f"at{n}" if day else f"day{n}", gettext("Say both: day and hour."))
        return data

    def starts(self) -> list[datetime]:
        """The moments meant."""
        data = self.cleaned_data
        pairs = [(data[f"day{n}"], data[f"at{n}"]) for n in range(1, FURTHER + 1)]
        return [moment_of(day, at, self.meeting.tz) for day, at in pairs if day]


TAKES = _("An item takes from 1 to 600 minutes.")


class ItemForm(forms.Form):
    """One point of an agenda."""

    title = TidyField(label=_("Question"), max_length=300)
    minutes = forms.IntegerField(
        label=pgettext_lazy("time", "Minutes"), min_value=1, max_value=600,
        error_messages={"min_value": TAKES, "max_value": TAKES, "invalid": TAKES},
        widget=forms.TextInput(attrs={**SHORT, "inputmode": "numeric"}),
    )  # fmt: skip
    speaker = TidyField(label=_("Who speaks: the post"), max_length=200, required=False)
    thread = forms.ModelChoiceField(
        label=_("The thread about it"), queryset=Thread.objects.none(), required=False,
        empty_label=_("none"),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("Paper"), required=False, help_text=_("PDF or a photograph of it.")
    )
    unrestricted = UnrestrictedField()
    drop_paper = forms.BooleanField(label=_("Take the paper away"), required=False)

    def __init__(
        self, *args: Any, meeting: Meeting, has_paper: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        threads = Thread.objects.filter(group=meeting.group_id, closed_at=None)
        self.fields["thread"].queryset = threads.exclude(  # type: ignore[attr-defined]
            kind=Thread.Kind.MEETING
        ).order_by("-last_post_at")
        if not has_paper:
            del self.fields["drop_paper"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        check_unrestricted(self, "paper")
        return cleaned

    def said(self) -> dict[str, Any]:
        """The item, for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "unrestricted"}


class AnswerForm(forms.Form):
    """What a city answers to an invitation."""

    answer = forms.ChoiceField(
        label=_("Answer of the city"), widget=forms.RadioSelect,
        choices=[one for one in MeetingInvitation.Answer.choices if one[0]],
    )  # fmt: skip
    post = TidyField(
        label=_("Post of the delegate"), max_length=200, required=False,
        help_text=_("Where the city names a delegate."),
    )  # fmt: skip
    name = TidyField(label=_("Surname and initials"), max_length=200, required=False)
    words = TidyField(label=_("A word to the group"), max_length=500, required=False)
    document = TidyField(
        label=_("Letter of the city"), max_length=200, required=False,
        help_text=_("Number and date of the letter with which the city answered."),
    )  # fmt: skip

    def __init__(self, *args: Any, by_letter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_letter:
            self.fields["document"].required = True
        else:
            del self.fields["document"]


class LetterForm(forms.Form):
    """The outgoing number and date of an invitation."""

    number = TidyField(label=_("Outgoing number"), max_length=40, required=False)
    day = DayField(label=_("Date of the letter"), required=False)


class AttendanceForm(forms.Form):
    """One person who took part."""

    city = forms.ModelChoiceField(
        label=_("City"), queryset=City.objects.none(), to_field_name="slug", required=False,
        empty_label=_("another organisation"),
    )  # fmt: skip
    organisation = TidyField(
        label=_("Organisation"), max_length=200, required=False,
        help_text=_("Where the person is not of a city."),
    )  # fmt: skip
    post = TidyField(label=_("Post"), max_length=200)
    name = TidyField(label=_("Surname and initials"), max_length=200, required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Attendance.Sex.choices, required=False,
        help_text=_("Only for the count of women and men; the list does not show it."),
    )  # fmt: skip
    how = forms.ChoiceField(label=pgettext_lazy("took part", "How"), choices=Attendance.How.choices)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cities = City.objects.filter(meeting_invitations__meeting=meeting)
        self.fields["city"].queryset = cities.order_by("position")  # type: ignore[attr-defined]
        if meeting.mode == Meeting.Mode.ONLINE:
            self.fields["how"].initial = Attendance.How.REMOTE


class MinutesForm(forms.Form):
    """The text of minutes."""

    number = TidyField(label=_("Number of the minutes"), max_length=40, required=False)
    text = _area(24, label=_("Text"), max_length=LONGEST)
    take = forms.MultipleChoiceField(
        label=_("Known since then: what to put into the text"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is put in when you save, at its item or at the end. What you have "
                    "written stays as it is."),
    )  # fmt: skip
    leave = forms.BooleanField(label=_("Do not offer the rest again"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, news: list[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if news:
            choices = [(one.key, one.words) for one in news]
            self.fields["take"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["take"], self.fields["leave"]


class CirculateForm(forms.Form):
    """Until when objections are taken."""

    until = DayField(
        label=_("Objections until"),
        help_text=_("To the end of this day. If nobody objects, the minutes are approved."),
    )


class ObjectionForm(forms.Form):
    """What somebody objects to, and why."""

    words = _area(4, label=_("Objection and reason"), max_length=2000)


class ReleaseForm(forms.Form):
    """What whoever makes minutes public has looked at."""

    looked = forms.BooleanField(
        label=_("No name stands without its post, and nothing is of restricted access")
    )


class CallOffForm(forms.Form):
    """Why a meeting is called off."""

    why = TidyField(label=_("Why"), max_length=300, required=False)
