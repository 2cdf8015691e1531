"""Run tasks in worker processes, and return the results in the order of the tasks.

A worker has one task at a time, and few results wait for their turn: memory is bounded. The
processes are spawned, so that they share no thread and no lock with this one on any system.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, TypeVar, cast

from backd_rules.cli.terminal import CommandError, internal_error

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_WAITING: Final = 4
"""Results that may wait for their turn, for each worker."""
_PATIENCE: Final = 5
"""Seconds for an idle worker to end."""
_DIED: Final = "a worker process ended unexpectedly, perhaps for lack of memory; try --jobs 1"


def run(
    work: Callable[[_Task], _Result], tasks: Iterable[_Task], jobs: int
) -> Generator[_Result, None, None]:
    """Yield the result of each task. `work`, the tasks and the results must be picklable.

    Raises `CommandError` for one that a task raises, and if a worker dies.
    """
    with _workers(work, jobs) as connections:
        yield from _Dispatcher[_Task, _Result](connections).results(iter(tasks))


@contextmanager
def _workers(work: Callable[[Any], Any], jobs: int) -> Iterator[list[Connection[Any, Any]]]:
    context = get_context("spawn")
    pairs = [context.Pipe() for _ in range(jobs)]
    processes = [
        context.Process(target=serve, args=(work, theirs), daemon=True) for _, theirs in pairs
    ]
    started: list[BaseProcess] = []
    try:
        with interrupts_held_back():  # Only this process answers to it.
            for process in processes:
                process.start()
                started.append(process)
        for _, theirs in pairs:
            theirs.close()
        yield [ours for ours, _ in pairs]
        for (ours, _), process in zip(pairs, processes, strict=True):
            ours.close()
            process.join(_PATIENCE)
    finally:
        for worker in started:
            worker.terminate()
            worker.join()


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back for a moment, where the system can. Processes that start inherit that."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover # Windows.
        yield
        return
    resource_tracker.ensure_running()  # It would end the block.
    came: list[int] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    # A thread of pyarrow can receive the signal, and then Python still interrupts this one.
    handler = signal.getsignal(signal.SIGINT)
    _handle_interrupts(lambda number, _: came.append(number))
    try:
        yield
    finally:
        _handle_interrupts(handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if came and callable(handler):
        raise KeyboardInterrupt


def _handle_interrupts(handler: Any) -> None:
    with suppress(ValueError):  # In a thread, which receives no signal.
        signal.signal(signal.SIGINT, handler)


def serve(work: Callable[[Any], Any], tasks: Connection[Any, Any]) -> None:
    """Answer each task with its result, or with the lines of an error. Return when tasks end."""
    _handle_interrupts(signal.SIG_IGN)
    while True:
        try:
            task = tasks.recv()
        except EOFError:
            return
        tasks.send(_answer(work, task))


def _answer(work: Callable[[Any], Any], task: Any) -> tuple[Any, tuple[str, ...]]:
    try:
        return work(task), ()
    except CommandError as error:
        return None, error.lines
    except Exception as error:
        return None, internal_error(error).lines


class _Dispatcher(Generic[_Task, _Result]):
    """Hands tasks to workers that are idle, and yields the results in order."""

    def __init__(self, connections: list[Connection[Any, Any]]) -> None:
        self._idle = connections
        self._most = _WAITING * len(connections)
        self._busy: dict[Connection[Any, Any], int] = {}
        self._done: dict[int, _Result] = {}
        self._sent = 0
        self._yielded = 0

    def results(self, tasks: Iterator[_Task]) -> Iterator[_Result]:
        # The next task is made while the workers are busy.
        upcoming = [*_next(tasks)]
        while upcoming or self._busy:
            if upcoming and self._idle and self._sent - self._yielded < self._most:
                self._send(upcoming.pop())
                upcoming = [*_next(tasks)]
                continue
            self._receive()
            while self._yielded in self._done:
                yield self._done.pop(self._yielded)
                self._yielded += 1

    def _send(self, task: _Task) -> None:
        worker = self._idle.pop()
        try:
            worker.send(task)
        except OSError:
            raise CommandError(_DIED) from None
        self._busy[worker] = self._sent
        self._sent += 1

    def _receive(self) -> None:
        for ready in wait([*self._busy]):
            worker = cast("Connection[Any, Any]", ready)
            try:
                result, errors = worker.recv()
            except (EOFError, OSError):
                raise CommandError(_DIED) from None
            if errors:
                raise CommandError(*errors)
            self._done[self._busy.pop(worker)] = result
            self._idle.append(worker)


def _next(tasks: Iterator[_Task]) -> Iterator[_Task]:
    """Yield the next task, or nothing if there is none."""
    for task in tasks:
        yield task
        return
