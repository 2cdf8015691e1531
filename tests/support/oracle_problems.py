"""An independent model of what makes a payload malformed.

It models domain.md, F4, N2 to N9, U4 to U6, and the requests of A1 to A6.

A shape describes a payload: an object by its fields, an array by a list of one shape, and any other
value by a word of `FAULTS`. A "!" marks a required field, a "?" one that `null` or blank text may
clear. The module imports nothing of the package.

A record may hold `null` in any field that is not required (F4). It may hold unknown fields too, and
arrays of any length (F2). A request may not (U4 to U6).

Unlike the package, it reports any number of problems, with paths of any length (V4).
"""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from support.oracle import CENT, LARGEST, LARGEST_COUNT, MILLIONTH, THOUSANDTH, exact, round_half_up

Problem = tuple[str, str]
"""A code and a path."""
Fault = str | None
"""A code, or none."""

FIRST_INFINITE = 2**1024 - 2**970
"""Half way between the largest double and the next power of two: its nearest double is infinite."""

# Text

INVISIBLE = {
    *(0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFEFF, 0xFFA0),
    *range(0x180B, 0x180F),
    *range(0x200B, 0x200E),
    *range(0x2060, 0x2065),
}
"""The invisible characters of N6."""
SURROGATES = set(range(0xD800, 0xE000))
FORBIDDEN = SURROGATES.union(
    *(range(0x20), range(0x7F, 0xA0)),  # Control characters.
    *((0x61C, 0x200E, 0x200F), range(0x202A, 0x202F), range(0x2066, 0x206A)),  # Bidirectional.
    (0x2028, 0x2029),  # Line-breaking, as some of the control characters are.
)
"""The characters that no text of a request holds (N6)."""


def is_blank(text: str) -> bool:
    """Return whether `text` is white space and invisible characters only (N6)."""
    return all(character.isspace() or ord(character) in INVISIBLE for character in text)


def text_fault(value: object, longest: int) -> Fault:
    """Return the first fault of a text in a request (N6)."""
    if not isinstance(value, str):
        return "wrong_type"
    if is_blank(value):
        return "blank"
    if len(value) > longest:
        return "too_long"
    return "bad_characters" if FORBIDDEN.intersection(map(ord, value)) else None


def recorded_text_fault(value: object) -> Fault:
    """Return the first fault of a text in a record, which must be encodable as UTF-8 (F4)."""
    if not isinstance(value, str):
        return "wrong_type"
    return "bad_characters" if SURROGATES.intersection(map(ord, value)) else None


def recorded_id_fault(value: object) -> Fault:
    """Return the first fault of an id in a record (F4)."""
    is_blank_text = isinstance(value, str) and is_blank(value)
    return "blank" if is_blank_text else recorded_text_fault(value)


def word_fault(value: object, words: tuple[str, ...], code: str) -> Fault:
    """Return `code` for an unknown word."""
    if not isinstance(value, str):
        return "wrong_type"
    return None if value in words else code


# Numbers


