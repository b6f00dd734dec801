"""The set to take away before applying: a draft act of joining and a draft letter.

In Russian, and for each state language as a form of two columns. The second column is the city's
own to fill in: a translation nobody of its speakers has read is worse than an empty line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cities.models import Application
from cities.papers.letter import GAP, LANGUAGE, addressee, sentences
from coalition.documents import Paper, Words
from coalition.text import COALITION_NAME

DRAFTS = {"act": gettext_lazy("Act of joining"), "letter": gettext_lazy("Letter of joining")}
LANGUAGES = ("ru", "kk", "ky", "tg", "tk", "uz")
WRITTEN_ON = date(2026, 11, 29)  # the same bytes whenever it is taken


def draft_paper(kind: str, language: str) -> Paper:
    """One paper of the set: in Russian alone, or beside a column for a state language."""
    with override(LANGUAGE):
        title = _("Act of joining") if kind == "act" else _("Letter on joining the Coalition")
        paper = Paper(title=title, lang=LANGUAGE, draft=True, on=WRITTEN_ON)
        keeper = [_("Original for the keeper of the authentic original")]
        to = addressee() if kind == "letter" else keeper
        paper.letterhead([GAP, _("(full name of the authority)")], to)
        said = list(act() if kind == "act" else letter())
        if language == LANGUAGE:
            paper.heading(title)
            if kind == "act":
                paper.numbered(said)
            for one in said if kind == "letter" else ():
                paper.paragraph(one)
        else:
            two_columns(paper, [title, *said], language)
        paper.signature(_("Head of the city"))
        paper.small(_("This is a draft: the Declaration sets no form. The city changes it as its "
                      "own law asks."))  # fmt: skip
        return paper


def two_columns(paper: Paper, said: list[str], language: str) -> None:
    """The Russian text, and beside each paragraph room for the same in the state language."""
    named = dict(settings.LANGUAGES)[language]
    paper.table(
        [_("In Russian"), _("In the state language (%(language)s)") % {"language": named}],
        [[Words(text, bold=not number), Words("", language)] for number, text in enumerate(said)],
        widths=(1, 1),
    )
    paper.small(_("The second column is filled in by the city: its own text, read by those who "
                  "speak the language."))  # fmt: skip


def act() -> Iterator[str]:
    """What the draft act says, in our own words."""
    yield _(
        "The authority of the city of %(gap)s, on the basis of %(gap)s (decision, its date and "
        "number), joins the Joint Declaration signed in Dushanbe on 16 October 2025 and enters the "
        "union “%(coalition)s” (Article 10 of the Declaration)."
    ) % {"gap": GAP, "coalition": COALITION_NAME[LANGUAGE]}
    yield _("The city joins of its own will and on an equal footing with the other Parties "
            "(Article 2).")  # fmt: skip
    yield _("Like the Declaration itself, this act is no international treaty and creates no "
            "rights or obligations under international law (Article 8).")  # fmt: skip
    yield _("For the city the work in the Coalition is led by %(gap)s (post, surname, first name; "
            "telephone, e-mail).") % {"gap": GAP}  # fmt: skip
    yield _("The original of this act is handed to the keeper of the authentic original of the "
            "Declaration; all Parties receive certified copies (Article 11).")  # fmt: skip
    yield _("The act takes effect on the day of its signing.")


def letter() -> Iterator[str]:
    """What the draft letter says: that of an application without answers yet."""
    first, *rest = sentences(Application())
    yield first
    yield _("%(gap)s (why the city joins, if it wishes to say so)") % {"gap": GAP}
    yield from rest
