"""An order server: FastAPI on uvicorn with a SQLite file. `backd_rules` makes every decision.

    export PYTHONPATH=tests ORDERS=orders.db
    python -m embedding.sqlite_store order.json limit.json  # store a new order and its limit
    uvicorn --no-access-log embedding.server:app
    curl -i 'localhost:8000/find_order/BO-20260416-0001?merchant_order_id=JKLMO4321'

Every change is a compare-and-swap. The server loads the order, decides, and stores the result only
if the stored order is still the same. Otherwise it decides again, at most `TRIES` times, and then
answers 503. It logs every decision, so that `python -m embedding.audit_log orders.db` can verify
them.

The ETag of an order changes exactly when the order changes. A client that sends it back as
`If-Match` changes no order that it has not seen: the answer is 412. The ids are checked first, then
the condition, then the rules (RFC 9110, 13.2.1). So whoever cannot name the order gets a 404, as
without the header, and learns nothing by it (domain.md, V1).

Each response is an envelope, errors included, and no cache may store it. Only the answer to what is
not HTTP is uvicorn's own. Without `--no-access-log` or with `--log-level trace`, uvicorn logs the
URL of `find_order`, which has both ids.

No endpoint creates an order, because a request must not state its own limit, and Backd's
`create_order` precedes the statuses that the rules know.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, FastAPI, HTTPException, Request, Response

from backd_rules import (
    Allowed,
    Decision,
    Denied,
    MerchantLimit,
    MerchantOrderIdMismatch,
    Order,
    OrderAction,
    OrderIds,
    OrderUpdate,
    RefundRequest,
    UnknownOrder,
    audit_record,
    cancel,
    confirm,
    decide_update,
    decide_updates,
    delete_refund,
    fingerprint,
    place,
    request_refund,
    wire,
)
from embedding.audit_log import AnyRequest
from embedding.reading import EntityTags, read_body, read_if_match, read_parameters
from embedding.responses import (
    Busy,
    add_error_handlers,
    busy_envelope,
    failure_envelope,
    json_response,
)
from embedding.sqlite_store import Store

TRIES: Final = 10
"""How often a request is decided at most, if other requests keep changing its order."""

app = FastAPI(openapi_url=None, redirect_slashes=False)
add_error_handlers(app)
orders = Store(os.environ["ORDERS"])
log = logging.getLogger(__name__)

AnyDecision = Decision | tuple[Decision, ...]
"""A decision, or the decisions on the updates of one order in a batch."""
_D = TypeVar("_D", bound=AnyDecision)
UNKNOWN_ORDER: Final = Denied((UnknownOrder(),))


def decide_and_store(
    action: OrderAction,
    request: AnyRequest,
    decide: Callable[[Order, MerchantLimit], _D],
    if_match: EntityTags = None,
    at: datetime | None = None,
) -> tuple[_D, str] | None:
    """Return the decision on the current order and the fingerprint of the order after it.

    The result is stored and its record logged. Return `None` if there is no such order. Decides
    again if another request has changed the order in the meantime, and raises `Busy` if that goes
    on, but not to somebody who cannot name the order: that would tell of other changes (domain.md,
    V1). The record has each fingerprint, so that none is computed twice.
    """
    backd_order_id = (request[0] if isinstance(request, tuple) else request).backd_order_id
    record: dict[str, Any] = {}
    for _ in range(TRIES):
        found = orders.find(backd_order_id)
        if found is None:
            return None
        order, limit = found
        decision = decide(order, limit)
        used = limit if action is OrderAction.UPDATE_ORDER else None
        record = audit_record(order, request, used, decision, action=action, at=at)
        check_precondition(if_match, decision, record["order_before"])
        if orders.swap(order, order_after(order, decision), request, record):
            return decision, record["order_after"]
    log.warning("%s: gave up on the order with fingerprint %s", action, record["order_before"])
    if means_another_order(decision):
        return decision, record["order_after"]
    raise Busy


def check_precondition(if_match: EntityTags, decision: AnyDecision, order_before: str) -> None:
    """Raise a 412 if the order has none of the ETags, unless the request means another order.

    The decision changes nothing until it is stored, so a 412 is as if nothing had been decided.
    """
    matches = if_match is None or etag(order_before) in if_match
    if not matches and not means_another_order(decision):
        raise HTTPException(412, "the order has changed: its ETag is not that of If-Match")


def means_another_order(decision: AnyDecision) -> bool:
    """Return whether all of the request means another order (domain.md, V1)."""
    return all(
        isinstance(d, Denied) and wire.HTTP_STATUSES[d.violations[0].code] == 404
        for d in decisions_of(decision)
    )


def order_after(order: Order, decision: AnyDecision) -> Order:
    """Return the order after the last allowed decision, or `order` if there is none."""
    decisions = reversed(decisions_of(decision))
    return next((d.order for d in decisions if isinstance(d, Allowed)), order)


def decisions_of(decision: AnyDecision) -> tuple[Decision, ...]:
    """Return the decisions on a batch, or the only one."""
    return decision if isinstance(decision, tuple) else (decision,)


def now() -> datetime:
    """Return the present time. A test replaces this dependency, which is the only clock."""
    return datetime.now(UTC)


# The endpoints are not `async`: FastAPI runs them in threads, where the database may block.
Body = Annotated[bytes, Depends(read_body)]
IfMatch = Annotated[EntityTags, Depends(read_if_match)]
Now = Annotated[datetime, Depends(now)]


@app.get("/find_order/{backd_order_id:path}")
def find_order(backd_order_id: str, request: Request) -> Response:
    """Return the current order to a client that states both of its ids (domain.md, V1)."""
    ids = wire.parse_both_ids(read_parameters(request, backd_order_id))
    found = orders.find(ids.backd_order_id)
    if found is None:
        return respond(UNKNOWN_ORDER)
    order, _ = found
    if ids.merchant_order_id != order.merchant_order_id:
        return respond(Denied((MerchantOrderIdMismatch(),)))
    return respond(Allowed(order), fingerprint(order))


@app.post("/order_placed")
def order_placed(body: Body, if_match: IfMatch = None) -> Response:
    """Place the order. From now on, its limit is measured from its present total."""
    ids = wire.parse_both_ids(wire.loads(body))
    return act(OrderAction.ORDER_PLACED, ids, lambda order, _: place(order, ids), if_match)


@app.post("/update_order")
def update_order(body: Body, request: Request, if_match: IfMatch = None) -> Response:
    """Decide and store one update, or each update of an array in turn."""
    payload = wire.loads(body)
    if isinstance(payload, list):
        if "If-Match" in request.headers:
            raise HTTPException(400, "If-Match applies to one order, not to a batch")
        return update_orders(wire.parse_updates(payload))
    update = wire.parse_update(payload)

    def decide(order: Order, limit: MerchantLimit) -> Decision:
        return decide_update(order, update, limit)

    return act(OrderAction.UPDATE_ORDER, update, decide, if_match)


def update_orders(updates: tuple[OrderUpdate, ...]) -> Response:
    """Decide a batch (domain.md, U5), and return one envelope per update (W3).

    The updates of one order are decided in turn and stored together, with one record. Orders do not
    depend on each other, so the grouping changes no decision. If a crash interrupts a batch, each
    order has all of its updates or none. The client reads the orders, and resends the updates of
    those that have not changed. An order that is `Busy` or fails has the envelope of its error.
    """
    positions = defaultdict[str, list[int]](list)
    for position, update in enumerate(updates):
        positions[update.backd_order_id].append(position)
    decisions: dict[int, Decision] = {}
    errors: dict[int, Any] = {}
    for own in positions.values():
        batch = tuple(updates[position] for position in own)
        try:
            decisions.update(zip(own, decide_batch(batch), strict=True))
        except Busy:
            errors.update(dict.fromkeys(own, busy_envelope()))
        except Exception:
            log.exception("update_order: an order of a batch has failed")
            errors.update(dict.fromkeys(own, failure_envelope()))
    decided = iter(wire.batch_response(decisions[p] for p in sorted(decisions)))
    return json_response([errors.get(p) or next(decided) for p in range(len(updates))], 200)


def decide_batch(batch: tuple[OrderUpdate, ...]) -> tuple[Decision, ...]:
    """Decide and store the updates of one order."""

    def decide(order: Order, limit: MerchantLimit) -> tuple[Decision, ...]:
        return decide_updates((order,), batch, limit)

    stored = decide_and_store(OrderAction.UPDATE_ORDER, batch, decide)
    return stored[0] if stored else (UNKNOWN_ORDER,) * len(batch)


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
    request: OrderUpdate | OrderIds | RefundRequest,
    decide: Callable[[Order, MerchantLimit], Decision],
    if_match: EntityTags,
    at: datetime | None = None,
) -> Response:
    """Decide, store the result, and return the envelope of the decision."""
    stored = decide_and_store(action, request, decide, if_match, at)
    return respond(*stored) if stored else respond(UNKNOWN_ORDER)


def respond(decision: Decision, fingerprint_after: str = "") -> Response:
    """Return the envelope of a decision with its HTTP status and the ETag of the order."""
    envelope = wire.response(decision)
    headers = {"ETag": etag(fingerprint_after)} if decision.allowed else {}
    return json_response(envelope, envelope["status"]["code"], headers)


def etag(of_order: str) -> str:
    """Return the fingerprint of an order as an HTTP entity tag, which is quoted."""
    return f'"{of_order}"'
