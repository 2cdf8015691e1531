"""What fields may hold, and the checks by which a constructor refuses anything else.

The tables say what each text field may hold, for the constructors and for everything that reads or
describes payloads. Knows nothing of the classes whose fields they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from backd_rules.domain.money import MAX_SCALED, Money
from backd_rules.domain.values import Fault, refuse, text_fault

_LINE: Final = 255
_URL: Final = 2048
_EMAIL: Final = 254

MAX_LENGTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "backd_order_id": _LINE,
        "merchant_order_id": _LINE,
        "merchant_order_status": _LINE,
        "first": _LINE,
        "last": _LINE,
        "company_name": _LINE,
        "line1": _LINE,
        "line2": _LINE,
        "city": _LINE,
        "state": _LINE,
        "zipcode": _LINE,
        "country": _LINE,
        "phone_number": _LINE,
        "email": _EMAIL,
        "display_name": _LINE,
        "sku": _LINE,
        "item_image_url": _URL,
        "item_url": _URL,
        "status": _LINE,
    }
)
"""The most characters each text field holds (a refund's for `status`). None may be blank."""

CLEARABLE: Final = frozenset({"company_name", "line2", "item_image_url", "item_url"})
"""The fields that may be empty: `null` clears them, and is an error on any other."""

TIMESTAMP: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
"""`YYYY-MM-DD HH:MM:SS`, without a zone (domain.md, The response)."""


def timestamp_fault(text: object) -> Fault | None:
    """What is wrong with `text` as a timestamp, if anything; it must name a day that exists."""
    if type(text) is not str:
        return Fault.WRONG_TYPE
    if not re.fullmatch(TIMESTAMP, text):
        return Fault.BAD_FORMAT
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return Fault.BAD_FORMAT
    return None


def check_text(owner: object, field: str, text: object) -> None:
    """Raise as `refuse` does unless `text` is what the text field `field` may hold."""
    if fault := text_fault(text, MAX_LENGTHS[field]):
        refuse(owner, field, fault)


def check_texts(owner: object, *fields: str) -> None:
    """Check each text field of `owner`; the clearable ones may also be `None`."""
    for field in fields:
        text = getattr(owner, field)
        if not (text is None and field in CLEARABLE):
            check_text(owner, field, text)


def check_amount(owner: object, field: str, amount: object) -> None:
    """Raise as `refuse` does unless `amount` is a `Money` that is not negative."""
    check_type(owner, field, amount, Money)
    if amount.cents < 0:  # type: ignore[attr-defined]
        refuse(owner, field, Fault.OUT_OF_RANGE, "is negative")


def check_count(owner: object, field: str, count: object) -> None:
    """Raise as `refuse` does unless `count` is an `int` from 0 up to fifteen digits."""
    check_type(owner, field, count, int)
    if not 0 <= count <= MAX_SCALED:  # type: ignore[operator]
        refuse(owner, field, Fault.OUT_OF_RANGE)


def check_type(owner: object, field: str, thing: object, expected: type) -> None:
    """Raise as `refuse` does unless `thing` is exactly an `expected` (a `bool` is no `int`)."""
    if type(thing) is not expected:
        refuse(owner, field, Fault.WRONG_TYPE, f"must be of type {expected.__name__}")


def check_timestamp(owner: object, field: str, timestamp: object) -> None:
    """Raise as `refuse` does unless `timestamp` is `None` or a timestamp."""
    if timestamp is not None and (fault := timestamp_fault(timestamp)):
        refuse(owner, field, fault)


def keep_tuple(owner: object, field: str, *expected: type) -> None:
    """Make the sequence in `field` a tuple, and check that it holds nothing but `expected`."""
    things = getattr(owner, field)
    if type(things) not in (tuple, list):
        refuse(owner, field, Fault.WRONG_TYPE, "must be a tuple or a list")
    if any(type(thing) not in expected for thing in things):
        refuse(owner, field, Fault.WRONG_TYPE, "holds something of the wrong type")
    object.__setattr__(owner, field, tuple(things))
