"""Rows that are wrong, and the text of their faults, from the table of columns by hand."""

from collections.abc import Iterator
from typing import Any

from support.bulk_columns import FAR, LIMIT, ORDER, TOP, UPDATE, WIDTHS, WITHOUT_ORDER
from support.decided_rows import Row

COLUMNS = (*ORDER, *UPDATE, *LIMIT)
SUMS = (
    ("items_lowest", "items_half_up", "items_highest"),
    ("new_items_lowest", "new_items_half_up", "new_items_highest"),
)
CAPS = ("max_increase", "max_increase_percent", "max_order_total")

AMOUNTS = (
    *("cart_amount", "tax_amount", "shipping_amount", "discount_amount", "order_total"),
    *("placed_total", "increase_count", "new_order_total", "new_cart_amount", "new_tax_amount"),
    *("new_shipping_amount", "new_discount_amount", *CAPS, "max_increases"),
)
NOT_NULL = (
    *("status", "cart_amount", "order_total", "merchant_order_id_matches", "new_contacts"),
    *("combine", "measured_from"),
)

WRONG: list[tuple[Row, str]] = [
    *(({name: None}, f"{name}: null") for name in NOT_NULL),
    *(
        ({name: wrong}, f"{name}: out_of_range")
        for name in AMOUNTS
        for wrong in (-1, TOP + 1, 2**63 - 1, -(2**63))
    ),
    *(
        ({**dict.fromkeys(group, 5), name: wrong}, f"{name}: out_of_range")
        for group in SUMS
        for name, above in zip(group, (FAR, FAR + 1, 2 * FAR), strict=True)
        for wrong in (-1, above, 2**63 - 1, -(2**63))
    ),
    *(
        ({**dict.fromkeys(group, 5), name: None}, f"{name}: null")
        for group in SUMS
        for name in group
    ),
    ({"items_lowest": 5, "items_half_up": None, "items_highest": None},
     "items_half_up: null; items_highest: null"),
    ({"new_items_lowest": None, "new_items_half_up": None, "new_items_highest": 5},
     "new_items_lowest: null; new_items_half_up: null"),
    *(({"status": wrong}, "status: unknown_status") for wrong in (-1, 5, 127, -128)),
    *(({"combine": wrong}, "combine: out_of_range") for wrong in (-1, 2, 127, -128)),
    *(({"measured_from": wrong}, "measured_from: out_of_range") for wrong in (-1, 2, 127, -128)),
    *(
        ({"new_contacts": wrong}, "new_contacts: out_of_range")
        for wrong in (-1, 1_048_576, 2**31 - 1, -(2**31))
    ),
    (dict.fromkeys(CAPS), "max_increase: null"),
    # Several at once, in the order of the columns.
    (
        {"status": 9, "cart_amount": None, "tax_amount": -1, "new_contacts": -1, "combine": None},
        "status: unknown_status; cart_amount: null; tax_amount: out_of_range; "
        "new_contacts: out_of_range; combine: null",
    ),
    (
        {"measured_from": None, "order_total": TOP + 1, "new_tax_amount": TOP + 1},
        "order_total: out_of_range; new_tax_amount: out_of_range; measured_from: null",
    ),
    (
        {**dict.fromkeys(CAPS), "items_lowest": 1, "items_half_up": None, "items_highest": -1},
        "items_highest: out_of_range; items_half_up: null; max_increase: null",
    ),
]  # fmt: skip
"""What a row has, and the faults that it gets."""


def faults_of(row: Row) -> str | None:
    """Return the faults of any row: of each column in turn, then sums and caps that are missing."""
    found = [*_of_columns(row)]
    for group in SUMS:
        if any(row[name] is not None for name in group):
            found += [f"{name}: null" for name in group if row[name] is None]
    if row["backd_order_id_matches"] is None:
        found = [fault for fault in found if fault.split(":")[0] not in WITHOUT_ORDER]
    if all(row[name] is None for name in CAPS):
        found.append("max_increase: null")
    return "; ".join(found) or None


def _of_columns(row: Row) -> Iterator[str]:
    for column in COLUMNS:
        value = row[column.name]
        if value is None and not column.nullable:
            yield f"{column.name}: null"
        elif value is not None and column.most is not None and not 0 <= value <= column.most:
            why = "unknown_status" if column.name == "status" else "out_of_range"
            yield f"{column.name}: {why}"


def numbers_of(name: str) -> list[Any]:
    """Return values of a column at the edges of its range and of its type, and a null."""
    [column] = (column for column in COLUMNS if column.name == name)
    if column.most is None:
        return [None, True, False]
    highest = 2 ** WIDTHS[column.type] - 1
    edges = {0, 1, column.most, min(column.most + 1, highest), highest, -1, -highest - 1}
    return [None, *sorted(edges)]
