"""What people type to say what came of decisions, and what is attached to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import RegisteredDocument
from coalition.forms import DayField, TidyField, UnrestrictedField, check_unrestricted
from workinggroups.announcing import meetings_begun
from workinggroups.decision_forms import meeting_name
from workinggroups.models import Decision, DecisionReview, Meeting, Statement
from workinggroups.models.decisions import LONGEST_TEXT


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


class AnnounceForm(OutcomeForm):
    """What silence has adopted, once it was announced at a meeting."""

    title = TidyField(
        label=gettext_lazy("Final title"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Under silence the text had a temporary one."),
    )
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Announced at the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=gettext_lazy("at a meeting that is not in the list"),
    )
    announced_on = DayField(label=gettext_lazy("Announced on"))
    field_order = ("meeting", "announced_on", "title", "words", "review_on", "replaces")

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, decision=decision, **kwargs)
        begun = meetings_begun(decision.group).filter(starts_at__gte=decision.closed_at)
        self.fields["meeting"].queryset = begun  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = meeting_name  # type: ignore[attr-defined]
        self.initial.setdefault("title", decision.question)


class ReviewForm(forms.Form):
    """What was found when a recommendation was looked at again."""

    finding = forms.ChoiceField(
        label=gettext_lazy("What was found"),
        choices=DecisionReview.Finding.choices,
        widget=forms.RadioSelect,
    )
    new = forms.ModelChoiceField(
        label=gettext_lazy("If it is changed: the new decision"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("First its outcome is stated; then it can be chosen here."),
    )
    words = TidyField(
        label=gettext_lazy("In a few words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    review_on = DayField(
        label=gettext_lazy("If it stays: to be looked at again on"), required=False
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Decision.objects.filter(
            thread__group=decision.group, state=Decision.State.STATED,
            outcome_at__gte=decision.outcome_at,
        )  # fmt: skip
        self.fields["new"].queryset = later.exclude(pk=decision.pk)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("finding") == DecisionReview.Finding.CHANGED and not data.get("new"):
            self.add_error("new", _("Choose the decision that takes its place."))
        return data


class StatementForm(forms.Form):
    """What a city attaches to an adopted text."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Statement.Kind.choices, widget=forms.RadioSelect
    )
    text = TidyField(
        label=gettext_lazy("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it beside the outcome, if the group shows that"),
        required=False,
    )


class RulesForm(forms.Form):
    """The rules of procedure of a group: of the Coalition's register, or its own."""

    document = forms.ModelChoiceField(
        RegisteredDocument.objects.none(), label=gettext_lazy("In the register of documents"),
        required=False, empty_label=gettext_lazy("not there; the group has its own document"),
    )  # fmt: skip
    title = TidyField(label=gettext_lazy("Title of the document"), max_length=200, required=False)
    adopted_on = DayField(label=gettext_lazy("Agreed on"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Link"), max_length=400, required=False, assume_scheme="https",
        help_text=gettext_lazy("A link, or the file below."),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("File (PDF)"), required=False)
    unrestricted = UnrestrictedField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = RegisteredDocument.Kind.RULES
        known = RegisteredDocument.objects.public().standing().filter(kind=kind, ended_at=None)
        self.fields["document"].queryset = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        check_unrestricted(self, "file")
        if data.get("document"):
            return data
        for name in ("title", "adopted_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("This field is required."))
        if not data.get("link") and not data.get("file"):
            raise ValidationError(_("Give a link to the document, or its file."))
        return data
