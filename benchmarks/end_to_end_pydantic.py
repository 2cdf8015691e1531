"""A server's whole answer, with pydantic at both ends and the rules by hand."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from benchmarks.by_hand import HTTP, Amounts, changed, judge
from benchmarks.pydantic_models import (
    ABSENT,
    Address,
    Contact,
    Failure,
    Limit,
    Order,
    OrderUpdate,
    PersonName,
    Reason,
    ResponseStatus,
    Success,
)


def answer(body: bytes, order: Order, limit: Limit) -> bytes:
    """The bytes of the response to the bytes of a request."""
    try:
        update = OrderUpdate.model_validate_json(body)
    except ValidationError as invalid:
        return _malformed(invalid)
    reasons, amounts = judge(order, order, update, limit, ABSENT)
    if reasons:
        code = HTTP.get(reasons[0].code, 422)
        return _failure(
            "the update is refused", code, [Reason.model_construct(**r._asdict()) for r in reasons]
        )
    return _success(_updated(order, update, amounts))


def _updated(order: Order, update: OrderUpdate, amounts: Amounts) -> Order:
    fields = changed(update, amounts, ABSENT)
    fields["increase_count"] = order.increase_count + (amounts[0] > order.order_total)
    if update.shipping is not ABSENT:
        fields["shipping"] = _contact(order.shipping, update.shipping)
    if update.billing is not ABSENT:
        fields["billing"] = _contact(order.billing, update.billing)
    return order.model_copy(update=fields)


def _contact(present: Contact | None, patch: BaseModel) -> Contact:
    fields = _stated(patch)
    name = present and present.name
    address = present and present.address
    if "name" in fields:
        fields["name"] = _copy(PersonName, name, _stated(fields["name"]))
    if "address" in fields:
        fields["address"] = _copy(Address, address, _stated(fields["address"]))
    contact: Contact = _copy(Contact, present, fields)
    return contact


def _copy(model: type[BaseModel], present: BaseModel | None, fields: dict[str, Any]) -> Any:
    return present.model_copy(update=fields) if present else model.model_construct(**fields)


def _stated(patch: BaseModel) -> dict[str, Any]:
    return {name: getattr(patch, name) for name in patch.model_fields_set}


def _success(order: Order) -> bytes:
    envelope = Success.model_construct(
        data=order,
        message="API Backd - Success",
        status=ResponseStatus.model_construct(type="success", code=200),
        error=False,
    )
    return envelope.__pydantic_serializer__.to_json(envelope, exclude_none=True)


def _malformed(invalid: ValidationError) -> bytes:
    errors = invalid.errors(include_url=False, include_context=False, include_input=False)
    reasons = [
        Reason.model_construct(
            code=error["type"], path="/" + "/".join(map(str, error["loc"])), message=error["msg"]
        )
        for error in errors
    ]
    return _failure("the payload is malformed", 400, reasons)


def _failure(message: str, code: int, reasons: list[Reason]) -> bytes:
    return to_json(
        Failure.model_construct(
            message=f"API Backd - Error: {message}",
            status=ResponseStatus.model_construct(type="error", code=code),
            error=True,
            violations=reasons,
        )
    )
