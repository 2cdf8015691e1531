"""Start a server, wait until it accepts connections, and stop it with all its child processes.

with serving("program", "--port", "{port}") as server:
    httpx.get(server.url)
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
class ServerProcess:
    """A running server and the process group that it leads."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    output: IO[bytes]

    def kill(self) -> None:
        """Send SIGKILL, which no process can catch, to the whole process group."""
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def log(self) -> str:
        """Return everything that the server has written to stdout and stderr."""
        output = self.output.fileno()
        # The server shares the file position, so `read` would move where the server writes.
        return os.pread(output, os.fstat(output).st_size, 0).decode(errors="replace")

    def wait_until_ready(self, seconds: float) -> None:
        """Return once the server accepts a connection.

        Raise `TimeoutError` if the process ends first or `seconds` have passed.
        """
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError(f"{self.process.args!r} accepts no connection on port {self.port}")


@contextmanager
def serving(
    *command: str, environment: Mapping[str, str] | None = None, seconds: float = 60
) -> Iterator[ServerProcess]:
    """Run `command` in `tests/` until the block ends. `{port}` in it is replaced by a free port."""
    port = free_port()
    arguments = [part.replace("{port}", str(port)) for part in command]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment_without_coverage() | dict(environment or {}),
            cwd=TESTS,
            start_new_session=True,
        )
        server = ServerProcess(f"http://127.0.0.1:{port}", port, process, output)
        try:
            server.wait_until_ready(seconds)
            yield server
        except BaseException as error:
            error.add_note(f"Output of the server:\n{server.log()}")
            raise
        finally:
            server.kill()


def uvicorn(*app: str) -> tuple[str, ...]:
    """Return the command that serves `app`: options, then a name such as `embedding.server:app`."""
    options = ("--no-access-log", "--host", "127.0.0.1", "--port", "{port}")
    return (sys.executable, "-m", "uvicorn", *options, *app)


def free_port() -> int:
    """Return a port that no process listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def environment_without_coverage() -> dict[str, str]:
    """Return this process's environment without the variables that start coverage in a child."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}
