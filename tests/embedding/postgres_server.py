"""A PostgreSQL server of the tests' own: made in a temporary folder, and gone when they are done.

It listens on a Unix socket in that folder alone. Its settings are as shipped, `fsync` and all.
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

from embedding.needs import lack

_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNT = "postgres"


@attrs.frozen
class PostgresServer:
    """A server that runs until it is stopped."""

    programs: Path
    folder: Path
    account: str | None

    @property
    def conninfo(self) -> str:
        """What psycopg connects with."""
        return f"host={self.folder} user={_ACCOUNT} dbname=postgres"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        log = str(self.folder / "server.log")
        self.control("start", "--wait", "--timeout=60", f"--log={log}", f"--options={options}")

    def stop(self, mode: str) -> None:
        """Stop it; `immediate` is as if it had crashed."""
        self.control("stop", f"--mode={mode}", "--wait", "--timeout=60")

    def control(self, action: str, *options: str) -> None:
        """Run `pg_ctl`."""
        self.run("pg_ctl", action, f"--pgdata={self.folder / 'data'}", *options)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs; none of them takes root for its user."""
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # A pipe would stay open for as long as the server runs.
            timeout=90,
            user=self.account,
            group=self.account,
            extra_groups=self.account and [],
        )


@contextmanager
def postgres_server(config: pytest.Config) -> Iterator[PostgresServer]:
    """A server that runs meanwhile; the test is skipped where none can be."""
    programs, account = _programs(config), _account(config)
    # The path of a socket must be short, and pytest's own folders are closed to other users.
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
            server.stop("immediate")  # Nobody will read what it has not written yet.


def _programs(config: pytest.Config) -> Path:
    """The folder of the newest server's programs; Debian keeps them off the path."""
    newest_first = sorted(_DEBIAN.glob("*/bin"), key=lambda folder: -float(folder.parent.name))
    on_path = [Path(folder) for folder in os.get_exec_path()]
    for folder in (*newest_first, *on_path):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    lack(config, "needs a PostgreSQL server's initdb and pg_ctl: apt-get install postgresql")


def _account(config: pytest.Config) -> str | None:
    """Whom to run the server as: ourselves, unless we are root."""
    if os.getuid() != 0:
        return None
    try:
        return getpwnam(_ACCOUNT).pw_name
    except KeyError:
        lack(config, f"needs the account {_ACCOUNT}: PostgreSQL refuses to run as root")
