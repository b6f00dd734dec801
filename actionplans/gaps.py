"""What a plan does not say yet: conditions on contributions, each counted and listed by one rule.

A gap is no fault: it shows where a city may want support, or simply has not come to it.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actionplans.models import (
    BudgetLine,
    Contribution,
    Evidence,
    Indicator,
    Measure,
    ProgressUpdate,
    Reading,
)
from actionplans.timeliness import OPEN
from coalition.attachments import owner_label
from coalition.models import Attachment


class Gap(NamedTuple):
    """A kind of gap: what it is called, and which contributions have it."""

    label: Promise
    condition: Q


def _files() -> Exists:
    """Whether an update has a file that has not been taken back."""
    owner = Concat(
        Value(f"{owner_label(ProgressUpdate)}:"),
        Cast(OuterRef("pk"), CharField()),
        output_field=CharField(),
    )
    return Exists(Attachment.objects.filter(owner=owner, withdrawn_at=None))


INDICATORS = Indicator.objects.filter(measure=OuterRef("measure"))
VALUES = Reading.objects.filter(
    indicator__measure=OuterRef("measure"),
    contribution=OuterRef("pk"),
    update__state=ProgressUpdate.State.APPROVED,
)
PROVEN = Exists(
    ProgressUpdate.objects.approved().filter(_files(), contribution=OuterRef("pk"))
) | Exists(
    Evidence.objects.kept().filter(
        measure=OuterRef("measure"), visibility=Measure.Visibility.PUBLIC
    )
)

GAPS: dict[str, Gap] = {
    "indicator": Gap(_("No indicator"), ~Q(Exists(INDICATORS))),
    "target": Gap(
        _("An indicator without a baseline or a target"),
        Q(Exists(INDICATORS.filter(Q(baseline=None) | Q(target=None)))),
    ),
    "value": Gap(
        _("Indicators without a single value"), Q(Exists(INDICATORS)) & ~Q(Exists(VALUES))
    ),
    "money": Gap(
        _("Nothing is said of money"),
        Q(finance=Contribution.Finance.UNKNOWN)
        & ~Q(Exists(BudgetLine.objects.filter(contribution=OuterRef("pk")))),
    ),
    "seeking": Gap(
        _("Money is being sought"),
        Q(finance__in=(Contribution.Finance.SEEKING, Contribution.Finance.PARTLY), status__in=OPEN),
    ),
    "evidence": Gap(
        _("Completed, no file shows it"),
        Q(status=Contribution.Status.COMPLETED) & ~Q(PROVEN),
    ),
}
