"""What an official chooses to take out: which paper, of what state, period, day and language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actionplans.exports.periods import Period, keys_of, period_of
from actionplans.models import ActionPlan, Edition
from coalition import clock
from coalition.forms import DayField, TidyField

PAPERS = (
    ("plan", _("The plan, in the columns of the country")),
    ("progress", _("The report on how it is carried out, as of a day")),
    ("letter", _("Covering letter to the report")),
    ("agreement", _("Sheet of agreement with the offices of the plan")),
    ("request", _("Covering letter to the draft for agreement")),
)
LANGUAGES = (("ru", _("Russian")), ("en", _("English, where there is a translation")))
TODAY, DRAFTS = "today", "drafts"
# what leaves as which file; the rest are letters: Word or print
TABLES = {"plan", "progress"}
KINDS = ("docx", "print", "xlsx", "ics")


class PapersForm(forms.Form):
    """One choice for all papers; nothing here changes anything."""

    what = forms.ChoiceField(label=_("Which document"), choices=PAPERS, widget=forms.RadioSelect)
    state = forms.ChoiceField(
        label=_("Which state of the plan"),
        help_text=_("For the plan and the sheet of agreement."),
    )
    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        help_text=_("Measures due in it, and those reported on in it."),
    )
    since = DayField(label=_("or from"), required=False)
    until = DayField(label=_("to"), required=False)
    on = DayField(label=_("As of"), required=False, help_text=_("Without a date, today."))
    lang = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    to = TidyField(
        label=_("To whom (for a letter)"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    number = TidyField(label=_("Outgoing number"), required=False, max_length=40)

    def __init__(
        self, data: Any, *, plan: ActionPlan, editions: list[Edition], drafts: int
    ) -> None:
        usual = {"what": "plan", "state": TODAY, "period": "", "lang": "ru"}
        super().__init__(data, initial=usual)
        fields: Any = self.fields
        fields["state"].choices = [
            (TODAY, _now("As it is today")),
            *([(DRAFTS, _now("Draft: with the changes that wait"))] if drafts else []),
            *((str(one.number), _now("Edition %(number)s") % {"number": one.number})
              for one in editions),
        ]  # fmt: skip
        fields["period"].choices = [
            ("", _now("The whole plan")),
            *((year, [(key, said.words) for key in keys if (said := period_of(key))])
              for year, keys in keys_of(plan)),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        since, until = said.get("since"), said.get("until")
        if bool(since) != bool(until):
            self.add_error("until" if since else "since", _now("Give both days of the period."))
        elif since and until and since > until:
            self.add_error("until", _now("The period ends before it begins."))
        if said.get("on") and said["on"] > clock.today():
            self.add_error("on", _now("This day has not come yet."))
        kind = self.data.get("as", "")
        if said.get("what") not in TABLES and kind in {"xlsx", "ics"}:
            raise ValidationError(_now("Letters and sheets leave as Word or print."))
        return said

    @property
    def chosen_period(self) -> Period | None:
        """The period of the list, or of two days where they are given."""
        said = self.cleaned_data
        if said["since"]:
            return Period(said["since"], said["until"])
        return period_of(said["period"])
