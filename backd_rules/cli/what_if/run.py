"""Run `what-if`: read the file once, decide each batch for all limits, write and print.

`what_if` imports this module when the command runs, because it needs numpy and pyarrow.
"""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from functools import partial
from typing import Final, NamedTuple

import pyarrow as pa

from backd_rules.cli.terminal import CommandError, print_error, print_lines
from backd_rules.cli.what_if.cells import taken_names
from backd_rules.cli.what_if.chart import chart
from backd_rules.cli.what_if.count import (
    Counted,
    Plan,
    count,
    decisions_schema,
    rejects_schema,
)
from backd_rules.cli.what_if.figures import Figures, no_figures, total
from backd_rules.cli.what_if.output import ParquetOutput, outputs, writing
from backd_rules.cli.what_if.pool import run
from backd_rules.cli.what_if.progress import Progress
from backd_rules.cli.what_if.source import Orders, open_orders
from backd_rules.cli.what_if.table import bad_rows_line, curve_lines, figures_lines

_MOST_JOBS: Final = 4
"""Processes by default at most: each takes up to 250 MB."""
_SMALL_ROWS: Final = 1 << 20
_SMALL_BYTES: Final = 1 << 26
"""A smaller file is decided before a worker would have started."""


class _Reply(NamedTuple):
    """What a worker sends back: batches as Arrow streams."""

    figures: Figures
    decisions: bytes | None = None
    rejects: bytes | None = None


def _work(plan: Plan, orders: Orders, task: int | bytes) -> _Reply:
    """Do the work of a worker: a row group of the file, or a batch as an Arrow stream."""
    if isinstance(task, int):
        parts = (count(plan, batch).figures for batch in orders.group(task))
        return _Reply(total(parts, len(plan.limits)))
    counted = count(plan, _read(task))
    return _Reply(counted.figures, _sent(counted.decisions), _sent(counted.rejects))


def decide_file(arguments: Namespace, plan: Plan, names: list[str]) -> bool:
    """Decide the file that the arguments name, and return whether a row is bad.

    `names` are those of the plan's limits.
    """
    plan = plan._replace(keeps=arguments.out is not None, rejects=arguments.rejects is not None)
    orders = open_orders(arguments.orders, keeps_all=plan.keeps or plan.rejects)
    _check_names(orders, plan)
    jobs = jobs_for(orders, _processors()) if arguments.jobs is None else arguments.jobs
    wanted = (arguments.out, arguments.rejects, arguments.chart)
    inputs = [arguments.orders, *(name for name in names if name != "-")]
    with outputs(wanted, inputs) as (out, rejects, picture):
        with (
            ParquetOutput(arguments.out, out, decisions_schema(orders.schema)) as decisions,
            ParquetOutput(arguments.rejects, rejects, rejects_schema(orders.schema)) as bad_rows,
            Progress(orders.rows) as progress,
            closing(_counted(plan, orders, jobs)) as parts,
        ):
            figures = no_figures(len(plan.limits))
            for part in parts:
                figures += part.figures
                progress.add(part.figures.rows)
                decisions.write(part.decisions)
                bad_rows.write(part.rejects)
        if picture is not None and plan.sweep is not None:
            with writing(arguments.chart):
                picture.write(chart(figures, plan.sweep, names[-1]).encode())
                picture.close()
    _print(figures, plan, names)
    return figures.bad > 0


def _check_names(orders: Orders, plan: Plan) -> None:
    if plan.keeps and (taken := taken_names(orders.schema.names)):
        raise CommandError(
            f"{orders.path}: --out has no place for {', '.join(taken)}: a decision has columns of "
            "these names"
        )
    if plan.rejects and "faults" in orders.schema.names:
        raise CommandError(f"{orders.path}: --rejects has no place for another column faults")


def jobs_for(orders: Orders, processors: int) -> int:
    """Return how many processes are worth their start, for a file and a number of processors."""
    is_small = orders.size < _SMALL_BYTES if orders.rows is None else orders.rows < _SMALL_ROWS
    return 1 if is_small else min(processors, _MOST_JOBS)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # Fewer than the machine has, in a container.
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover


def _counted(plan: Plan, orders: Orders, jobs: int) -> Generator[Counted, None, None]:
    """Yield the parts of the file in order, decided."""
    if jobs < 2:
        for batch in orders.batches():
            yield count(plan, batch)
        return
    writes = plan.keeps or plan.rejects
    # Workers read row groups themselves, unless there are few or what they decide is written.
    is_read_by_workers = orders.groups >= 2 * jobs and not writes
    tasks: Iterable[int | bytes] = range(orders.groups) if is_read_by_workers else _streams(orders)
    replies = run(partial(_work, plan, orders), tasks, jobs)
    with closing(replies):
        for reply in replies:
            decisions, rejects = reply.decisions, reply.rejects
            yield Counted(
                reply.figures,
                None if decisions is None else _read(decisions),
                None if rejects is None else _read(rejects),
            )


def _streams(orders: Orders) -> Iterator[bytes]:
    for batch in orders.batches():
        yield _stream(batch)


def _stream(batch: pa.RecordBatch) -> bytes:
    """Return a batch as an Arrow stream. A pickled slice would bring all that it is a slice of."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    stream: bytes = sink.getvalue().to_pybytes()
    return stream


def _sent(batch: pa.RecordBatch | None) -> bytes | None:
    return None if batch is None else _stream(batch)


def _read(stream: bytes) -> pa.RecordBatch:
    return pa.ipc.open_stream(stream).read_next_batch()


def _print(figures: Figures, plan: Plan, names: list[str]) -> None:
    lines = [*figures_lines(figures, names)]
    if plan.sweep is not None:
        lines += ["", *curve_lines(figures, plan.sweep)]
    print_lines(lines)
    if figures.bad:
        print_error(CommandError(bad_rows_line(figures)))
