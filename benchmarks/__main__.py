"""`python -m benchmarks [--short]`: measure, print, write results.json, fail past a limit."""

from __future__ import annotations

import argparse
import asyncio
import http.client
import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import fanout, stage
from benchmarks.addresses import ADDRESSES
from benchmarks.fanout import Pair, Room, p50, p95, together

FOLDER = Path(__file__).parent
RUNS = 5
P95_OF_RAW = 3.0  # times
ENOUGH = 200  # posts whose p95 means something
QUERIES_OF_A_ROW = 0.2  # of an imported plan
MANY, FEW = (110, 50, 50_000), (20, 50, 5_000)  # cities, measures of each, readings
PLAN_QUERIES, MATRIX_QUERIES = 6, 15
OF_TEMPLATE, OF_FIVE = 1.5, 1.8  # times; eight columns stand beside five
CPU_OF_A_DELIVERY = 150  # microseconds; printed, since it says something of the machine too


class Report:
    """What is printed and written, and which limits are passed."""

    def __init__(self) -> None:
        self.results: dict = {}
        self.passed_limits: list[str] = []

    def say(self, *lines: str) -> None:
        print(*lines, sep="\n", flush=True)

    def limit(self, name: str, value: float, most: float) -> str:
        """A word on a value that is held against a limit."""
        if value <= most:
            return "ok"
        self.passed_limits.append(f"{name}: {value:.4g}, limit {most:.4g}")
        return f"past {most:.4g}"


def start(report: Report, env: dict[str, str], port: int, times: int) -> None:
    """Start to the first page, and the memory of a server nobody talks to."""
    seconds, memory = [], 0.0
    for number in range(times + 1):
        with stage.server(stage.platform(port, env), port, env, "/") as running:
            if number:  # the first start compiles
                seconds.append(running.seconds)
                time.sleep(2)
                memory = running.megabytes()
    report.results["start"] = {"seconds": seconds, "idle_megabytes": round(memory)}
    told = ", ".join(f"{one:.2f}" for one in seconds)
    report.say("", f"start to first page: {told} s (aim 3.5)")
    report.say(f"memory of a server at rest: {memory:.0f} MB (aim 200)")


def inside(env: dict[str, str]) -> dict:
    """What `benchmarks.inside` finds out."""
    readers = fanout.READERS // fanout.SOCKETS_EACH + 1  # one for the thread of a single reader
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.inside", str(readers)],
        env=env,
        cwd=stage.ROOT,
        check=True,
        capture_output=True,
    )
    return json.loads(output.stdout)


def milliseconds(running: stage.Running, path: str, session: str, times: int) -> float:
    """Processor time of one request."""
    headers = {"Cookie": f"sessionid={session}"} if session else {}
    headers["Accept-Encoding"] = "gzip"
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
    before = 0.0
    for number in range(times + 3):
        if number == 3:
            before = running.cpu()
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()
    connection.close()
    return 1000 * (running.cpu() - before) / times


def pages(report: Report, running: stage.Running, found: dict, times: int) -> None:
    """Queries, processor time, bytes and requests of each page."""
    report.say("", f"{'page':14}{'queries':>8}{'cpu ms':>8}{'KB':>7}{'requests':>9}  limits")
    report.results["pages"] = {}
    for address in ADDRESSES:
        page = found["pages"][address.name]
        if page["status"] != 200:
            report.say(f"{address.name:14} left out: {page['path']} answers {page['status']}")
            continue
        cpu = milliseconds(running, page["path"], page["session"], times)
        kilobytes = page["bytes"] / 1000
        words = [
            report.limit(f"{address.name}, queries", page["queries"], address.queries),
            report.limit(f"{address.name}, KB", kilobytes, address.kilobytes),
        ]
        report.say(
            f"{address.name:14}{page['queries']:>8}{cpu:>8.1f}{kilobytes:>7.1f}"
            f"{page['requests']:>9}  {', '.join(dict.fromkeys(words))}"
        )
        del page["session"]
        report.results["pages"][address.name] = {**page, "cpu_ms": round(cpu, 1)}


def at_scale(report: Report, env: dict[str, str], *, short: bool) -> None:
    """Plans and their overview with many cities: queries, and ratios of sides taken in turns."""
    size = FEW if short else MANY
    command = [sys.executable, "-m", "benchmarks.plans", *map(str, size)]
    output = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, capture_output=True)
    found = report.results["plans"] = json.loads(output.stdout)
    told = "{} cities of {} measures, {} readings".format(*size)
    plan, figures, xlsx = found["plan"], found["figures"], found["xlsx"]
    words = [report.limit("long plan, queries", plan["queries"], PLAN_QUERIES)]
    if not short:
        words.append(report.limit("long plan, of its template", plan["of_template"], OF_TEMPLATE))
    report.say(
        "", told,
        f"plan of {plan['measures']} measures: {plan['queries']} queries,"
        f" {plan['of_template']:.2f} of the processor of its bare template {', '.join(words)}",
    )  # fmt: skip
    for axis, one in found["matrix"].items():
        few, many = one["queries"]
        words = [
            report.limit(f"matrix by {axis}, queries", many, MATRIX_QUERIES),
            report.limit(f"matrix by {axis}, more queries than of five cities", many - few, 0),
            report.limit(f"matrix by {axis}, of five cities", one["of_five"], OF_FIVE),
        ]
        report.say(
            f"matrix by {axis}: {many} queries, {one['of_five']:.2f} of the processor of the"
            f" matrix of five cities {', '.join(dict.fromkeys(words))}"
        )
    report.say(
        f"figures: {figures['one_city_ms']:.0f} ms with a write, {figures['all_cities_ms']:.0f} ms"
        f" for all cities; XLSX of all measures: {xlsx['cpu_ms'] / 1000:.1f} s of the processor,"
        f" {xlsx['bytes'] / 1000:.0f} KB"
    )


