"""Map an `Order` to database rows with SQLAlchemy: one table of orders, and one of line items.

The column type `Cents` stores an amount as whole cents, which is exact in every database.
`Decimals(UnitPrice)` is a NUMERIC(15, 6), and `Decimals(Money)` a NUMERIC(15, 2). These are exact
too. Any text of a record may be NULL, and a history that is NULL is unknown (domain.md, F4 and L8).
Contacts and refunds are JSON columns, because no query selects them alone. A text column of
PostgreSQL refuses U+0000, which an order may have: replace it before you add one. An adjustment of
more than 9999999999999.99 is refused too.

`find` reads an order as it was at one moment. `save` stores an order only if nobody has changed it
in the meantime. If it returns false, read the order and decide again, but give up after a number of
tries: a row whose fingerprint is not that of its order is never saved. At a stricter isolation
level than READ COMMITTED, PostgreSQL raises an `OperationalError` instead: roll back first. An
order reads back equal, but a field that a response had as `null` is absent then.

To use it, copy this module, and create the engine with `hide_parameters=True`: otherwise the errors
of SQLAlchemy and its log quote personal data. The tests run it on SQLite and PostgreSQL:
`pytest -m embedding tests/embedding/test_sqlalchemy.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import attrs
from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    ForeignKey,
    Numeric,
    String,
    delete,
    insert,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from backd_rules import (
    Address,
    Contact,
    LineItem,
    Money,
    Order,
    OrderStatus,
    PersonName,
    Quantity,
    Refund,
    Totals,
    UnitPrice,
    fingerprint,
)

Json = dict[str, Any]
Number = Money | UnitPrice


class Cents(TypeDecorator[Money]):
    """A column of `Money`, stored as whole cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        # Check the range again: the adjustment of a record with absurd amounts can exceed `Money`.
        return None if value is None else Money(cents=value.cents).cents

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money(cents=value)


