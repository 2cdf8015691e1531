"""One line of an order, and the sums of lines (domain.md, N4 and N5)."""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.domain.arithmetic import (
    LINE_UNIT,
    line_amount,
    line_amount_down,
    line_amount_up,
)
from backd_rules.domain.codegen import unchecked
from backd_rules.domain.fields import check_record, described, documented, number, text
from backd_rules.domain.money import Money, Quantity, UnitPrice
from backd_rules.domain.values import Record, StatedEmpty, check_type, refuse

_URL_LENGTH: Final = 2048


@documented
@attrs.frozen(getstate_setstate=False)
class LineItem(Record):
    """One line of an order: `qty` pieces of an item at `unit_price` dollars each.

    An update may bring it only with a name and a SKU. A `repr` shows neither the URLs nor the name,
    which may be personal. Raises `TypeError` or `ValueError` that names the field (domain.md, N4 to
    N7).

    >>> from backd_rules import LineItem, Quantity, UnitPrice
    >>> LineItem("Cable", "C-1", UnitPrice.of("4.1275"), Quantity.of(12)).amount_cents
    4953
    """

    display_name: str | None = attrs.field(repr=False, metadata=text("Display name of the item."))
    sku: str | None = attrs.field(metadata=text("Stock Keeping Unit (SKU) of the item."))
    unit_price: UnitPrice = attrs.field(
        metadata=number(
            "Unit price of the item, in dollars, with at most six decimals.",
            UnitPrice,
            rounded=True,
        ),
    )
    qty: Quantity = attrs.field(
        metadata=number(
            "Quantity of the item ordered, in pieces, with at most three decimals.",
            Quantity,
            rounded=True,
        )
    )
    item_image_url: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("URL of the item's image (optional).", _URL_LENGTH, optional=True),
    )
    item_url: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("URL of the item's page (optional).", _URL_LENGTH, optional=True),
    )
    amount_cents: int = attrs.field(
        init=False,
        eq=False,
        repr=False,
        metadata=described(
            "Computed: the amount of the line in cents, rounded half up. It can exceed `Money`."
        ),
    )

    def __attrs_post_init__(self) -> None:
        check_record(self)
        amount = line_amount(self.unit_price.millionths, self.qty.thousandths)
        object.__setattr__(self, "amount_cents", amount)

    @classmethod
    def of_amount(  # noqa: PLR0913, PLR0917
        cls,
        display_name: str | None,
        sku: str | None,
        amount: Money,
        qty: Quantity,
        item_image_url: str | None = None,
        item_url: str | None = None,
    ) -> LineItem:
        """Return a line whose exact amount is `amount`, for shops that know amounts and quantities.

        The amount is in dollars, the quantity in pieces. Raises `ValueError` where no price of at
        most six decimals makes the amount: split the line then. Raises `TypeError` for arguments of
        other types (domain.md, N4 and N5).

        >>> from backd_rules import LineItem, Money, Quantity
        >>> LineItem.of_amount("Cable", "C-1", Money.of("49.53"), Quantity.of(12)).unit_price
        UnitPrice(millionths=4127500)
        """
        check_type(cls, "of_amount.amount", amount, Money)
        check_type(cls, "of_amount.qty", qty, Quantity)
        millionths, rest = divmod(amount.cents * LINE_UNIT, qty.thousandths)
        if rest:
            reason = f"has no price of six decimals that makes {amount} of {qty}: split the line"
            refuse(cls, "of_amount", reason)
        price = UnitPrice(millionths=millionths)
        return cls(display_name, sku, price, qty, item_image_url, item_url)


_unchecked_item: Final = unchecked(LineItem)


def unchecked_item(  # noqa: PLR0913, PLR0917
    stated_empty: StatedEmpty,
    name: str | None,
    sku: str | None,
    price: UnitPrice,
    qty: Quantity,
    image: str | None,
    url: str | None,
) -> LineItem:
    """Build a `LineItem` from validated fields, in order of declaration."""
    amount = line_amount(price.millionths, qty.thousandths)
    item: LineItem = _unchecked_item(stated_empty, name, sku, price, qty, image, url, amount)
    return item


def items_amount(items: tuple[LineItem, ...]) -> int:
    """Return the sum of the lines' amounts in cents, each half up; it can exceed `Money`."""
    total = 0
    for item in items:
        total += item.amount_cents
    return total


def items_range(items: tuple[LineItem, ...]) -> tuple[int, int]:
    """Return the sum in cents of the lines rounded down, and of the lines rounded up (N5)."""
    lines = [(item.unit_price.millionths, item.qty.thousandths) for item in items]
    return sum(line_amount_down(*line) for line in lines), sum(
        line_amount_up(*line) for line in lines
    )
