"""A server's whole answer, with msgspec at both ends and the rules by hand."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from benchmarks.by_hand import HTTP, Amounts, changed, judge
from benchmarks.msgspec_models import (
    Address,
    Contact,
    ContactUpdate,
    Failure,
    Limit,
    OrderUpdate,
    PersonName,
    Reason,
    ResponseStatus,
    Stored,
    Success,
)

_DECODER: Final = msgspec.json.Decoder(OrderUpdate)
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


def answer(body: bytes, stored: Stored, limit: Limit) -> bytes:
    """The bytes of the response to the bytes of a request."""
    try:
        update = _DECODER.decode(body)
    except msgspec.ValidationError as invalid:
        message, _, place = str(invalid).partition(" - at ")
        return _failure("the payload is malformed", 400, [Reason("malformed", place, message)])
    reasons, amounts = judge(stored.order, stored, update, limit, UNSET)
    if reasons:
        code = HTTP.get(reasons[0].code, 422)
        return _failure("the update is refused", code, [Reason(*reason) for reason in reasons])
    return _success(_updated(stored, update, amounts))


def _updated(stored: Stored, update: OrderUpdate, amounts: Amounts) -> Stored:
    order = stored.order
    fields = changed(update, amounts, UNSET)
    if update.shipping is not UNSET:
        fields["shipping"] = _contact(order.shipping, update.shipping)
    if update.billing is not UNSET:
        fields["billing"] = _contact(order.billing, update.billing)
    count = stored.increase_count + (amounts[0] > order.order_total)
    return Stored(replace(order, **fields), stored.placed_total, count)


def _contact(present: Contact | None, patch: ContactUpdate) -> Contact:
    fields = _stated(patch)
    if "name" in fields:
        fields["name"] = _with(PersonName, present and present.name, _stated(fields["name"]))
    if "address" in fields:
        fields["address"] = _with(Address, present and present.address, _stated(fields["address"]))
    contact: Contact = _with(Contact, present, fields)
    return contact


def _with(struct: type[msgspec.Struct], present: Any, fields: dict[str, Any]) -> Any:
    return replace(present, **fields) if present else struct(**fields)


def _stated(patch: msgspec.Struct) -> dict[str, Any]:
    names = patch.__struct_fields__
    return {name: stated for name in names if (stated := getattr(patch, name)) is not UNSET}


def _success(stored: Stored) -> bytes:
    status = ResponseStatus("success", 200)
    return _ENCODER.encode(Success(stored.order, "API Backd - Success", status, error=False))


def _failure(message: str, code: int, reasons: list[Reason]) -> bytes:
    status = ResponseStatus("error", code)
    return _ENCODER.encode(Failure(f"API Backd - Error: {message}", status, True, reasons))
