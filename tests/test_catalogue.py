"""Every word of the platform exists in Russian, in all its plural forms."""

import re

import polib
import pytest

from tests.catalogue import Message, extracted, in_template
from tests.repository import ROOT

RUSSIAN = ROOT / "coalition" / "locale" / "ru" / "LC_MESSAGES" / "django.po"
OFFERED = re.compile(r'"(\w+)"')
NAMED = re.compile(r"%\((\w+)\)[sd]|(?<!%)\{(\w*)\}")


@pytest.fixture(scope="module")
def russian() -> dict[tuple[str, str], polib.POEntry]:
    return {
        (entry.msgctxt or "", entry.msgid): entry
        for entry in polib.pofile(str(RUSSIAN))
        if not entry.obsolete
    }


def test_every_text_has_its_russian(russian):
    missing = {
        f"{place}: {message.text}"
        for message, place in extracted().items()
        if (entry := russian.get((message.context, message.text))) is None
        or entry.fuzzy
        or not entry.translated()
    }

    assert missing == set()


def test_every_counted_text_has_all_russian_forms(russian):
    plain = {
        f"{place}: {message.text}"
        for message, place in extracted().items()
        if message.plural
        and (entry := russian.get((message.context, message.text))) is not None
        and (len(entry.msgstr_plural) < 3 or not all(entry.msgstr_plural.values()))
    }

    assert plain == set()


def things(text: str) -> set[str]:
    """What a text leaves open to be filled in."""
    return {"".join(found) for found in NAMED.findall(text)}


def fills_in_the_same(entry: polib.POEntry, words: str) -> bool:
    """Whether nothing is lost or invented, but for what a note offers in quotation marks."""
    if things(words) ^ things(entry.msgid) <= set(OFFERED.findall(entry.comment)):
        return True
    # the form for one may leave the number out
    return bool(entry.msgid_plural) and things(words) <= things(entry.msgid_plural)


def test_a_translation_fills_in_the_same_things(russian):
    different = {
        entry.msgid
        for entry in russian.values()
        for words in ([*entry.msgstr_plural.values()] or [entry.msgstr])
        if words and not fills_in_the_same(entry, words)
    }

    assert different == set()


def test_the_catalogue_holds_nothing_that_is_said_no_more(russian):
    said = {(message.context, message.text) for message in extracted()}

    assert {text for context, text in russian if (context, text) not in said} == set()


def test_texts_of_templates_are_found():
    source = (
        "{% load i18n %}{% translate 'One' %}{{ x|default:_(\"Two (2)\") }}"
        "{% blocktranslate count n=n %}{{ n }} city{% plural %}{{ n }} cities"
        "{% endblocktranslate %}"
        "{% translate 'May' context 'month' %}"
    )

    assert set(in_template(source)) == {
        Message("", "One"),
        Message("", "Two (2)"),
        Message("", "%(n)s city", "%(n)s cities"),
        Message("month", "May"),
    }
