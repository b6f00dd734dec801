"""The positions of the Parties as they are read: each city, what it says now and said before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cities.models import Application, City, PartyVoice, PositionsAsked
from coalition import clock


@dataclass(frozen=True)
class Position:
    """One member city: its word, its earlier words, or what its silence means."""

    city: City
    voice: PartyVoice | None
    earlier: list[PartyVoice]
    silence: str = ""


def positions(application: Application) -> list[Position]:
    """Every member in the order of the Declaration; three queries, four once silence counts."""
    notice = PositionsAsked.objects.filter(application=application).select_related("rules").first()
    said: dict[int, list[PartyVoice]] = {}
    for voice in application.voices.select_related("said_by").order_by("-pk"):
        said.setdefault(voice.city_id, []).append(voice)
    silence, unasked = not_received(notice), set[int]()
    if notice and notice.counts_silence(clock.today()):
        unasked = not_asked(application)
    found = []
    for city in City.objects.members().exclude(application=application):
        words = said.get(city.pk, [])
        if words:
            found.append(Position(city, words[0], words[1:]))
        else:
            means = not_received(None) if city.pk in unasked else silence
            found.append(Position(city, None, [], means))
    return found


def not_asked(application: Application) -> set[int]:
    """The cities whose silence says nothing: they joined, paused or came back after the notice."""
    changed = Q(application__signed_at__gt=application.notified_at)
    changed |= Q(standings__at__gt=application.notified_at)
    return set(City.objects.members().filter(changed).values_list("pk", flat=True))


def not_received(notice: PositionsAsked | None) -> str:
    """What is said of a city without a position; consent only where registered rules say so."""
    if notice is None or notice.rules is None or not notice.counts_silence(clock.today()):
        return _("no position received")
    return _("not received; by the rules No. %(number)s this counts as consent") % {
        "number": notice.rules.number
    }
