"""`POST /update_order` in Django. A model stores the order, and one `UPDATE` swaps it.

To use it, copy this module into an app of yours; it needs no settings. If it is not your root
URLconf, import `handler400`, `handler404` and `handler500` there. `django_site.py` is a minimal
site around it. The tests send requests to that site:
`pytest -m embedding tests/embedding/test_django.py`.
"""

from __future__ import annotations

from logging import getLogger
from typing import Any, Final

from django.db import models
from django.http import HttpRequest, JsonResponse, UnreadablePostError
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

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

Json = dict[str, Any]

LIMIT: Final = MerchantLimit(max_increase=Money.of(75), max_increase_percent=Percent.of(15))
"""The limit that the merchant has agreed to."""

TRIES: Final = 100
"""The number of decisions on a changing order before a request is given up."""

_log: Final = getLogger(__name__)


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


def _columns(order: Order) -> Json:
    return {"document": wire.dump_stored_order(order), "fingerprint": fingerprint(order)}


@csrf_exempt
def update_order(request: HttpRequest) -> JsonResponse:
    """Handle `POST /update_order`."""
    if request.method != "POST":
        response = _json_response(_error(405, "Method Not Allowed"))
        response.headers["Allow"] = "POST"
        return response
    body = _read_body(request)
    return _json_response(_error(400, "Bad Request") if body is None else _respond(body))


def _read_body(request: HttpRequest) -> bytes | None:
    """Return the body, cut off after one byte more than `wire.loads` accepts.

    Return `None` if the client has sent less than it announced: that may be a whole update.
    """
    most, announced = wire.MAX_BYTES + 1, request.META.get("CONTENT_LENGTH") or ""
    try:
        body: bytes = request.read(most)
    except UnreadablePostError:
        return None
    expected = min(int(announced), most) if announced.isdecimal() else 0
    return body if len(body) >= expected else None


def _respond(body: bytes) -> Json:
    try:
        update = wire.parse_update(wire.loads(body))
    except wire.InvalidPayload as invalid:
        return wire.error_response(invalid)
    decision = _decide_and_store(update)
    return _error(503, "Service Unavailable") if decision is None else wire.response(decision)


def _decide_and_store(update: OrderUpdate) -> Decision | None:
    """Decide, and store the result if it is allowed. Decide again if the order has changed.

    Return `None` after `TRIES`: the row may have a fingerprint that is not that of its document.
    """
    for _ in range(TRIES):
        stored = StoredOrder.objects.filter(pk=update.backd_order_id).first()
        if stored is None:
            return Denied((UnknownOrder(),))
        order = stored.to_order()
        decision = decide_update(order, update, LIMIT)
        if not decision.allowed or swap(decision.order, fingerprint(order)):
            return decision
    _log.error("order %r was not stored in %d tries", update.backd_order_id, TRIES)
    return None


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """Handle a request that Django refuses, as the `handler400`: a wrong host, for example."""
    return _json_response(_error(400, "Bad Request"))


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001
    """Handle every other path, as the `handler404` of the root URLconf."""
    return _json_response(_error(404, "Not Found"))


def server_error(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Handle every exception, as the `handler500` of the root URLconf."""
    return _json_response(_error(500, "Internal Server Error"))


def _error(status: int, reason: str) -> Json:
    return {
        "message": f"API Backd - Error: {reason}",
        "status": {"type": "error", "code": status},
        "error": True,
        "violations": [],
    }


def _json_response(envelope: Json) -> JsonResponse:
    """Return a response that no cache may keep, because it contains personal data."""
    headers = {"Cache-Control": "no-store"}
    return JsonResponse(envelope, status=envelope["status"]["code"], headers=headers)


urlpatterns = [path("update_order", update_order)]
handler400, handler404, handler500 = bad_request, not_found, server_error
