"""Bringing a plan as a file: the file, and what its columns are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from actionplans.importing import FIELDS, Column, Layout, at, columns
from actionplans.importing.headings import LEFT, MANY
from coalition.sheets import Tables

SHOWN_ROWS = 40


class ImportFileForm(forms.Form):
    """The file with the plan."""

    file = forms.FileField(
        label=_("File with the plan"),
        help_text=_("An Excel workbook (XLSX), a Word document with a table (DOCX) or CSV, at most "
                    "10 MB."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
        widget=forms.ClearableFileInput({"accept": ".xlsx,.docx,.csv,.txt"}),
        max_length=200,
    )  # fmt: skip


class LayoutForm(forms.Form):
    """Which table, which row is its heading, what each column becomes."""

    sheet = forms.TypedChoiceField(label=_("Table"), coerce=int, required=False)
    row = forms.IntegerField(
        label=_("Row of the headings"), min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "class": "short"}),
    )  # fmt: skip
    fallback = forms.TypedChoiceField(
        label=_("New measures without a direction go under"), coerce=int, required=False,
        empty_value=None,
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        tables: Tables,
        layout: Layout,
        directions: dict[int, str],
        fallback: int | None = None,
    ) -> None:
        super().__init__(
            data, initial={"sheet": layout.sheet, "row": layout.top + 1, "fallback": fallback}
        )
        self.tables, self.layout = tables, layout
        self.found: list[Column] = list(columns(tables, layout))
        names = [(number, self._name(number)) for number in range(len(tables.sheets))]
        self.fields["sheet"].choices = names  # type: ignore[attr-defined]
        self.fields["sheet"].empty_value = layout.sheet  # type: ignore[attr-defined]
        self.fields["fallback"].choices = list(directions.items())  # type: ignore[attr-defined]
        if len(directions) < 2:  # noqa: PLR2004 -- nothing to choose from
            del self.fields["fallback"]
        offered = [(LEFT, _("not taken")), *FIELDS.items()]
        for one in self.found:
            self.fields[f"c{one.number}"] = forms.ChoiceField(
                label=one.heading or one.letter, choices=offered, required=False,
                initial=one.field,
            )  # fmt: skip

    def _name(self, number: int) -> str:
        sheet = self.tables.sheets[number]
        return f"{number + 1}. {sheet.name}" if sheet.name else str(number + 1)

    @property
    def about_table(self) -> list[forms.BoundField]:
        names = ["sheet"] if len(self.tables.sheets) > 1 else []
        names += [name for name in ("row", "fallback") if name in self.fields]
        return [self[name] for name in names]

    @property
    def rows(self) -> list[tuple[Column, forms.BoundField]]:
        """The columns with the choice of each."""
        return [(one, self[f"c{one.number}"]) for one in self.found]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sheet = self.tables.sheets[data.get("sheet", self.layout.sheet)]
        if data.get("row") and data["row"] > len(sheet.rows):
            self.add_error("row", _("There is no such row in the table."))
        if self._elsewhere(data):
            return data
        chosen = [data.get(f"c{one.number}", "") for one in self.found]
        for field in set(chosen):
            if field and field not in MANY and chosen.count(field) > 1:
                raise ValidationError(
                    _("Two columns are “%(field)s”. Leave one of them.")
                    % {"field": FIELDS[field]}
                )  # fmt: skip
        if "title" not in chosen:
            raise ValidationError(_("Say which column holds the measures."))
        return data

    def _elsewhere(self, data: dict[str, Any]) -> bool:
        """Whether another table or row was chosen: its columns are proposed anew."""
        return data.get("sheet") != self.layout.sheet or data.get("row") != self.layout.top + 1

    def chosen(self) -> Layout:
        """The layout as the person wants it."""
        data = self.cleaned_data
        if self._elsewhere(data):
            return at(self.tables, data["sheet"], data["row"] - 1)
        fields = [*self.layout.fields]
        for one in self.found:
            fields[one.number] = data[f"c{one.number}"]
        return Layout(self.layout.sheet, self.layout.top, self.layout.bottom, fields)
