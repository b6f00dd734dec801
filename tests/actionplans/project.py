"""The regional project, as the tests take hold of it."""

from datetime import date
from html import unescape

from actionplans import verbs
from actionplans.models import ProgressUpdate, Project, ProjectIndicator, ProjectOutput
from actionplans.project.cited import Told, parts_of, things_of
from actionplans.project.english import fingerprint
from actionplans.project.spans import Span
from actionplans.review import reviewed_cities
from coalition.models import User

QUARTER = Span("quarter", date(2026, 7, 1))
YEAR = Span("japanese_fiscal_year", date(2026, 4, 1))
PERIOD = f"period={QUARTER.key}"


def project() -> Project:
    return Project.objects.get()


def output(code: str = "2") -> ProjectOutput:
    return ProjectOutput.objects.select_related("project").get(code=code)


def indicator(code: str = "2.1") -> ProjectIndicator:
    return ProjectIndicator.objects.select_related("output__project").get(code=code)


def reviewer() -> User:
    return User.objects.get(email="reviewer@demo.invalid")


def told(span: Span = QUARTER) -> Told:
    return Told.of(span, list(reviewed_cities(reviewer())))


def cited(city: str = "osh") -> ProgressUpdate:
    """An update the quarter's report cites."""
    rows = told().updates().filter(contribution__city__slug=city)
    return rows.select_related("contribution__measure", "contribution__city__place").first()


def shown(response) -> str:
    return unescape(response.content.decode())


def fresh(update: ProgressUpdate) -> ProgressUpdate:
    return ProgressUpdate.objects.select_related("undp_english").get(pk=update.pk)


def translate(update: ProgressUpdate, text: str = "Done.", version: int = 0):
    words = {"achieved": text, "obstacles": text, "next_steps": text}
    return verbs.translate_for_report(update, by=reviewer(), words=words,
                                      of_words=fingerprint(update), version=version)  # fmt: skip


def untranslated() -> ProgressUpdate:
    """An update of the period without any English yet."""
    return next(
        thing
        for _part, thing in things_of(parts_of(told()))
        if isinstance(thing, ProgressUpdate) and not hasattr(thing, "undp_english")
    )
