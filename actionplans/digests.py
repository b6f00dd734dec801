"""One person's reminders of a morning: what waits in their cities, each in a sentence with a link.

Only the city's own people are written to; reviewers hear of reports that were sent to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplans.awaiting import Awaited, What, rounds_waiting, to_read
from actionplans.desk import reportable
from actionplans.dues import say_due
from actionplans.models import CityReport, Contribution, MeasureDraft, MeasureWatch, ProgressUpdate
from actionplans.permissions import may_decide
from actionplans.reminders import RULES, Line, Matter, any_due
from actionplans.timeliness import OPEN
from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.permissions import may, places_with

MOST = 8  # measures named one by one; the rest in one line
ANSWER_DAYS = 14
SOON = -min(RULES["soon"].moments)


@dataclass
class Reader:
    """A person whose morning it is: what was said to them before, what they wish to hear."""

    user: User
    today: date
    said: dict[str, date] = field(default_factory=dict)
    only_mine: bool = False

    def is_due(self, matter: Matter) -> bool:
        return matter.is_due(self.today, self.said)


def lines_for(reader: Reader) -> list[Line]:
    """Everything a person is reminded of today, the most pressing first."""
    user = reader.user
    cities = City.objects.members().filter(place__in=places_with(user, "see_inside"))
    found: list[Line] = []
    for city in cities.select_related("place"):
        writes, decides = roles_in(user, city)
        if writes:
            found += _returned(reader, city)
        if decides:
            found += _approval(reader, city)
        if writes or decides:
            found += _round(reader, city, decides=decides)
        if writes:
            found += _measures(reader, city)
    if places_with(user, "review"):
        found += _sent(reader)
    return found


def roles_in(user: User, city: City) -> tuple[bool, bool]:
    """Whether a person is written to as one who edits, and as one who decides.

    Where a city has nobody to edit or to decide, its administrator is told.
    """
    writes, decides = may(user, "edit", city), may_decide(user, city)
    if may(user, "administer", city) and not (writes and decides):
        held = Membership.objects.filter(place=city.place, user__is_active=True)
        roles = set(held.in_force(clock.today()).values_list("role", flat=True))
        writes = writes or "editor" not in roles
        decides = decides or not (
            "approver" in roles or (city.editor_may_approve and "editor" in roles)
        )
    return writes, decides


def is_reminded(user: User) -> bool:
    """Whether there can be anything to remind a person of."""
    return bool(places_with(user, "see_inside") or places_with(user, "review"))


# --- what waits for the city's people


def _returned(reader: Reader, city: City) -> Iterator[Line]:
    """Reports and changes that came back, to whom they came back."""
    updates = ProgressUpdate.objects.filter(contribution__city=city, state="returned")
    for one in updates.select_related("contribution__measure", "by"):
        measure = one.contribution.measure
        if _is_for(reader, city, one.by):
            subject = f"update:{one.pk}:{one.version}"
            if reader.is_due(Matter("returned", subject, one.at.date())):
                words = _("A report came back with a note: %(measure)s") % {"measure": measure}
                path = reverse("update_measure", args=[city.slug, measure.code])
                yield Line("returned", words, path, (subject,))
    drafts = MeasureDraft.objects.filter(plan__city=city, plan__is_current=True, state="returned")
    for draft in drafts.select_related("measure", "by"):
        what = draft.measure or f"{draft.patch.get('code', '')} {draft.patch.get('title', '')}"
        path = (
            reverse("measure_edit", args=[city.slug, draft.measure.code])
            if draft.measure
            else reverse("draft", args=[city.slug, draft.pk])
        )
        subject = f"draft:{draft.pk}:{draft.version}"
        returned = Matter("returned", subject, (draft.decided_at or draft.at).date())
        if _is_for(reader, city, draft.by) and reader.is_due(returned):
            words = _("A change came back with a note: %(measure)s") % {"measure": what}
            yield Line("returned", words, path, (subject,))


def _is_for(reader: Reader, city: City, author: User) -> bool:
    """Whether what came back is for this person: its author, or all who edit once that one left."""
    author_edits = author.is_active and may(author, "edit", city)
    return author.pk == reader.user.pk or not author_edits


def _approval(reader: Reader, city: City) -> Iterator[Line]:
    """What waits for the approver, in one sentence."""
    updates = ProgressUpdate.objects.filter(contribution__city=city, state="submitted")
    drafts = MeasureDraft.objects.open().filter(plan__city=city, plan__is_current=True)
    waiting = [
        Matter("approval", f"{kind}:{pk}:{version}", at.date())
        for kind, rows in (("update", updates), ("draft", drafts))
        for pk, version, at in rows.values_list("pk", "version", "at")
    ]
    if any_due(waiting, reader.today, reader.said):
        words = ngettext(
            "%(city)s: %(count)d item waits for your approval",
            "%(city)s: %(count)d items wait for your approval", len(waiting),
        ) % {"city": city, "count": len(waiting)}  # fmt: skip
        yield Line("approval", words, reverse("approve", args=[city.slug]),
                   tuple(one.subject for one in waiting))  # fmt: skip


def _round(reader: Reader, city: City, *, decides: bool) -> Iterator[Line]:
    """What the open rounds await of the city: its report, or answers to proposals."""
    for awaited in rounds_waiting(reader.today, [city]):
        path = reverse("city_report", args=[city.slug, awaited.report.pk])
        if awaited.what == What.REPORT and decides:
            yield from _report(reader, awaited, path)
        elif awaited.what == What.ANSWER:
            yield from _answer(reader, awaited, path)


def _report(reader: Reader, awaited: Awaited, path: str) -> Iterator[Line]:
    """A round that has opened, or is about to end without the city's report."""
    about, subject = awaited.report.round, f"report:{awaited.report.pk}"
    say = {"round": about, "day": _day(about.submit_by)}
    if reader.is_due(Matter("closing", subject, about.submit_by)):
        late = about.submit_by < reader.today
        words = (
            _("The report for %(round)s was awaited by %(day)s; it can still be sent")
            if late
            else _("The report for %(round)s is awaited by %(day)s")
        )
        yield Line("closing", words % say, path, (subject,))
    elif about.submit_by > reader.today and reader.is_due(
        Matter("opening", subject, awaited.since)
    ):
        words = _("The overview for %(round)s has begun; the report is awaited by %(day)s")
        yield Line("opening", words % say, path, (subject,))


