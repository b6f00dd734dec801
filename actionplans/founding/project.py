"""The regional project as its sources tell it; and invented indicators for the demonstration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from actionplans import verbs
from actionplans.founding.invention import load
from actionplans.models import Project, ProjectActual, ProjectIndicator, ProjectOutput
from actionplans.periods import Kind
from actionplans.project.cited import Told, parts_of
from actionplans.project.english import fingerprint
from actionplans.project.figures import FIGURES
from actionplans.project.spans import Span, usual
from actionplans.review import reviewed_cities
from coalition import clock
from coalition.models import User

NAMES = ("achieved", "obstacles", "next_steps")
CITED = 3  # updates named as evidence


def found_project() -> Project:
    """The project and its three outputs; what reviewers have changed since stays."""
    known = Project.objects.first()
    if known:
        return known
    said = yaml.safe_load(Path(__file__).with_name("project.yaml").read_text("utf-8"))
    outputs, source = said.pop("outputs"), said.pop("source")
    project = Project.objects.create(by=User.system(), at=clock.now(), **said)
    for position, one in enumerate(outputs):
        ProjectOutput.objects.create(
            project=project, code=one["code"], names={"ru": one["ru"], "en": one["en"]},
            source=source, position=position,
        )  # fmt: skip
    return project


def found_demo_project() -> None:
    """Invented indicators with values of the last quarter, a few words, a few translations."""
    project = found_project()
    if ProjectIndicator.objects.exists():
        return
    said, by = load("project"), User.objects.get(email="reviewer@demo.invalid")
    span = usual(clock.today())
    outputs = {one.code: one for one in project.outputs.select_related("project")}
    told = Told.of(span, list(reviewed_cities(by)))
    for one in said["indicators"]:
        _found_indicator(outputs[one["output"]], one, told, by)
    for section, words in said["texts"].items():
        for lang, text in words.items():
            verbs.keep_project_text(
                project, by=by, span=span, section=section, lang=lang, text=text
            )
    _translate(told, said["english"], by)


def _found_indicator(output: ProjectOutput, one: dict[str, Any], told: Told, by: User) -> None:
    names = ("code", "names", "units", "baseline", "baseline_year", "verifications", "splits")
    made = verbs.keep_indicator(
        output, by=by, said={name: one[name] for name in names}, targets=one["targets"],
        is_example=True,
    )  # fmt: skip
    value = one.get("value", 0)
    if "figure" in one:
        value = len(FIGURES[one["figure"]].rows(told))
    year = Span(Kind.JAPANESE, usual_year(told.span))
    for span in (told.span, year):
        actual = verbs.enter_actual(
            made, by=by, span=span, value=value, people=one.get("people"),
            figure=one.get("figure", "") if span == told.span else "",
        )  # fmt: skip
        if span == told.span and actual:
            _rest(actual, one, told, by)


def usual_year(span: Span) -> Any:
    """The Japanese fiscal year in which a period ends."""
    day = span.ends_on
    return day.replace(year=day.year - (day.month < 4), month=4, day=1)  # noqa: PLR2004 -- April


def _rest(actual: ProjectActual, one: dict[str, Any], told: Told, by: User) -> None:
    """Say what an invented value rests on."""
    if "elsewhere" in one:
        verbs.add_project_evidence(actual, by=by, title=one["elsewhere"])
        return
    rows = told.updates().filter(status="completed").order_by("pk")
    said = list(rows.values_list("pk", flat=True)[:CITED])
    if said and one.get("figure") == "completed":
        verbs.add_project_evidence(actual, by=by, updates=said)


def _translate(told: Told, english: dict[str, str], by: User) -> None:
    """UNDP's English of the updates whose words are known."""
    for part in parts_of(told):
        for update in part.updates:
            words = {name: english.get(getattr(update, name), "") for name in NAMES}
            if words["achieved"]:
                verbs.translate_for_report(update, by=by, words=words, of_words=fingerprint(update))
