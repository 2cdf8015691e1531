"""The JSON responses of `server.py`: each one is an envelope, and no cache may store it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from backd_rules import wire

RETRY_SECONDS: Final = 1
_BUSY: Final = "the order could not be stored: send the request again"


class Busy(Exception):
    """Raised if an order changes again and again, so that no decision on it can be stored."""


def json_response(
    content: object, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response with `content` as JSON. Caches must not store its personal data."""
    no_store = {**(headers or {}), "Cache-Control": "no-store"}
    return Response(json.dumps(content), status, no_store, "application/json")


def error_envelope(status: int, message: str) -> dict[str, Any]:
    """Return the envelope of a request that fails before or after the rules decide it."""
    return {
        "message": f"API Backd - Error: {message}",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [],
    }


def busy_envelope() -> dict[str, Any]:
    """Return the envelope of a request whose order is `Busy`."""
    return error_envelope(503, _BUSY)


def failure_envelope() -> dict[str, Any]:
    """Return the envelope of a request that meets a bug or a damaged order."""
    return error_envelope(500, "the server has failed")


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error with an envelope: those of the payloads, of the framework, and bugs."""
    app.add_exception_handler(wire.InvalidPayload, _malformed)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(Exception, _bug)


def _malformed(_: Request, error: Any) -> Response:
    return json_response(wire.error_response(error), 400)


def _wrong_parameters(_: Request, __: Any) -> Response:
    message = "the parameters are not those of the endpoint"
    return json_response(error_envelope(422, message), 422)


def _http_error(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return json_response(
        error_envelope(error.status_code, error.detail), error.status_code, headers
    )


def _allowed_methods(request: Request) -> list[str]:
    """Return the methods of the URL. Starlette knows only those of the first endpoint there."""
    routes = [r for r in request.app.routes if r.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in routes for method in route.methods})


def _busy(_: Request, __: Any) -> Response:
    return json_response(busy_envelope(), 503, {"Retry-After": str(RETRY_SECONDS)})


def _bug(_: Request, __: Any) -> Response:
    return json_response(failure_envelope(), 500)
