"""The positions of the Parties as they are read: each city, what it says now and said before."""

from __future__ import annotations

from dataclasses import dataclass

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
    """Every member in the order of the Declaration; three queries."""
    notice = PositionsAsked.objects.filter(application=application).select_related("rules").first()
    said: dict[int, list[PartyVoice]] = {}
    for voice in application.voices.select_related("said_by").order_by("-pk"):
        said.setdefault(voice.city_id, []).append(voice)
    silence = not_received(notice)
    found = []
    for city in City.objects.members().exclude(application=application):
        words = said.get(city.pk, [])
        found.append(
            Position(city, words[0], words[1:]) if words else Position(city, None, [], silence)
        )
    return found


def not_received(notice: PositionsAsked | None) -> str:
    """What is said of a city without a position; consent only where registered rules say so."""
    if notice is None or notice.rules is None or not notice.counts_silence(clock.today()):
        return _("no position received")
    return _("not received; by the rules No. %(number)s this counts as consent") % {
        "number": notice.rules.number
    }
