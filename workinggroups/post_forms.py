"""What people type to take something further from a post or a thread."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition.forms import DayField, TidyField
from coalition.models import User
from workinggroups.models import Thread, WorkingGroup
from workinggroups.people import introduced, people_of


class TaskForm(forms.Form):
    """A task: what, whose, until when."""

    what = TidyField(
        label=_("What is to be done"),
        max_length=300,
        help_text=_("One sentence: prepare a sample of the warning in Uzbek."),
    )
    user = forms.ChoiceField(label=_("Person"), required=False)
    city = forms.ChoiceField(label=_("City"), required=False)
    due = DayField(label=_("Until"), required=False)
    measure = TidyField(
        label=_("Address of a measure"),
        max_length=300,
        required=False,
        help_text=_("If it serves a measure of a plan: copy the address of its page."),
    )

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of(group)
        self.people = {str(one.user.pk): one.user for one in people}
        self.cities = {city.slug: city for city in group.cities.all()}
        empty = ("", "–")
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            empty,
            *((str(one.user.pk), introduced(one.user, one.city)) for one in people),
        ]
        self.fields["city"].choices = [  # type: ignore[attr-defined]
            empty,
            *((slug, city.name) for slug, city in self.cities.items()),
        ]
        for name in ("user", "city"):  # one of the two is needed
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        return self.people.get(self.cleaned_data["user"])

    def clean_city(self) -> City | None:
        return self.cities.get(self.cleaned_data["city"])


class DoneForm(forms.Form):
    """What came of a task."""

    result = TidyField(
        label=_("What came of it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RenameForm(forms.Form):
    """A thread in other words."""

    title = TidyField(label=_("Question"), max_length=200)
    purpose = TidyField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(forms.Form):
    """Where a thread goes."""

    group = forms.ModelChoiceField(
        label=_("Group"), queryset=WorkingGroup.objects.none(), to_field_name="slug"
    )

    def __init__(self, *args: Any, thread: Thread, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = WorkingGroup.objects.writable_by(user).exclude(pk=thread.group_id)
        others = others.exclude(kind=WorkingGroup.Kind.CONSULTATION)
        self.fields["group"].queryset = others.filter(archived=False)  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """Which posts go on in a thread of their own, and under which question."""

    title = TidyField(label=_("Question of the new thread"), max_length=200)
    numbers = forms.TypedMultipleChoiceField(
        label=_("Posts that move"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = posts  # type: ignore[attr-defined]
