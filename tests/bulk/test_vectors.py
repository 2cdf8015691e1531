"""The published vectors of updates pass through a batch, with the stated verdicts."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from conformance.cases import Json
from conformance.published import EXACT
from support.decided_rows import BITS
from support.random_rows import batch_of_rows

from backd_rules import wire
from backd_rules.bulk import ROWS, decide_batch, to_row, violations_of

AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
Vector = tuple[str, Json | None, Json, Json, Json]
"""A name, the order if there is one, the update, the limit and the verdict, as JSON."""


def vectors() -> Iterator[Vector]:
    """Yield the cases, and the updates of each batch with the orders that they meet."""
    for case in EXACT["cases"]:
        yield case["name"], case["order"], case["update"], case["limit"], case
    for batch in EXACT["batches"]:
        orders = {order["backd_order_id"]: order for order in batch["orders"]}
        for number, (update, verdict) in enumerate(
            zip(batch["updates"], batch["verdicts"], strict=True)
        ):
            order = orders.get(update["backd_order_id"])
            yield f"{batch['name']}/{number}", order, update, batch["limit"], verdict
            if order is not None:
                orders[update["backd_order_id"]] = {**order, **verdict.get("after", {})}


VECTORS = [*vectors()]


def row_of(vector: Vector) -> dict[str, Any]:
    """Return the row of a vector; that of an unknown order has nulls for the order's columns."""
    _, order, update, limit, _ = vector
    known = VECTORS[0][1] if order is None else order
    row = to_row(wire.parse_order(known), wire.parse_update(update), wire.parse_limit(limit))
    if order is None:
        held = dict.fromkeys(ROWS.names[: ROWS.names.index("merchant_order_id_matches") + 1])
        row |= held | {"backd_order_id_matches": None}
    return row


def cents(dollars: Decimal | int | None) -> int:
    return int((dollars or 0) * 100)


def verdict_of(vector: Vector) -> dict[str, Any]:
    """Return what the file states of a verdict, in the columns of `DECISIONS`."""
    _, order, _, _, verdict = vector
    paths = [(violation["code"], violation["path"]) for violation in verdict.get("violations", ())]
    found: dict[str, Any] = {"allowed": verdict["allowed"], "violations": tuple(paths)}
    after = verdict.get("after", order)
    if after is None:
        return found | dict.fromkeys((*AMOUNTS, "increase_count"))
    amounts = {name: cents(after.get(name)) for name in AMOUNTS}
    return {**found, **amounts, "increase_count": after.get("increase_count")}


def found_in(row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of `verdict_of` of a decision."""
    names = ("allowed", *AMOUNTS, "increase_count")
    return {name: row[name] for name in names} | {"violations": violations_of(row["violations"])}


def test_every_vector_has_the_stated_verdict() -> None:
    decisions = decide_batch(batch_of_rows([row_of(vector) for vector in VECTORS])).to_pylist()
    for vector, row in zip(VECTORS, decisions, strict=True):
        assert row["faults"] is None, vector[0]
        assert found_in(row) == verdict_of(vector), vector[0]


def test_every_vector_has_the_stated_verdict_under_one_limit_for_its_batch() -> None:
    limits = {repr(vector[3]): vector[3] for vector in VECTORS}
    for key, limit in limits.items():
        chosen = [vector for vector in VECTORS if repr(vector[3]) == key]
        batch = batch_of_rows([row_of(vector) for vector in chosen]).select(ROWS.names)
        decisions = decide_batch(batch, wire.parse_limit(limit)).to_pylist()
        found = [found_in(row) for row in decisions]
        assert found == [verdict_of(vector) for vector in chosen], limit


def test_the_vectors_have_every_violation() -> None:
    seen = Counter(found for vector in VECTORS for found in verdict_of(vector)["violations"])
    assert [found for found in BITS if not seen[found]] == []
    assert len(VECTORS) > 900


@pytest.mark.parametrize("part", ["cases", "batches"])
def test_both_parts_have_allowed_and_refused_updates(part: str) -> None:
    verdicts = [v for batch in EXACT["batches"] for v in batch["verdicts"]]
    chosen = EXACT["cases"] if part == "cases" else verdicts
    assert {verdict["allowed"] for verdict in chosen} == {True, False}
