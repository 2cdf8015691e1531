"""The requests that name an order and state little else (domain.md, A1 to A6).

An update is a request too: `update_order.request` has it. `UNSET` means that a field is absent.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar, Final, Literal

import attrs

from backd_rules.domain.fields import check_request, documented, number
from backd_rules.domain.money import Money
from backd_rules.domain.order import Order
from backd_rules.domain.values import Value


class Unset(Enum):
    """The type of `UNSET`: an enum of one member, so that type checkers narrow it."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The value of a field that a request does not state; `None` clears a field (domain.md, U1).

>>> from backd_rules import UNSET, OrderUpdate
>>> OrderUpdate("BO-1", "M-1").tax_amount is UNSET
True
"""

_Unset = Literal[Unset.UNSET]


class Request(Value):
    """Base of the requests. A field that a class does not declare is declared by its records."""

    __slots__ = ()

    RECORDS: ClassVar[tuple[type, ...]]
    """The records that a request names or changes."""


@documented
@attrs.frozen(getstate_setstate=False)
class OrderIds(Request):
    """The request of an action that states only which order it means.

    To place an order requires both ids. Raises `TypeError` or `ValueError` that names the field
    (domain.md, A1, A2 and A6).

    >>> from backd_rules import UNSET, OrderIds
    >>> OrderIds("BO-1").merchant_order_id is UNSET, OrderIds("BO-1", "M-1").merchant_order_id
    (True, 'M-1')
    """

    RECORDS: ClassVar[tuple[type, ...]] = (Order,)

    backd_order_id: str
    merchant_order_id: str | _Unset = UNSET

    __attrs_post_init__ = check_request


@documented
@attrs.frozen(getstate_setstate=False)
class RefundRequest(Request):
    """The body of `POST /refund`: a request to refund an order partially or in full.

    The amount is in dollars and positive. Raises `TypeError` or `ValueError` that names the field
    (domain.md, A3).

    >>> from backd_rules import Money, RefundRequest
    >>> RefundRequest("BO-1", "M-1", Money.of(50)).refund_amount
    Money(cents=5000)
    """

    RECORDS: ClassVar[tuple[type, ...]] = (Order,)

    backd_order_id: str
    merchant_order_id: str
    refund_amount: Money = attrs.field(
        metadata=number("The amount to refund, in dollars; positive.", Money, lowest=1)
    )

    __attrs_post_init__ = check_request
