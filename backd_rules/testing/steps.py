"""The strategies for the arguments of the machine's steps: each is about one of its orders."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from backd_rules import Order, OrderAction, OrderStatus
from backd_rules.testing.model import Model
from backd_rules.testing.small_records import draw_one

METHODS: Final = {"confirm": OrderAction.CONFIRM_ORDER, "cancel": OrderAction.CANCEL_ORDER}
_METHOD_NAMES: Final = st.sampled_from([*METHODS])


class Drawn:
    """An argument of a rule. Hypothesis prints it as dots, for the notes show what was sent."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __repr__(self) -> str:
        return "..."


@st.composite
def created(draw: st.DrawFn, status: OrderStatus) -> Drawn:
    """Generate an order of this `status` and a limit."""
    values = draw(_MACHINES).values
    return Drawn(values.order(draw, status), values.limit(draw))


@st.composite
def update(draw: st.DrawFn, kind: str, *statuses: OrderStatus) -> Drawn:
    """Generate an update of one of the orders that have one of `statuses`."""
    machine, order = _draw_order(draw, statuses)
    limit = machine.limits[order.backd_order_id]
    return Drawn(getattr(machine.values, kind)(draw, order, limit))


@st.composite
def request(draw: st.DrawFn, *kinds: str, statuses: tuple[OrderStatus, ...] = ()) -> Drawn:
    """Generate the parts of another request about one of the orders with one of `statuses`."""
    machine, order = _draw_order(draw, statuses)
    return Drawn(*(getattr(machine.values, kind)(draw, order) for kind in kinds))


@st.composite
def closing(draw: st.DrawFn) -> Drawn:
    """Generate the name of a method that confirms or cancels, and the id of an order."""
    _, order = _draw_order(draw, ())
    return Drawn(draw(_METHOD_NAMES), order.backd_order_id)


_MACHINES: Final = st.runner()
"""Generates the running machine."""


def _draw_order(draw: st.DrawFn, statuses: tuple[OrderStatus, ...]) -> tuple[Model, Order]:
    """Draw an order with one of `statuses`, or any one; shrinks to the last one.

    Shrinking then drops the orders before it.
    """
    machine: Model = draw(_MACHINES)
    return machine, draw_one(draw, machine.orders_with(statuses)[::-1])
