"""The founded database of the tests as a data folder.

`python -m benchmarks.founded FOLDER` founds it if the tests have not; prints the day of its clock.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from tests import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

from tests.database import copy_files, founded_template

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    try:
        template = founded_template()
        copy_files(folder)
        shutil.copyfile(template, folder / "coalition.sqlite3")
    finally:
        environment.pytest_unconfigure()
    said = {name: os.environ[name] for name in ("FROZEN_TODAY", "FROZEN_SINCE")}
    json.dump(said, sys.stdout)
