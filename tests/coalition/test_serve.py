"""The one way to run the server: what it refuses, and what a large upload does to it."""

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from tests.database import ROOT
from tests.running import free_port, serving

pytestmark = [pytest.mark.server, pytest.mark.once]

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def running():
    """A server of its own: its memory is measured."""
    with serving() as server:
        yield server


def start(folder: Path, port: int, *options: str, **more: str) -> subprocess.CompletedProcess:
    """Try to start a server that is expected to refuse."""
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), **more}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "serve", *options],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


@contextmanager
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def copy(running, tmp_path):
    """Another data folder, whose file no server holds."""
    source = running.folder / "coalition.sqlite3"
    (tmp_path / "coalition.sqlite3").write_bytes(source.read_bytes())
    return tmp_path


def test_a_second_server_on_the_same_folder_is_refused(running):
    refused = start(running.folder, free_port())

    assert refused.returncode != 0
    assert "A server already uses this data folder" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_refused_with_the_way_out(copy):
    with taken_port() as port:
        refused = start(copy, port)

    assert refused.returncode != 0
    assert f"Port {port} is taken. Choose another: PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104
def test_demonstration_accounts_do_not_face_a_network(copy, address):
    refused = start(copy, free_port(), "--host", address)

    assert refused.returncode != 0
    assert "demonstration accounts with a known password" in refused.stderr


def test_demonstration_accounts_do_not_stand_behind_a_public_address(copy):
    refused = start(copy, free_port(), SITE_URL="https://coalition.example")

    assert refused.returncode != 0
    assert "demonstration accounts with a known password" in refused.stderr


def upload(server, path: str, size: int, *, chunked: bool = False) -> tuple[int, str]:
    """Send a form with a file of so many bytes, as a browser does."""
    head = (
        b'--limit\r\nContent-Disposition: form-data; name="file"; filename="big.jpg"\r\n'
        b"Content-Type: image/jpeg\r\n\r\n"
    )
    tail = b"\r\n--limit--\r\n"
    block = b"\xff" * 65_536
    blocks = [head, *[block] * (size // len(block)), tail]
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    headers = {"Content-Type": "multipart/form-data; boundary=limit"}
    if not chunked:
        headers["Content-Length"] = str(sum(map(len, blocks)))
    connection.request("POST", path, iter(blocks), headers, encode_chunked=chunked)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_thirty_megabytes_are_refused_with_a_page_and_cost_no_memory(running):
    urllib.request.urlopen(f"{running.url}/accounts/login/")
    before = running.held("VmHWM")

    status, page = upload(running, "/accounts/login/", 30 * MEGABYTE)

    assert status == 413
    assert "Пришло 30 МБ, а файл может быть до 10 МБ" in page
    assert running.held("VmHWM") - before < 60 * MEGABYTE


def test_ten_uploads_in_a_row_cost_no_more_than_one(running):
    upload(running, "/accounts/login/", 30 * MEGABYTE)
    before = running.held("VmHWM")

    for _time in range(10):
        upload(running, "/accounts/login/", 30 * MEGABYTE)

    assert running.held("VmHWM") - before < 20 * MEGABYTE


def test_a_stream_without_a_length_is_cut_off(running):
    with pytest.raises(OSError):  # reset or broken, as the moment has it
        upload(running, "/accounts/login/", 40 * MEGABYTE, chunked=True)

    assert urllib.request.urlopen(f"{running.url}/healthz").status == 200


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/?q=%FF%FE", "", None),
        ("/cities/%FF%FE/", "", None),
        ("/accounts/login/", "application/x-www-form-urlencoded", b"login=%FF\xfe&password=\x00"),
        ("/accounts/login/", "application/x-www-form-urlencoded; charset=no-such", b"login=a"),
        ("/accounts/login/", "multipart/form-data; boundary=x", b"--x\r\ndamaged"),
        ("/accounts/login/", "multipart/form-data; boundary=x", b""),
        ("/api/v1/measures/1/updates/", "application/json", b'{"status": "\xff\xfe"'),
    ],
)
def test_damaged_letters_over_the_wire_are_no_fault(running, path, kind, body):
    request = urllib.request.Request(
        running.url + path, data=body, headers={"Content-Type": kind} if kind else {}
    )
    try:
        status = urllib.request.urlopen(request).status
    except HTTPError as refused:
        status = refused.code

    assert status < 500
    assert "Traceback" not in running.said()
