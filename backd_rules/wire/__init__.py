"""JSON: the strict reader, payloads to values and back, and the response envelopes.

`loads` reads text, `parse_*` decodes payloads, `dump_*` encodes values, and `response` wraps a
decision. All are pure. Amounts are dollars as JSON numbers.
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