class Decimals(TypeDecorator[Number]):
    """A column of `Money` or `UnitPrice`, stored as a NUMERIC in dollars."""

    impl = Numeric
    cache_ok = True

    def __init__(self, number: type[Number]) -> None:
        super().__init__(15, number.PLACES)
        self.number = number

    def process_bind_param(self, value: Number | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else value.to_decimal()

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Number | None:
        return None if value is None else self.number.of(value)


_TEXTS: Final = ("backd_order_id", "merchant_order_id", "merchant_order_status", "create_date")
_AMOUNTS: Final = (
    "cart_amount",
    "tax_amount",
    "shipping_amount",
    "discount_amount",
    "adjustment",
)
_HISTORY: Final = ("placed_total", "increase_count")


class Base(DeclarativeBase):
    """The base class of the tables."""

    type_annotation_map = {Money: Cents, Json: JSON(none_as_null=True), list[Json]: JSON}


class ItemRow(Base):
    """A line item of an order. `position` keeps the order of the items."""

    __tablename__ = "line_items"

    backd_order_id: Mapped[str] = mapped_column(
        ForeignKey("orders.backd_order_id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    display_name: Mapped[str | None]
    sku: Mapped[str | None]
    unit_price: Mapped[UnitPrice] = mapped_column(Decimals(UnitPrice))
    qty_thousandths: Mapped[int] = mapped_column(BigInteger)
    item_image_url: Mapped[str | None]
    item_url: Mapped[str | None]


class OrderRow(Base):
    """An order, with the history that the limit needs: `placed_total` and `increase_count`.

    Only new orders may get a history from `Order.as_placed`. In existing rows NULL is right.
    """

    __tablename__ = "orders"

    backd_order_id: Mapped[str] = mapped_column(primary_key=True)
    merchant_order_id: Mapped[str]
    status: Mapped[str]
    cart_amount: Mapped[Money]
    tax_amount: Mapped[Money]
    shipping_amount: Mapped[Money]
    discount_amount: Mapped[Money]
    adjustment: Mapped[Money]
    merchant_order_status: Mapped[str | None]
    shipping: Mapped[Json | None]
    billing: Mapped[Json | None]
    create_date: Mapped[str | None]
    refunds: Mapped[list[Json]]
    placed_total: Mapped[Money | None]
    increase_count: Mapped[int | None] = mapped_column(BigInteger)
    fingerprint: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[ItemRow]] = relationship(
        order_by=ItemRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


def to_order(row: OrderRow) -> Order:
    """Build the order from a row. Raise `ValueError` or `TypeError` if the row is not valid."""
    return Order(
        backd_order_id=row.backd_order_id,
        merchant_order_id=row.merchant_order_id,
        status=OrderStatus(row.status),
        totals=Totals(**{name: getattr(row, name) for name in _AMOUNTS}),
        items=tuple(_to_item(item) for item in row.items),
        merchant_order_status=row.merchant_order_status,
        shipping=_to_contact(row.shipping),
        billing=_to_contact(row.billing),
        create_date=row.create_date,
        refunds=tuple(_to_refund(refund) for refund in row.refunds),
        placed_total=row.placed_total,
        increase_count=row.increase_count,
    )


def add(session: Session, order: Order) -> None:
    """Add a new order to the session: `order.as_placed()` if it has just been placed.

    The caller commits.
    """
    items = [ItemRow(**columns) for columns in _items(order)]
    session.add(OrderRow(**_columns(order), items=items))


def find(session: Session, backd_order_id: str) -> Order | None:
    """Return the stored order, or `None` if there is no such order.

    One statement reads it with its items, so that no other session can save it in between. The
    session may already have the row, which may be stale.
    """
    items = joinedload(OrderRow.items)
    row = session.get(OrderRow, backd_order_id, options=[items], populate_existing=True)
    return to_order(row) if row else None


def save(session: Session, order: Order, expected: str) -> bool:
    """Commit `order` if the stored one has the fingerprint `expected`; return whether it did.

    Otherwise roll back. Both end the transaction of the session, with all that is pending in it.
    The `UPDATE` compares and locks, so it comes first. It is sent even if only the items change: a
    session would send none for a row whose columns stay as they are.
    """
    session.flush()  # The commit would write pending changes over the order.
    key, connection = order.backd_order_id, session.connection()
    is_expected = (OrderRow.backd_order_id == key, OrderRow.fingerprint == expected)
    swapped = connection.execute(update(OrderRow).where(*is_expected).values(_columns(order)))
    if swapped.rowcount == 0:
        session.rollback()
        return False
    connection.execute(delete(ItemRow).where(ItemRow.backd_order_id == key))
    if items := _items(order):
        connection.execute(insert(ItemRow).values(backd_order_id=key), items)
    session.commit()
    session.expire_all()  # The session still has the old rows if `expire_on_commit` is off.
    return True


def _columns(order: Order) -> Json:
    return {
        **{name: getattr(order, name) for name in (*_TEXTS, *_HISTORY)},
        **{name: getattr(order.totals, name) for name in _AMOUNTS},
        "status": str(order.status),
        "shipping": order.shipping and _document(order.shipping),
        "billing": order.billing and _document(order.billing),
        "refunds": [_document(refund) for refund in order.refunds],
        "fingerprint": fingerprint(order),
    }


def _items(order: Order) -> list[Json]:
    return [
        {
            "position": position,
            "display_name": item.display_name,
            "sku": item.sku,
            "unit_price": item.unit_price,
            "qty_thousandths": item.qty.thousandths,
            "item_image_url": item.item_image_url,
            "item_url": item.item_url,
        }
        for position, item in enumerate(order.items)
    ]


def _to_item(row: ItemRow) -> LineItem:
    qty = Quantity(thousandths=row.qty_thousandths)
    return LineItem(
        row.display_name, row.sku, row.unit_price, qty, row.item_image_url, row.item_url
    )


def _document(record: Contact | Refund) -> Json:
    return attrs.asdict(record, filter=lambda field, _: field.name != "stated_empty")


def _to_contact(document: Json | None) -> Contact | None:
    if document is None:
        return None
    name, address = document["name"], document["address"]
    parts = {"name": name and PersonName(**name), "address": address and Address(**address)}
    return Contact(**(document | parts))


def _to_refund(document: Json) -> Refund:
    return Refund(**(document | {"amount": Money(**document["amount"])}))