def _answer(reader: Reader, awaited: Awaited, path: str) -> Iterator[Line]:
    """A report to which reviewers have proposed clarifications."""
    until = awaited.by or awaited.since + timedelta(days=ANSWER_DAYS)
    subject = f"answer:{awaited.report.pk}:{awaited.since}"
    asked, answer = Matter("asked", subject, awaited.since), Matter("answer", subject, until)
    if any_due((answer, asked), reader.today, reader.said):
        words = _("Reviewers propose clarifications to the report for %(round)s; answers are "
                  "awaited by %(day)s")  # fmt: skip
        said = words % {"round": awaited.report.round, "day": _day(until)}
        yield Line("answer", said, path, (subject,))


# --- what the dates of measures say


def _measures(reader: Reader, city: City) -> Iterator[Line]:
    """Measures whose due date is near or passed, or of which nothing was heard for long."""
    parts = _pressing(reader, city)
    found = [(part, matter) for part in parts if (matter := _matter(part, reader.today))]
    told = [(part, matter) for part, matter in found if reader.is_due(matter)]
    for part, matter in told[:MOST]:
        path = reverse("update_measure", args=[city.slug, part.measure.code])
        yield Line(matter.kind, SAY[matter.kind](part), path, (matter.subject,))
    if rest := told[MOST:]:
        words = ngettext(
            "%(city)s: %(count)d more measure would be glad of a word",
            "%(city)s: %(count)d more measures would be glad of a word", len(rest),
        ) % {"city": city, "count": len(rest)}  # fmt: skip
        yield Line("stale", words, reverse("update", args=[city.slug]),
                   tuple(matter.subject for _part, matter in rest))  # fmt: skip


