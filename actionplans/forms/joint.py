"""What cities type for a joint plan: a proposal, a word on it, the words of a measure, a part."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from actionplans.concord import HAND_OVER, JOINT_FIELDS
from actionplans.dues import say_due
from actionplans.forms.fields import DueField, office_said
from actionplans.forms.measure import in_the_order_of, shown_due, text
from actionplans.forms.tables import TABLES, initial_rows, table
from actionplans.models import Contribution, Measure
from actionplans.patches import Values, day_of
from actionplans.wording import LABELS, PART, office
from cities.models import City
from coalition import clock
from coalition.forms import DayField, TidyField
from coalition.models.terms import term_choices

FIELD_OF = {"due_on": "due", "due_precision": "due", "period_end": "period_end"}


def long_text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class JointForm(forms.Form):
    """A form of a joint plan; what a verb refuses stands beside the fields."""

    tables: dict[str, forms.BaseFormSet]

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, sentences in refusal.message_dict.items():
            field = FIELD_OF.get(name, name)
            self.add_error(field if field in self.fields else None, sentences)

    @property
    def has_wrong_rows(self) -> bool:
        """Whether a row of a table is to be corrected."""
        return any(any(rows.errors) for rows in getattr(self, "tables", {}).values())

    def is_valid(self) -> bool:
        tables = [one.is_valid() for one in getattr(self, "tables", {}).values()]
        return super().is_valid() and all(tables)

    def lay_tables(self, names: Iterable[str], values: Values, data: Any, currency: str) -> None:
        """The tables of the form, each with one empty row."""
        known = {row["id"]: row for row in values.get("indicators", ()) if row.get("id")}
        extras: dict[str, Any] = {"budget": {"currency": currency}, "indicators": {"known": known}}
        self.tables = {
            name: table(TABLES[name])(data, prefix=name, initial=initial_rows(name, values[name]),
                                      form_kwargs=extras.get(name, {}))
            for name in names
        }  # fmt: skip

    def rows(self, name: str) -> list[Values]:
        """The rows of a table as a patch keeps them."""
        laid = self.tables[name]
        kept = [row for row in laid.forms if row not in laid.deleted_forms]
        return [said for row in kept if (said := row.said())]

    def due_of(self, shown: Values, typed: Any) -> tuple[str | None, str]:
        """The day; the one there was when it is said in the same words."""
        if not typed:
            return None, "day"
        if say_due(*typed) == shown_due(shown):
            return shown["due_on"], shown["due_precision"]
        return typed[0].isoformat(), str(typed[1])


class ProposalForm(JointForm):
    """A joint plan that a city proposes to others."""

    title = TidyField(label=_("What the plan is called"), max_length=400)
    period_start = DayField(label=_("From"))
    period_end = DayField(label=_("To"))
    cities = forms.MultipleChoiceField(
        label=_("To which cities you propose it"), widget=forms.CheckboxSelectMultiple
    )
    proposal = TidyField(
        label=_("Words of the proposal"),
        max_length=4000,
        widget=long_text(),
        help_text=_("Why together, and what each city would do. The cities read it."),
    )

    def __init__(self, data: Any = None, *, city: City) -> None:
        super().__init__(data)
        others = City.objects.members().exclude(pk=city.pk)
        self.fields["cities"].choices = [(one.slug, one.name) for one in others]  # type: ignore[attr-defined]


class InviteForm(JointForm):
    """One more city that is asked."""

    city = forms.ChoiceField(label=_("City"))
    proposal = TidyField(label=_("Words of the proposal"), max_length=4000, widget=long_text(2))

    def __init__(self, data: Any = None, *, cities: Collection[City]) -> None:
        super().__init__(data, prefix="ask")
        self.can_ask = bool(cities)
        self.fields["city"].choices = [  # type: ignore[attr-defined]
            ("", _now("not chosen")), *((one.slug, one.name) for one in cities),
        ]  # fmt: skip


class WordForm(JointForm):
    """The word of a city, with the act by which it was given where there is one."""

    note = TidyField(label=_("Note"), required=False, max_length=2000, widget=long_text(2),
                     help_text=_("All cities of the plan read it."))  # fmt: skip
    act_kind = TidyField(label=_("Kind of act"), required=False, max_length=100,
                         help_text=_("Decision, order, resolution."))  # fmt: skip
    act_number = TidyField(label=_("Number"), required=False, max_length=60)
    act_date = DayField(label=_("Date"), required=False)

    @property
    def act(self) -> list[forms.BoundField]:
        return [self["act_kind"], self["act_number"], self["act_date"]]


class ReasonForm(JointForm):
    """Why, in the city's own words; nobody has to give reasons."""

    reason = TidyField(label=_("Reason, if you wish"), required=False, max_length=400)


