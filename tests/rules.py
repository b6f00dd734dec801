"""The words in which a table of rights is written: who sees an address, who reads, who writes.

    "facts": CITY(),                                   # who may see the city's inside
    "team": CITY(post="administer"),                   # one's own without that right: 403
    "release": CITY(post="administer", only="post", fill=lambda city: {...}),
    "reports": REVIEW(),
    "plan": PUBLIC(fill=lambda city: {"slug": city}),

Arguments come from `fill(city)`; without one, `slug` is the city's and everything else is asked
for by a failing test. The same `fill` is used with another city to look for leaks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from tests.addresses import Address
from tests.personas import Persona

Fill = Callable[[str], dict[str, Any] | tuple[Any, ...]]

EVERYBODY = frozenset({"everybody"})
EVERYBODY_SIGNED_IN = frozenset({"signed in"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Who gets what at one address; each set holds rights of which one is enough."""

    see: frozenset[str]
    get: frozenset[str]
    post: frozenset[str]
    only: str = ""  # "get" or "post" where the other one is answered with 405
    cacheable: bool = False  # a public page: no session, no cookie, the same for everybody
    fill: Fill | None = None

    def wanted(self, persona: Persona, method: str, address: Address) -> str:
        """What this persona must get: "in", "hidden", "forbidden", "door" or "405"."""
        if self.only and method != self.only:
            return "405"
        if holds(persona, getattr(self, method)):
            return "in"
        if not persona.signed_in and not address.is_api and self.see != NOBODY:
            return "door"
        return "forbidden" if holds(persona, self.see) else "hidden"

    def arguments(self, city: str, address: Address) -> dict[str, Any] | tuple[Any, ...]:
        """What the address is filled with."""
        if self.fill is not None:
            return self.fill(city)
        return {"slug": city} if "slug" in address.parameters else {}


def holds(persona: Persona, rights: Collection[str]) -> bool:
    """Whether one of these rights is the persona's."""
    if rights == EVERYBODY:
        return True
    if rights == EVERYBODY_SIGNED_IN:
        return persona.signed_in
    return bool(persona.holds & set(rights))


def rights(kind: str, names: str) -> frozenset[str]:
    """ "edit approve" of a city as {"city:edit", "city:approve"}; either is enough."""
    return frozenset(name if ":" in name else f"{kind}:{name}" for name in names.split())


def place(kind: str, see: str, *, get: str = "", post: str = "", **more: Any) -> Rule:
    """An address of one place: those without `see` do not learn that it exists."""
    return Rule(
        see=rights(kind, see),
        get=rights(kind, get or see),
        post=rights(kind, post or get or see),
        **more,
    )


def CITY(see: str = "see_inside", **more: Any) -> Rule:  # noqa: N802 -- reads as a column's heading
    """An address of a city's inside."""
    return place("city", see, **more)


def GROUP(see: str = "see_inside", **more: Any) -> Rule:  # noqa: N802
    """An address of a working group."""
    return place("group", see, **more)


def COALITION(see: str, **more: Any) -> Rule:  # noqa: N802
    """An address of the Coalition's own affairs."""
    return place("coalition", see, **more)


def REVIEW(**more: Any) -> Rule:  # noqa: N802
    """An address of the overview of progress, of a city that consented."""
    return place("city", "review", **more)


def PUBLIC(fill: Fill | None = None) -> Rule:  # noqa: N802
    """A page for everybody, the same for everybody; only read."""
    return Rule(EVERYBODY, EVERYBODY, EVERYBODY, only="get", cacheable=True, fill=fill)


def OPEN(fill: Fill | None = None, only: str = "") -> Rule:  # noqa: N802
    """Open to everybody, with a session of its own: the door, a form for strangers, a secret."""
    return Rule(EVERYBODY, EVERYBODY, EVERYBODY, only=only, fill=fill)


def SIGNED_IN(fill: Fill | None = None, only: str = "") -> Rule:  # noqa: N802
    """Every person who is signed in, for what is their own."""
    everyone = EVERYBODY_SIGNED_IN
    return Rule(everyone, everyone, everyone, only=only, fill=fill)


def NOT_YOURS(fill: Fill | None = None, only: str = "") -> Rule:  # noqa: N802
    """Strangers are sent to sign in; for who is inside there is nothing, as it is another's."""
    return Rule(frozenset({"another's"}), NOBODY, NOBODY, only=only, fill=fill)


def NOWHERE(fill: Fill | None = None) -> Rule:  # noqa: N802
    """An address that a part brings along and that nobody is to reach."""
    return Rule(NOBODY, NOBODY, NOBODY, fill=fill)


def also(rule: Rule, *, see: str = "", get: str = "", post: str = "") -> Rule:
    """A rule with further rights, such as the reviewer's: also(CITY(), see="city:review")."""
    more_see, more_get, more_post = (rights("city", names) for names in (see, get or see, post))
    return replace(
        rule, see=rule.see | more_see, get=rule.get | more_get, post=rule.post | more_post
    )