def rooms(name: str, server: stage.Running, found: dict | None = None) -> tuple[Room, Room]:
    """A thread with all readers and one with a single reader."""
    if found is None:
        return Room(name, server, fanout.READERS), Room(name, server, 1)
    many, one = found["threads"]
    told = found["readers"]
    return (
        Room(name, server, fanout.READERS, many["pk"], many["head"], told),
        Room(name, server, 1, one["pk"], one["head"], told[-1:]),
    )


def live(report: Report, running: stage.Running, found: dict, env: dict, posts: int) -> None:
    """The fan-out of the platform beside raw sockets and stock Channels, in turns."""
    if not found["threads"]:
        report.say("", "fan-out left out: there are no threads yet")
        return
    with ExitStack() as stack:
        sides = {"ours": rooms("ours", running, found)}
        for name in ("raw", "stock"):
            port = stage.free_port()
            command = [sys.executable, "-m", f"benchmarks.{name}", str(port)]
            sides[name] = rooms(name, stack.enter_context(stage.server(command, port, env, "/")))
        results = asyncio.run(fanout.measure(sides, RUNS, posts))
    table(report, results, posts)
    judge(report, results, enough=RUNS * posts >= ENOUGH)


def table(report: Report, results: dict[str, list[Pair]], posts: int) -> None:
    """What each side took, over all its runs, and the spread of the runs."""
    report.results["fanout"] = {}
    report.say(
        "",
        f"fan-out: {RUNS} runs in turns, {posts} posts each; milliseconds from POST to reader",
        f"{'':7}{'one, p50/p95':>16}{f'{fanout.READERS}, p50/p95':>16}{'fan-out p95':>20}"
        f"{'µs of a delivery':>20}  lost",
    )
    for name, pairs in results.items():
        whole = together(pairs)
        one = f"{p50(whole.one.waits):.1f}/{p95(whole.one.waits):.1f}"
        many = f"{p50(whole.many.waits):.1f}/{p95(whole.many.waits):.1f}"
        fan = spread(whole.fan_out, [pair.fan_out for pair in pairs])
        cpu = spread(whole.delivery, [pair.delivery for pair in pairs])
        lost = whole.many.lost + whole.one.lost
        report.say(f"{name:7}{one:>16}{many:>16}{fan:>20}{cpu:>20}  {lost}")
        report.results["fanout"][name] = {
            "one": one,
            "many": many,
            "fan_out_ms": [round(pair.fan_out, 1) for pair in pairs],
            "delivery_us": [round(pair.delivery) for pair in pairs],
            "post_cpu_ms": round(whole.one.cpu, 1),
            "lost": lost,
        }


def spread(value: float, runs: list[float]) -> str:
    """A value and the spread of runs."""
    return f"{value:.0f} ({min(runs):.0f}–{max(runs):.0f})"


def judge(report: Report, results: dict[str, list[Pair]], *, enough: bool) -> None:
    """Ratios of sides that stood beside each other; nothing may be lost.

    A p95 of few posts is a matter of luck: it is printed, and held to its limit only by `enough`.
    """
    raw = together(results["raw"])
    for name in ("ours", "stock"):
        whole = together(results[name])
        fan = whole.fan_out / raw.fan_out
        from_post = p95(whole.many.waits) / p95(raw.many.waits)
        report.results["fanout"][name] |= {"of_raw": fan, "of_raw_from_post": from_post}
        judged = name == "ours" and enough
        word = report.limit("fan-out, p95 of raw", fan, P95_OF_RAW) if judged else ""
        report.say(f"{name} : raw, p95 of fan-out {fan:.2f} {word}; from POST {from_post:.2f}")
    ours = together(results["ours"])
    report.limit("fan-out, posts lost", ours.many.lost + ours.one.lost, 0)
    report.say(
        f"ours: {ours.delivery:.0f} µs of the processor for a delivery (aim {CPU_OF_A_DELIVERY}),"
        f" {ours.one.cpu:.0f} ms for a post"
    )


def brought(report: Report, env: dict[str, str]) -> None:
    """A plan of a thousand rows brought as a workbook, and the same file again."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing"],
        env=env,
        cwd=stage.ROOT,
        check=True,
        capture_output=True,
    )
    told = json.loads(output.stdout)
    report.results["importing"] = told
    report.say("", f"a plan of {told.pop('rows')} rows brought as a workbook")
    for name, value in told.items():
        most = 0 if name == "doubled" else QUERIES_OF_A_ROW
        judged = name.endswith("of a row") or name == "doubled"
        word = report.limit(f"import, {name}", value, most) if judged else ""
        report.say(f"{name}: {value:g} {word}".rstrip())


def main() -> int:
    """Everything, in a temporary folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--short",
        action="store_true",
        help="fewer requests; ratios are printed, counts and bytes judged",
    )
    short = parser.parse_args().short
    report, port = Report(), stage.free_port()
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder:
        env = stage.environment(Path(folder), port)
        stage.found(Path(folder), env)
        start(report, env, port, 1 if short else 3)
        found = inside(env)
        with stage.server(stage.platform(port, env), port, env, "/") as running:
            pages(report, running, found, 15 if short else 50)
            live(report, running, found, env, 20 if short else 40)
        brought(report, env)
        at_scale(report, env, short=short)
    (FOLDER / "results.json").write_text(json.dumps(report.results, indent=1) + "\n")
    if report.passed_limits:
        report.say("", "past a limit:", *report.passed_limits)
        return 1
    report.say("", "every ratio, count and size is within its limit")
    return 0


if __name__ == "__main__":
    sys.exit(main())
