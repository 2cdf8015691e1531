"""A server of orders: FastAPI on uvicorn, a SQLite file, and decisions that are the library's.

    export PYTHONPATH=tests ORDERS=orders.db
    python -m embedding.sqlite_store order.json limit.json  # an order, and the limit agreed for it
    uvicorn --no-access-log embedding.server:app
    curl -i 'localhost:8000/find_order?backd_order_id=BO-20260416-0001'

Every change is a compare-and-swap: load the order, decide, and store the outcome only where the
order still is the one that was decided on; else decide again. No endpoint makes an order: its
limit is a contract's matter, and not for a request to state.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Annotated, Final

import attrs
from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from starlette.requests import ClientDisconnect

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    Order,
    OrderAction,
    OrderUpdate,
    StatusForbidsUpdate,
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
UNKNOWN: Final = Denied((UnknownOrder(),))


def change(update: OrderUpdate, decide: Decide, if_match: str | None = None) -> Decision:
    """Decide until nobody else was faster: so what is decided is what is stored."""
    while found := orders.find(update.backd_order_id):
        order, limit = found
        if if_match not in (None, etag(order)):
            raise HTTPException(412, "the order is no longer the one that If-Match names")
        decision = decide(order, update, limit)
        if not decision.allowed or orders.swap(order, decision.order):
            return decision
    return UNKNOWN


def close(action: OrderAction, order: Order, ids: OrderUpdate, limit: MerchantLimit) -> Decision:
    """Whether both ids are the order's own and its status allows the action."""
    decision, status = decide_update(order, ids, limit), next_status(order.status, action)
    if not decision.allowed:
        return decision
    if status is None:
        return Denied((StatusForbidsUpdate(order.status),))
    return Allowed(attrs.evolve(order, status=status))


async def read_body(request: Request) -> bytes:
    """The body, or as much of it as shows that it is more than `wire` takes."""
    body = b""
    with suppress(ClientDisconnect):  # The half of a body is no JSON either.
        async for chunk in request.stream():
            body += chunk
            if len(body) > wire.MAX_BYTES:
                break
    return body


# The endpoints are plain functions, which FastAPI runs in threads: the database may block.
Body = Annotated[bytes, Depends(read_body)]
IfMatch = Annotated[str | None, Header()]


@app.get("/find_order")
def find_order(backd_order_id: str = "") -> Response:
    """The order as it now is; its ETag changes exactly when it does."""
    found = orders.find(backd_order_id)
    return respond(Allowed(found[0]) if found else UNKNOWN)


@app.post("/update_order")
def update_order(body: Body, if_match: IfMatch = None) -> Response:
    """One update, or an array of them: each is decided and stored by itself, in turn.

    A batch that a crash cuts short can be sent again: an update states values, not differences.
    """
    payload = wire.loads(body)
    if not isinstance(payload, list):
        return respond(change(wire.parse_update(payload), decide_update, if_match))
    if if_match:
        raise HTTPException(400, "If-Match means one order, and a batch is of many")
    decisions = [change(update, decide_update) for update in wire.parse_updates(payload)]
    return as_json([wire.response(decision) for decision in decisions], 200)


@app.post("/confirm_order")
def confirm_order(body: Body) -> Response:
    """After this no update is allowed."""
    decide = partial(close, OrderAction.CONFIRM_ORDER)
    return respond(change(parse_ids(body), decide))


@app.post("/cancel_order")
def cancel_order(body: Body) -> Response:
    """After this no update is allowed; the response has no `data`."""
    decide = partial(close, OrderAction.CANCEL_ORDER)
    return respond(change(parse_ids(body), decide), without="data")


def parse_ids(body: bytes) -> OrderUpdate:
    """The two ids that say which order is meant; anything more would silently change nothing."""
    ids = wire.parse_update(wire.loads(body))
    others = wire.dump_update(ids).keys() - {"backd_order_id", "merchant_order_id"}
    if others:
        code = wire.ProblemCode.UNKNOWN_FIELD
        raise wire.InvalidPayload(wire.Problem(code, f"/{n}", "is unknown") for n in sorted(others))
    return ids


def respond(decision: Decision, without: str = "") -> Response:
    """The envelope of a decision, under its own status and with the order's ETag."""
    envelope = wire.response(decision)
    shown = {name: part for name, part in envelope.items() if name != without}
    tag = {"ETag": etag(decision.order)} if decision.allowed else {}
    return as_json(shown, envelope["status"]["code"], tag)


def etag(order: Order) -> str:
    """The order's fingerprint as HTTP writes it."""
    return f'"{fingerprint(order)}"'


@app.exception_handler(wire.InvalidPayload)
def refuse(_: Request, malformed: wire.InvalidPayload) -> Response:
    """The envelope of a request that could not be read, with all that is wrong with it."""
    return as_json(wire.error_response(malformed), 400)


def as_json(content: object, status: int, headers: dict[str, str] | None = None) -> Response:
    """What `wire` made, as it is sent."""
    return Response(json.dumps(content), status, headers, "application/json")
