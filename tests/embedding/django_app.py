"""`POST /update_order` in Django, the order in a model, the compare-and-swap one `UPDATE`.

Copy it into an app of yours; it needs no setting of its own. `django_site.py` is the least of a
site around it. The tests start that and talk to it: `pytest -m embedding
tests/embedding/test_django.py`.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backd_rules import MerchantLimit, Money, Order, Percent, decide_updates, fingerprint, wire

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""What the merchant has agreed upon."""


class StoredOrder(models.Model):
    """An order, with what only the limit is measured with, and its fingerprint."""

    backd_order_id = models.CharField(max_length=255, primary_key=True)
    document = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        app_label = "orders"

    def to_order(self) -> Order:
        return wire.parse_order(self.document)


def add(order: Order) -> None:
    """Store an order that is new."""
    StoredOrder.objects.create(pk=order.backd_order_id, **_columns(order))


def swap(order: Order, expected: str) -> bool:
    """Store `order` if the stored one still has the fingerprint `expected`; whether it had."""
    unchanged = StoredOrder.objects.filter(pk=order.backd_order_id, fingerprint=expected)
    return bool(unchanged.update(**_columns(order)))


def _columns(order: Order) -> dict[str, Any]:
    return {"document": wire.dump_stored_order(order), "fingerprint": fingerprint(order)}


@csrf_exempt
@require_POST
def update_order(request: HttpRequest) -> JsonResponse:
    """The view; the library decides."""
    envelope = _answer(request.read(wire.MAX_BYTES + 1))
    return JsonResponse(envelope, status=envelope["status"]["code"])


def _answer(body: bytes) -> dict[str, Any]:
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    while True:
        stored = StoredOrder.objects.filter(pk=update.backd_order_id).first()
        # A batch of one, for that an order is not there is a decision too.
        [decision] = decide_updates([stored.to_order()] if stored else [], [update], LIMIT)
        if not decision.allowed or swap(decision.order, stored.fingerprint):
            return wire.response(decision)


urlpatterns = [path("update_order", update_order)]
