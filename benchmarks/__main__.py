"""`python -m benchmarks [--short]`: measure, print, write results.json, fail past a limit."""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import fanout, stage
from benchmarks.addresses import ADDRESSES
from benchmarks.live import live
from benchmarks.report import Report

FOLDER = Path(__file__).parent
QUERIES_OF_A_ROW = 0.2  # of an imported plan
MANY, FEW = (110, 50, 50_000), (20, 20, 1_000)  # cities, measures of each, readings
PLAN_QUERIES, MATRIX_QUERIES = 6, 15
OF_TEMPLATE, OF_FIVE = 1.5, 1.8  # times; eight columns stand beside five
MANY_POSTS, FEW_POSTS, OF_SHORT = 100_000, 5_000, 1.5  # times
ROWS, FEW_ROWS = 1_000, 400  # of an imported plan


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


def inside(env: dict[str, str], sizes: Sequence[fanout.Size] = fanout.SIZES) -> dict:
    """What `benchmarks.inside` finds out."""
    most = max(size.readers for size in sizes)
    readers = most // fanout.SOCKETS_EACH + 1  # one for the thread of a single reader
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


def long_thread(report: Report, env: dict[str, str], *, short: bool) -> None:
    """A long thread beside a short one: the same queries, and hardly more time."""
    posts, runs = (FEW_POSTS, 9) if short else (MANY_POSTS, 25)
    command = [sys.executable, "-m", "benchmarks.longthread", str(posts), str(runs)]
    output = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, capture_output=True)
    found = report.results["long_thread"] = json.loads(output.stdout)
    report.say("", "a thread of {} posts beside one of {}, in turns".format(*found["posts"]))
    for name, one in found["reads"].items():
        long, few = one["queries"]
        words = [report.limit(f"long thread, {name}, more queries", long - few, 0)]
        if not name.startswith("search"):  # looking through more words takes longer
            words.append(report.limit(f"long thread, {name}, of short", one["of_short"], OF_SHORT))
        report.say(
            f"{name:16}{long:>4} queries, {one['ms'][0]:.1f} ms and {one['ms'][1]:.1f} ms:"
            f" {one['of_short']:.2f} {', '.join(dict.fromkeys(words))}"
        )


def brought(report: Report, env: dict[str, str], *, short: bool) -> None:
    """A long plan brought as a workbook, and the same file again."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", str(FEW_ROWS if short else ROWS)],
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
        help="in two minutes: less of everything, on the founded database of the tests",
    )
    short = parser.parse_args().short
    report, port = Report(), stage.free_port()
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder:
        env = stage.environment(Path(folder), port)
        (stage.found_as_tests if short else stage.found)(env)
        start(report, env, port, 1 if short else 3)
        found = inside(env, fanout.SHORT_SIZES if short else fanout.SIZES)
        with stage.server(stage.platform(port, env), port, env, "/") as running:
            pages(report, running, found, 15 if short else 50)
            live(report, running, found, env, short=short)
        long_thread(report, env, short=short)
        brought(report, env, short=short)
        at_scale(report, env, short=short)
    (FOLDER / "results.json").write_text(json.dumps(report.results, indent=1) + "\n")
    if report.passed_limits:
        report.say("", "past a limit:", *report.passed_limits)
        return 1
    report.say("", "every ratio, count and size is within its limit")
    return 0


if __name__ == "__main__":
    sys.exit(main())
