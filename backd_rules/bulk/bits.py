"""The violations of an update as the bits of an int32, in order of precedence (domain.md, V2).

The bits come from the codes and paths of `actions`, so that a new code gets one without a change
here, as long as 31 are enough.
"""

from __future__ import annotations

from typing import Final

from backd_rules.actions.possible_codes import POSSIBLE_CODES
from backd_rules.actions.update_order.request import CONTACTS, REQUIRED_CONTACT_PATHS
from backd_rules.actions.violations import VIOLATIONS, AmountOutOfRange, ContactIncomplete
from backd_rules.actions.violations import ViolationCode as Code
from backd_rules.domain.status import OrderAction
from backd_rules.domain.values import check_type, refuse

CONTACT_PATHS: Final = tuple(
    "/".join(("", contact, *path)) for contact in CONTACTS for path in REQUIRED_CONTACT_PATHS
)
"""The fields that a new contact must state, in order of the request."""

_PATHS: Final = {
    ContactIncomplete.code: CONTACT_PATHS,
    AmountOutOfRange.code: ("/order_total", "/cart_amount"),
}

VIOLATION_BITS: Final[tuple[tuple[Code, str], ...]] = tuple(
    (violation.code, path)
    for violation in VIOLATIONS
    if violation.code in POSSIBLE_CODES[OrderAction.UPDATE_ORDER]
    for path in _PATHS.get(violation.code) or (str(violation.path),)
)
"""The code and the path of each bit, the lowest first: that is the order of precedence."""


def first_bit(code: Code) -> int:
    """Return the position of the first bit of `code`."""
    return [found for found, _ in VIOLATION_BITS].index(code)


def violations_of(bits: int) -> tuple[tuple[Code, str], ...]:
    """Return the code and the path of each violation in `violations`, in order of precedence.

    Nothing for 0: the update is allowed. Raises `TypeError` unless `bits` is an `int`, `ValueError`
    for a bit that has no meaning (domain.md, V2).

    >>> from backd_rules.bulk import violations_of
    >>> violations_of(8)
    ((<ViolationCode.STATUS_FORBIDS_ACTION: 'status_forbids_action'>, ''),)
    """
    check_type(violations_of, "bits", bits, int)
    if not 0 <= bits < 1 << len(VIOLATION_BITS):
        refuse(violations_of, "bits", f"must be from 0 to {(1 << len(VIOLATION_BITS)) - 1}")
    return tuple(found for bit, found in enumerate(VIOLATION_BITS) if bits >> bit & 1)
