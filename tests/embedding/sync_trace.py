"""The order in which a server writes to its database, syncs it and responds, as strace shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

OPTIONS: Final = ("-f", "-y", "-qq", "-s", "16", "-e", "trace=pwrite64,fdatasync,fsync,sendto")

RELIES_ON: Final = {
    "log header": {"log frames", "database"},
    "log frames": {"log header", "database"},
    "database": {"log header", "log frames"},
    "acknowledgement": {"log header", "log frames", "database"},
}
"""What is written or sent -> what must be synced before."""

_CALL: Final = re.compile(r"(pwrite64|fdatasync|fsync)\(\d+<[^>]*/orders\.db(-wal)?>.*?(\d+)?\) = ")


def check_syncs(trace: str) -> Counter[str]:
    """Assert that everything that `RELIES_ON` names is synced in time; return the events."""
    unsynced: set[str] = set()
    events = list(_events(trace))
    for event, is_sync in events:
        if is_sync:
            unsynced -= {event}
            continue
        early = RELIES_ON[event] & unsynced
        assert not early, f"{event} before a sync of: {', '.join(sorted(early))}"
        unsynced |= {event} - {"acknowledgement"}
    return Counter(event for event, is_sync in events if not is_sync)


def _events(trace: str) -> Iterator[tuple[str, bool]]:
    """Yield each write, each response and, with `True`, each sync."""
    for line in trace.splitlines():
        if "sendto(" in line and '"HTTP/1.1 200' in line:
            yield "acknowledgement", False
        elif call := _CALL.search(line):
            name, is_log, offset = call.groups()
            if not is_log:
                yield "database", name != "pwrite64"
            elif name == "pwrite64":
                yield "log frames" if int(offset) else "log header", False
            else:
                yield "log header", True
                yield "log frames", True
