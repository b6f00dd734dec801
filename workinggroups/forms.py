"""What people type in groups and threads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.forms import DayField, FilesField, ManyFiles, TidyField
from coalition.models import User
from coalition.models.terms import term_choices
from coalition.roles import roles_of
from workinggroups.models import WorkingGroup
from workinggroups.models.posts import LONGEST
from workinggroups.unfinished import Unfinished


class PostForm(forms.Form):
    """A post, under the key its page was given."""

    body = forms.CharField(
        label=_("Your message"),
        strip=False,
        required=False,  # the deed itself says what is missing
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    lang = forms.ChoiceField(label=_("Language of the message"), choices=settings.LANGUAGES)
    reply_to = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    attached = FilesField(
        label=_("Files"),
        help_text=_("PDF, Word, Excel, JPG or PNG; up to 10 MB each."),
        widget=ManyFiles(attrs={"accept": ".pdf,.docx,.xlsx,image/jpeg,image/png"}),
    )


class CorrectionForm(forms.Form):
    """A corrected wording of one's own post."""

    body = forms.CharField(label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 8}))
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class WhyForm(forms.Form):
    """Why a post is withdrawn."""

    why = TidyField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("Everybody in the thread sees this."),
    )


class ThreadForm(forms.Form):
    """A new thread: one question."""

    title = TidyField(
        label=_("Question"),
        max_length=200,
        help_text=_("One question for one thread: which sensors do we choose for the inflow?"),
    )
    purpose = TidyField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lang = forms.ChoiceField(label=_("Language of the thread"), choices=settings.LANGUAGES)


