"""What tests of decisions begin with: voices of cities, an open question, a deadline that came."""

import itertools
from datetime import date, timedelta

from cities.models import City
from coalition import clock
from coalition.models import User
from coalition.verbs import appoint
from workinggroups.models import Decision, Seat, Thread, WorkingGroup
from workinggroups.verbs import open_decision, register_rules, seat_delegate

SEATED = ("osh", "dushanbe", "namangan")
COUNT = itertools.count(1)
NEEDED = {"consent": 1, "consensus": 1, "majority": 1, "sense": 0, "silence": 0}


def person(name):
    return User.objects.get(email=f"{name}@demo.invalid")


def city_of(slug):
    return City.objects.select_related("place").get(slug=slug)


def the_group():
    return WorkingGroup.objects.select_related("place").get(slug="early-warning")


def seat_everybody(group):
    """Three cities have named their editors; Osh an alternate too. Two cities have named nobody."""
    for slug in SEATED:
        seat_delegate(group, by=User.system(), city=city_of(slug), user=person(f"editor.{slug}"))
    seat_delegate(group, by=User.system(), city=city_of("osh"), user=person("approver.osh"),
                  is_alternate=True)  # fmt: skip
    appoint(person("viewer.osh"), by=User.system(), place=group.place, role="secretary")
    appoint(person("viewer.dushanbe"), by=User.system(), place=group.place, role="observer")


def with_rules(group):
    """The group has registered its rules of procedure."""
    return register_rules(
        group, by=person("chair"), title="Правила", adopted_on=date(2026, 1, 10),
        link="https://example.org/rules.pdf",
    )  # fmt: skip


def opened(thread, mode="consent", by=None, **more):
    """A question put to the cities for a week."""
    said = {
        "question": f"Принимаем образец {next(COUNT)}?",
        "text": "Образец на одну страницу.",
        "closes_at": clock.now() + timedelta(days=7),
        "clock_city": city_of("osh"),
        "quorum": NEEDED[mode],
        "about": "chair" if mode == "majority" else "",
        "put_words": "Совет участников, 12 ноября" if mode == "silence" else "",
    }
    thread = Thread.objects.select_related("group__place").get(pk=thread.pk)
    return open_decision(thread, by=by or person("chair"), mode=mode, **{**said, **more})


def prepared(thread, by, **more):
    """A draft that nobody but those who lead the group sees."""
    from workinggroups.verbs import prepare_decision  # noqa: PLC0415

    said = {"mode": "consent", "question": "Готовится", "text": "Образец.", "quorum": 1,
            "closes_at": clock.now() + timedelta(days=7), "clock_city": city_of("osh")}  # fmt: skip
    return prepare_decision(thread, by=by, **{**said, **more})


def a_reserved(thread, voice, chair, text="Кроме пункта 3."):
    """A text adopted by consensus, with the reservation of a city attached."""
    from workinggroups.verbs import (  # noqa: PLC0415
        attach_statement,
        close_decision,
        state_position,
    )

    decision = opened(thread, "consensus", by=chair)
    for seated in Seat.objects.open().filter(group=decision.group).select_related("user"):
        state_position(decision, by=seated.user, choice="agree")
    close_decision(run_out(decision), by=User.system())
    return attach_statement(fresh(decision), by=voice, kind="reservation", text=text)


def run_out(decision):
    """The deadline has come, a moment ago."""
    now = clock.at_the_database()
    Decision.objects.filter(pk=decision.pk).update(
        round_opened_at=now - timedelta(days=7), closes_at=now
    )
    return fresh(decision)


def fresh(decision):
    return Decision.objects.to_show().get(pk=decision.pk)


def kinds(thread):
    return list(thread.events.order_by("seq").values_list("kind", flat=True))


def seat(group, slug):
    return Seat.objects.open().get(group=group, city__slug=slug, is_alternate=False)


def a_voice(group, slug):
    """Somebody new who speaks for a city, so that nobody known comes into the group."""
    voice, _new = User.objects.get_or_create(email=f"voice.{slug}@demo.invalid")
    city = city_of(slug)
    appoint(voice, by=User.system(), place=city.place, role="editor")
    if group.is_between_cities:
        appoint(voice, by=User.system(), place=group.place, role="member")
    if not Seat.objects.open().filter(group=group, city=city, user=voice).exists():
        seat_delegate(group, by=User.system(), city=city, user=voice)
    return voice


def adopted(thread, who="editor.osh", by=None):
    """A recommendation that has passed, without an outcome yet."""
    from workinggroups.verbs import close_decision, state_position  # noqa: PLC0415

    decision = opened(thread, by=by)
    voice = who if isinstance(who, User) else person(who)
    state_position(decision, by=voice, choice="agree")
    close_decision(run_out(decision), by=User.system())
    return fresh(decision)


def stated(thread, who="editor.osh", words="Образец на одну страницу."):
    from workinggroups.verbs import state_outcome  # noqa: PLC0415

    return state_outcome(adopted(thread, who), by=person("chair"), words=words)


def offered(thread, who="editor.osh", **more):
    from workinggroups.verbs import offer_to_cities  # noqa: PLC0415

    said = {"text": "Завести образец.", "measure_title": "Образец предупреждения (пример)",
            "office": "управление по чрезвычайным ситуациям"}  # fmt: skip
    return offer_to_cities(stated(thread, who), by=person("chair"), **{**said, **more})
