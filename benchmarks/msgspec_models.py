"""The payload of an update as msgspec structs that accept the same payloads as the package.

The numeric constraints of msgspec exclude `Decimal`, so `__post_init__` checks each. A decimal in
quotes is accepted as a number, which no option of msgspec changes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, UnsetType, defstruct

from benchmarks import shapes
from benchmarks.shapes import BAD, LENGTHS, Shape

_BOUNDS: Final = {
    "amount": (Decimal("0.01"), Decimal(0), Decimal("9999999999999.99")),
    "quantity": (Decimal("0.001"), Decimal("0.001"), Decimal("999999999999.999")),
}
"""The unit, the lowest and the highest number."""

_TYPES: Final[dict[str, Any]] = {
    **{
        name: Annotated[
            str, Meta(max_length=length, pattern=f"\\A(?=\\s*\\S)[^{BAD}\ud800-\udfff]*\\Z")
        ]
        for name, length in LENGTHS.items()
    },
    **dict.fromkeys(_BOUNDS, Decimal),
}


def _struct(name: str, shape: Shape, *, patch: bool) -> Any:
    fields = []
    for key, kind in shape.items():
        field, nullable = key.rstrip("?!"), key.endswith("?")
        accepted = _type(field, kind, patch=patch)
        accepted = accepted | None if nullable else accepted
        optional = nullable or (patch and not key.endswith("!"))
        fields.append((field, accepted | UnsetType, UNSET) if optional else (field, accepted))
    numbers = [(field, *_BOUNDS[kind]) for field, kind in shape.items() if str(kind) in _BOUNDS]

    def check(struct: Any) -> None:
        for field, unit, lowest, highest in numbers:
            number = getattr(struct, field)
            if number is not UNSET and not (lowest <= number <= highest and number % unit == 0):
                raise ValueError(f"{field} is out of range or too precise")

    return defstruct(
        name,
        fields,
        namespace={"__post_init__": check},
        frozen=True,
        forbid_unknown_fields=True,
        kw_only=True,
    )


def _type(field: str, kind: Any, *, patch: bool) -> Any:
    if isinstance(kind, dict):
        return _struct(field, kind, patch=patch)
    if isinstance(kind, list):
        element: Any = _struct(field, kind[0], patch=False)
        return Annotated[tuple[element, ...], Meta(min_length=1)]
    return _TYPES[kind]


OrderUpdate: Final[Any] = _struct("OrderUpdate", shapes.UPDATE, patch=True)