class ClosingForm(forms.Form):
    """What a discussion came to."""

    words = TidyField(
        label=_("What was concluded"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences; they stay at the end of the thread."),
    )


class AskForm(forms.Form):
    """Why a person would like to join a group."""

    words = TidyField(
        label=_("In a few words: why"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LetInForm(forms.Form):
    """Whom to invite into a group, and as whom."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    until = DayField(
        label=_("Until"), required=False, help_text=_("The last day; a guest needs one.")
    )
    stakeholder = forms.ChoiceField(
        label=_("Whom a guest speaks for"), required=False, help_text=_("For guests alone.")
    )
    organisation = TidyField(label=_("Organisation of a guest"), max_length=200, required=False)

    def __init__(self, *args: Any, may_name_chair: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.key, f"{role.name}: {role.may}")
            for role in roles_of("group")
            if role.key != "chair" or may_name_chair
        ]
        self.fields["stakeholder"].choices = [  # type: ignore[attr-defined]
            ("", _("not a guest")), *term_choices("stakeholder_groups")
        ]  # fmt: skip

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < clock.today():
            raise ValidationError(_("This day has passed."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == "guest" and not data.get("until") and "until" not in self.errors:
            raise ValidationError({"until": _("A guest is let in until a day. Name it.")})
        if data.get("role") == "guest" and not data.get("stakeholder"):
            raise ValidationError({"stakeholder": _("Say whom the guest speaks for.")})
        return data


class GroupForm(forms.Form):
    """A new working group, as the secretariat opens it."""

    name = TidyField(label=_("Name in Russian"), max_length=120)
    name_en = TidyField(label=_("Name in English"), max_length=120, required=False)
    slug = forms.SlugField(
        label=_("Address"), max_length=50, help_text=_("Latin letters: early-warning.")
    )
    kind = forms.ChoiceField(label=_("Kind"))
    mandate = TidyField(
        label=_("Mandate"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    visibility = forms.ChoiceField(label=_("Who may know of it"))
    cities = forms.ModelMultipleChoiceField(
        label=_("Cities with a seat"),
        queryset=City.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        to_field_name="slug",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, seen = WorkingGroup.Kind, WorkingGroup.Visibility
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in (kinds.TECHNICAL, kinds.THEMATIC, kinds.COMMISSION)
        ]
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            (choice.value, choice.label) for choice in (seen.PUBLIC, seen.COALITION, seen.GROUP)
        ]
        self.fields["cities"].queryset = City.objects.members()  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug == "new" or WorkingGroup.objects.filter(slug=slug).exists():
            raise ValidationError(_("This address is taken. Choose another."))
        return slug


class GroupWordsForm(forms.Form):
    """What a group says of itself, in the two languages of the public pages."""

    name_ru = TidyField(label=_("Name in Russian"), max_length=120)
    name_en = TidyField(label=_("Name in English"), max_length=120, required=False)
    mandate_ru = TidyField(
        label=_("Mandate in Russian"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    mandate_en = TidyField(
        label=_("Mandate in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visibility = forms.ChoiceField(label=_("Who may know of it"))

    def __init__(self, *args: Any, group: WorkingGroup, **kwargs: Any) -> None:
        texts = {"name": group.names, "mandate": group.mandate}
        said = {
            f"{name}_{lang}": words.get(lang, "")
            for name, words in texts.items()
            for lang in ("ru", "en")
        }
        kwargs["initial"] = {**said, "visibility": group.visibility}
        super().__init__(*args, **kwargs)
        seen = WorkingGroup.Visibility
        self.fields["visibility"].choices = [  # type: ignore[attr-defined]
            (choice.value, choice.label) for choice in (seen.PUBLIC, seen.COALITION, seen.GROUP)
        ]

    def words(self, name: str) -> dict[str, str]:
        """One of the texts by language."""
        return {lang: self.cleaned_data[f"{name}_{lang}"] for lang in ("ru", "en")}


class FinishForm(forms.Form):
    """What a group came to, as it ends its work."""

    ru = TidyField(
        label=_("Closing words in Russian"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They stand on the group's page: what was done and where to read of it."),
    )
    en = TidyField(
        label=_("Closing words in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    leave = forms.BooleanField(
        label=_("It may stay as it is"),
        error_messages={"required": _("Say that it may stay as it is, or finish it first.")},
    )

    def __init__(self, *args: Any, unfinished: Unfinished, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unfinished.is_left:
            del self.fields["leave"]

    def words(self) -> dict[str, str]:
        """The closing words by language."""
        return {lang: self.cleaned_data[lang] for lang in ("ru", "en")}


class LaterForm(forms.Form):
    """Until when a guest stays."""

    until = DayField(label=_("Until"))


class AnswerForm(forms.Form):
    """A word to somebody who asked to be let in."""

    words = TidyField(label=_("A word to them"), max_length=500, required=False)


class SeatForm(forms.Form):
    """Who speaks for a city, since when and until when, by which letter."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    is_alternate = forms.ChoiceField(
        label=_("As whom"),
        choices=[("", _("representative of the city")), ("1", _("alternate"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    since = DayField(label=_("Since"), required=False, help_text=_("Empty: from today."))
    until = DayField(label=_("Until"), required=False, help_text=_("The last day of the term."))
    number = TidyField(label=_("Number of the city's letter"), max_length=60, required=False)
    day = DayField(label=_("Date of the letter"), required=False)

    def __init__(
        self, *args: Any, people: QuerySet[User], by_letter: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["user"]
        person.queryset = people
        person.label_from_instance = lambda one: ", ".join(
            filter(None, (one.post, one.get_full_name()))
        ) or str(one)  # fmt: skip
        self.fields["number"].required = self.fields["day"].required = by_letter
        self.fields["is_alternate"].needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("number")) != bool(data.get("day")) and not self.errors:
            raise ValidationError(
                {"number": _("A letter has a number and a date; give both or neither.")}
            )
        return data

    def term(self) -> dict[str, Any]:
        """What the deed takes."""
        data = self.cleaned_data
        day = data["day"]
        return {
            "user": data["user"],
            "is_alternate": bool(data["is_alternate"]),
            "since": data["since"],
            "until": data["until"],
            "document": f"№ {data['number']}, {day:%d.%m.%Y}" if day else "",
        }
