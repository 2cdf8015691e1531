"""Fuzz the readers and the command line, guided by coverage; exit with 1 after a finding.

    pip install --group fuzzing && PYTHONPATH=tests python -m fuzz --seconds 600

Inputs that reach new code are kept in `.fuzz`, and the next run begins with them. An input that
breaks a property is written to `tests/fuzz/findings`, where the tests of each day read it too.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from fuzz import planted
from fuzz.corpus import SEEDS, write_dictionary, write_seeds

FINDINGS: Final = Path(__file__).with_name("findings")
_LIMITS: Final = ("-max_len=8192", "-timeout=10", "-rss_limit_mb=2048")


def main(arguments: list[str] | None = None) -> int:
    """Run each target in a process of its own, and print what it has done."""
    parser = argparse.ArgumentParser("python -m fuzz", description=__doc__)
    add = parser.add_argument
    add("--seconds", type=int, default=600, help="the time of all targets together (600)")
    add("--only", action="append", choices=SEEDS, help="this target; repeatable")
    add("--kept", type=Path, default=Path(".fuzz"), help="the folder of the inputs that are kept")
    add("--findings", type=Path, default=FINDINGS, help="the folder of the inputs that fail")
    add("--plant", choices=planted.BUGS, help="break the package so: the bug must be found")
    options = parser.parse_args(arguments)
    targets = options.only or list(SEEDS)
    seconds = max(1, options.seconds // len(targets))
    return max(_fuzz(target, seconds, options) for target in targets)


def _fuzz(target: str, seconds: int, options: argparse.Namespace) -> int:
    kept, findings = (folder.resolve() / target for folder in (options.kept, options.findings))
    write_seeds(target, kept)
    findings.mkdir(parents=True, exist_ok=True)
    words = kept.with_name("words.txt")
    write_dictionary(words)
    command = [
        *(sys.executable, "-m", "fuzz.run", target, options.plant or "-", str(kept)),
        *(f"-max_total_time={seconds}", f"-dict={words}", f"-artifact_prefix={findings}{os.sep}"),
        *_LIMITS,
    ]
    run = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
    log = run.stdout + run.stderr
    kept.with_name(f"{target}.log").write_text(log, "utf-8")
    progress = re.findall(r"^#\d+\t.*cov: .*", log, re.MULTILINE)
    print(f"{target}: {seconds} s: {progress[-1] if progress else 'no progress'}", flush=True)
    if run.returncode:
        exception = run.stdout.partition("=== Uncaught Python exception: ===")[2]
        artifact = re.findall(r"Test unit written to (.*)", log)
        print(exception or log[-2000:], *artifact, sep="\n", flush=True)
    return 1 if run.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
