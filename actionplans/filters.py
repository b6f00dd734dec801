"""One reading of the conditions in an address, for pages, exports and the API alike.

An address may hold anything: what is not understood is left out and said in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplans.models import Contribution, Executor, Measure, MeasureTerm
from actionplans.timeliness import Signal, signalled
from coalition.models.terms import term_name, terms
from coalition.text import fold, tidy

LABELS: dict[str, Promise] = {
    "status": gettext_lazy("Status"),
    "signal": gettext_lazy("Signal"),
    "hazard": gettext_lazy("Hazard"),
    "sector": gettext_lazy("Sector"),
    "owner": gettext_lazy("Lead"),
    "tag": gettext_lazy("Tag"),
    "year": gettext_lazy("Due in"),
    "sdg": gettext_lazy("SDG target"),
    "sendai": gettext_lazy("Sendai Framework"),
    "city": gettext_lazy("City"),
}
SCHEMES = {
    "hazard": ("hazards",),
    "sector": ("ci_sectors",),
    "tag": ("themes", "tags"),
    "sdg": ("sdg_targets",),
    "sendai": ("sendai_priorities", "sendai_targets"),
}
OWNERS = "department_types"
YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")
LONGEST_SEARCH, MOST_WORDS, MOST_VALUES, LONGEST_TAG = 200, 8, 20, 60

Cities = Mapping[str, str]  # names by slug; conditions on cities are read only where it is given


class Chip(NamedTuple):
    """One condition in words, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Filter:
    """What a reader asked for: the conditions that were understood, and what was left out.

    `signals` are those of the cities that show them; `all_signals` is for a city's own
    people and its reviewers.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    cities: Cities | None = None
    all_signals: bool = False

    @classmethod
    def read(
        cls,
        params: QueryDict,
        *,
        cities: Cities | None = None,
        signals: bool = True,
        all_signals: bool = False,
    ) -> Filter:
        """The conditions of an address; `signals=False` where the city does not show them."""
        chosen: dict[str, tuple[str, ...]] = {}
        ignored: list[str] = []
        typed = tidy(params.get("q", ""))
        if len(typed) > LONGEST_SEARCH:
            ignored.append(
                _("The search text is too long: its first %(count)d characters are used.")
                % {"count": LONGEST_SEARCH}
            )
        for name in LABELS:
            asked = list(dict.fromkeys(filter(None, map(tidy, params.getlist(name)))))
            known = [value for value in asked if is_known(name, value, cities)]
            if name == "signal" and known and not signals:
                ignored.append(_("The city does not show computed signals."))
                known, asked = [], []
            ignored += [_left_out(name, value) for value in asked if value not in known][:3]
            if known:
                chosen[name] = tuple(known[:MOST_VALUES])
        return cls(typed[:LONGEST_SEARCH].strip(), chosen, tuple(ignored), cities, all_signals)

    def __bool__(self) -> bool:
        return bool(self.q or self.chosen)

    def apply(self, measures: QuerySet[Measure], today: date) -> QuerySet[Measure]:
        """The measures that meet every condition; of several values of one kind, any."""
        for word in fold(self.q).split()[:MOST_WORDS]:
            measures = measures.filter(folded__contains=word)
        if {"status", "signal", "city"} & self.chosen.keys():
            measures = measures.filter(Exists(self._parts(today)))
        for name, schemes in SCHEMES.items():
            if name in self.chosen:
                measures = measures.filter(
                    Exists(
                        MeasureTerm.objects.filter(
                            measure=OuterRef("pk"), scheme__in=schemes, key__in=self.chosen[name]
                        )
                    )
                )
        if "owner" in self.chosen:
            lead = Executor.objects.filter(measure=OuterRef("pk"), role=Executor.Role.LEAD)
            measures = measures.filter(Exists(lead.filter(department__in=self.chosen["owner"])))
        if "year" in self.chosen:
            due = Q()
            for year in self.chosen["year"]:
                due |= Q(due_on__year=int(year))
            measures = measures.filter(due)
        return measures

    def _parts(self, today: date) -> QuerySet[Contribution]:
        """One and the same city's part must meet the conditions on city, status and signal."""
        parts = Contribution.objects.standing().shown().filter(measure=OuterRef("pk"))
        if "city" in self.chosen:
            parts = parts.filter(city__slug__in=self.chosen["city"])
        if "status" in self.chosen:
            parts = parts.filter(status__in=self.chosen["status"])
        if "signal" in self.chosen:
            any_of = Q()
            for signal in self.chosen["signal"]:
                any_of |= signalled(signal, today)
            parts = parts.filter(any_of)
            if not self.all_signals:
                parts = parts.filter(city__shows_signals=True)
        return parts

    def query(self, **more: str) -> str:
        """The conditions as the query part of an address, always in one order."""
        return urlencode([*self._pairs(), *more.items()])

    def address(self, path: str, without: tuple[str, str] | None = None) -> str:
        """An address with these conditions, or all but one."""
        query = urlencode([pair for pair in self._pairs() if pair != without])
        return f"{path}?{query}" if query else path

    def chips(self, path: str) -> list[Chip]:
        """Each condition in words with the address that drops it."""
        return [
            Chip(self._said(name, value), self.address(path, (name, value)))
            for name, value in self._pairs()
        ]

    def _pairs(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        for name in LABELS:
            for value in self.chosen.get(name, ()):
                yield name, value

    def _said(self, name: str, value: str) -> str:
        if name == "q":
            return _("Search: %(text)s") % {"text": value}
        return f"{LABELS[name]}: {value_name(name, value, self.cities)}"


def is_known(name: str, value: str, cities: Cities | None = None) -> bool:
    """Whether a value means something as a condition of this kind."""
    if name == "tag":
        return len(value) <= LONGEST_TAG
    if name == "year":
        return YEAR.fullmatch(value) is not None
    return value in _values(name, cities)


def value_name(name: str, value: str, cities: Cities | None = None) -> str:
    """A condition's value in the reader's words."""
    if name == "status":
        return str(Contribution.Status(value).label)
    if name == "signal":
        return str(Signal(value).label)
    if name == "owner":
        return term_name(OWNERS, value)
    if name == "city":
        return (cities or {}).get(value, value)
    if name in {"sdg", "sendai"}:
        scheme = next((s for s in SCHEMES[name] if value in terms(s)), SCHEMES[name][0])
        return f"{value} {term_name(scheme, value)}"
    return term_name(SCHEMES[name][0], value) if name in SCHEMES else value


def _values(name: str, cities: Cities | None) -> Collection[str]:
    if name == "status":
        return Contribution.Status.values
    if name == "signal":
        return Signal.values
    if name == "owner":
        return terms(OWNERS)
    if name == "city":
        return cities or ()
    return {key for scheme in SCHEMES[name] for key in terms(scheme)}


def _left_out(name: str, value: str) -> str:
    return _("“%(value)s” is not known here and was left out (%(condition)s).") % {
        "value": Truncator(value).chars(40),
        "condition": LABELS[name],
    }
