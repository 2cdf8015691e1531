"""An order server: FastAPI on uvicorn with a SQLite file. `backd_rules` makes every decision.

    export PYTHONPATH=tests ORDERS=orders.db
    python -m embedding.sqlite_store order.json limit.json  # store a new order and its limit
    uvicorn --no-access-log embedding.server:app
    curl -i 'localhost:8000/find_order?backd_order_id=BO-20260416-0001'

Every change is a compare-and-swap. The server loads the order, decides, and stores the result only
if the stored order is still the same. Otherwise it decides again. No endpoint creates an order,
because a request must not state its own limit.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Annotated, Any, Final

import attrs
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
    StatusForbidsAction,
    UnknownOrder,
    decide_update,
    fingerprint,
    next_status,
    wire,
)
from embedding.sqlite_store import Store

app = FastAPI(openapi_url=None)
orders = Store(os.environ["ORDERS"])

Decide = Callable[[Order, OrderUpdate, MerchantLimit], Decision]
UNKNOWN_ORDER: Final = Denied((UnknownOrder(),))


def decide_and_store(request: OrderUpdate, decide: Decide, if_match: str | None = None) -> Decision:
    """Return a decision on the current order, with its result stored if it is allowed.

    Decides again if another request has changed the order in the meantime.
    """
    while found := orders.find(request.backd_order_id):
        order, limit = found
        if if_match not in (None, etag(order)):
            raise HTTPException(412, "the order has changed: its ETag is not that of If-Match")
        decision = decide(order, request, limit)
        if not decision.allowed or orders.swap(order, decision.order):
            return decision
    return UNKNOWN_ORDER


def decide_action(
    action: OrderAction, order: Order, ids: OrderUpdate, _: MerchantLimit
) -> Decision:
    """Decide whether the merchant's id is that of the order and its status allows the action."""
    if ids.merchant_order_id != order.merchant_order_id:
        return Denied((MerchantOrderIdMismatch(),))
    status = next_status(order.status, action)
    if status is None:
        return Denied((StatusForbidsAction(order.status, action),))
    return Allowed(attrs.evolve(order, status=status))


async def read_body(request: Request) -> bytes:
    """Return the body, cut off after the chunk that exceeds the size limit of `wire`."""
    body = b""
    with suppress(ClientDisconnect):  # `wire` refuses an incomplete body as malformed JSON.
        async for chunk in request.stream():
            body += chunk
            if len(body) > wire.MAX_BYTES:
                break
    return body


# The endpoints are not `async`: FastAPI runs them in threads, where the database may block.
Body = Annotated[bytes, Depends(read_body)]
IfMatch = Annotated[str | None, Header()]


@app.get("/find_order")
def find_order(backd_order_id: str = "") -> Response:
    """Return the current order. Its ETag changes exactly when the order changes."""
    found = orders.find(backd_order_id)
    return respond(Allowed(found[0]) if found else UNKNOWN_ORDER)


@app.post("/update_order")
def update_order(body: Body, if_match: IfMatch = None) -> Response:
    """Decide and store one update, or each update of an array in turn.

    A client can resend a batch that a crash has interrupted: an update states values, not
    differences.
    """
    payload = wire.loads(body)
    if not isinstance(payload, list):
        return respond(decide_and_store(wire.parse_update(payload), decide_update, if_match))
    if if_match:
        raise HTTPException(400, "If-Match applies to one order, not to a batch")
    updates = wire.parse_updates(payload)
    decisions = [decide_and_store(update, decide_update) for update in updates]
    return json_response(batch_envelopes(decisions), 200)


@app.post("/confirm_order")
def confirm_order(body: Body) -> Response:
    """Confirm the order. A confirmed order accepts no updates."""
    decide = partial(decide_action, OrderAction.CONFIRM_ORDER)
    return respond(decide_and_store(parse_ids(body), decide))


@app.post("/cancel_order")
def cancel_order(body: Body) -> Response:
    """Cancel the order. A canceled order accepts no updates, and the response has no `data`."""
    decide = partial(decide_action, OrderAction.CANCEL_ORDER)
    return respond(decide_and_store(parse_ids(body), decide), omit="data")


def parse_ids(body: bytes) -> OrderUpdate:
    """Parse a body that has both ids of an order and no other field.

    An action would ignore any other field, so such a field is an error.
    """
    ids = wire.parse_update(wire.loads(body))
    others = wire.dump_update(ids).keys() - {"backd_order_id", "merchant_order_id"}
    if others:
        code = wire.ProblemCode.UNKNOWN_FIELD
        raise wire.InvalidPayload(wire.Problem(code, f"/{name}") for name in sorted(others))
    return ids


def respond(decision: Decision, omit: str = "") -> Response:
    """Return the envelope of a decision with its HTTP status and the ETag of the order."""
    envelope = wire.response(decision)
    content = {name: part for name, part in envelope.items() if name != omit}
    headers = {"ETag": etag(decision.order)} if decision.allowed else {}
    return json_response(content, envelope["status"]["code"], headers)


def batch_envelopes(decisions: list[Decision]) -> list[dict[str, Any]]:
    """Return an envelope for each decision. Only the last one of each order has `data`.

    So the response is never larger than the orders and the requests (domain.md, W3).
    """
    envelopes, answered = [], set()
    for decision in reversed(decisions):
        envelope = wire.response(decision)
        if decision.allowed:
            if decision.order.backd_order_id in answered:
                del envelope["data"]
            answered.add(decision.order.backd_order_id)
        envelopes.append(envelope)
    return envelopes[::-1]


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
