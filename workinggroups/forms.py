"""What people type in groups and threads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cities.models import City
from coalition import clock
from coalition.forms import DayField, FilesField, ManyFiles, TidyField
from coalition.roles import roles_of
from workinggroups.models import WorkingGroup
from workinggroups.models.posts import LONGEST


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
        help_text=_("PDF, Word, Excel, JPG or PNG; up to 10 MB each, 11 MB together."),
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

    def __init__(self, *args: Any, may_name_chair: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.key, f"{role.name}: {role.may}")
            for role in roles_of("group")
            if role.key != "chair" or may_name_chair
        ]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until < clock.today():
            raise ValidationError(_("This day has passed."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == "guest" and not data.get("until") and "until" not in self.errors:
            raise ValidationError({"until": _("A guest is let in until a day. Name it.")})
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
