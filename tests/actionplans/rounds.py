"""Reports of a round, as the tests bring them into one state or another."""

import uuid
from datetime import date

from actionplans import verbs
from actionplans.models import CityReport, Contribution, Edition, Measure, ProgressUpdate
from actionplans.reporting import parts_of
from cities.models import City
from coalition import clock
from coalition.models import User
from tests.actionplans.growing import say as approved

YEAR = date(2025, 7, 1)  # a half-year that the examples have no round of


def people(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.invalid")


def fresh(report: CityReport) -> CityReport:
    return CityReport.objects.select_related("city__place", "round").get(pk=report.pk)


def open_report(city: str = "osh") -> CityReport:
    """A report the city prepares, of a period of its plan in which something was approved."""
    Edition.objects.update(adopted_on=date(2025, 1, 30))
    last = ProgressUpdate.objects.public().filter(contribution__city__slug=city).latest("on")
    ProgressUpdate.objects.filter(pk=last.pk).update(on=date(2025, 11, 3), report=None)
    about = verbs.open_round("half_year", YEAR, by=User.system())
    return fresh(about.reports.get(city__slug=city))


def report_in(state: str, city: str = "osh") -> CityReport:
    """A report that has come to a state, each deed by whoever does it."""
    report = open_report(city)
    approver, reviewer = people(f"approver.{city}"), people("reviewer")
    if state == "open":
        return report
    report = verbs.submit_report(report, by=approver, covering="Направляем сведения.")
    if state in ("clarification", "answered", "position"):
        ask(report)
        report = verbs.send_proposals(fresh(report), by=reviewer)
    if state == "answered":
        remark = report.remarks.get()
        report = verbs.send_answers(
            fresh(report), by=approver, words={remark.pk: "Уточнили."},
            versions={remark.pk: remark.version},
        )  # fmt: skip
    if state == "position":
        verbs.state_position(fresh(report), by=approver, position="Город считает иначе.")
    if state == "closed":
        verbs.close_report(fresh(report), by=reviewer)
    return fresh(report)


def a_part(report: CityReport) -> Contribution:
    """The measure of which the report tells something."""
    told = ProgressUpdate.objects.filter(report=report).values("contribution")
    return parts_of(report).filter(pk__in=told).select_related("city__place", "measure").first()


def ask(report: CityReport, by: str = "reviewer", text: str = "Сколько домов?", version=0):
    return verbs.propose(
        fresh(report), by=people(by), part=a_part(report), text=text, version=version
    )


def say(part: Contribution, by: str, **said):
    """What an editor says of a measure today; nothing else waits there."""
    part.updates.filter(state__in=("submitted", "returned")).delete()
    return verbs.report_progress(
        part, by=people(by),
        **{"status": "in_progress", "percent": 60, "achieved": "Уточнённые сведения.",
           "on": clock.today(), "key": uuid.uuid4(), **said},
    )  # fmt: skip


def hide(measure: Measure) -> None:
    Measure.objects.filter(pk=measure.pk).update(visibility="city")


def consent(city: str, since) -> None:
    City.objects.filter(slug=city).update(review_since=since)


def tell_everything(report: CityReport) -> None:
    """An approved update of every measure, in the report."""
    by = people("approver.osh")
    for part in parts_of(report):
        approved(part, by, "Сделано.", on=date(2025, 12, 1), report=report)
