"""The public names of the package, listed by hand."""

from typing import Final

from backd_rules import bulk, schema, wire

VALUES: Final = (
    "Address",
    "Basis",
    "Combine",
    "Contact",
    "LineItem",
    "MerchantLimit",
    "Money",
    "Order",
    "OrderAction",
    "OrderStatus",
    "Percent",
    "PersonName",
    "Quantity",
    "Refund",
    "Totals",
    "UnitPrice",
)
REQUESTS: Final = (
    "UNSET",
    "AddressUpdate",
    "ContactUpdate",
    "OrderIds",
    "OrderUpdate",
    "PersonNameUpdate",
    "RefundRequest",
)
DECISIONS: Final = (
    "Allowed",
    "Ceiling",
    "Change",
    "Decision",
    "Denied",
    "cancel",
    "ceiling",
    "changes",
    "confirm",
    "decide_update",
    "decide_updates",
    "delete_refund",
    "headroom",
    "next_status",
    "place",
    "refund_lock_time",
    "request_refund",
    "update_between",
)
VIOLATIONS: Final = (
    "UnknownOrder",
    "BackdOrderIdMismatch",
    "MerchantOrderIdMismatch",
    "StatusForbidsAction",
    "ContactIncomplete",
    "AmountOutOfRange",
    "CartAmountMismatch",
    "OrderTotalMismatch",
    "HistoryUnknown",
    "IncreaseExceedsLimit",
    "TooManyIncreases",
    "RefundExceedsTotal",
    "NoActiveRefund",
    "RefundLocked",
    "Violation",
    "ViolationCode",
)
VERSIONS: Final = ("__version__", "RULES_VERSION")
LAZY: Final = (
    "Outcome",
    "RuleOutcome",
    "audit_differences",
    "audit_record",
    "explain",
    "fingerprint",
    "schema",
    "wire",
)
PUBLIC: Final = (*VALUES, *REQUESTS, *DECISIONS, *VIOLATIONS, *VERSIONS, *LAZY)

DOCUMENTED: Final = {
    "backd_rules": tuple(name for name in PUBLIC if name not in ("schema", "wire")),
    "backd_rules.audit": ("audit_differences", "audit_record"),
    "backd_rules.bulk": tuple(bulk.__all__),
    "backd_rules.schema": tuple(schema.__all__),
    "backd_rules.wire": tuple(wire.__all__),
}
"""The modules whose names `test_reference.py` looks up, and these names."""

TOOLS: Final = ("backd_rules.schema", "backd_rules.testing")
"""The modules that the specification does not describe: their names cite no sentence of it."""