def number_fault(
    value: Any, highest: Fraction, unit: Fraction, *, zero: bool = True, rounds: bool = False
) -> Fault:
    """Return the first fault of a number (N2 to N4); `rounds` is for a record (F6)."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):  # N9
        return "wrong_type"
    if not is_finite(value):
        return "not_finite"
    number = round_half_up(exact(value), unit) if rounds else exact(value)
    if abs(number) > highest:
        return "out_of_range"
    if (number / unit).denominator > 1:
        return "too_precise"
    return None if number > 0 or (number == 0 and zero) else "out_of_range"


def count_fault(value: Any) -> Fault:
    """Return the first fault of a whole number; 1.0 is one (L9)."""
    fault = number_fault(value, Fraction(LARGEST_COUNT), Fraction(1))
    if fault in ("wrong_type", "not_finite"):
        return fault
    return "wrong_type" if exact(value).denominator > 1 else fault


def is_finite(value: float | Decimal) -> bool:
    """Return whether the double nearest to the number is neither infinite nor NaN (N2)."""
    if isinstance(value, int):  # `float` raises OverflowError where the nearest is infinite.
        return abs(value) < FIRST_INFINITE
    if isinstance(value, Decimal) and value.is_nan():  # `float` refuses a signalling NaN.
        return False
    return math.isfinite(float(value))


# Shapes

STATUSES = (
    "terms_selected",
    "order_placed",
    "order_confirmed",
    "order_canceled",
    "order_cancelled",
    "refund",
)
HIGHEST_PRICE = Fraction("999999999.999999")  # N4
HIGHEST_QTY = Fraction("999999999999.999")  # N4

FAULTS: dict[str, Callable[[Any], Fault]] = {
    "text": partial(text_fault, longest=255),
    "email": partial(text_fault, longest=254),
    "url": partial(text_fault, longest=2048),
    "recorded text": recorded_text_fault,
    "recorded id": recorded_id_fault,
    "status": partial(word_fault, words=STATUSES, code="unknown_status"),
    "combine": partial(word_fault, words=("lower", "higher"), code="bad_format"),
    "base": partial(word_fault, words=("placed_total", "order_total"), code="bad_format"),
    "amount": partial(number_fault, highest=LARGEST, unit=CENT),
    "positive amount": partial(number_fault, highest=LARGEST, unit=CENT, zero=False),
    "price": partial(number_fault, highest=HIGHEST_PRICE, unit=MILLIONTH),
    "qty": partial(number_fault, highest=HIGHEST_QTY, unit=THOUSANDTH, zero=False),
    "recorded price": partial(number_fault, highest=HIGHEST_PRICE, unit=MILLIONTH, rounds=True),
    "recorded qty": partial(
        number_fault, highest=HIGHEST_QTY, unit=THOUSANDTH, zero=False, rounds=True
    ),
    "count": count_fault,
    "read-only": lambda value: "read_only_field",  # noqa: ARG005 # U6
}
AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
READ_ONLY = ("status", "create_date", "refunds")  # U6


def contact_of(text: str, email: str, optional: str) -> dict[str, Any]:
    """Return the shape of a contact with these words for its texts (chapter 4)."""
    lines = {"line1": text, "line2": optional}
    return {
        "name": dict.fromkeys(("first", "last"), text),
        "company_name": optional,
        "address": lines | dict.fromkeys(("city", "state", "zipcode", "country"), text),
        "phone_number": text,
        "email": email,
    }


def both_contacts(contact: dict[str, Any]) -> dict[str, Any]:
    return {"shipping": contact, "billing": contact}


UPDATE: dict[str, Any] = {  # Chapter 4.
    **dict.fromkeys(("backd_order_id", "merchant_order_id"), "text!"),
    "merchant_order_status": "text",
    **dict.fromkeys(AMOUNTS, "amount"),
    **both_contacts(contact_of("text", "email", "text?")),
    "items": [
        {
            **dict.fromkeys(("display_name", "sku"), "text!"),
            "unit_price": "price!",
            "qty": "qty!",
            **dict.fromkeys(("item_image_url", "item_url"), "url?"),
        }
    ],
    **dict.fromkeys(READ_ONLY, "read-only?"),
}
ORDER: dict[str, Any] = {  # F4 and F5.
    **dict.fromkeys(("backd_order_id", "merchant_order_id"), "recorded id!"),
    "status": "status!",
    **dict.fromkeys(("create_date", "merchant_order_status"), "recorded text"),
    **dict.fromkeys(AMOUNTS[:2], "amount!"),
    **dict.fromkeys((*AMOUNTS[2:], "placed_total"), "amount"),
    "increase_count": "count",
    **both_contacts(contact_of("recorded text", "recorded text", "recorded text")),
    "items": [
        {
            "unit_price": "recorded price!",
            "qty": "recorded qty!",
            **dict.fromkeys(("display_name", "sku", "item_image_url", "item_url"), "recorded text"),
        }
    ],
    "refunds": [
        {
            "amount": "amount!",
            **dict.fromkeys(("create_date", "status", "locked_at"), "recorded text"),
        }
    ],
}
CAPS = ("max_increase", "max_increase_percent", "max_order_total")
LIMIT: dict[str, Any] = {  # L1 to L3. A percentage has the bounds of an amount.
    **dict.fromkeys(CAPS, "amount"),
    "max_increases": "count",
    "combine": "combine",
    "measured_from": "base",
}

IDS: dict[str, Any] = {"backd_order_id": "text!", "merchant_order_id": "text"}  # Chapter 7.
BOTH_IDS: dict[str, Any] = {**IDS, "merchant_order_id": "text!"}  # A1.
REFUND_REQUEST: dict[str, Any] = {**BOTH_IDS, "refund_amount": "positive amount!"}  # A3.

# Payloads


def order_problems(payload: object) -> list[Problem]:
    """Return the problems of a record, sorted."""
    return sorted(problems(ORDER, payload, "", record=True))


def update_problems(payload: object) -> list[Problem]:
    """Return the problems of an update, sorted."""
    return sorted(problems(UPDATE, payload, ""))


def updates_problems(payload: object) -> list[Problem]:
    """Return the problems of a batch, sorted (U5)."""
    return sorted(problems([UPDATE], payload, ""))


def limit_problems(payload: object) -> list[Problem]:
    """Return the problems of a limit, sorted (L6)."""
    found = list(problems(LIMIT, payload, ""))
    if isinstance(payload, dict) and not any(name in payload for name in CAPS):
        found.append(("missing", ""))
    return sorted(found)


def ids_problems(payload: object) -> list[Problem]:
    """Return the problems of a request that may leave out the merchant's id, sorted."""
    return sorted(problems(IDS, payload, ""))


