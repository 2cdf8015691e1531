"""Decide what may be done to a Backd order, and what the order becomes.

Values in, a decision out: no I/O, no clock, no environment and no global state. `help(Money)` and
so on describe each name: what it is, its units, what it raises, and an example. They cite the
sentences of the specification, `domain.md` in this package.

    >>> from backd_rules import MerchantLimit, Money, OrderUpdate, decide_update, wire
    >>> ids = {"backd_order_id": "BO-1", "merchant_order_id": "M-1", "status": "order_placed"}
    >>> order = wire.parse_order({**ids, "cart_amount": 100, "order_total": 100})
    >>> update = OrderUpdate("BO-1", "M-1", cart_amount=Money.of("115.01"))
    >>> decision = decide_update(order, update, MerchantLimit(max_order_total=Money.of(115)))
    >>> [str(violation.code) for violation in decision.violations]
    ['increase_exceeds_limit']

Decide:
    place, confirm, cancel          whether the status of the order may change
    decide_update, decide_updates   whether an update, or a batch of updates, is allowed
    request_refund, delete_refund   whether a refund may be requested, or its request withdrawn
    Allowed, Denied, Decision       the answer, with the new order or with every violation
    ceiling, headroom, Ceiling      how far a limit lets a total rise
    explain, RuleOutcome, Outcome   every rule of an update, passed or not, with its facts
    changes, Change                 the fields in which two orders differ
    update_between                  the update that turns one order into another
    next_status                     the status that an action leads to
    refund_lock_time                when a refund request locks
    audit_record, audit_differences a record of a decision, and deciding it again
    fingerprint                     a hash for compare-and-swap and ETags

Values:
    Money, UnitPrice, Quantity, Percent     exact numbers
    Order, OrderStatus, OrderAction, Totals, LineItem, Refund
    Contact, PersonName, Address
    MerchantLimit, Combine, Basis   the limit that a merchant has agreed upon

Requests:
    OrderUpdate, ContactUpdate, PersonNameUpdate, AddressUpdate
    OrderIds, RefundRequest         the requests of the other actions
    UNSET                           the value of a field that a request does not state

Violations, in order of precedence:
    UnknownOrder, BackdOrderIdMismatch, MerchantOrderIdMismatch, StatusForbidsAction,
    ContactIncomplete, AmountOutOfRange, CartAmountMismatch, OrderTotalMismatch, HistoryUnknown,
    IncreaseExceedsLimit, TooManyIncreases, RefundExceedsTotal, NoActiveRefund, RefundLocked
    Violation, ViolationCode        any of these, and their codes

Modules, imported when they are first used:
    wire                            JSON: strict reader, decoding, encoding, response envelopes
    schema                          JSON Schemas and the OpenAPI document
    testing                         Hypothesis strategies and a stateful model (extra `testing`)

Versions:
    __version__, RULES_VERSION      of the package, and of the rules that it applies
"""

from importlib import import_module
from typing import TYPE_CHECKING

