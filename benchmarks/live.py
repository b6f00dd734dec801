"""The fan-out of the platform beside raw sockets and stock Channels: sides, table, limits."""

from __future__ import annotations

import asyncio
import statistics
import sys
from contextlib import ExitStack

from benchmarks import fanout, stage
from benchmarks.fanout import Found, Pair, Room, Size, p50, p95, together
from benchmarks.report import Report

RUNS, SHORT_RUNS = 5, 3
ENOUGH = 200  # posts whose p95 means something
CPU_OF_A_DELIVERY = 150  # microseconds; printed, since it says something of the machine too
MEMORY_OF_A_SOCKET = 60  # kilobytes, likewise


def live(report: Report, running: stage.Running, found: dict, env: dict, *, short: bool) -> None:
    """All sizes, one after the other, on the same three servers."""
    sizes, runs = (fanout.SHORT_SIZES, SHORT_RUNS) if short else (fanout.SIZES, RUNS)
    report.results["fanout"] = {}
    with ExitStack() as stack:
        servers = {"ours": running}
        for name in ("raw", "stock"):
            port = stage.free_port()
            command = [sys.executable, "-m", f"benchmarks.{name}", str(port)]
            servers[name] = stack.enter_context(stage.server(command, port, env, "/"))
        for size in sizes:
            sides = {name: rooms(name, size, one, found) for name, one in servers.items()}
            one = asyncio.run(fanout.measure(sides, size, runs))
            for side, thread in zip(sides["ours"], found["threads"], strict=True):
                thread["head"] = side.head
            table(report, one)
            judge(report, one)


def rooms(name: str, size: Size, server: stage.Running, found: dict) -> tuple[Room, Room]:
    """A thread with all readers and one with a single reader."""
    if name != "ours":
        return Room(name, server, size.readers), Room(name, server, 1)
    many, one = found["threads"]
    told = found["readers"]
    return (
        Room(name, server, size.readers, many["pk"], many["head"], told[:-1]),
        Room(name, server, 1, one["pk"], one["head"], told[-1:]),
    )


def table(report: Report, found: Found) -> None:
    """What each side took, over all its runs, and the spread of the runs."""
    size, told, runs = found.size, {}, len(found.runs["ours"])
    report.say(
        "",
        f"fan-out to {size.readers} readers: {runs} runs in turns; ms from POST to reader",
        f"{'':7}{'posts':>6}{'one, p50/p95':>16}{'all, p50/p95':>16}{'fan-out p95':>20}"
        f"{'µs of a delivery':>20}{'KB of a socket':>16}  lost",
    )
    for name, pairs in found.runs.items():
        whole = together(pairs)
        posts = len(whole.one.posts)
        one = f"{p50(whole.one.waits):.1f}/{p95(whole.one.waits):.1f}"
        many = f"{p50(whole.many.waits):.1f}/{p95(whole.many.waits):.1f}"
        fan = spread(whole.fan_out, [pair.fan_out for pair in pairs])
        cpu = spread(whole.delivery, [pair.delivery for pair in pairs])
        memory, lost = found.memory[name], whole.many.lost + whole.one.lost
        report.say(
            f"{name:7}{posts:>6}{one:>16}{many:>16}{fan:>20}{cpu:>20}{memory:>16.0f}  {lost}"
        )
        told[name] = {
            "one": one,
            "many": many,
            "fan_out_ms": [round(pair.fan_out, 1) for pair in pairs],
            "delivery_us": [round(pair.delivery) for pair in pairs],
            "post_cpu_ms": round(whole.one.cpu, 1),
            "socket_kb": round(memory),
            "lost": lost,
        }
    report.results["fanout"][size.readers] = told


def spread(value: float, runs: list[float]) -> str:
    """A value and the spread of runs."""
    return f"{value:.0f} ({min(runs):.0f}–{max(runs):.0f})"


def judge(report: Report, found: Found) -> None:
    """Ratios of sides that stood beside each other; nothing may be lost.

    A p95 of few posts is a matter of luck: it is printed, and held to its limit only if there are
    enough.
    """
    size, raw = found.size, together(found.runs["raw"])
    for name in ("ours", "stock"):
        whole = together(found.runs[name])
        fan = whole.fan_out / raw.fan_out
        turns = [of_raw(*pair) for pair in zip(found.runs[name], found.runs["raw"], strict=True)]
        from_post = p95(whole.many.waits) / p95(raw.many.waits)
        report.results["fanout"][size.readers][name] |= {
            "of_raw": fan, "of_raw_in_turns": turns, "of_raw_from_post": from_post,
        }  # fmt: skip
        judged = name == "ours" and len(whole.many.posts) >= ENOUGH
        called = f"fan-out to {size.readers}, p95 of raw"
        word = report.limit(called, fan, size.of_raw) if judged else ""
        report.say(
            f"{name} : raw, p95 of fan-out {fan:.2f} {word} (turns {min(turns):.2f}–"
            f"{max(turns):.2f}, median {statistics.median(turns):.2f}); from POST {from_post:.2f}"
        )
    ours = together(found.runs["ours"])
    report.limit(f"fan-out to {size.readers}, posts lost", ours.many.lost + ours.one.lost, 0)
    report.say(
        f"ours: {ours.delivery:.0f} µs of the processor for a delivery (aim {CPU_OF_A_DELIVERY}),"
        f" {found.memory['ours']:.0f} KB of memory for a socket (aim {MEMORY_OF_A_SOCKET}),"
        f" {ours.one.cpu:.0f} ms for a post"
    )


def of_raw(pair: Pair, raw: Pair) -> float:
    """One turn of a side beside the same turn of raw sockets."""
    return pair.fan_out / raw.fan_out
