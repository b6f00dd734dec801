"""Plans and their overview at scale: queries, processor time beside the bare template, files.

Run as `python -m benchmarks.plans CITIES MEASURES READINGS` with the environment of
`benchmarks.stage`; prints JSON. Both sides of a ratio are taken in turns in this one process.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from actionplans import figures  # noqa: E402
from actionplans.views import plan as plan_view  # noqa: E402
from benchmarks.growing import fill, grow, plan_for  # noqa: E402
from benchmarks.inside import HOST, session_of  # noqa: E402
from cities.models import City  # noqa: E402
from coalition import clock  # noqa: E402
from coalition.models import User  # noqa: E402
from coalition.server import settle  # noqa: E402

LONG_PLAN = 240
RUNS = 7


def cpu(deed: Callable[[], object], times: int = 1) -> float:
    """Milliseconds of the processor for doing something once."""
    began = time.process_time()
    for _ in range(times):
        deed()
    return 1000 * (time.process_time() - began) / times


def in_turns(**sides: Callable[[], object]) -> dict[str, list[float]]:
    """Each side so many times, one after the other, after a first time that does not count."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(RUNS + 1):
        for name, deed in sides.items():
            spent = cpu(deed)
            if number:
                taken[name].append(spent)
    return taken


def ratio(taken: dict[str, list[float]], one: str, other: str) -> float:
    return statistics.median(taken[one]) / statistics.median(taken[other])


def browser(user: User) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def queries(deed: Callable[[], object]) -> int:
    deed()
    with CaptureQueriesContext(connection) as asked:
        deed()
    return len(asked)


def long_plan() -> dict:
    """The page of a plan of 240 measures beside its own template over what was read before."""
    city = City.objects.get(slug="osh")
    fill(plan_for(city), LONG_PLAN)
    figures.keep(city)
    path = "/cities/osh/plan/"
    request = RequestFactory(**HOST).get(path)
    context, template = {}, get_template("actionplans/plan.html")

    def catch(_request: object, _name: str, read: dict) -> object:
        context.update(read)
        return plan_view.HttpResponse()

    real, plan_view.render = plan_view.render, catch
    plan_view.plan(request, "osh")
    plan_view.render = real
    context["editions"] = list(context["editions"])
    taken = in_turns(
        page=lambda: plan_view.plan(request, "osh"),
        template=lambda: template.render(context, request),
    )
    client = Client()
    return {
        "measures": LONG_PLAN,
        "queries": queries(lambda: client.get(path, **HOST)),
        "of_template": ratio(taken, "page", "template"),
        "cpu_ms": taken,
    }


def matrix(reviewer: User) -> dict:
    """The matrix for a reviewer of five cities and for one of all."""
    few, many = browser(User.objects.get(email="reviewer@demo.invalid")), browser(reviewer)
    found = {}
    for axis in ("status", "direction", "hazard"):
        path = f"/review/?by={axis}"
        taken = in_turns(
            few=lambda p=path: few.get(p, **HOST), many=lambda p=path: many.get(p, **HOST)
        )
        found[axis] = {
            "queries": [queries(lambda c=c, p=path: c.get(p, **HOST)) for c in (few, many)],
            "of_five": ratio(taken, "many", "few"),
            "cpu_ms": taken,
        }
    return found


def counting() -> dict:
    """What keeping the figures costs: of one city with a write, of all once a day."""
    ids = list(City.objects.values_list("pk", flat=True))
    return {
        "one_city_ms": cpu(lambda: figures.keep(ids[-1]), 5),
        "all_cities_ms": cpu(lambda: figures.count(ids, clock.today())),
    }


def workbook() -> dict:
    """All measures of all cities as one XLSX."""
    client = Client()
    began, size = time.perf_counter(), 0
    spent = cpu(lambda: None)

    def take() -> None:
        nonlocal size
        answer = client.get("/plans/export.xlsx", **HOST)
        size = len(b"".join(answer) if answer.streaming else answer.content)

    spent = cpu(take)
    return {"cpu_ms": spent, "seconds": time.perf_counter() - began, "bytes": size}


if __name__ == "__main__":
    with override_settings(DEBUG=False):
        everyone = grow(*map(int, sys.argv[1:4]))
        settle()  # as every server does before its first request
        found = {
            "matrix": matrix(everyone),
            "figures": counting(),
            "xlsx": workbook(),
            "plan": long_plan(),
        }
    json.dump(found, sys.stdout)