class JointMeasureForm(JointForm):
    """The words that cities say together; a city that does not coordinate sees the last two."""

    direction = forms.TypedChoiceField(label=LABELS["direction"], coerce=int)
    code = text("code", max_length=20)
    title = text("title", rows=2, max_length=400)
    expected_result = text("expected_result", rows=3, max_length=4000, required=False)
    lead_name = TidyField(label=LABELS["lead"], max_length=250,
                          help_text=_("A working group or an office of a city."))  # fmt: skip
    due = DueField(label=LABELS["due_on"])
    cities = forms.MultipleChoiceField(
        label=_("Cities that take part"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them is asked; the measure stands once all have agreed."),
    )  # fmt: skip
    description = text("description", rows=4, max_length=8000, required=False)
    start_on = DayField(label=LABELS["start_on"], required=False)
    hazards = forms.MultipleChoiceField(
        label=LABELS["hazards"], required=False, widget=forms.CheckboxSelectMultiple
    )
    title_en = text("title_en", rows=2, max_length=400, required=False)
    expected_result_en = text("expected_result_en", rows=2, max_length=4000, required=False)
    remove = forms.BooleanField(label=_("Take this measure out of the plan"), required=False)
    coordinator = forms.ChoiceField(label=LABELS["coordinator"], required=False)
    coordinator_until = DayField(label=_("Coordinates by agreement until"), required=False)
    reason = TidyField(label=_("Why this change"), max_length=400, required=False,
                       help_text=_("All cities of the measure read it."))  # fmt: skip
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(  # noqa: PLR0913 -- what the form shows has several sources
        self,
        data: Any = None,
        *,
        measure: Measure | None,
        values: Values,
        directions: dict[int, str],
        cities: Iterable[City],
        versions: tuple[int, int | None],
        reason: str = "",
        only_hand_over: bool = False,
    ) -> None:
        lead = values["lead"]
        super().__init__(data, initial={
            **values, "due": shown_due(values), "lead_name": office(lead) if lead else "",
            "start_on": day_of(values["start_on"]), "remove": values["state"] == "removed",
            "coordinator_until": day_of(values["coordinator_until"]),
            "base_version": versions[0], "draft_version": versions[1], "reason": reason,
        })  # fmt: skip
        self.measure, self.shown, self.only_hand_over = measure, values, only_hand_over
        named = [(one.slug, one.name) for one in cities]
        self._choices(named, directions)
        if measure:
            self.fields["code"].disabled = True
        else:
            del self.fields["remove"]
        self.tables = {}
        if only_hand_over:
            kept = (*HAND_OVER, "reason", "base_version", "draft_version")
            self.fields = {name: one for name, one in self.fields.items() if name in kept}
        else:
            self.lay_tables(["indicators"], values, data, "USD")

    def _choices(self, named: list[tuple[str, str]], directions: dict[int, str]) -> None:
        nothing = [("", _now("not chosen"))]
        for name, choices in (
            ("cities", named),
            ("coordinator", [*nothing, *named]),
            ("direction", [*([] if self.measure else nothing), *directions.items()]),
            ("hazards", term_choices("hazards")),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def card(self) -> list[forms.BoundField]:
        """What is said together."""
        names = ["direction", "code", "title", "expected_result", "lead_name", "due", "cities"]
        names += HAND_OVER
        return [self[name] for name in names if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What folds away."""
        names = ["description", "start_on", "hazards", "title_en", "expected_result_en", "remove"]
        return [self[name] for name in names if name in self.fields]

    def values(self) -> Values:
        """What was typed, as a patch holds it."""
        data = self.cleaned_data
        until = data["coordinator_until"]
        values: Values = {
            "coordinator": data["coordinator"],
            "coordinator_until": until.isoformat() if until and data["coordinator"] else None,
        }
        if self.only_hand_over:
            return values
        due_on, precision = self.due_of(self.shown, data["due"])
        names = ("code", "title", "expected_result", "description", "title_en",
                 "expected_result_en", "direction")  # fmt: skip
        values |= {name: data[name] for name in names}
        values |= {
            "start_on": data["start_on"].isoformat() if data["start_on"] else None,
            "due_on": due_on,
            "due_precision": precision,
            "lead": self._lead(),
            "hazards": in_the_order_of(self.shown["hazards"], data["hazards"]),
            "cities": in_the_order_of(self.shown["cities"], data["cities"]),
            "indicators": self.rows("indicators"),
        }
        if self.measure:
            values["state"] = "removed" if data["remove"] else "standing"
        return {name: values[name] for name in values if name in JOINT_FIELDS}

    def _lead(self) -> Values:
        typed, before = self.cleaned_data["lead_name"], self.shown["lead"]
        return before if before and office(before) == typed else office_said(typed)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        until = said.get("coordinator_until")
        if said.get("coordinator") and not until and "coordinator_until" not in self.errors:
            self.add_error("coordinator_until", _now("Say until when the city coordinates."))
        elif until and until < clock.today() and until != day_of(self.shown["coordinator_until"]):
            self.add_error("coordinator_until", _now("A day from today to the end of the plan."))
        return said


class PartForm(JointForm):
    """A city's own part: its words, its office, its date, its money, its steps."""

    words = TidyField(label=PART["words"], max_length=4000, required=False, widget=long_text(4))
    lead = TidyField(label=PART["lead"], max_length=250, required=False)
    due = DueField(label=_("Due, if it differs from the measure's"), required=False)
    finance = forms.ChoiceField(label=PART["finance"], choices=Contribution.Finance.choices)
    reason = TidyField(label=_("Why this change"), max_length=400, required=False,
                       help_text=_("The approver reads it beside the change."))  # fmt: skip
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        values: Values,
        currency: str,
        versions: tuple[int, int | None],
        reason: str = "",
    ) -> None:
        super().__init__(data, initial={
            **values, "due": shown_due(values), "base_version": versions[0],
            "draft_version": versions[1], "reason": reason,
        })  # fmt: skip
        self.shown = values
        self.lay_tables(("budget", "milestones"), values, data, currency)

    @property
    def card(self) -> list[forms.BoundField]:
        return [self[name] for name in ("words", "lead", "due", "finance")]

    def values(self) -> Values:
        """What was typed, as a patch of a part holds it."""
        data = self.cleaned_data
        due_on, precision = self.due_of(self.shown, data["due"])
        return {
            **{name: data[name] for name in ("words", "lead", "finance")},
            "due_on": due_on,
            "due_precision": precision,
            **{name: self.rows(name) for name in self.tables},
        }
