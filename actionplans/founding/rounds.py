"""Two invented rounds: the last quarter with a report in each state, the one before completed."""

from __future__ import annotations

from datetime import date, timedelta

from actionplans import verbs
from actionplans.founding.invention import key_of, person, words
from actionplans.models import CityReport, Contribution, ReportingRound
from actionplans.periods import Kind, ended
from actionplans.reporting import gathered, parts_of
from coalition import clock
from coalition.models import User

STATES = {"petropavlovsk": "closed", "dushanbe": "submitted", "ashgabat": "clarification",
          "namangan": "answered", "osh": "open"}  # fmt: skip


def found_demo_rounds() -> int:
    """Lay the two rounds; returns how many reports, 0 where there are reports already."""
    if CityReport.objects.exists():
        return 0
    last, before = ended(Kind.QUARTER, clock.today(), 2)
    return found_round(before, everything="closed") + found_round(last)


def found_round(starts_on: date, everything: str = "") -> int:
    """One round, the report of each city in its state."""
    laid = verbs.open_round(Kind.QUARTER, starts_on, by=User.system())
    reports = laid.reports.select_related("city__place", "round").filter(city__slug__in=STATES)
    for report in reports:
        state = everything or STATES[report.city.slug]
        if everything and report.city.slug == "osh":
            state = "position"
        bring(report, state)
    # as if it had been opened when its period was over
    opened = min(laid.ends_on + timedelta(days=3), clock.today())
    until = laid.ends_on + timedelta(days=33)
    if not everything:
        until = max(until, clock.today() + timedelta(days=9))
    ReportingRound.objects.filter(pk=laid.pk).update(opens_on=opened, submit_by=until)
    return len(reports)


def bring(report: CityReport, state: str) -> None:
    """Bring a report to a state, each deed by whoever does it."""
    if state == "open":
        return
    said, city = words()["rounds"], report.city
    approver, reviewer = person("approver", city), User.objects.get(email="reviewer@demo.invalid")
    report = verbs.submit_report(report, by=approver, covering=said["covering"])
    if state == "closed":
        verbs.close_report(report, by=reviewer)
        return
    if state == "submitted":
        verbs.write_review_note(report, by=reviewer, text=said["note"])
        return
    part = told_part(report, free=state == "answered")
    verbs.propose(report, by=reviewer, part=part, text=said["proposal"])
    report = verbs.send_proposals(report, by=reviewer)
    if state == "position":
        verbs.state_position(report, by=approver, position=said["position"])
    if state == "answered":
        answer(report, part)


def told_part(report: CityReport, *, free: bool) -> Contribution:
    """A measure under way that the report tells of, or another one; free: nothing waits there."""
    told = gathered(report).values("contribution")
    parts = parts_of(report).select_related("city__place", "measure__plan")
    if free:
        waits = Contribution.objects.filter(updates__state__in=("submitted", "returned"))
        parts = parts.exclude(pk__in=waits.values("pk"))
    found = parts.filter(pk__in=told, status=Contribution.Status.IN_PROGRESS).first()
    return found or parts.filter(pk__in=told).first() or parts[0]


def answer(report: CityReport, part: Contribution) -> None:
    """The city reports on the measure anew and says so."""
    said, city = words()["rounds"], report.city
    update = verbs.report_progress(
        part, by=person("editor", city), status=part.status, percent=part.percent,
        achieved=said["achieved"], on=clock.today(), key=key_of(part.measure.code, "answer"),
    )  # fmt: skip
    remark = report.remarks.get()
    verbs.send_answers(
        report, by=person("approver", city), words={remark.pk: said["answer"]},
        versions={remark.pk: remark.version}, approve={update.pk: update.version},
    )  # fmt: skip
