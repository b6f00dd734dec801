"""Programs that tests need beside Python: found where Debian puts them, else installed."""

import os
import shutil
import subprocess
from pathlib import Path


def program(name: str, *folders: str) -> str | None:
    """Where a program is: on the path, or in the newest of some folders."""
    found = shutil.which(name)
    for pattern in folders:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            found = found or shutil.which(name, path=str(folder))
    return found


def install(*packages: str) -> bool:
    """Install Debian packages where that is permitted; whether they are there now."""
    if not (shutil.which("apt-get") and os.getuid() == 0):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages]
    for _once_more in range(2):
        if subprocess.run(command, env=quiet, check=False).returncode == 0:
            return True
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
    return False