def _pressing(reader: Reader, city: City) -> list[Contribution]:
    """Open measures about which the dates may say something; nothing where a report waits."""
    today = reader.today
    silent = today - timedelta(days=settings.SIGNAL_STALE_DAYS)
    parts = (
        reportable(city)
        .filter(status__in=OPEN, measure__plan__state="adopted")
        .filter(
            Q(measure__due_on__lte=today + timedelta(days=SOON))
            | Q(reported_on__lt=silent)
            | Q(reported_on=None)
        )
        .exclude(updates__state__in=("submitted", "returned"))
    )
    if reader.only_mine:
        parts = parts.filter(pk__in=MeasureWatch.objects.filter(user=reader.user)
                             .values("contribution"))  # fmt: skip
    return sorted(parts, key=lambda part: (part.measure.due_on or date.max, part.pk))


def _matter(part: Contribution, today: date) -> Matter | None:
    """What there is to say of a measure: first of its due date, then of the silence."""
    subject, due_on = f"part:{part.pk}", part.measure.due_on
    if due_on is not None and due_on < today:
        return Matter("passed", subject, due_on)
    if due_on is not None and (due_on - today).days <= SOON:
        return Matter("soon", subject, due_on)
    plan = part.measure.plan
    since = [day for day in (part.measure.start_on, plan.adopted_on) if day]
    heard = part.reported_on or (max(since) if plan.adopted_on else None)
    if heard is None:
        return None
    old_on = heard + timedelta(days=settings.SIGNAL_STALE_DAYS)
    return Matter("stale", subject, old_on) if old_on < today else None


def _say_soon(part: Contribution) -> str:
    measure = part.measure
    due = say_due(measure.due_on, measure.due_precision)
    return _("The due date is near (%(due)s): %(measure)s") % {"due": due, "measure": measure}


def _say_passed(part: Contribution) -> str:
    measure = part.measure
    due = say_due(measure.due_on, measure.due_precision)
    return _("The due date has passed (%(due)s); say how it stands, or move the date: "
             "%(measure)s") % {"due": due, "measure": measure}  # fmt: skip


def _say_stale(part: Contribution) -> str:
    if part.reported_on is None:
        return _("Nothing has been said yet; two words suffice: %(measure)s") % {
            "measure": part.measure
        }
    return _("No news since %(day)s; two words suffice: %(measure)s") % {
        "day": _day(part.reported_on), "measure": part.measure,
    }  # fmt: skip


SAY: dict[str, Callable[[Contribution], str]] = {
    "soon": _say_soon, "passed": _say_passed, "stale": _say_stale,
}  # fmt: skip


# --- what waits for reviewers


def _sent(reader: Reader) -> Iterator[Line]:
    """Reports that cities have sent or answered, one line each."""
    for report in to_read(reader.user):
        answered = report.state == CityReport.State.ANSWERED
        at = report.answered_at if answered else report.submitted_at
        subject = f"sent:{report.pk}:{report.state}"
        if at and reader.is_due(Matter("sent", subject, at.date())):
            words = _("%(city)s has answered your proposals, %(round)s") if answered else _(
                "%(city)s has sent its report, %(round)s")  # fmt: skip
            yield Line("sent", words % {"city": report.city, "round": report.round},
                       reverse("review_report", args=[report.pk]), (subject,))  # fmt: skip


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


# --- the link at the end of the letter

SALT = "actionplans.reminders"


def stop_token(user: User) -> str:
    """What makes the link by which a person ends the letters without signing in."""
    return signing.dumps(user.pk, salt=SALT)


def person_of(token: str) -> User | None:
    """Whose letter held this link."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
