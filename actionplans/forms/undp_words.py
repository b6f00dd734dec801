"""A form for UNDP's English of one measure or update: a field for each text of the city."""

from __future__ import annotations

from typing import Any

from django import forms

from actionplans.models import Measure
from actionplans.project.english import FIELDS, Thing, fingerprint, to_translate, undp_of
from coalition.forms import TidyField

SHORT = {"title": 400}
LONG = 8000


def key_of(thing: Thing) -> str:
    """Which thing a form is about: «measure-12», «update-7»."""
    return f"{'measure' if isinstance(thing, Measure) else 'update'}-{thing.pk}"


class EnglishForm(forms.Form):
    """UNDP's English of one thing; nothing is asked for what the city has put into English."""

    of_words = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, thing: Thing) -> None:
        undp = undp_of(thing)
        known = undp.words if undp else {}
        super().__init__(
            data,
            prefix=key_of(thing),
            initial={"of_words": fingerprint(thing), "version": undp.version if undp else 0},
        )
        self.names = to_translate(thing)
        for name in self.names:
            self.fields[name] = TidyField(
                label=str(FIELDS[type(thing)][name]), required=False, initial=known.get(name, ""),
                max_length=SHORT.get(name, LONG),
                widget=forms.Textarea(attrs={"rows": 2 if name in SHORT else 4, "lang": "en"}),
            )  # fmt: skip

    def words(self) -> dict[str, str]:
        """What was typed."""
        return {name: self.cleaned_data[name] for name in self.names}
