"""Fields that understand what plans of the region hold: due dates, offices in words, tags."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from actionplans.dues import Due, read_due, say_due
from actionplans.patches import Values
from coalition.text import fold, tidy

AGREED = ("(по согласованию)", "(subject to agreement)")


class DueField(forms.CharField):
    """A due date as exact as it is said: «IV квартал 2027», «2028 г.», «15.06.2027»."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("IV quarter 2027, 2028 or 15.06.2027."))
        super().__init__(max_length=60, **kwargs)

    def to_python(self, value: Any) -> Due | None:  # type: ignore[override]
        said = super().to_python(value)
        return read_due(said) if said else None

    def run_validators(self, value: Any) -> None:
        """The length is that of the text, which `to_python` has read already."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return say_due(*value)
        return say_due(value) if isinstance(value, date) else value


def office_said(line: str) -> Values:
    """One office as it was typed."""
    for mark in AGREED:
        if fold(line).endswith(mark):
            return {"department": "", "name": line[: -len(mark)].strip(), "by_agreement": True}
    return {"department": "", "name": line, "by_agreement": False}


class CodesField(forms.CharField):
    """Numbers of measures, with commas or spaces between."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        said = (super().to_python(value) or "").replace(";", " ").replace(",", " ")
        return sorted({tidy(code) for code in said.split()})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class TagsField(forms.CharField):
    """Words that tie measures together, with commas between."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        words = (super().to_python(value) or "").replace(";", ",").split(",")
        return list(dict.fromkeys(tidy(word).lower() for word in words if tidy(word)))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
