"""JSON: the strict reader, payloads to values and back, and the response envelopes.

All functions are pure. Amounts are dollars as JSON numbers.

    >>> from backd_rules import wire
    >>> wire.parse_limit(wire.loads('{"max_increase": 75}')).max_increase
    Money(cents=7500)

Read text:
    loads, MAX_BYTES                    strict JSON, and the most bytes that it may have

Decode a payload, which is what any JSON decoder returns:
    parse_order, parse_limit            a record of an order, an agreed limit
    parse_update, parse_updates         an update, or a batch of updates
    parse_both_ids, parse_ids           the ids of an order to place, or of any other action
    parse_refund_request                the request of a refund

Encode a value as a new dict:
    dump_order, dump_stored_order       the `data` of a response, or that plus the history
    dump_limit, dump_update, dump_ids, dump_refund_request

Respond:
    response, batch_response            the envelope of a decision, or of each of several
    error_response                      the envelope of a malformed payload
    HTTP_STATUSES                       the HTTP status of each violation

Malformed payloads:
    InvalidPayload                      the exception, with its problems
    Problem, ProblemCode                a problem, and the codes
"""

from backd_rules.wire.envelopes import HTTP_STATUSES, batch_response, error_response, response
from backd_rules.wire.payloads import (
    dump_ids,
    dump_limit,
    dump_order,
    dump_refund_request,
    dump_stored_order,
    dump_update,
    parse_both_ids,
    parse_ids,
    parse_limit,
    parse_order,
    parse_refund_request,
    parse_update,
    parse_updates,
)
from backd_rules.wire.problems import InvalidPayload, Problem, ProblemCode
from backd_rules.wire.strict_json import MAX_BYTES, loads

__all__ = [
    "HTTP_STATUSES",
    "MAX_BYTES",
    "InvalidPayload",
    "Problem",
    "ProblemCode",
    "batch_response",
    "dump_ids",
    "dump_limit",
    "dump_order",
    "dump_refund_request",
    "dump_stored_order",
    "dump_update",
    "error_response",
    "loads",
    "parse_both_ids",
    "parse_ids",
    "parse_limit",
    "parse_order",
    "parse_refund_request",
    "parse_update",
    "parse_updates",
    "response",
]
