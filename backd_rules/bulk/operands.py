"""What a decision takes: an order, an update and a limit, of one row or of many at once.

Where a mask says that a value is absent, the value itself does not count. Amounts are in cents.
"""

from __future__ import annotations

from typing import NamedTuple

from backd_rules.bulk.overflow import Int, Mask


class Stated(NamedTuple):
    """An amount of an update or a term of a limit; `exists` is false where none is stated."""

    exists: Mask
    amount: Int


class Items(NamedTuple):
    """The sums of items, by the rounding of each line; `exist` is false where there are none."""

    exist: Mask
    lowest: Int
    half_up: Int
    highest: Int


class Held(NamedTuple):
    """What an order holds, as far as the rules depend on it."""

    exists: Mask
    is_forbidden: Mask
    cart: Int
    tax: Int
    shipping: Int
    discount: Int
    total: Int
    placed: Stated
    increases: Stated
    items: Items


class Patch(NamedTuple):
    """What an update states; `names_order` and `names_merchants_order` say if the ids match.

    `contacts` has a bit for each field that a new contact must state and that is missing, and two
    higher bits.
    """

    names_order: Mask
    names_merchants_order: Mask
    contacts: Int
    total: Stated
    cart: Stated
    tax: Stated
    shipping: Stated
    discount: Stated
    items: Items


class Terms(NamedTuple):
    """The limit of all rows, or a limit for each row."""

    increase: Stated
    percent: Stated
    cap: Stated
    increases: Stated
    takes_higher: Mask
    from_present: Mask
