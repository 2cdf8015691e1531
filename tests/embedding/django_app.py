"""`POST /update_order` in Django. A model stores the order, and one `UPDATE` swaps it.

To use it, copy this module into an app of yours; it needs no settings. `django_site.py` is a
minimal site around it. The tests start that site and send requests to it:
`pytest -m embedding tests/embedding/test_django.py`.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backd_rules import (
    Decision,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderUpdate,
    Percent,
    UnknownOrder,
    decide_update,
    fingerprint,
    wire,
)

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""The limit that the merchant has agreed to."""


class StoredOrder(models.Model):
    """A row: an order as `wire.dump_stored_order` encodes it, and its fingerprint."""

    backd_order_id = models.CharField(max_length=255, primary_key=True)
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        app_label = "orders"

    def to_order(self) -> Order:
        return wire.parse_order(self.document)


def add(order: Order) -> None:
    """Store a new order: `order.as_placed()` if it has just been placed (domain.md, L8)."""
    StoredOrder.objects.create(pk=order.backd_order_id, **_columns(order))


def swap(order: Order, expected: str) -> bool:
    """Store `order` if the stored one has the fingerprint `expected`, and return whether it did."""
    unchanged = StoredOrder.objects.filter(pk=order.backd_order_id, fingerprint=expected)
    return bool(unchanged.update(**_columns(order)))


def _columns(order: Order) -> dict[str, Any]:
    return {"document": wire.dump_stored_order(order), "fingerprint": fingerprint(order)}


@csrf_exempt
@require_POST
def update_order(request: HttpRequest) -> JsonResponse:
    """Handle `POST /update_order`."""
    # One byte more than `wire.loads` accepts is enough for it to refuse the body.
    envelope = _respond(request.read(wire.MAX_BYTES + 1))
    return JsonResponse(envelope, status=envelope["status"]["code"])


def _respond(body: bytes) -> dict[str, Any]:
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    return wire.response(_decide_and_store(update))


def _decide_and_store(update: OrderUpdate) -> Decision:
    """Decide, and store the result if it is allowed. Decide again if the order has changed."""
    while stored := StoredOrder.objects.filter(pk=update.backd_order_id).first():
        decision = decide_update(stored.to_order(), update, LIMIT)
        if not decision.allowed or swap(decision.order, stored.fingerprint):
            return decision
    return Denied((UnknownOrder(),))


urlpatterns = [path("update_order", update_order)]
