"""The processes of `what-if`, its progress bar, and Ctrl-C."""

import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import Pipe, active_children
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.command_line import Capture, error_lines, write
from support.what_if_files import EXAMPLE, NEW, OLD, PLACED, run_what_if, write_csv, write_parquet

from backd_rules.cli.terminal import CommandError
from backd_rules.cli.what_if.pool import interrupts_held_back, run, serve
from backd_rules.cli.what_if.progress import Progress
from backd_rules.cli.what_if.run import jobs_for
from backd_rules.cli.what_if.source import open_orders

LIMIT = ("--limit", "new.json", "--against", "old.json", "--sweep", "max_increase=0:100:5")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "new", NEW)
    write(tmp_path, "old", OLD)
    return tmp_path


def square(number: int) -> int:
    """Return the square of 0 and more, slowly for 0; fail in three ways for others."""
    if number == 0:
        time.sleep(0.3)
    if number == -1:
        raise CommandError("o.parquet: is wrong", "and this too")
    if number == -2:
        raise ValueError("1 Elm St")
    if number == -3:
        os._exit(1)
    return number * number


def test_results_are_in_the_order_of_the_tasks() -> None:
    """The first task is the slowest, and few others may overtake it."""
    handed: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(40):
            handed.append(number)
            yield number

    results = run(square, tasks(), 2)
    assert next(results) == 0
    assert len(handed) <= 10
    assert [*results] == [number * number for number in range(1, 40)]


def test_no_tasks_have_no_results() -> None:
    assert [*run(square, [], 2)] == []


@pytest.mark.parametrize(
    ("task", "error"),
    [
        (-1, "o.parquet: is wrong"),
        (-2, "internal error: ValueError in test_what_if_workers.py, line"),
        (
            -3,
            "a worker process ended unexpectedly, perhaps for lack of memory; try --jobs 1",
        ),
    ],
)
def test_an_error_of_a_worker_is_an_error_of_the_command(task: int, error: str) -> None:
    with pytest.raises(CommandError) as raised:
        [*run(square, [1, 2, task, 3, 4, 5], 2)]
    assert raised.value.lines[0].startswith(error)
    assert "Elm" not in str(raised.value)


def test_a_task_for_a_worker_that_has_died_is_an_error() -> None:
    results = run(square, [1, 2, 3], 1)
    assert next(results) == 1
    [worker] = active_children()
    worker.kill()
    worker.join()
    with pytest.raises(CommandError, match="ended unexpectedly"):
        next(results)


def test_a_worker_answers_until_there_are_no_more_tasks() -> None:
    ours, theirs = Pipe()
    worker = threading.Thread(target=serve, args=(square, theirs))
    worker.start()
    answers = []
    for task in (3, -1, -2):
        ours.send(task)
        answers.append(ours.recv())
    ours.close()
    worker.join(10)
    assert not worker.is_alive()
    assert answers[:2] == [(9, ()), (None, ("o.parquet: is wrong", "and this too"))]
    assert answers[2][1][0].startswith("internal error: ValueError in test_what_if_workers.py")


@pytest.mark.parametrize("kind", ["groups", "one group", "csv"])
def test_processes_give_what_one_gives(folder: Path, capsys: Capture, kind: str) -> None:
    rows = [row | {"increase_count": place % 3} for place, row in enumerate(EXAMPLE * 40)]
    if kind == "csv":
        name = write_csv(folder / "o.csv", rows)
    else:
        size = 50 if kind == "groups" else 1_000
        name = write_parquet(folder / "o.parquet", rows, row_group_size=size)
    found = [run_what_if(capsys, "--orders", name, *LIMIT, "--jobs", jobs) for jobs in "012"]
    assert found[0][0] == 3
    assert found[1:] == [found[0], found[0]]


def test_processes_write_what_one_writes(folder: Path, capsys: Capture) -> None:
    rows = [row | {"increase_count": place} for place, row in enumerate(EXAMPLE * 40)]
    name = write_parquet(folder / "o.parquet", rows, row_group_size=50)
    for jobs in "02":
        words = ("--jobs", jobs, "--out", f"d{jobs}", "--rejects", f"r{jobs}")
        assert run_what_if(capsys, "--orders", name, *LIMIT, *words)[0] == 3
    for kind in "dr":
        assert pq.read_table(f"{kind}2").equals(pq.read_table(f"{kind}0"))
    assert pq.read_table("d0").num_rows == 480
    assert pq.read_table("r0").num_rows == 80


