"""Putting cities' words into English for a report: what is wanting, saved one by one."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from actionplans import verbs
from actionplans.forms.undp_words import EnglishForm, key_of
from actionplans.project.cited import Part, Told, parts_of, things_of
from actionplans.project.english import FIELDS, Said, Thing, in_english, state_of, tally
from actionplans.project.spans import span_of
from actionplans.views.project import around, crumb_of_project, the_project
from actionplans.views.review import cities_of, crumb_of_desk
from coalition.errors import Conflict
from coalition.http import SignedInRequest, whole, workspace

PAGE = 15
SHOWN = ("wanting", "all")  # without and outdated, or everything


class Line(NamedTuple):
    """A measure or an update with the city's words, their English, and UNDP's form."""

    part: Part
    thing: Thing
    state: str
    words: list[tuple[str, str, Said]]  # heading, the city's words, in English
    form: EnglishForm | None

    @property
    def key(self) -> str:
        return key_of(self.thing)

    @property
    def is_measure(self) -> bool:
        return self.key.startswith("measure")

    @property
    def is_outdated(self) -> bool:
        return self.state == "outdated"


def line_of(part: Part, thing: Thing, form: EnglishForm | None = None) -> Line:
    """One line; without a form where there is nothing for UNDP to translate."""
    state = state_of(thing)
    words = [
        (str(label), getattr(thing, name), in_english(thing, name))
        for name, label in FIELDS[type(thing)].items()
        if getattr(thing, name)
    ]
    needs = state != "none"
    return Line(part, thing, state, words, (form or EnglishForm(thing=thing)) if needs else None)


@workspace
def review_translations(request: SignedInRequest) -> HttpResponse:
    """What a report of a period cites and is not in English yet, with a form for each."""
    cities, project = cities_of(request), the_project()
    span = span_of(request.GET.get("period", ""))
    things = things_of(parts_of(Told.of(span, cities)))
    counts = tally(thing for _part, thing in things)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "wanting"
    refused: EnglishForm | None = None
    if request.method == "POST":
        refused = _save(request, things)
        if refused is None:
            return redirect(request.get_full_path())
    wanted = [
        (part, thing) for part, thing in things
        if show == "all" or state_of(thing) in ("missing", "outdated")
        or (refused and refused.prefix == key_of(thing))
    ]  # fmt: skip
    pages = max(1, -(-len(wanted) // PAGE))
    number = min(max(whole(request.GET.get("page", "")) or 1, 1), pages)
    lines = [
        line_of(part, thing, refused if refused and refused.prefix == key_of(thing) else None)
        for part, thing in wanted[(number - 1) * PAGE : number * PAGE]
    ]
    return render(request, "actionplans/review_translations.html", {
        **around(request, project, span),
        "lines": lines,
        "counts": counts,
        "show": show,
        "number": number,
        "pages": pages,
        "refused": refused,
        "demo_page": any(line.part.measure.plan.is_example for line in lines),
        "crumbs": [crumb_of_desk(), crumb_of_project(span), (_("Into English"), None)],
    })  # fmt: skip


def _save(request: SignedInRequest, things: list[tuple[Part, Thing]]) -> EnglishForm | None:
    """Keep the one translation that was sent; the form where it was refused."""
    asked = request.POST.get("thing", "")
    thing = next((one for _part, one in things if key_of(one) == asked), None)
    if thing is None:
        messages.error(
            request,
            _("This is no longer part of the report: the city has changed or taken it back."),
        )
        return None
    form = EnglishForm(request.POST, thing=thing)
    if not form.is_valid():
        return form
    data = form.cleaned_data
    try:
        verbs.translate_for_report(
            thing, by=request.user, words=form.words(), of_words=data["of_words"],
            version=data["version"] or 0,
        )  # fmt: skip
    except Conflict as found:
        found.keep = {form.add_prefix(name): value for name, value in found.keep.items()}
        raise
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return form
    messages.success(request, _("UNDP's translation is kept."))
    return None
