"""An order server: FastAPI on uvicorn with a SQLite file. `backd_rules` makes every decision.

    export PYTHONPATH=tests ORDERS=orders.db
    python -m embedding.sqlite_store order.json limit.json  # store a new order and its limit
    uvicorn --no-access-log embedding.server:app
    curl -i localhost:8000/find_order/BO-20260416-0001

Every change is a compare-and-swap. The server loads the order, decides, and stores the result only
if the stored order is still the same. Otherwise it decides again. It logs every decision, so that
`python -m embedding.audit_log orders.db` can verify them.
No endpoint creates an order, because a request must not state its own limit, and Backd's
`create_order` precedes the statuses that the rules know.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from starlette.requests import ClientDisconnect

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    MerchantOrderIdMismatch,
    Order,
    OrderAction,
    OrderUpdate,
    UnknownOrder,
    audit_record,
    cancel,
    confirm,
    decide_update,
    delete_refund,
    fingerprint,
    place,
    request_refund,
    wire,
)
from embedding.audit_log import AnyRequest
from embedding.sqlite_store import Store

app = FastAPI(openapi_url=None)
orders = Store(os.environ["ORDERS"])

Decide = Callable[[Order, MerchantLimit], Decision]
UNKNOWN_ORDER: Final = Denied((UnknownOrder(),))


def decide_and_store(
    action: OrderAction,
    request: AnyRequest,
    decide: Decide,
    if_match: str | None = None,
    at: datetime | None = None,
) -> Decision:
    """Return a decision on the current order, with its result stored and its record logged.

    Decides again if another request has changed the order in the meantime.
    """
    while found := orders.find(request.backd_order_id):
        order, limit = found
        if if_match not in (None, etag(order)):
            raise HTTPException(412, "the order has changed: its ETag is not that of If-Match")
        decision = decide(order, limit)
        used = limit if action is OrderAction.UPDATE_ORDER else None
        record = audit_record(order, request, used, decision, action=action, at=at)
        after = decision.order if decision.allowed else order
        if orders.swap(order, after, request, record):
            return decision
    return UNKNOWN_ORDER


async def read_body(request: Request) -> bytes:
    """Return the body, cut off after the chunk that exceeds the size limit of `wire`."""
    body = b""
    with suppress(ClientDisconnect):  # `wire` refuses an incomplete body as malformed JSON.
        async for chunk in request.stream():
            body += chunk
            if len(body) > wire.MAX_BYTES:
                break
    return body


def now() -> datetime:
    """Return the present time. A test replaces this dependency, which is the only clock."""
    return datetime.now(UTC)


# The endpoints are not `async`: FastAPI runs them in threads, where the database may block.
Body = Annotated[bytes, Depends(read_body)]
IfMatch = Annotated[str | None, Header()]
Now = Annotated[datetime, Depends(now)]


@app.get("/find_order/{backd_order_id:path}")
def find_order(backd_order_id: str, merchant_order_id: str | None = None) -> Response:
    """Return the current order. Its ETag changes exactly when the order changes."""
    found = orders.find(backd_order_id)
    if found is None:
        return respond(UNKNOWN_ORDER)
    order, _ = found
    if merchant_order_id not in (None, order.merchant_order_id):
        return respond(Denied((MerchantOrderIdMismatch(),)))
    return respond(Allowed(order))


@app.post("/order_placed")
def order_placed(body: Body, if_match: IfMatch = None) -> Response:
    """Place the order. From now on, its limit is measured from its present total."""
    ids = wire.parse_both_ids(wire.loads(body))
    return act(OrderAction.ORDER_PLACED, ids, lambda order, _: place(order, ids), if_match)


@app.post("/update_order")
def update_order(body: Body, if_match: IfMatch = None) -> Response:
    """Decide and store one update, or each update of an array in turn.

    A client can resend a batch that a crash has interrupted: an update states values, not
    differences.
    """
    payload = wire.loads(body)
    if not isinstance(payload, list):
        return respond(update_one(wire.parse_update(payload), if_match))
    if if_match:
        raise HTTPException(400, "If-Match applies to one order, not to a batch")
    decisions = [update_one(update) for update in wire.parse_updates(payload)]
    return json_response(wire.batch_response(decisions), 200)


def update_one(update: OrderUpdate, if_match: str | None = None) -> Decision:
    """Decide and store one update."""
    return decide_and_store(
        OrderAction.UPDATE_ORDER,
        update,
        lambda order, limit: decide_update(order, update, limit),
        if_match,
    )


@app.post("/confirm_order")
def confirm_order(body: Body, if_match: IfMatch = None) -> Response:
    """Confirm the order. A confirmed order accepts no updates."""
    ids = wire.parse_ids(wire.loads(body))
    return act(OrderAction.CONFIRM_ORDER, ids, lambda order, _: confirm(order, ids), if_match)


@app.post("/cancel_order")
def cancel_order(body: Body, if_match: IfMatch = None) -> Response:
    """Cancel the order. A canceled order accepts no updates."""
    ids = wire.parse_ids(wire.loads(body))
    return act(OrderAction.CANCEL_ORDER, ids, lambda order, _: cancel(order, ids), if_match)


@app.post("/refund")
def post_refund(body: Body, at: Now, if_match: IfMatch = None) -> Response:
    """Request a refund. The request replaces an active one that is not locked."""
    new = wire.parse_refund_request(wire.loads(body))
    return act(
        OrderAction.REFUND, new, lambda order, _: request_refund(order, new, at), if_match, at
    )


@app.delete("/refund")
def withdraw_refund(body: Body, at: Now, if_match: IfMatch = None) -> Response:
    """Withdraw the active refund request, unless it is locked."""
    ids = wire.parse_ids(wire.loads(body))
    return act(
        OrderAction.DELETE_REFUND, ids, lambda order, _: delete_refund(order, ids, at), if_match, at
    )


def act(
    action: OrderAction,
    request: AnyRequest,
    decide: Decide,
    if_match: str | None,
    at: datetime | None = None,
) -> Response:
    """Decide, store the result, and return the envelope of the decision."""
    return respond(decide_and_store(action, request, decide, if_match, at))


def respond(decision: Decision) -> Response:
    """Return the envelope of a decision with its HTTP status and the ETag of the order."""
    envelope = wire.response(decision)
    headers = {"ETag": etag(decision.order)} if decision.allowed else {}
    return json_response(envelope, envelope["status"]["code"], headers)


def etag(order: Order) -> str:
    """Return the fingerprint of the order as a quoted HTTP entity tag."""
    return f'"{fingerprint(order)}"'


@app.exception_handler(wire.InvalidPayload)
def respond_malformed(_: Request, invalid: wire.InvalidPayload) -> Response:
    """Return the envelope of a malformed request, with every problem in it."""
    return json_response(wire.error_response(invalid), 400)


def json_response(content: object, status: int, headers: dict[str, str] | None = None) -> Response:
    """Return a response with `content` as JSON."""
    return Response(json.dumps(content), status, headers, "application/json")
