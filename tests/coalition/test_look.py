"""The style sheet and the shared parts of pages: bytes, contrast, labels, errors."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from coalition import charts

STATIC = Path(charts.__file__).parents[1] / "static" / "coalition"
CSS = (STATIC / "css" / "site.css").read_text("utf-8")


def test_every_colour_class_of_the_style_sheet_belongs_to_a_status_with_a_word():
    classes = set(re.findall(r"\.(c-\w+)\{--c:", CSS))

    assert classes == {look.css for look in charts.LOOKS.values()}


@pytest.mark.parametrize(
    ("sent", "limit"),
    [
        ((STATIC / "css" / "site.css").read_bytes(), 8 * 1024),
        ((STATIC / "js" / "core.js").read_bytes(), 1200),
    ],
    ids=["style sheet", "script"],
)
def test_what_is_sent_stays_within_its_bytes(sent, limit):
    assert len(gzip.compress(sent, 6)) <= limit


def tokens(mode: str) -> dict[str, str]:
    light, dark = CSS.split("prefers-color-scheme:dark")[:2]
    found = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", light))
    if mode == "dark":
        found |= dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", dark.split("@media")[0]))
    return found


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
        shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dim, bright = sorted([luminance(one), luminance(other)])
    return (bright + 0.05) / (dim + 0.05)


STATUSES = ("done", "go", "risk", "late", "new", "hold")
TEXTS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2", "link", "brand", "accent")
        for ground in ("paper", "sand")
    ),
    *(("ink", f"tn-{status}") for status in STATUSES),
    *(("ink", f"h{level}") for level in (1, 2)),
    *[
        ("on-brand", "brand"),
        ("on-brand", "st-late"),
        ("on-h3", "h3"),
        ("on-h5", "h5"),
        ("paper", "ink"),
    ],
    *[("st-late", "paper"), ("#fff", "brand-deep"), ("#14211f", "h4")],
]
GRAPHICS = [
    *(
        (f"st-{status}", ground)
        for status in STATUSES
        for ground in ("paper", "sand", f"tn-{status}")
    ),
    *[("edge", "paper"), ("edge", "sand"), ("brand", "h2"), ("focus", "brand-deep")],
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXTS, 4.5), (GRAPHICS, 3)], ids=["texts", "graphics"]
)
def test_colours_are_told_apart_in_both_modes(mode, pairs, least):
    of = tokens(mode)

    weak = {
        f"{one} on {other}": round(contrast(of.get(one, one), of.get(other, other)), 2)
        for one, other in pairs
        if contrast(of.get(one, one), of.get(other, other)) < least
    }
    assert weak == {}


class Letter(forms.Form):
    subject = forms.CharField(help_text="In a <few> words")
    topic = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField()


def test_each_control_is_tied_to_its_label_hint_and_error():
    form = Letter({})
    subject, topic, agree = (
        render_to_string("components/_field.html", {"field": field}) for field in form
    )

    assert 'aria-describedby="id_subject_helptext id_subject_error"' in subject
    assert 'id="id_subject_helptext"' in subject
    assert 'id="id_subject_error"' in subject
    assert 'aria-invalid="true"' in subject
    assert "In a &lt;few&gt; words" in subject
    assert '<fieldset class="field bad" id="id_topic" tabindex="-1"' in topic
    assert '<label for="id_topic_1">B</label>' in topic
    assert 'id="id_agree_error"' in agree


def test_the_error_summary_leads_to_each_wrong_field():
    form = Letter({})
    summary = render_to_string("components/_error_summary.html", {"form": form})

    assert re.findall(r'href="#(\w+)"', summary) == ["id_subject", "id_topic", "id_agree"]
    assert 'tabindex="-1" data-focus' in summary


def test_the_error_summary_is_silent_without_errors():
    assert render_to_string("components/_error_summary.html", {"form": Letter()}).strip() == ""


def test_the_last_crumb_is_the_page_itself():
    crumbs = render_to_string(
        "components/_crumbs.html", {"crumbs": [("Home", "/"), ("A & B", None)]}
    )

    assert '<span aria-current="page">A &amp; B</span>' in crumbs
