"""The HTTP statuses of the endpoints, in one table.

The rules and the readers decide the statuses up to 422, except 412. A server adds 412, 500 and 503,
with the same envelope.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from backd_rules.actions.violations import ViolationCode
from backd_rules.wire import HTTP_STATUSES
from backd_rules.wire.problems import ProblemCode

SUCCESS: Final = 200
MALFORMED: Final = 400
PRECONDITION_FAILED: Final = 412
SERVER_ERROR: Final = 500
BUSY: Final = 503


class Status(NamedTuple):
    """An HTTP status: the name of its envelope, its meaning, and the codes that lead to it."""

    name: str
    meaning: str
    codes: tuple[ViolationCode, ...] | tuple[ProblemCode, ...] = ()


def _refused(status: int, name: str, meaning: str) -> Status:
    codes = tuple(code for code in ViolationCode if HTTP_STATUSES[code] == status)
    return Status(name, meaning, codes)


STATUSES: Final[Mapping[int, Status]] = MappingProxyType(
    {
        SUCCESS: Status("success", "The request is carried out."),
        MALFORMED: Status(
            "bad_request",
            "The request is malformed. `violations` is empty if the fault is not in the payload, "
            "but in a header for example.",
            tuple(ProblemCode),
        ),
        404: _refused(404, "not_found", "There is no such order, or it is not the merchant's."),
        409: _refused(409, "conflict", "What is recorded of the order does not allow the action."),
        PRECONDITION_FAILED: Status(
            "precondition_failed",
            "The ETag of the order is not in `If-Match`, so nothing is changed. Only a server that "
            "supports the header answers this.",
        ),
        422: _refused(422, "unprocessable_content", "The rules refuse what the request states."),
        SERVER_ERROR: Status("internal_server_error", "The server has failed."),
        BUSY: Status(
            "service_unavailable", "The server is busy, and nothing is changed. Try again."
        ),
    }
)
"""HTTP status -> what it means, in ascending order."""

REFUSED: Final = tuple(sorted(set(HTTP_STATUSES.values())))
"""The statuses of violations."""
