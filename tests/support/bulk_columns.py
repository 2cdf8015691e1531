"""The columns of `bulk`, written out by hand."""

from typing import NamedTuple

TOP = 999_999_999_999_999
FAR = 1_000_000_000_000_000_000


class Documented(NamedTuple):
    """A column: the name of its Arrow type, its unit, its highest value, and if it may be null."""

    name: str
    type: str
    unit: str | None
    most: int | None
    nullable: bool


ORDER = (
    Documented("status", "int8", "code", 4, False),
    Documented("cart_amount", "int64", "cents", TOP, False),
    Documented("tax_amount", "int64", "cents", TOP, True),
    Documented("shipping_amount", "int64", "cents", TOP, True),
    Documented("discount_amount", "int64", "cents", TOP, True),
    Documented("order_total", "int64", "cents", TOP, False),
    Documented("placed_total", "int64", "cents", TOP, True),
    Documented("increase_count", "int64", "updates", TOP, True),
    Documented("items_lowest", "int64", "cents", FAR - 1, True),
    Documented("items_half_up", "int64", "cents", FAR, True),
    Documented("items_highest", "int64", "cents", 2 * FAR - 1, True),
)
UPDATE = (
    Documented("backd_order_id_matches", "bool", None, None, True),
    Documented("merchant_order_id_matches", "bool", None, None, False),
    Documented("new_order_total", "int64", "cents", TOP, True),
    Documented("new_cart_amount", "int64", "cents", TOP, True),
    Documented("new_tax_amount", "int64", "cents", TOP, True),
    Documented("new_shipping_amount", "int64", "cents", TOP, True),
    Documented("new_discount_amount", "int64", "cents", TOP, True),
    Documented("new_items_lowest", "int64", "cents", FAR - 1, True),
    Documented("new_items_half_up", "int64", "cents", FAR, True),
    Documented("new_items_highest", "int64", "cents", 2 * FAR - 1, True),
    Documented("new_contacts", "int32", "sum of bits", 1_048_575, False),
)
LIMIT = (
    Documented("max_increase", "int64", "cents", TOP, True),
    Documented("max_increase_percent", "int64", "hundredths of a percent", TOP, True),
    Documented("max_order_total", "int64", "cents", TOP, True),
    Documented("max_increases", "int64", "updates", TOP, True),
    Documented("combine", "int8", "code", 1, False),
    Documented("measured_from", "int8", "code", 1, False),
)
KEYS = (
    Documented("backd_order_id", "string", None, None, False),
    Documented("sequence", "int64", None, None, False),
)
DECISION = (
    Documented("allowed", "bool", None, None, True),
    Documented("violations", "int32", "sum of bits", 536_870_911, True),
    Documented("cart_amount", "int64", "cents", TOP, True),
    Documented("tax_amount", "int64", "cents", TOP, True),
    Documented("shipping_amount", "int64", "cents", TOP, True),
    Documented("discount_amount", "int64", "cents", TOP, True),
    Documented("order_total", "int64", "cents", TOP, True),
    Documented("increase_count", "int64", "updates", TOP, True),
    Documented("ceiling", "int64", "cents", TOP, True),
    Documented("bound_by", "int8", "code", 2, True),
    Documented("headroom", "int64", "cents", TOP, True),
    Documented("faults", "string", None, None, True),
)
WIDTHS = {"int8": 7, "int32": 31, "int64": 63}
"""The bits of the highest number of a type."""

WITHOUT_ORDER = (*(column.name for column in ORDER), "merchant_order_id_matches")
"""The columns that do not count where there is no order."""
