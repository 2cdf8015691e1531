"""`serving` reports why a server fails to start, and stops all of its processes."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("httpx")

import httpx

from embedding.serving import serving

pytestmark = pytest.mark.embedding


def test_the_error_has_the_output_of_a_server_that_ends() -> None:
    start = time.monotonic()
    with (
        pytest.raises(TimeoutError, match="accepts no connection") as caught,
        serving(sys.executable, "-c", "raise SystemExit('cannot open the database')"),
    ):
        raise AssertionError("the server does not accept connections")
    assert "cannot open the database" in "".join(caught.value.__notes__)
    assert time.monotonic() - start < 30


def test_a_server_that_never_listens_is_a_timeout() -> None:
    with (
        pytest.raises(TimeoutError, match="accepts no connection"),
        serving(sys.executable, "-c", "import time; time.sleep(60)", seconds=0.5),
    ):
        raise AssertionError("the server does not accept connections")


def test_child_processes_end_with_the_server() -> None:
    command = f"sleep 100 & echo sleeper $!; exec {sys.executable} -m http.server {{port}}"
    with serving("bash", "-c", command) as server:
        assert httpx.get(server.url).status_code == 200
        sleeper = Path("/proc") / server.log().split("sleeper ")[1].split()[0] / "stat"
        assert is_running(sleeper)
    assert server.process.returncode == -9
    deadline = time.monotonic() + 60
    while is_running(sleeper) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_running(sleeper)


def is_running(stat: Path) -> bool:
    """Return whether the process exists and is not a zombie."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
