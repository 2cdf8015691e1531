"""Map an `Order` to database rows with SQLAlchemy: one table of orders, and one of line items.

The column type `Cents` stores an amount as whole cents, which is exact in every database. For an
existing NUMERIC(15, 2) column, use `Dollars`, which is exact too. `save` stores an order only if
nobody has changed it in the meantime. Contacts and refunds are JSON columns, because no query
selects them alone. To use it, copy this module. The tests run it on SQLite and PostgreSQL:
`pytest -m embedding tests/embedding/test_sqlalchemy.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
from sqlalchemy import JSON, BigInteger, Dialect, ForeignKey, Numeric, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError
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
    fingerprint,
)

Json = dict[str, Any]


class Cents(TypeDecorator[Money]):
    """A column of `Money`, stored as whole cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.cents

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money(cents=value)


class Dollars(TypeDecorator[Money]):
    """A column of `Money`, stored as a NUMERIC in dollars."""

    impl = Numeric(15, 2)
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else value.to_decimal()

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money.of(value)


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
    display_name: Mapped[str]
    sku: Mapped[str]
    unit_price: Mapped[Money] = mapped_column(Dollars)
    qty_thousandths: Mapped[int] = mapped_column(BigInteger)
    item_image_url: Mapped[str | None]
    item_url: Mapped[str | None]


class OrderRow(Base):
    """An order, with the history that the limit needs: `placed_total` and `increase_count`."""

    __tablename__ = "orders"

    backd_order_id: Mapped[str] = mapped_column(primary_key=True)
    merchant_order_id: Mapped[str]
    status: Mapped[str]
    cart_amount: Mapped[Money]
    tax_amount: Mapped[Money]
    shipping_amount: Mapped[Money]
    discount_amount: Mapped[Money]
    merchant_order_status: Mapped[str | None]
    shipping: Mapped[Json | None]
    billing: Mapped[Json | None]
    create_date: Mapped[str | None]
    refunds: Mapped[list[Json]]
    placed_total: Mapped[Money]
    increase_count: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[ItemRow]] = relationship(
        order_by=ItemRow.position, cascade="all, delete-orphan", lazy="selectin"
    )

    # SQLAlchemy adds `AND fingerprint = ...`, with the value that it read, to every UPDATE.
    __mapper_args__ = {"version_id_col": fingerprint, "version_id_generator": False}


def to_order(row: OrderRow) -> Order:
    """Build the order from a row. Raise `ValueError` or `TypeError` if the row is not valid."""
    return Order(
        backd_order_id=row.backd_order_id,
        merchant_order_id=row.merchant_order_id,
        status=OrderStatus(row.status),
        totals=Totals(row.cart_amount, row.tax_amount, row.shipping_amount, row.discount_amount),
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
    """Add a new order to the session. The caller commits."""
    session.add(OrderRow(**_columns(order)))


def save(session: Session, order: Order, expected: str) -> bool:
    """Commit `order` if the stored one has the fingerprint `expected`; return whether it did."""
    row = session.get(OrderRow, order.backd_order_id)
    if row is None or row.fingerprint != expected:
        return False
    for name, value in _columns(order).items():
        setattr(row, name, value)
    try:
        session.commit()
    except StaleDataError:
        session.rollback()
        return False
    return True


def _columns(order: Order) -> Json:
    texts = ("backd_order_id", "merchant_order_id", "merchant_order_status", "create_date")
    amounts = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
    history = ("placed_total", "increase_count")
    return {
        **{name: getattr(order, name) for name in (*texts, *amounts, *history)},
        "status": str(order.status),
        "items": [_item_row(position, item) for position, item in enumerate(order.items)],
        "shipping": order.shipping and attrs.asdict(order.shipping),
        "billing": order.billing and attrs.asdict(order.billing),
        "refunds": [attrs.asdict(refund) for refund in order.refunds],
        "fingerprint": fingerprint(order),
    }


def _item_row(position: int, item: LineItem) -> ItemRow:
    return ItemRow(
        position=position,
        display_name=item.display_name,
        sku=item.sku,
        unit_price=item.unit_price,
        qty_thousandths=item.qty.thousandths,
        item_image_url=item.item_image_url,
        item_url=item.item_url,
    )


def _to_item(row: ItemRow) -> LineItem:
    qty = Quantity(thousandths=row.qty_thousandths)
    return LineItem(
        row.display_name, row.sku, row.unit_price, qty, row.item_image_url, row.item_url
    )


def _to_contact(document: Json | None) -> Contact | None:
    if document is None:
        return None
    name, address = PersonName(**document["name"]), Address(**document["address"])
    return Contact(**(document | {"name": name, "address": address}))


def _to_refund(document: Json) -> Refund:
    return Refund(**(document | {"amount": Money(**document["amount"])}))
