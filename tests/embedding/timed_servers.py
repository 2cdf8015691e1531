"""The server of `server.py` with a clock that the requests set.

Each function is an application factory for uvicorn. The header `X-Time` of a request states the
present time. Importing this module opens the file that the environment variable `ORDERS` names.
"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, Header, Request

from embedding import reading, server


def stated_time(x_time: Annotated[str, Header()]) -> datetime:
    return datetime.fromisoformat(x_time)


def time_before_any_lock(request: Request, x_time: Annotated[str, Header()]) -> datetime:
    """Return the stated time, or one at which no refund request is locked, to delete one."""
    if request.method == "DELETE":
        return datetime(2007, 1, 1, tzinfo=UTC)
    return stated_time(x_time)


def timed() -> FastAPI:
    server.app.dependency_overrides[server.now] = stated_time
    return server.app


def unlocked() -> FastAPI:
    """Serve with a bug: a refund request can be deleted after it is locked."""
    server.app.dependency_overrides[server.now] = time_before_any_lock
    return server.app


def impatient() -> FastAPI:
    """Serve with the real clock, to clients that send a body within a quarter of a second."""
    reading.BODY_SECONDS = 0.25
    return server.app
