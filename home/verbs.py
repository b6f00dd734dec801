"""What people do about the site itself: say that something is wrong, and look after it."""

from __future__ import annotations

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coalition import clock
from coalition.letters import post_letter
from coalition.models import Membership, Place, User
from coalition.models.journal import record
from coalition.permissions import require
from home.models import PageReport

REPORTS_PER_HOUR = 20


@transaction.atomic
def report_page(path: str, *, by: str, text: str, email: str = "") -> PageReport:
    """Tell the secretariat that something on a page is wrong; anybody may, without an account.

    `by` is the network address of a stranger: so many reports an hour are taken from one.
    """
    key = f"reports:{by}:{clock.now():%Y%m%d%H}"
    cache.add(key, 0, 3600)
    if cache.incr(key) > REPORTS_PER_HOUR:
        raise ValidationError(_("Many reports came from your network. Please try in an hour."))
    report = PageReport(path=path, text=text, email=email, at=clock.now())
    report.full_clean()
    report.save()
    secretariat = Membership.objects.filter(place=Place.coalition(), role="secretariat")
    for one in secretariat.in_force(clock.today()).select_related("user"):
        post_letter(one.user.email, "page_report", language=one.user.language, report=report)
    record("page.reported", by=User.system(), subject=report, place=Place.coalition())
    return report


@transaction.atomic
def close_report(report: PageReport, *, by: User) -> PageReport:
    """The secretariat has dealt with a report."""
    require(by, "administer", report)
    if report.closed_at is None:
        report.closed_by, report.closed_at = by, clock.now()
        report.save(update_fields=["closed_by", "closed_at"])
        record("report.closed", by=by, subject=report, place=Place.coalition())
    return report
