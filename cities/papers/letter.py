"""The letter of joining, written from the answers. In Russian, the working language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cities.models import Application
from coalition.documents import Paper
from coalition.models.terms import term_name
from coalition.text import COALITION_NAME

GAP = "____________________"
LANGUAGE = "ru"


def letter_paper(application: Application) -> Paper:
    """The letter with the answers in their places, and lines to write on where there are none."""
    with override(LANGUAGE):
        title = _("Letter on joining the Coalition")
        paper = Paper(title=title, lang=LANGUAGE, example=application.is_demo)
        paper.letterhead(
            [application.authority_name or GAP],
            addressee(),
        )
        paper.heading(title)
        for words in sentences(application):
            paper.paragraph(words)
        paper.signature(application.head_post or GAP, application.head_name)
        return paper


def addressee() -> list[str]:
    """To whom the letter goes."""
    return [_("To the secretariat of the union"), f"«{COALITION_NAME[LANGUAGE]}»"]


def sentences(application: Application) -> Iterator[str]:
    """What the letter says, a paragraph each; in the language that is active."""
    yield _(
        "%(authority)s (%(city)s) shares the aims of the Joint Declaration signed in Dushanbe on "
        "16 October 2025 and tells of its intention to join it and to enter the union "
        "“%(coalition)s” (Article 10 of the Declaration)."
    ) % {
        "authority": application.authority_name or GAP,
        "city": ", ".join(about_city(application)),
        "coalition": COALITION_NAME[LANGUAGE],
    }
    if application.motivation:
        yield application.motivation
    people = (application.focal_name, application.focal_post,
              application.focal_email or GAP, application.focal_phone)  # fmt: skip
    yield _("For questions of joining please write to: %(people)s.") % {
        "people": ", ".join(filter(None, people))
    }


def about_city(application: Application) -> Iterator[str]:
    """The city, its country and its people, as far as they are told."""
    yield _("the city of %(name)s") % {"name": application.name_ru or GAP}
    if application.country:
        yield term_name("countries", application.country)
    if application.population:
        yield _("population %(people)s, %(year)s") % {
            "people": number_format(application.population, force_grouping=True),
            "year": application.population_year or "____",
        }
