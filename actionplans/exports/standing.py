"""How measures stood on a day: the last approved word of each city until then, and the money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from actionplans.exports.columns import Cell, Column
from actionplans.exports.together import PartRow
from actionplans.models import Contribution, ProgressUpdate, Spending
from actionplans.outline import MeasureRow
from actionplans.reading import Progress, together
from actionplans.templatetags.actionplans import in_scale


@dataclass
class Standing:
    """One measure on a day; several cities' words where it is a joint one."""

    updates: list[ProgressUpdate] = field(default_factory=list)
    money: dict[int, Spending] = field(default_factory=dict)

    def of(self, city: int) -> Standing:
        """Only what one city has said."""
        spent = self.money.items()
        return Standing(
            [one for one in self.updates if one.contribution.city_id == city],
            {pk: one for pk, one in spent if one.update.contribution.city_id == city},
        )

    @property
    def progress(self) -> Progress:
        if not self.updates:
            return Progress(Contribution.Status.NOT_STARTED, 0, None)
        share = sum(one.percent for one in self.updates) / len(self.updates)
        return Progress(
            together(one.status for one in self.updates),
            round(share),
            max(one.on for one in self.updates),
        )

    @property
    def status(self) -> str:
        return str(Contribution.Status(self.progress.status).label)

    @property
    def achieved(self) -> str:
        """What was done, each city by its name where there are several."""
        if len(self.updates) == 1:
            return self.updates[0].say("achieved")
        return "\n".join(
            f"{one.contribution.city.name}: {one.say('achieved')}" for one in self.updates
        )

    @property
    def spent(self) -> str:
        return "; ".join(in_scale(one.budget_line, one.amount) for one in self.money.values())


def standings(rows: Iterable[MeasureRow], day: date) -> Mapping[int, Standing]:
    """{measure: how it stood on that day}; three queries, however many measures."""
    found = {row.measure.pk: Standing() for row in rows}
    approved = ProgressUpdate.objects.approved().filter(
        on__lte=day, contribution__visibility="public"
    )
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    of_same = approved.filter(contribution=OuterRef("contribution"))
    last = (
        approved.filter(~Exists(of_same.filter(later)), contribution__measure__in=found)
        .select_related("contribution__city")
        .prefetch_related("translations")
        .order_by("contribution__city__position", "pk")
    )
    for update in last:
        found[update.contribution.measure_id].updates.append(update)
    spendings = (
        Spending.objects.filter(
            update__state="approved",
            update__on__lte=day,
            update__contribution__measure__in=found,
            update__contribution__visibility="public",
        )
        .select_related("budget_line", "update__contribution")
        .order_by("update__on", "update", "budget_line__position")
    )
    for one in spendings:  # amounts are told since the beginning: the last one counts
        found[one.update.contribution.measure_id].money[one.budget_line_id] = one
    return found


def standing_columns(rows: Iterable[MeasureRow], day: date, *, brief: bool) -> list[Column]:
    """The columns of a report as of a day; `brief` puts status and percent into one."""
    found = standings(rows, day)
    on = date_format(day, "SHORT_DATE_FORMAT")

    def of(row: MeasureRow) -> Standing:
        whole = found[row.measure.pk]
        return whole.of(row.part.city_id) if isinstance(row, PartRow) else whole

    def percent(row: MeasureRow) -> Cell:
        return of(row).progress.percent

    status = Column("status", _("Status on %(day)s") % {"day": on}, "", 14,
                    lambda row: of(row).status)  # fmt: skip
    if brief:
        both = [Column("status", status.heading, "", 16,
                       lambda row: f"{of(row).status}, {percent(row)}\u00a0%")]  # fmt: skip
    else:
        both = [status, Column("percent", _("Readiness, %"), "", 12, percent)]
    return [
        *both,
        Column("achieved", _("What was done"), "", 44, lambda row: of(row).achieved),
        Column("spent", _("Spent"), "", 20, lambda row: of(row).spent),
    ]
