"""The state of an order between two updates of its history, of one order or of many."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from backd_rules.bulk.bits import CONTACT_PATHS
from backd_rules.bulk.kernel import Verdict, decide, items_after
from backd_rules.bulk.operands import Held, Items, Patch, Stated, Terms
from backd_rules.bulk.overflow import Int, Mask
from backd_rules.bulk.trees import made


class State(NamedTuple):
    """What an order holds, and what earlier updates have made of it."""

    held: Held
    contacts: Int = 0
    """The bits of `Patch.contacts` that no longer count: updates have added these contacts."""


class Update(NamedTuple):
    """An update, its limit, and whether it means an order. It changes nothing if not `sound`."""

    exists: Mask
    sound: Mask
    patch: Patch
    adds: Int
    """The bits of the contacts that it adds to an order that does not have them."""
    terms: Terms


_EACH: Final = len(CONTACT_PATHS) // 2
_SHIPPING: Final = (1 << _EACH) - 1
_BILLING: Final = _SHIPPING << _EACH


def contacts_added(contacts: Int) -> Int:
    """Return the bits of the fields of the contacts that updates state."""
    states_shipping, states_billing = contacts >> 2 * _EACH & 1, contacts >> 2 * _EACH + 1 & 1
    return states_shipping * _SHIPPING | states_billing * _BILLING


def step(state: State, update: Update) -> tuple[Verdict, State]:
    """Decide the next update, and return the order after it (domain.md, U2, U3 and U5)."""
    # An update may mean no order, although the ones before and after it mean one.
    held = Held(update.exists, *state.held[1:])
    patch = update.patch._replace(contacts=update.patch.contacts & ~state.contacts)
    verdict = decide(held, patch, update.terms, update.sound)
    items = items_after(held, patch, verdict.allowed)
    return verdict, State(
        verdict.after._replace(exists=state.held.exists, items=items),
        state.contacts | update.adds * verdict.allowed,
    )


def cleared(tree: Any, mask: Mask) -> Any:
    """Return 0 where `mask` is false, and for what does not exist. There may be any value."""
    if isinstance(tree, tuple):
        mask = mask & tree[0] if isinstance(tree, (Stated, Items)) else mask
        return made(tree, [cleared(part, mask) for part in tree])
    return tree * mask if isinstance(tree, np.ndarray) else tree