from backd_rules.actions import RULES_VERSION as RULES_VERSION
from backd_rules.actions.cancel_order import cancel as cancel
from backd_rules.actions.confirm_order import confirm as confirm
from backd_rules.actions.decision import Allowed as Allowed
from backd_rules.actions.decision import Decision as Decision
from backd_rules.actions.decision import Denied as Denied
from backd_rules.actions.order_placed import place as place
from backd_rules.actions.refund_delete import delete_refund as delete_refund
from backd_rules.actions.refund_post import request_refund as request_refund
from backd_rules.actions.requests import UNSET as UNSET
from backd_rules.actions.requests import OrderIds as OrderIds
from backd_rules.actions.requests import RefundRequest as RefundRequest
from backd_rules.actions.update_order.between import update_between as update_between
from backd_rules.actions.update_order.decide import decide_update as decide_update
from backd_rules.actions.update_order.decide import decide_updates as decide_updates
from backd_rules.actions.update_order.difference import Change as Change
from backd_rules.actions.update_order.difference import changes as changes
from backd_rules.actions.update_order.request import AddressUpdate as AddressUpdate
from backd_rules.actions.update_order.request import ContactUpdate as ContactUpdate
from backd_rules.actions.update_order.request import OrderUpdate as OrderUpdate
from backd_rules.actions.update_order.request import PersonNameUpdate as PersonNameUpdate
from backd_rules.actions.violations import AmountOutOfRange as AmountOutOfRange
from backd_rules.actions.violations import BackdOrderIdMismatch as BackdOrderIdMismatch
from backd_rules.actions.violations import CartAmountMismatch as CartAmountMismatch
from backd_rules.actions.violations import ContactIncomplete as ContactIncomplete
from backd_rules.actions.violations import HistoryUnknown as HistoryUnknown
from backd_rules.actions.violations import IncreaseExceedsLimit as IncreaseExceedsLimit
from backd_rules.actions.violations import MerchantOrderIdMismatch as MerchantOrderIdMismatch
from backd_rules.actions.violations import NoActiveRefund as NoActiveRefund
from backd_rules.actions.violations import OrderTotalMismatch as OrderTotalMismatch
from backd_rules.actions.violations import RefundExceedsTotal as RefundExceedsTotal
from backd_rules.actions.violations import RefundLocked as RefundLocked
from backd_rules.actions.violations import StatusForbidsAction as StatusForbidsAction
from backd_rules.actions.violations import TooManyIncreases as TooManyIncreases
from backd_rules.actions.violations import UnknownOrder as UnknownOrder
from backd_rules.actions.violations import Violation as Violation
from backd_rules.actions.violations import ViolationCode as ViolationCode
from backd_rules.domain.contact import Address as Address
from backd_rules.domain.contact import Contact as Contact
from backd_rules.domain.contact import PersonName as PersonName
from backd_rules.domain.deadline import refund_lock_time as refund_lock_time
from backd_rules.domain.item import LineItem as LineItem
from backd_rules.domain.limit import Basis as Basis
from backd_rules.domain.limit import Ceiling as Ceiling
from backd_rules.domain.limit import Combine as Combine
from backd_rules.domain.limit import MerchantLimit as MerchantLimit
from backd_rules.domain.limit import ceiling as ceiling
from backd_rules.domain.limit import headroom as headroom
from backd_rules.domain.money import Money as Money
from backd_rules.domain.money import Percent as Percent
from backd_rules.domain.money import Quantity as Quantity
from backd_rules.domain.money import UnitPrice as UnitPrice
from backd_rules.domain.order import Order as Order
from backd_rules.domain.order import Totals as Totals
from backd_rules.domain.refund import Refund as Refund
from backd_rules.domain.status import OrderAction as OrderAction
from backd_rules.domain.status import OrderStatus as OrderStatus
from backd_rules.domain.status import next_status as next_status

if TYPE_CHECKING:
    from backd_rules import schema as schema
    from backd_rules import wire as wire
    from backd_rules.actions.update_order.explanation import Outcome as Outcome
    from backd_rules.actions.update_order.explanation import RuleOutcome as RuleOutcome
    from backd_rules.actions.update_order.explanation import explain as explain
    from backd_rules.audit import audit_differences as audit_differences
    from backd_rules.audit import audit_record as audit_record
    from backd_rules.wire.fingerprints import fingerprint as fingerprint

__version__ = "0.1.0"
"""The version of the package."""

# An `__all__` would make `help(backd_rules)` print every class with its methods: 3,900 lines.

# A program that only decides does not need these. They import JSON and hashes.
_LAZY_MODULES = ("wire", "schema")
_LAZY_NAMES = {
    "fingerprint": "wire.fingerprints",
    "audit_differences": "audit",
    "audit_record": "audit",
    "Outcome": "actions.update_order.explanation",
    "RuleOutcome": "actions.update_order.explanation",
    "explain": "actions.update_order.explanation",
}


def __getattr__(name: str) -> object:
    """Import a lazy name when it is first used."""
    if name in _LAZY_MODULES:
        return import_module(f"{__name__}.{name}")
    if name in _LAZY_NAMES:
        return getattr(import_module(f"{__name__}.{_LAZY_NAMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the names for completion and `help`: the lazy ones too, not those of this file."""
    names = {*globals(), *_LAZY_MODULES, *_LAZY_NAMES}
    return sorted(names - {"TYPE_CHECKING", "import_module"})
