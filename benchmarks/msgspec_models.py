"""The payload of an update as msgspec structs that accept the same payloads as the package.

The numeric constraints of msgspec exclude `Decimal`, so `__post_init__` checks each. A decimal in
quotes is accepted as a number, which no option of msgspec changes.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, UnsetType, defstruct
from msgspec.structs import force_setattr

from benchmarks.shapes import BAD, BLANK, LENGTHS, MOST_ITEMS, SHAPES, cleared

_BOUNDS: Final = {
    "amount": (Decimal("0.01"), Decimal(0), Decimal("9999999999999.99")),
    "price": (Decimal("0.000001"), Decimal(0), Decimal("999999999.999999")),
    "quantity": (Decimal("0.001"), Decimal("0.001"), Decimal("999999999999.999")),
}
"""The unit, the lowest and the highest number."""

_TEXT: Final = f"(?=[{BLANK}]*[^{BLANK}])[^{BAD}\ud800-\udfff]"


def _type(key: str, kind: str, *, patch: bool) -> Any:
    if kind.startswith("["):
        element: Any = _struct(kind.strip("[]"), patch=False)
        return Annotated[tuple[element, ...], Meta(min_length=1, max_length=MOST_ITEMS)]
    if kind in LENGTHS:
        text = f"{_TEXT}{{1,{LENGTHS[kind]}}}"
        text = f"(?:{text}|[{BLANK}]*)" if key.endswith("?") else text
        return Annotated[str, Meta(pattern=f"\\A{text}\\Z")]
    return _struct(kind, patch=patch) if kind in SHAPES else Decimal


@cache
def _struct(name: str, *, patch: bool) -> Any:
    fields: list[Any] = []
    for key, kind in SHAPES[name].items():
        nullable = key.endswith("?")
        accepted = _type(key, kind, patch=patch)
        accepted = accepted | None if nullable else accepted
        optional = nullable or (patch and not key.endswith("!"))
        field = key.rstrip("?!")
        fields.append((field, accepted | UnsetType, UNSET) if optional else (field, accepted))
    kinds = {key.rstrip("!"): kind for key, kind in SHAPES[name].items()}
    numbers = [(field, *_BOUNDS[kind]) for field, kind in kinds.items() if kind in _BOUNDS]
    nullable_texts = [field[:-1] for field in kinds if field.endswith("?")]

    def check(struct: Any) -> None:
        for field, unit, lowest, highest in numbers:
            number = getattr(struct, field)
            if number is not UNSET and not (lowest <= number <= highest and number % unit == 0):
                raise ValueError(f"{field} is out of range or too precise")
        for field in nullable_texts:
            text = getattr(struct, field)
            if cleared(text) is not text:
                force_setattr(struct, field, None)

    checked = {"__post_init__": check} if numbers or nullable_texts else {}
    options: dict[str, Any] = {"frozen": True, "forbid_unknown_fields": True, "kw_only": True}
    return defstruct(name, fields, namespace=checked, **options)


OrderUpdate: Final = _struct("OrderUpdate", patch=True)
