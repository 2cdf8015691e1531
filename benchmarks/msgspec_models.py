"""The payload of an update as msgspec structs that accept the same payloads as the package.

The numeric constraints of msgspec exclude `Decimal`, so `__post_init__` checks each. A decimal in
quotes is accepted as a number, which no option of msgspec changes.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, UnsetType, defstruct

from benchmarks.shapes import BAD, LENGTHS, SHAPES

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


@cache
def _struct(name: str, *, patch: bool) -> Any:
    fields: list[Any] = []
    for key, kind in SHAPES[name].items():
        nullable = key.endswith("?")
        accepted = _type(kind, patch=patch)
        accepted = accepted | None if nullable else accepted
        optional = nullable or (patch and not key.endswith("!"))
        field = key.rstrip("?!")
        fields.append((field, accepted | UnsetType, UNSET) if optional else (field, accepted))
    numbers = [(field, *_BOUNDS[kind]) for field, kind in SHAPES[name].items() if kind in _BOUNDS]

    def check(struct: Any) -> None:
        for field, unit, lowest, highest in numbers:
            number = getattr(struct, field)
            if number is not UNSET and not (lowest <= number <= highest and number % unit == 0):
                raise ValueError(f"{field} is out of range or too precise")

    checked = {"__post_init__": check}
    options: dict[str, Any] = {"frozen": True, "forbid_unknown_fields": True, "kw_only": True}
    return defstruct(name, fields, namespace=checked, **options)


def _type(kind: str, *, patch: bool) -> Any:
    if kind.startswith("["):
        element: Any = _struct(kind.strip("[]"), patch=False)
        return Annotated[tuple[element, ...], Meta(min_length=1)]
    return _struct(kind, patch=patch) if kind in SHAPES else _TYPES[kind]


OrderUpdate: Final = _struct("OrderUpdate", patch=True)
