"""Strategies for the requests of the actions other than the update (domain.md, A1 to A6)."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st

from backd_rules import UNSET, Money, Order, OrderIds, RefundRequest
from backd_rules.testing.numbers import MAX, amounts, mapped, near_boundaries, weighted
from backd_rules.testing.requests import check_order
from backd_rules.testing.texts import other_texts, texts

_T = TypeVar("_T")
_Request = TypeVar("_Request", OrderIds, RefundRequest)

_BACKD_ORDER_IDS: Final = texts(Order, "backd_order_id")
_MERCHANT_ORDER_IDS: Final = texts(Order, "merchant_order_id")
_LOWEST: Final = 1
"""A refund is of one cent at least (domain.md, A3)."""


def order_ids() -> st.SearchStrategy[OrderIds]:
    """Generate the ids of no particular order, half of them with a merchant order id.

    Shrinks to the Backd order id "0" alone.

        payloads(order_ids())  # bodies of the actions that state only which order they mean
    """
    merchant_order_ids = st.just(UNSET) | _MERCHANT_ORDER_IDS
    return _instances(OrderIds, _BACKD_ORDER_IDS, merchant_order_ids)


def _instances(cls: type[_T], *fields: st.SearchStrategy[Any]) -> st.SearchStrategy[_T]:
    return mapped(st.tuples(*fields), lambda drawn: cls(*drawn))


def refund_requests() -> st.SearchStrategy[RefundRequest]:
    """Generate requests to refund any amount of no particular order.

    Shrinks to the ids "0" and one cent.

        payloads(refund_requests())  # to test how a server reads requests
    """
    refund_amounts = amounts(min_value=Money(cents=_LOWEST))
    return _instances(RefundRequest, _BACKD_ORDER_IDS, _MERCHANT_ORDER_IDS, refund_amounts)


def refund_requests_for(order: Order) -> st.SearchStrategy[RefundRequest]:
    """Generate requests to refund `order`, allowed or not.

    The amount is mostly the order's total, or one cent away from it. Half of the others are less.
    Shrinks to the whole total, or to one cent if that is zero. Raises `InvalidArgument` if no
    request can state the order's ids, or if `order` is not an `Order`.

        st.tuples(refund_requests_for(order), moments(near=order))  # for `request_refund`
    """
    check_order(order)
    total = order.order_total.cents
    near = near_boundaries([total], _LOWEST, MAX)
    return _refunds_of(order, weighted(near, near, _up_to(total)))


def refund_requests_within_total(order: Order) -> st.SearchStrategy[RefundRequest]:
    """Generate requests to refund at most the order's total, or one cent if that is zero."""
    total = order.order_total.cents
    return _refunds_of(order, st.just(max(total, _LOWEST)) | _up_to(total))


def _up_to(total: int) -> st.SearchStrategy[int]:
    return st.integers(_LOWEST, max(total, _LOWEST))


def _refunds_of(order: Order, cents: st.SearchStrategy[int]) -> st.SearchStrategy[RefundRequest]:
    ids = order.backd_order_id, order.merchant_order_id
    return mapped(cents, lambda amount: RefundRequest(*ids, Money(cents=amount)))


def ids_of(order: Order) -> st.SearchStrategy[OrderIds]:
    """Generate the ids of `order`, half of them without the merchant order id."""
    merchant_order_ids = st.sampled_from([UNSET, order.merchant_order_id])
    return _instances(OrderIds, st.just(order.backd_order_id), merchant_order_ids)


def placements(order: Order) -> st.SearchStrategy[OrderIds]:
    """Generate requests that place `order`, half of them with a new merchant order id."""
    merchant_order_ids = st.just(order.merchant_order_id) | _MERCHANT_ORDER_IDS
    return _instances(OrderIds, st.just(order.backd_order_id), merchant_order_ids)


def sometimes_misnamed(requests: st.SearchStrategy[_Request]) -> st.SearchStrategy[_Request]:
    """Generate `requests`; in a fifth of them, another text replaces one of the stated ids."""
    return weighted(*[requests] * 4, requests.flatmap(_misnamed))


def _misnamed(request: Any) -> st.SearchStrategy[Any]:
    stated = [name for name in _IDS if getattr(request, name) is not UNSET]
    return st.sampled_from(stated).flatmap(
        lambda name: mapped(
            other_texts(Order, name, getattr(request, name)),
            lambda other: attrs.evolve(request, **{name: other}),
        )
    )


_IDS: Final = ("backd_order_id", "merchant_order_id")
