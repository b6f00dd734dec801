"""What a city has not shown of its plan: drafts, waiting reports, measures of its own eyes."""

import uuid
from datetime import date

from actionplans.models import CityProposal, Contribution, Measure
from actionplans.reporting import parts_of
from actionplans.verbs import (
    answer_proposals,
    begin_next_plan,
    draft_measure,
    draft_part,
    open_round,
    propose,
    put_aside_proposal,
    report_progress,
    return_update,
    send_proposals,
    set_visibility,
    submit_report,
    take_up_plan,
)
from cities.models import City
from coalition.models import User
from tests.crawling import Canary
from tests.workinggroups.deciding import a_voice, offered, the_group


def plant(city: City, canary: Canary) -> None:
    """A draft of a change, a report that waits, one that came back, a measure kept inside."""
    editor = User.objects.get(email=f"editor.{city.slug}@demo.invalid")
    approver = User.objects.get(email=f"approver.{city.slug}@demo.invalid")
    own = Contribution.objects.filter(
        city=city, measure__plan__city=city, measure__state=Measure.State.STANDING
    ).select_related("measure__plan__place", "city__place")
    free = [
        part
        for part in own
        if not part.updates.filter(state__in=("submitted", "returned")).exists()
        and not part.measure.drafts.filter(state__in=("open", "returned")).exists()
    ]
    waits, returned, drafted, inside = free[:4]
    for part in (waits, returned):
        update = report_progress(
            part,
            by=editor,
            status="in_progress",
            percent=max(part.percent or 0, 10),
            achieved=canary.phrase,
            obstacles=canary.phrase,
            key=uuid.uuid4(),
        )
    return_update(update, by=approver, note=canary.phrase)
    draft_measure(
        drafted.measure.plan,
        by=editor,
        measure=drafted.measure,
        patch={"title": canary.phrase},
        base_version=drafted.measure.version,
        reason=canary.phrase,
    )
    answer_a_group(city, canary, editor)
    prepare_answers(city, canary, editor, approver)
    joint = Contribution.objects.filter(city=city, measure__plan__slug="joint-2026")
    part = joint.select_related("measure__plan", "city__place").order_by("pk").last()
    draft_part(part, by=editor, patch={"words": canary.phrase}, base_version=part.edition)
    set_visibility(inside.measure, by=approver, visibility="city", reason=canary.phrase)
    Measure.objects.filter(pk=inside.measure_id).update(
        title=canary.phrase, folded=canary.phrase, expected_result=canary.phrase
    )
    prepare_next_plan(drafted.measure, canary, editor)


def prepare_next_plan(measure: Measure, canary: Canary, editor: User) -> None:
    """The next plan, of which only the city knows; the one in force is on the table."""
    plan = measure.plan
    fresh = begin_next_plan(
        plan,
        by=editor,
        title=canary.phrase,
        period=(date(2041, 1, 1), date(2045, 12, 31)),
        dues={measure.pk: date(2044, 12, 31)},
    )
    draft = fresh.drafts.get()
    draft.patch["title"] = canary.phrase
    draft.save()
    take_up_plan(plan, by=editor)


def prepare_answers(city: City, canary: Canary, editor: User, approver: User) -> None:
    """A report with a proposal, and the words of an answer that nobody has sent yet."""
    reviewer = User.objects.get(email="reviewer@demo.invalid")
    asked = open_round("half_year", date(2026, 1, 1), by=User.system())
    report = asked.reports.select_related("city__place", "round").get(city=city)
    submit_report(report, by=approver, covering="Направляем.")
    remark = propose(report, by=reviewer, part=parts_of(report)[0], text="Почему?")
    send_proposals(report, by=reviewer)
    answer_proposals(report, by=editor, words={remark.pk: canary.phrase}, versions={remark.pk: 2})


def answer_a_group(city: City, canary: Canary, editor: User) -> None:
    """A proposal of a group, put aside with a word for the city alone."""
    proposals = CityProposal.objects.select_related("city__place", "decision")
    if not proposals.filter(city=city).exists():
        group = the_group()
        offered(group.threads.order_by("pk").first(), a_voice(group, "osh"))
    put_aside_proposal(proposals.filter(city=city).first(), by=editor, words=canary.phrase,
                       tell=True)  # fmt: skip
