"""Count the calls of a function, however it is reached, and limit the seconds of a block."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def calls_of(function: Callable[..., object]) -> Iterator[list[str]]:
    """Return a list that has, after the block, the name of the function once per call in it."""
    calls: list[str] = []

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is function.__code__:
            calls.append(frame.f_code.co_name)

    sys.setprofile(profile)
    try:
        yield calls
    finally:
        sys.setprofile(None)


@contextmanager
def within_processor_seconds(most: float) -> Iterator[None]:
    """Fail if the block takes `most` seconds of processor time.

    A collection of garbage in it looks only at the objects of the block. It would otherwise look
    at all that earlier tests have left, which takes half a second.
    """
    gc.freeze()
    try:
        start = time.process_time()
        yield
        assert time.process_time() - start < most
    finally:
        gc.unfreeze()
