"""An `Order` from rows and back, with SQLAlchemy: one table of orders, one of line items.

Amounts are best kept as whole cents (`Cents`): exact in every database, and what `Money` holds.
Where a table already has NUMERIC(15, 2) columns, `Dollars` reads and writes those just as exactly.
`save` stores an order only if nobody else did meanwhile. Contacts and refunds are never asked for
alone, so that each is one JSON column. Copy it; its tests run it on SQLite and PostgreSQL:
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
    """Money as whole cents."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> int | None:
        return None if value is None else value.cents

    def process_result_value(self, value: int | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money(cents=value)


class Dollars(TypeDecorator[Money]):
    """Money as a NUMERIC of dollars."""

    impl = Numeric(15, 2)
    cache_ok = True

    def process_bind_param(self, value: Money | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else value.to_decimal()

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Money | None:
        return None if value is None else Money.of(value)


class Base(DeclarativeBase):
    """The tables."""

    type_annotation_map = {Money: Cents, Json: JSON(none_as_null=True), list[Json]: JSON}


class ItemRow(Base):
    """A line of an order, at its place."""

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
    """An order, with what the limit is measured with: `placed_total` and `increase_count`."""

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

    # Every UPDATE asks that the fingerprint is still the one that was read.
    __mapper_args__ = {"version_id_col": fingerprint, "version_id_generator": False}


def to_order(row: OrderRow) -> Order:
    """The order that a row and its items hold; refuses, as `Order` does, what is none."""
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
    """Store an order that is new; the caller commits."""
    session.add(OrderRow(**_columns(order)))


def save(session: Session, order: Order, expected: str) -> bool:
    """Commit `order` if the stored one still has the fingerprint `expected`; whether it had."""
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
    same = ("backd_order_id", "merchant_order_id", "merchant_order_status", "create_date")
    amounts = ("cart_amount", "tax_amount", "shipping_amount", "discount_amount")
    measured = ("placed_total", "increase_count")
    return {
        **{name: getattr(order, name) for name in (*same, *amounts, *measured)},
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


def _to_contact(held: Json | None) -> Contact | None:
    if held is None:
        return None
    parts = {"name": PersonName(**held["name"]), "address": Address(**held["address"])}
    return Contact(**(held | parts))


def _to_refund(held: Json) -> Refund:
    return Refund(**(held | {"amount": Money(**held["amount"])}))
