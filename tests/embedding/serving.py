"""Start a server, wait until it answers, and leave nothing of it behind.

For every recipe that is served: `with serving("program", "--port", "{port}") as server: ...`
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import attrs

TESTS: Final = Path(__file__).parent.parent


@attrs.frozen
class Server:
    """A program that answers at `url`, and the group of processes that it leads."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    output: IO[bytes]

    def kill(self) -> None:
        """End it and all that it started by SIGKILL, which none of them can notice."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def log(self) -> str:
        """What it has written so far, on either stream."""
        output = self.output.fileno()  # It shares its place in the file, which must not move.
        return os.pread(output, os.fstat(output).st_size, 0).decode(errors="replace")

    def wait_until_it_answers(self, seconds: float) -> None:
        """Return as soon as it takes a connection; raises where it ends before, or takes none."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError(f"{self.process.args!r} does not answer")


@contextmanager
def serving(
    *command: str, environment: Mapping[str, str] | None = None, seconds: float = 60
) -> Iterator[Server]:
    """Run `command` in `tests/` until the block ends; `{port}` in it stands for a free port."""
    port = free_port()
    arguments = [part.replace("{port}", str(port)) for part in command]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_bare_environment() | dict(environment or {}),
            cwd=TESTS,
            start_new_session=True,
        )
        server = Server(f"http://127.0.0.1:{port}", port, process, output)
        try:
            server.wait_until_it_answers(seconds)
            yield server
        except BaseException as error:
            error.add_note(f"The server wrote:\n{server.log()}")
            raise
        finally:
            server.kill()


def uvicorn(*app: str) -> tuple[str, ...]:
    """The command that serves `app`, such as `embedding.server:app`, after options if any."""
    options = ("--no-access-log", "--host", "127.0.0.1", "--port", "{port}")
    return (sys.executable, "-m", "uvicorn", *options, *app)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _bare_environment() -> dict[str, str]:
    """What this process has, free of what coverage would load into another."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}
