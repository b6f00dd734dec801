"""The @words of posts: whom one may name so, how it is typed, who is found in a text.

A name is typed as it is read, `@Ош` or `@Гульнара Асанова`; spaces may be hyphens, and a letter
may come from either alphabet. Only people who read the thread can be named, so nothing is learnt
of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import pgettext

from cities.models import City
from coalition import clock
from coalition.models import Membership, User
from coalition.permissions import may
from coalition.text import skeleton
from workinggroups.events import person
from workinggroups.models import Mention, Seat, WorkingGroup
from workinggroups.people import Participant, people_of
from workinggroups.rendering import render

WORDS = re.compile(r"(?<![\w@./])@(\w[\w-]*(?: \w[\w-]*){0,5})")
EVERYBODY = ("все", "all")
LONGEST = 60  # characters of an @word


@dataclass(frozen=True)
class Name:
    """One @word: what it is and whom it means; everybody when neither a person nor a city."""

    word: str
    said: str  # what a list says beside it
    also: tuple[str, ...] = ()  # other ways to type it
    user: User | None = None
    city: City | None = None


def names_in(group: WorkingGroup, *, by: User) -> list[Name]:
    """Whom a person may name in the group's threads: its cities and people; all, as its chair."""
    people = people_of(group)
    names = [
        Name(hyphened(city.name), "", (*map(str, city.names.values()), city.slug), city=city)
        for city in group.cities.all()
    ]
    if may(by, "moderate", group):
        names.insert(0, Name(pgettext("mention", "all"), "", EVERYBODY))
    taken = {skeleton(way) for name in names for way in (name.word, *name.also)}
    taken |= {skeleton(word) for word in EVERYBODY}
    known: set[int] = set()
    for one in people:
        if one.user.pk in known:
            continue
        known.add(one.user.pk)
        word = free_word(one, taken)
        taken.add(skeleton(word))
        names.append(Name(word, said_of(one), user=one.user))
    return names


def hyphened(words: str) -> str:
    """A name as one word: «Гульнара Асанова» is @Гульнара-Асанова."""
    chosen = ""
    for part in re.findall(r"\w+", words):
        if len(chosen) + len(part) >= LONGEST:
            break
        chosen += f"-{part}" if chosen else part
    return chosen


def free_word(one: Participant, taken: set[str]) -> str:
    """A person's @word; where two would have the same, the city and then a number tell them."""
    word = hyphened(person(one.user)["name"]) or str(one.user.pk)
    if skeleton(word) in taken and one.city:
        word = f"{word}-{one.city.slug}"
    plain, count = word, 1
    while skeleton(word) in taken:
        count += 1
        word = f"{plain}-{count}"
    return word


def said_of(one: Participant) -> str:
    """What the list says of a person: the post where a name is shown, and the city."""
    shown = person(one.user)
    parts = (shown["post"] or shown["name"], one.city.name if one.city else "")
    return ", ".join(filter(None, parts))


def render_post(body: str, group: WorkingGroup, *, by: User) -> tuple[str, list[Name]]:
    """The HTML of a post, the @words in it marked, and whom they mean."""
    if "@" not in body:
        return render(body), []
    ways: dict[str, Name] = {}
    for name in names_in(group, by=by):
        for way in (name.word, *name.also):
            ways.setdefault(skeleton(way), name)
    found: dict[str, Name] = {}

    def marker(text: str) -> Iterator[tuple[int, int]]:
        for begin, end, name in spans(text, ways):
            found[name.word] = name
            yield begin, end

    return render(body, marker), list(found.values())


def spans(text: str, ways: dict[str, Name]) -> Iterator[tuple[int, int, Name]]:
    """Where the @words stand in a text; of several words, as many as make a name."""
    for match in WORDS.finditer(text):
        words = match[1].split(" ")
        for count in range(len(words), 0, -1):
            said = " ".join(words[:count])
            if name := ways.get(skeleton(said)):
                yield match.start(), match.start(1) + len(said), name
                break


def meant_by(mentions: Iterable[Mention], group: WorkingGroup) -> list[User]:
    """The people whom mentions mean and who may read the thread: a city's are its voices."""
    mentions = list(mentions)
    readers = Membership.objects.filter(place=group.place_id).in_force(clock.today())
    people = {held.user_id: held.user for held in readers.select_related("user")}
    if any(one.is_everybody for one in mentions):
        return list(people.values())
    wanted = {one.user_id for one in mentions if one.user_id}
    for city in {one.city_id for one in mentions if one.city_id}:
        wanted |= voices_of(city, group)
    return [people[pk] for pk in sorted(wanted & set(people))]


def voices_of(city: int, group: WorkingGroup) -> set[int]:
    """Who speaks for a city in a group: those named for it, else its people there."""
    today = clock.today()
    seats = Seat.objects.in_force(today).filter(group=group, city=city)
    if named := set(seats.values_list("user_id", flat=True)):
        return named
    held = Membership.objects.filter(place__city=city).in_force(today)
    return set(held.values_list("user_id", flat=True))
