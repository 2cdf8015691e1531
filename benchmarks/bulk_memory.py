"""The memory that bulk decisions take above their input, in an interpreter of their own.

It reads the input from a file, so that it holds nothing else that it could use again.
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyarrow as pa

_ROOT: Final = Path(__file__).parent.parent


def measure(candidate: str, limit: str, batch: pa.RecordBatch, loops: int = 1) -> float:
    """Return the most bytes that a candidate holds above its input, `loops` times."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "rows.arrow"
        with pa.OSFile(str(file), "w") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
            writer.write_batch(batch)
        command = [sys.executable, "-m", "benchmarks.bulk_memory", candidate, limit, str(file)]
        run = partial(subprocess.run, command, cwd=_ROOT, check=True)
        return sum(float(run(capture_output=True).stdout) for _ in range(loops))


def peak(candidate: str, limit: str, file: Path) -> int:
    """Return the bytes by which the peak is above what the process holds before it decides."""
    # Only here: `bulk` imports this module.
    from benchmarks import bulk  # noqa: PLC0415

    decide = bulk.DECIDES[candidate]
    agreed = bulk.LIMITS[limit]
    pa.set_cpu_count(1)
    with pa.OSFile(str(file), "r") as source, pa.ipc.open_file(source) as reader:
        batch = reader.get_batch(0)
    decide(batch.slice(0, 100), agreed)
    # Linux alone can forget the peak of a process: that of its imports does not count.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _held("VmRSS")
    decided = decide(batch, agreed)
    most = _held("VmHWM") - before
    del decided
    return most


def _held(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [line] = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return 1024 * int(line.split()[1])


if __name__ == "__main__":
    sys.stdout.write(str(peak(sys.argv[1], sys.argv[2], Path(sys.argv[3]))))