def test_one_error_of_a_worker_is_one_line(folder: Path, capsys: Capture) -> None:
    path = folder / "o.parquet"
    write_parquet(path, [PLACED | {"new_tax_amount": n} for n in range(4_000)], row_group_size=500)
    content = path.read_bytes()
    path.write_bytes(content[:4] + b"\xff" * (len(content) // 2) + content[4 + len(content) // 2 :])
    words = ["what-if", "--orders", "o.parquet", *LIMIT, "--jobs", "2"]
    assert error_lines(words, capsys) == [
        "o.parquet: cannot be read as Parquet: it is damaged, cut off or of another format"
    ]


def test_a_large_file_is_worth_processes(folder: Path) -> None:
    write_parquet(folder / "o.parquet", [PLACED])
    write_csv(folder / "o.csv", [PLACED])
    parquet, text = (open_orders(f"o.{kind}", keeps_all=False) for kind in ("parquet", "csv"))
    assert jobs_for(parquet._replace(rows=2**20 - 1, size=2**30), 2) == 1
    assert jobs_for(parquet._replace(rows=2**20), 2) == 2
    assert jobs_for(parquet._replace(rows=2**20), 64) == 4
    assert jobs_for(text._replace(size=2**26 - 1), 2) == 1
    assert jobs_for(text._replace(size=2**26), 2) == 2


class Terminal:
    """A stream that remembers what is written."""

    def __init__(self, error: type[Exception] | None = None) -> None:
        self.written: list[str] = []
        self._error = error

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        if self._error:
            raise self._error
        self.written.append(text)

    def flush(self) -> None:
        pass


def shown(total: int | None, adds: list[int], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(total, interval=0) as progress:
        for rows in adds:
            progress.add(rows)
    return terminal.written


def test_the_bar_shows_how_much_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    half = f"\r[{'#' * 15}{'.' * 15}] 50 %  1,000 of 2,000 rows"
    full = f"\r[{'#' * 30}] 100 %  2,000 of 2,000 rows"
    assert shown(2_000, [1_000, 1_000], monkeypatch) == [half, full, "\r" + " " * 59, "\r"]
    assert shown(None, [1_000], monkeypatch) == ["\r1,000 rows", "\r          ", "\r"]
    assert shown(2_000, [], monkeypatch) == []


def test_the_bar_is_drawn_five_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(None, interval=1_000) as progress:
        for _ in range(10):
            progress.add(1)
    assert terminal.written == ["\r1 rows", "\r      ", "\r"]


@pytest.mark.parametrize("error", [OSError, ValueError])
def test_a_bar_that_cannot_be_written_is_left_out(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal(error))
    with Progress(None, interval=0) as progress:
        progress.add(1)
    monkeypatch.setattr(sys, "stderr", None)
    with Progress(None, interval=0) as progress:
        progress.add(1)


def environment() -> dict[str, str]:
    """Return an environment without coverage, which a signal would interrupt."""
    measuring = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    return {name: value for name, value in os.environ.items() if name not in measuring}


def test_a_terminal_sees_the_bar_and_then_the_table(folder: Path) -> None:
    write_parquet(folder / "o.parquet", [PLACED] * 10)
    terminal, screen = pty.openpty()
    words = ["what-if", "--orders", "o.parquet", "--limit", "new.json"]
    done = subprocess.run(
        [sys.executable, "-m", "backd_rules", *words],
        check=True,
        stdout=subprocess.PIPE,
        stderr=screen,
    )
    os.close(screen)
    assert os.read(terminal, 65536).startswith(b"\r[" + b"#" * 30 + b"] 100 %  10 of 10 rows\r ")
    os.close(terminal)
    assert done.stdout.startswith(b"10 rows, each decided by itself.")


def allow_interrupts() -> None:
    """Undo what a shell does to its background jobs, which ignore the signal of ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupt_from_another_thread() -> None:
    def interrupt() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    thread.join()


def test_an_interrupt_that_another_thread_receives_waits_for_the_end_of_the_block() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    reached = []

    def start() -> None:
        with interrupts_held_back():
            interrupt_from_another_thread()
            reached.append("the end")

    try:
        with pytest.raises(KeyboardInterrupt):
            start()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert reached == ["the end"]


def ends_soon(group: int) -> bool:
    """Return whether a group of processes ends within ten seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_all_processes_and_leaves_no_file(folder: Path, jobs: str) -> None:
    """As from a terminal, the signal reaches each process of the group."""
    write_csv(folder / "o.csv", [PLACED] * 10_000)
    header, body = (folder / "o.csv").read_bytes().split(b"\n", 1)
    (folder / "o.csv").write_bytes(header + b"\n" + body * 100)
    words = ["what-if", "--orders", "o.csv", *LIMIT, "--jobs", jobs, "--out", "d.parquet"]
    process = subprocess.Popen(
        [sys.executable, "-m", "backd_rules", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=allow_interrupts,  # noqa: PLW1509 (no other thread runs)
        env=environment(),
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not [*folder.glob(".d.parquet.*.partial")]:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert sorted(os.listdir()) == ["new.json", "o.csv", "old.json"]
    assert ends_soon(process.pid)
