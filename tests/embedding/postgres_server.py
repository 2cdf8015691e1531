"""A temporary PostgreSQL server for the tests.

It listens only on a Unix socket in a temporary folder. It uses the default settings, so `fsync` is
on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam

import attrs
import pytest

from embedding.requirements import skip_or_fail

_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNT = "postgres"


@attrs.frozen
class PostgresServer:
    """A server with its programs, its folder, and the account that runs it if that is not ours."""

    programs: Path
    folder: Path
    account: str | None

    @property
    def conninfo(self) -> str:
        """The connection string for psycopg."""
        return f"host={self.folder} user={_ACCOUNT} dbname=postgres"

    def start(self) -> None:
        """Start the server, and wait until it accepts connections."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        log = str(self.folder / "server.log")
        self.control("start", "--wait", "--timeout=60", f"--log={log}", f"--options={options}")

    def stop(self, mode: str) -> None:
        """Stop the server. The mode `immediate` has the effect of a crash."""
        self.control("stop", f"--mode={mode}", "--wait", "--timeout=60")

    def control(self, action: str, *options: str) -> None:
        """Run `pg_ctl`."""
        self.run("pg_ctl", action, f"--pgdata={self.folder / 'data'}", *options)

    def run(self, program: str, *arguments: str) -> None:
        """Run a PostgreSQL program, as `account` if we are root, which PostgreSQL refuses."""
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # The server would keep a pipe open.
            timeout=90,
            user=self.account,
            group=self.account,
            extra_groups=self.account and [],
        )


@contextmanager
def postgres_server(config: pytest.Config) -> Iterator[PostgresServer]:
    """Run a server until the block ends. Skip the test if PostgreSQL is not installed."""
    programs, account = _programs(config), _account(config)
    # A socket path must be short, and other users cannot read pytest's temporary folders.
    with tempfile.TemporaryDirectory(prefix="orders-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if account:
            shutil.chown(folder, account, account)
        server = PostgresServer(programs, folder, account)
        data, user = f"--pgdata={folder / 'data'}", f"--username={_ACCOUNT}"
        server.run("initdb", data, user, "--auth=trust", "--encoding=UTF8", "--no-locale")
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")  # The data is no longer needed.


def _programs(config: pytest.Config) -> Path:
    """Return the folder of the newest version's programs, which Debian keeps off the path."""
    newest_first = sorted(_DEBIAN.glob("*/bin"), key=lambda folder: -float(folder.parent.name))
    on_path = [Path(folder) for folder in os.get_exec_path()]
    for folder in (*newest_first, *on_path):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    skip_or_fail(config, "needs initdb and pg_ctl of PostgreSQL: apt-get install postgresql")


def _account(config: pytest.Config) -> str | None:
    """Return the account to run the server as if we are root, otherwise `None`."""
    if os.getuid() != 0:
        return None
    try:
        return getpwnam(_ACCOUNT).pw_name
    except KeyError:
        skip_or_fail(config, f"needs the account {_ACCOUNT}: PostgreSQL refuses to run as root")
