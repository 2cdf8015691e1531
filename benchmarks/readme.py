"""README.md, rendered from its template and the results of a run, and its chart."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Final

import pyperf

from benchmarks import report
from benchmarks.chart import chart
from benchmarks.comparisons import CASES
from benchmarks.engines import ENGINES
from benchmarks.harness import Pace, Result
from benchmarks.parsers import PARSERS
from benchmarks.random_payloads import samples

FOLDER: Final = Path(__file__).parent


def write(results: Sequence[Result], pace: Pace, folder: Path = FOLDER) -> None:
    """Write the page and the chart of a run into `folder`."""
    (folder / "README.md").write_text(page(results, pace), encoding="utf-8")
    (folder / "results.svg").write_text(chart(results), encoding="utf-8")


def page(results: Sequence[Result], pace: Pace) -> str:
    """Return the page of a run."""
    template = Template((FOLDER / "readme_template.md").read_text(encoding="utf-8"))
    tables = report.tables(results).items()
    compared = {one.package: version(one.package) for one in (*ENGINES, *PARSERS)}
    others = {name: version(name) for name in ("attrs", "orjson", "pyperf")}
    return template.substitute(
        date=date.today().isoformat(),
        machine=_machine(),
        rounds=pace.rounds,
        turn=f"{pace.turn * 1000:g}",
        targets=report.targets(results),
        results="\n\n".join(f"## {group.capitalize()}\n\n{table}" for group, table in tables),
        cases=CASES,
        samples=len(list(samples())),
        idioms="\n".join(f"- **{one.name}**: {one.idiom}." for one in (*ENGINES, *PARSERS[1:])),
        versions=", ".join(f"{name} {one}" for name, one in sorted((compared | others).items())),
    )


def _machine() -> str:
    known = pyperf.Run([1.0]).get_metadata()
    cpu = known.get("cpu_model_name", platform.processor() or "an unknown CPU")
    system = f"{platform.system()} on {platform.machine()}"
    return f"{cpu}, {known['cpu_count']} cores, {system}, Python {platform.python_version()}"