def both_ids_problems(payload: object) -> list[Problem]:
    """Return the problems of a request to place an order, sorted (A1)."""
    return sorted(problems(BOTH_IDS, payload, ""))


def refund_request_problems(payload: object) -> list[Problem]:
    """Return the problems of a request of a refund, sorted (A3)."""
    return sorted(problems(REFUND_REQUEST, payload, ""))


def problems(shape: Any, value: Any, path: str, *, record: bool = False) -> Iterator[Problem]:
    """Yield the problems of a value that is not null."""
    if isinstance(shape, str):
        fault = FAULTS[shape.rstrip("!?")](value)
        if fault and not (fault == "blank" and shape.endswith("?")):  # N7
            yield fault, path
    elif not isinstance(value, type(shape)):
        yield "wrong_type", path
    elif isinstance(value, list):
        yield from array_problems(shape[0], value, path, record=record)
    else:
        yield from object_problems(shape, value, path, record=record)


def array_problems(shape: Any, array: Any, path: str, *, record: bool) -> Iterator[Problem]:
    most = 1000 if path else 100  # U4 and U5: only a batch is an array itself.
    if not record and not array:
        yield "empty", path
    elif not record and len(array) > most:
        yield "too_many", path
    else:
        for number, element in enumerate(array):
            yield from problems(shape, element, f"{path}/{number}", record=record)


def object_problems(shape: Any, fields: Any, path: str, *, record: bool) -> Iterator[Problem]:
    for name, field in shape.items():
        mark = field[-1] if isinstance(field, str) else ""
        if name not in fields:
            if mark == "!":
                yield "missing", f"{path}/{name}"
        elif fields[name] is not None or field == "read-only?":
            yield from problems(field, fields[name], f"{path}/{name}", record=record)
        elif mark == "!" or not (record or mark == "?"):
            yield "not_nullable", f"{path}/{name}"
    for name in fields:
        if name not in shape and not record:  # U6
            yield "unknown_field", f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
