"""python -m tests.chromium: is there a browser for the tests? Installs Debian's when permitted."""

import os
import sys

from tests.debian import install, program

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found for the browser tests. Install it (Debian: apt-get install chromium), "
    "or name yours: CHROMIUM=path make test."
)


def find() -> str | None:
    """The browser named by CHROMIUM, else the first one this machine has."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(program, NAMES)), None)


if __name__ == "__main__":
    if not (find() or (install("chromium") and find())):
        sys.exit(MISSING)
