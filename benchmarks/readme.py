"""The page that tells of a run: `README.md`, made of its template, and the chart."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Final

from backd_rules import decide_update
from benchmarks import decide, parsers, report, status_guard
from benchmarks.cases import ALL_VIOLATIONS, timed
from benchmarks.chart import chart
from benchmarks.harness import Pace, Result, machine
from benchmarks.peers import PEERS
from benchmarks.wire_cases import samples

FOLDER: Final = Path(__file__).parent


def write(results: Sequence[Result], pace: Pace, folder: Path = FOLDER) -> None:
    """Write the page and the chart of a run into `folder`."""
    (folder / "README.md").write_text(page(results, pace), encoding="utf-8")
    (folder / "results.svg").write_text(chart(results), encoding="utf-8")


def page(results: Sequence[Result], pace: Pace) -> str:
    """The page of a run."""
    template = Template((FOLDER / "readme_template.md").read_text(encoding="utf-8"))
    tables = report.tables(results).items()
    return template.substitute(
        date=date.today().isoformat(),
        machine=_machine(),
        rounds=pace.rounds,
        turn=f"{pace.turn * 1000:g}",
        targets=report.targets(results),
        results="\n\n".join(f"## {title.capitalize()}\n\n{table}" for title, table in tables),
        cases=decide.CASES,
        samples=len(samples()),
        violations=_violations(),
        peers=_peers(),
        guards=_guards(),
        parsers=_parsers(),
        versions=_versions(),
    )


def _machine() -> str:
    known = machine()
    cpu = known.get("cpu_model_name", platform.processor() or "an unknown CPU")
    system = f"{platform.system()} on {platform.machine()}"
    return f"{cpu}, {known['cpu_count']} cores, {system}, Python {platform.python_version()}"


def _violations() -> int:
    case = next(case for name, case in timed((1,)).items() if name.endswith(ALL_VIOLATIONS))
    decision = decide_update(*case)
    return 0 if decision.allowed else len(decision.violations)


def _peers() -> str:
    rows = [[peer.name, peer.idiom, peer.done_for_it] for peer in PEERS]
    return _left(["peer", "its idiom", "done for it in Python"], rows)


def _guards() -> str:
    rows = [[guard.name, guard.idiom] for guard in status_guard.GUARDS]
    return _left(["", "what is asked"], rows)


def _parsers() -> str:
    rows = [
        [
            one.name,
            one.idiom,
            "all problems" if one.all_at_once else "the first problem",
            "; ".join(f"{kind}: {why}" for kind, why in one.cannot.items()) or "nothing",
        ]
        for one in parsers.PARSERS
    ]
    return _left(["", "its idiom", "tells", "cannot find"], rows)


def _versions() -> str:
    packages = {peer.package for peer in PEERS} | {one.package for one in parsers.PARSERS}
    packages |= {guard.package for guard in status_guard.GUARDS}
    names = sorted(packages | {"attrs", "pyperf"})
    return ", ".join(f"{name} {version(name)}" for name in names)


def _left(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of words."""
    cells = [[text.replace("|", "\\|") for text in row] for row in rows]
    lines = [head, ["---"] * len(head), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
