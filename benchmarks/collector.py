"""What the collector's setting of `manage.py serve` does for a thousand readers of one thread.

`python -m benchmarks.collector [READERS POSTS]`: two platforms that differ in nothing but this, in
turns. Not part of `make bench`: the decision is made (docs/decisions/0014), and this is its proof.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import fanout, live, stage
from benchmarks.__main__ import inside
from benchmarks.fanout import Size, p50, p95, together

UNSETTLED = "--unsettled"


def serve_unsettled() -> None:
    """The platform with Python's own setting of the collector."""
    import django  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")
    django.setup()
    from coalition import server  # noqa: PLC0415 -- installs the event loop

    server.settle = lambda: None
    execute_from_command_line(["manage.py", "serve"])


def main(readers: int, posts: int) -> None:
    """Lay one platform twice, and measure both."""
    size = Size(readers, 2, posts, 0)
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder, ExitStack() as stack:
        first = Path(folder) / "settled"
        first.mkdir()
        env = stage.environment(first, stage.free_port())
        stage.found(env)
        found, sides = inside(env), {}
        for name in ("settled", "unsettled"):
            base = Path(folder) / name
            if base != first:
                shutil.copytree(first, base)
            env = stage.environment(base, port := stage.free_port())
            command = [sys.executable, "-m", "benchmarks.collector", UNSETTLED]
            command = stage.platform(port, env) if name == "settled" else command
            server = stack.enter_context(stage.server(command, port, env, "/"))
            sides[name] = live.rooms("ours", size, server, found)
        one = asyncio.run(fanout.measure(sides, size, live.RUNS))
    print(f"{readers} readers, {live.RUNS} runs of {posts} posts, in turns; ms from POST to reader")
    for name, pairs in one.runs.items():
        whole = together(pairs)
        waits = whole.many.waits
        print(
            f"{name:10} p50 {p50(waits):.0f}, p95 {p95(waits):.0f}, worst {max(waits):.0f};"
            f" fan-out p95 {live.spread(whole.fan_out, [pair.fan_out for pair in pairs])};"
            f" {live.spread(whole.delivery, [pair.delivery for pair in pairs])} µs of a delivery;"
            f" {one.memory[name]:.0f} KB of a socket; lost {whole.many.lost + whole.one.lost}"
        )


if __name__ == "__main__":
    if sys.argv[1:] == [UNSETTLED]:
        serve_unsettled()
    else:
        main(*map(int, sys.argv[1:] or (1000, 20)))
