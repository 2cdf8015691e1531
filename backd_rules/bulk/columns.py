"""The columns of a batch: their types, units, meanings, ranges and null rules.

A column of the update begins with `new_`, and the others are the order's. The metadata of each
field says its meaning, its unit, its range and what a null means. The types are those that every
engine keeps. A batch is judged by its nulls, never by the `nullable` of its schema, because many
engines drop that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import pyarrow as pa

from backd_rules.actions.update_order.proposal import FEES
from backd_rules.actions.update_order.request import CONTACTS, STATED_AMOUNTS
from backd_rules.bulk.bits import CONTACT_PATHS, VIOLATION_BITS
from backd_rules.bulk.overflow import BEYOND
from backd_rules.domain.limit import CAPS, Basis, Combine
from backd_rules.domain.numbers import MAX_SCALED
from backd_rules.domain.status import OrderAction, OrderStatus, next_status


class Column(NamedTuple):
    """A column: its numbers are from 0 to `most`, and `null` says what a null means, if any may be.

    Without a `most`, all values are in range.
    """

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""
    most: int | None = None
    null: str = ""

    def field(self) -> pa.Field:
        """Return the column of a schema, with its documentation as metadata."""
        about = {"meaning": self.meaning, "unit": self.unit, "null": self.null}
        if self.most is not None:
            about["range"] = f"0 to {self.most}"
        stated = {key: text for key, text in about.items() if text}
        return pa.field(self.name, self.type, nullable=bool(self.null), metadata=stated)


_INT64, _INT32, _INT8, _BOOL, _UTF8 = pa.int64(), pa.int32(), pa.int8(), pa.bool_(), pa.utf8()


def _numbered(names: Iterable[str]) -> str:
    return ", ".join(f"{code} {name}" for code, name in enumerate(names))


def _cents(name: str, meaning: str, null: str = "") -> Column:
    return Column(name, _INT64, meaning, "cents", MAX_SCALED, null)


def _updates(name: str, meaning: str, null: str) -> Column:
    return Column(name, _INT64, meaning, "updates", MAX_SCALED, null)


def _code(name: str, meaning: str, members: Sequence[str], null: str = "") -> Column:
    meaning = f"{meaning}: {_numbered(members)}."
    return Column(name, _INT8, meaning, "code", len(members) - 1, null)


def _bits(name: str, meaning: str, count: int, null: str = "") -> Column:
    return Column(name, _INT32, meaning, "sum of bits", (1 << count) - 1, null)


_ROUNDINGS = {
    "lowest": ("down", f"{BEYOND} less n // {BEYOND}", BEYOND - 1),
    "half_up": ("half up", f"{BEYOND}", BEYOND),
    "highest": ("up", f"{BEYOND} plus n % {BEYOND}", 2 * BEYOND - 1),
}
"""How lines are rounded for a sum, how a far sum is given, and the highest number."""


def item_names(prefix: str) -> list[str]:
    """Return the names of the sums of items: the lowest, half up, and the highest."""
    return [f"{prefix}items_{name}" for name in _ROUNDINGS]


def _items(prefix: str, whose: str, null: str) -> tuple[Column, ...]:
    return tuple(
        _cents(
            name,
            f"The sum of the {whose} items, each line rounded {way}. "
            f"If the half up sum n is {BEYOND} or more: {far}.",
            null,
        )._replace(most=most)
        for name, (way, far, most) in zip(item_names(prefix), _ROUNDINGS.values(), strict=True)
    )


STATUS_CODES: Final = {status: code for code, status in enumerate(OrderStatus)}
COMBINE_CODES: Final = {combine: code for code, combine in enumerate(Combine)}
BASIS_CODES: Final = {basis: code for code, basis in enumerate(Basis)}
"""The number of each member in a batch."""

UPDATABLE_CODES: Final = tuple(
    code
    for status, code in STATUS_CODES.items()
    if next_status(status, OrderAction.UPDATE_ORDER) is not None
)
"""The numbers of the statuses that allow updates."""

_UNKNOWN = "Unknown (L8)."
HELD_COLUMNS: Final = (
    _code("status", "The order's status", [*OrderStatus]),
    _cents("cart_amount", "The order's cart."),
    *(_cents(name, f"The order's `{name}`.", "Zero (F5).") for name in FEES),
    _cents("order_total", "The order's total."),
    _cents("placed_total", "The total when it was placed.", _UNKNOWN),
    _updates("increase_count", "How many updates have raised the total.", _UNKNOWN),
    *_items("", "order's", "The order has no items."),
)
"""The columns of the order."""

CONTACT_BITS: Final = (
    *(f"`{path}` is missing" for path in CONTACT_PATHS),
    *(f"the update states `{contact}`" for contact in CONTACTS),
)
"""The bits of `new_contacts`, the lowest first."""

_NO_ORDER = "There is no such order: `unknown_order`. Then the order's columns do not count."
REQUEST_COLUMNS: Final = (
    Column(
        "backd_order_id_matches",
        _BOOL,
        "Whether the update's `backd_order_id` is the order's.",
        null=_NO_ORDER,
    ),
    Column(
        "merchant_order_id_matches",
        _BOOL,
        "Whether the update's `merchant_order_id` is the order's.",
    ),
    *(
        _cents(f"new_{name}", f"The update's `{name}`.", "The update does not state it.")
        for name in STATED_AMOUNTS
    ),
    *_items("new_", "update's", "The update states no items."),
    _bits(
        "new_contacts",
        "What the update states of contacts that the order does not have: "
        + ", ".join(f"{1 << bit} if {meaning}" for bit, meaning in enumerate(CONTACT_BITS))
        + ". 0 if it states nothing of them.",
        len(CONTACT_BITS),
    ),
)
"""The columns of the update, and whether it means the order."""

ROW_COLUMNS: Final = HELD_COLUMNS + REQUEST_COLUMNS
"""The columns of a row: an order and an update."""

ORDER_NAMES: Final = frozenset({*(c.name for c in HELD_COLUMNS), "merchant_order_id_matches"})
"""The columns that do not count where there is no order."""

_NO_TERM = "The limit does not state this term."
_ONE_OF_THREE = "One of the three caps is stated."
TERM_COLUMNS: Final = (
    _cents("max_increase", f"The highest increase over the base. {_ONE_OF_THREE}", _NO_TERM),
    _cents(
        "max_increase_percent",
        f"The highest increase over the base, as a share of it. {_ONE_OF_THREE}",
        _NO_TERM,
    )._replace(unit="hundredths of a percent"),
    _cents("max_order_total", f"The highest total. {_ONE_OF_THREE}", _NO_TERM),
    _updates("max_increases", "How many updates may raise the total.", _NO_TERM),
    _code("combine", "Which of two caps counts", [*Combine]),
    _code("measured_from", "The base", [*Basis]),
)
"""The columns of a limit for each row."""

KEY_COLUMNS: Final = (
    Column("backd_order_id", _UTF8, "The id of the order."),
    Column("sequence", _INT64, "The position of the update among those of its order."),
)
"""The columns by which a history is sorted."""

_HAS_FAULTS = "The row has faults."
_UNDECIDED = "The row has faults, or there is no such order"
_UNMEASURED = f"{_UNDECIDED}, or the limit needs a history that is unknown."
DECISION_COLUMNS: Final = (
    Column("allowed", _BOOL, "Whether the update is allowed.", null=_HAS_FAULTS),
    _bits(
        "violations",
        "The violations, which `violations_of` reads. 0 if the update is allowed.",
        len(VIOLATION_BITS),
        _HAS_FAULTS,
    ),
    *(
        _cents(name, f"`{name}` after the decision.", f"{_UNDECIDED}.")
        for name in ("cart_amount", *FEES, "order_total")
    ),
    _updates(
        "increase_count",
        "How many updates have raised the total, after the decision.",
        f"{_UNDECIDED}, or it is unknown.",
    ),
    _cents("ceiling", "The highest total, after the decision.", _UNMEASURED),
    _code("bound_by", "The term that gives the ceiling", CAPS, _UNMEASURED),
    _cents(
        "headroom",
        "The most that the next update may add. 0 also where the status forbids updates.",
        _UNMEASURED,
    ),
    Column("faults", _UTF8, "The columns that are wrong, and why.", null="None is wrong."),
)
"""The columns of a decision. After an update that is refused, the order is as it was."""


def schema_of(columns: Iterable[Column]) -> pa.Schema:
    """Return the documented schema of `columns`."""
    return pa.schema([column.field() for column in columns])


ROWS: Final = schema_of(ROW_COLUMNS)
"""The schema of the columns of a row: an order and an update. Amounts are in cents."""

LIMIT_COLUMNS: Final = schema_of(TERM_COLUMNS)
"""The schema of the columns of a limit for each row: in cents, and in hundredths of a percent."""

HISTORY_KEYS: Final = schema_of(KEY_COLUMNS)
"""The schema of the columns by which histories are sorted."""

DECISIONS: Final = schema_of(DECISION_COLUMNS)
"""The schema of the columns of a decision. Amounts are in cents, and after the decision."""
