"""Answers as mail programs send them, from `answers.txt`: (what it is, text, what is posted)."""

import re
from pathlib import Path

SAMPLES = Path(__file__).with_suffix(".txt").read_text("utf-8")


def samples(kind):
    one = rf"^=== {kind}: ([^\n]+)\n(.*?)\n--> posted\n(.*?)\n?(?=\n===|\Z)"
    return re.findall(one, SAMPLES, re.MULTILINE | re.DOTALL)


PLAIN, HTML = samples("text"), samples("html")
