"""The form of a measure: six fields on its first card, all else folded under «Дополнительно»."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.dues import say_due
from actionplans.forms.fields import CodesField, DueField, TagsField, office_said
from actionplans.forms.tables import TABLES, initial_rows, table
from actionplans.models import ActionPlan, Contribution, Measure
from actionplans.patches import SCHEMES, Values, plain
from actionplans.wording import LABELS
from coalition.forms import DayField, NumberField, TidyField
from coalition.models.terms import term_choices, term_name, terms

CARD = ("code", "title", "expected_result", "lead_department", "lead_name", "lead_agreed", "due",
        "finance")  # fmt: skip
OTHER = "-"  # an office that is named in words
WORDS = ("description", "location", "title_en", "expected_result_en", "description_en")
FIELD_OF = {"lead": "lead_department", "due_on": "due", "due_precision": "due",
            }  # fmt: skip
DEGREES = ("latitude", "longitude")


def text(name: str, rows: int = 0, **more: Any) -> TidyField:
    """A field of words, labelled as everywhere."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return TidyField(label=LABELS[name], widget=widget, **more)


class MeasureForm(forms.Form):
    """A measure as its city types it; `values` gives what a draft keeps."""

    code = text("code", max_length=20)
    title = text("title", rows=2, max_length=400)
    expected_result = text("expected_result", rows=3, max_length=4000, required=False)
    lead_department = forms.ChoiceField(label=gettext_lazy("Lead office"))
    lead_name = TidyField(
        label=gettext_lazy("Lead in words"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("If the office is not in the list or has a name of its own."),
    )
    lead_agreed = forms.BooleanField(
        label=gettext_lazy("The lead is subject to agreement"), required=False
    )
    due = DueField(label=LABELS["due_on"])
    finance = forms.ChoiceField(label=LABELS["finance"], choices=Contribution.Finance.choices)
    direction = forms.TypedChoiceField(label=LABELS["direction"], coerce=int)
    description = text("description", rows=4, max_length=8000, required=False)
    start_on = DayField(label=LABELS["start_on"], required=False)
    kind = forms.ChoiceField(label=LABELS["kind"], required=False)
    priority = forms.ChoiceField(label=LABELS["priority"], required=False)
    location = text("location", max_length=300, required=False)
    latitude = NumberField(label=LABELS["latitude"], required=False, max_digits=9,
                           decimal_places=6)  # fmt: skip
    longitude = NumberField(label=LABELS["longitude"], required=False, max_digits=9,
                            decimal_places=6)  # fmt: skip
    title_en = text("title_en", rows=2, max_length=400, required=False)
    expected_result_en = text("expected_result_en", rows=2, max_length=4000, required=False)
    description_en = text("description_en", rows=3, max_length=8000, required=False)
    tags = TagsField(
        label=LABELS["tags"],
        required=False,
        help_text=gettext_lazy("Words with commas between: schools, sensors."),
    )
    replaces = CodesField(
        label=LABELS["replaces"],
        required=False,
        max_length=1000,
        help_text=gettext_lazy(
            "Their numbers with commas between. Once adopted, they leave the plan; their pages "
            "and their history stay, with links both ways."
        ),
    )
    visibility = forms.ChoiceField(label=LABELS["visibility"], choices=Measure.Visibility.choices)
    remove = forms.BooleanField(
        label=gettext_lazy("Take this measure out of the plan"), required=False
    )
    reason = TidyField(
        label=gettext_lazy("Why this change"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("The approver reads it beside the change."),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(  # noqa: PLR0913 -- what the form shows has several sources
        self,
        data: Any = None,
        *,
        plan: ActionPlan,
        measure: Measure | None,
        values: Values,
        directions: dict[int, str],
        versions: tuple[int, int | None],
        reason: str = "",
    ) -> None:
        super().__init__(data, initial=first_shown(values, versions, reason))
        self.plan, self.measure, self.shown = plan, measure, values
        self._choices(directions, list(plan.city.hazards) if plan.city else [])
        if measure:
            self.fields["code"].disabled = True
            del self.fields["visibility"]  # the approver's, at once
        else:
            del self.fields["remove"]
        if not (plan.city and plan.city.shows_coordinates):
            for name in DEGREES:
                del self.fields[name]
        currency = plan.city.currency if plan.city else "USD"
        known = {row["id"]: row for row in values["indicators"] if row.get("id")}
        extras: dict[str, dict[str, Any]] = {
            "budget": {"currency": currency},
            "indicators": {"known": known},
        }
        self.tables = {
            name: table(row)(
                data, prefix=name, initial=initial_rows(name, rows_shown(name, values)),
                form_kwargs=extras.get(name, {}),
            )
            for name, row in TABLES.items()
        }  # fmt: skip

    def _choices(self, directions: dict[int, str], own_hazards: list[str]) -> None:
        nothing = [("", _("not chosen"))]
        for name, choices in (
            ("direction", [*([] if self.measure else nothing), *directions.items()]),
            (
                "lead_department",
                [*nothing, *term_choices("department_types"), (OTHER, _("another, named below"))],
            ),
            ("kind", [*nothing, *term_choices("measure_kinds")]),
            ("priority", [*nothing, *term_choices("priorities")]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for scheme in SCHEMES:
            kept = [(key, term_name(scheme, key)) for key in self.shown[scheme]]
            offered = term_choices(scheme)
            # a retired term stays where it was chosen once
            choices = offered + [pair for pair in kept if pair not in offered]
            if scheme in ("sdg_targets", "sendai_priorities", "sendai_targets", "essentials"):
                choices = [(key, f"{key}. {name}") for key, name in choices]
            if scheme == "hazards":  # the city's own hazards first
                choices.sort(key=lambda pair: pair[0] not in own_hazards)
            self.fields[scheme] = forms.MultipleChoiceField(
                label=LABELS[scheme],
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=self.shown[scheme],
            )

    def is_valid(self) -> bool:
        tables = [one.is_valid() for one in self.tables.values()]
        return super().is_valid() and all(tables)

    @property
    def card(self) -> list[forms.BoundField]:
        """The first card; a new measure also says under which direction it stands."""
        return [self[name] for name in (CARD if self.measure else ("direction", *CARD))]

    @property
    def more(self) -> list[forms.BoundField]:
        """What folds away; of an adopted measure also its direction."""
        names = ["direction"] if self.measure else []
        names += ["description", "start_on", "kind", "priority", "location", *DEGREES, "tags"]
        return [self[name] for name in names if name in self.fields]

    @property
    def last(self) -> list[forms.BoundField]:
        """What becomes of the measure, and of others because of it."""
        return [self[name] for name in ("replaces", "visibility", "remove") if name in self.fields]

    @property
    def lists(self) -> Iterator[tuple[forms.BoundField, int]]:
        """Each list of ticks with how many are ticked; they fold away."""
        for name in SCHEMES:
            field = self[name]
            yield field, len(field.value() or ())

    @property
    def english(self) -> list[forms.BoundField]:
        return [self["title_en"], self["expected_result_en"], self["description_en"]]

    @property
    def opens(self) -> bool:
        """Whether something under «Дополнительно» is to be corrected."""
        first = {one.name for one in self.card}
        return self.has_wrong_rows or any(name not in first for name in self.errors)

    @property
    def has_wrong_rows(self) -> bool:
        """Whether a row of a table is to be corrected."""
        return any(any(table.errors) for table in self.tables.values())

    def values(self) -> Values:
        """What was typed, as a patch holds it."""
        data = self.cleaned_data
        due_on, precision = self._due(data["due"])
        values: Values = {
            **{name: data[name] for name in ("code", "title", "expected_result", *WORDS)},
            **{name: data[name] for name in ("finance", "kind", "priority", "direction", "tags")},
            **{scheme: in_the_order_of(self.shown[scheme], data[scheme]) for scheme in SCHEMES},
            "start_on": data["start_on"].isoformat() if data["start_on"] else None,
            "due_on": due_on,
            "due_precision": precision,
            "lead": self._lead(),
            "replaces": data["replaces"],
        }
        if self.measure:
            values["state"] = "removed" if data["remove"] else "standing"
        else:
            values["visibility"] = data["visibility"]
        for name in DEGREES:
            if name in self.fields:
                values[name] = plain(data[name])
        for name, rows in self.tables.items():
            kept = [row for row in rows.forms if row not in rows.deleted_forms]
            values[name] = [said for row in kept if (said := row.said())]
        people = values.pop("people")
        for role in ("co", "support"):
            values[role] = [
                {name: one[name] for name in ("department", "name", "by_agreement")}
                for one in people
                if one["role"] == role
            ]
        return values

    def hush(self) -> None:
        """Say nothing yet of what is missing: the person only looks how others do it."""
        self.is_valid()
        self._errors = ErrorDict()
        for rows in self.tables.values():
            rows._errors = [ErrorDict() for _row in rows.forms]  # type: ignore[attr-defined]
            for row in rows.forms:
                row._errors = ErrorDict()

    def typed(self) -> Values:
        """What is typed so far, as far as it can be read; the rest as it was."""
        try:
            return {**self.shown, **self.values()}
        except (AttributeError, KeyError):  # a field or a table could not be read
            data = self.cleaned_data
            known = ("title", "expected_result", "hazards", "finance")
            said: Values = {name: data[name] for name in known if name in data}
            return {**self.shown, **said}

    def _due(self, typed: tuple[Any, str]) -> tuple[str, str]:
        """The day; the one there was when it is said in the same words."""
        if say_due(*typed) == shown_due(self.shown):
            return self.shown["due_on"], self.shown["due_precision"]
        return typed[0].isoformat(), str(typed[1])

    def _lead(self) -> Values | None:
        data = self.cleaned_data
        said = office_said(data["lead_name"])
        department = "" if data["lead_department"] == OTHER else data["lead_department"]
        if not department and not said["name"]:
            return None
        before = (self.shown["lead"] or {}).get("department", "")
        agreed = said["by_agreement"] or data["lead_agreed"] or (
            bool(department) and department != before
            and bool(terms("department_types")[department].data.get("by_agreement"))
        )  # fmt: skip
        return {"department": department, "name": said["name"], "by_agreement": agreed}

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the verb refused beside the fields it speaks of."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for name, sentences in refusal.message_dict.items():
            field = FIELD_OF.get(name, name)
            if field in self.fields:
                self.add_error(field, sentences)
            else:
                label = LABELS.get(name, name)
                self.add_error(None, [f"{label}: {one}" for one in sentences])


def rows_shown(name: str, values: Values) -> list[Values]:
    """The rows of one table; the offices of both roles stand in one."""
    if name != "people":
        return list(values[name])
    return [{**one, "role": role} for role in ("co", "support") for one in values[role]]


def in_the_order_of(known: list[str], chosen: list[str]) -> list[str]:
    """Ticked keys without a change of order: those there were first, then the new ones."""
    return [key for key in known if key in chosen] + [key for key in chosen if key not in known]


def shown_due(values: Values) -> str:
    return say_due(date.fromisoformat(values["due_on"]), values["due_precision"]) if (
        values["due_on"]
    ) else ""  # fmt: skip


def first_shown(values: Values, versions: tuple[int, int | None], reason: str) -> Values:
    """Values of a patch as the fields of the form show them at first."""
    lead = values["lead"] or {"department": "", "name": "", "by_agreement": False}
    return {
        **values,
        "due": shown_due(values),
        "start_on": date.fromisoformat(values["start_on"]) if values["start_on"] else None,
        "lead_department": lead["department"] or (OTHER if lead["name"] else ""),
        "lead_name": lead["name"],
        "lead_agreed": lead["by_agreement"],
        "remove": values["state"] == "removed",
        "base_version": versions[0],
        "draft_version": versions[1],
        "reason": reason,
    }
