"""Contests in the status guard alone: whether an action may occur in a status.

The machines stand in their status already, outside of what is timed; a server would have to build
or restore one for each order it loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from statemachine import State, StateMachine
from transitions import Machine

from backd_rules import OrderAction, OrderStatus
from backd_rules.domain.status import TRANSITIONS, next_status
from benchmarks.agreement import Disagreement
from benchmarks.harness import OURS, Contest, calls

GROUP: Final = "status guard"


class Guard(NamedTuple):
    """Who guards: `stand` makes what is asked, `may` asks it."""

    name: str
    package: str
    idiom: str
    stand: Callable[[OrderStatus], Any]
    may: Callable[[Any, OrderAction], bool]


def _ours_may(status: OrderStatus, action: OrderAction) -> bool:
    return next_status(status, action) is not None


class _Order:
    """The model that the machine of transitions moves."""


_ARROWS: Final = [
    {"trigger": action.value, "source": source.value, "dest": target.value}
    for source, actions in TRANSITIONS.items()
    for action, target in actions.items()
]


def _stand_transitions(status: OrderStatus) -> _Order:
    order = _Order()
    states = [one.value for one in OrderStatus]
    Machine(order, states, initial=status.value, transitions=_ARROWS, auto_transitions=False)
    return order


def _transitions_may(order: Any, action: OrderAction) -> bool:
    return bool(order.may_trigger(action.value))


class _Life(StateMachine):
    """The life of an order, as python-statemachine writes it."""

    terms_selected = State(initial=True)
    placed = State(value="order_placed")
    confirmed = State(value="order_confirmed")
    canceled = State(value="order_canceled", final=True)
    refunded = State(value="refund", final=True)

    order_placed = terms_selected.to(placed)
    update_order = placed.to(placed)
    confirm_order = placed.to(confirmed)
    cancel_order = placed.to(canceled)
    refund = confirmed.to(confirmed)
    delete_refund = confirmed.to(confirmed)
    carry_out = confirmed.to(refunded)


def _stand_statemachine(status: OrderStatus) -> _Life:
    return _Life(start_value=status.value)


def _statemachine_may(life: _Life, action: OrderAction) -> bool:
    return any(event.id == action.value for event in life.allowed_events)


def _itself(status: OrderStatus) -> OrderStatus:
    return status


GUARDS: Final = (
    Guard(OURS, "backd-rules", "`next_status`", _itself, _ours_may),
    Guard(
        "transitions",
        "transitions",
        "`may_trigger` of a model that its machine has put in the status",
        _stand_transitions,
        _transitions_may,
    ),
    Guard(
        "python-statemachine",
        "python-statemachine",
        "`allowed_events` of a machine that stands in the status",
        _stand_statemachine,
        _statemachine_may,
    ),
)
_CASES: Final = {
    "allowed": (OrderStatus.ORDER_PLACED, OrderAction.UPDATE_ORDER),
    "forbidden": (OrderStatus.ORDER_CONFIRMED, OrderAction.UPDATE_ORDER),
}


def contests() -> Iterator[Contest]:
    """An update, where it is allowed and where it is forbidden."""
    check_agreement()
    for case, (status, action) in _CASES.items():
        contestants = tuple(calls(g.name, g.may, g.stand(status), action) for g in GUARDS)
        yield Contest(GROUP, case, contestants)


def check_agreement() -> None:
    """Raise `Disagreement` unless all say the same of every action in every status."""
    for guard in GUARDS:
        for status in OrderStatus:
            for action in OrderAction:
                if guard.may(guard.stand(status), action) != _ours_may(status, action):
                    raise Disagreement(f"{guard.name} does not agree on {action} in {status}")
