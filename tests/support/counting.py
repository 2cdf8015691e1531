"""Count the calls of a function, however it is reached, or the seconds of a block."""

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
def seconds_of_processor(most: float) -> Iterator[None]:
    """Fail if the block takes `most` seconds of processor time.

    Garbage is not collected in it: a collection looks at what all earlier tests have left.
    """
    gc.disable()
    try:
        start = time.process_time()
        yield
        assert time.process_time() - start < most
    finally:
        gc.enable()
