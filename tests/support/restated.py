"""What a request may restate of a recorded order, by domain.md, N6 and U4 and nothing else."""

from typing import Any

from backd_rules import Order, wire

_INVISIBLE = {
    *map(chr, (0xAD, 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x180F))),
    *map(chr, (*range(0x200B, 0x200E), *range(0x2060, 0x2065), 0x2800, 0x3164, 0xFEFF, 0xFFA0)),
}
_BIDIRECTIONAL = {
    *map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
}
_LENGTHS = {"email": 254, "item_image_url": 2048, "item_url": 2048}
_REQUIRED_OF_ITEMS = ("display_name", "sku")
_NO_FIELDS_OF_UPDATES = ("status", "create_date", "refunds")
_MOST_ITEMS = 1000


def restatement(order: Order) -> dict[str, Any]:
    """Return the payload of an update that restates all that a request may state of `order`."""
    recorded = wire.dump_order(order)
    for name in _NO_FIELDS_OF_UPDATES:
        recorded.pop(name, None)
    items = recorded.pop("items", [])
    stated = _well_formed(recorded)
    if 0 < len(items) <= _MOST_ITEMS and all(map(_is_well_formed_item, items)):
        stated["items"] = items
    return stated


def _well_formed(recorded: dict[str, Any]) -> dict[str, Any]:
    """Return a recorded object without the texts that no request may state."""
    stated: dict[str, Any] = {}
    for name, value in recorded.items():
        if isinstance(value, dict):
            stated[name] = _well_formed(value)
        elif not isinstance(value, str) or _is_well_formed(name, value):
            stated[name] = value
    return stated


def _is_well_formed_item(item: dict[str, Any]) -> bool:
    texts = {name: value for name, value in item.items() if isinstance(value, str)}
    return {*_REQUIRED_OF_ITEMS} <= {*texts} and all(_is_well_formed(*one) for one in texts.items())


def _is_well_formed(name: str, text: str) -> bool:
    """Return whether a request may state this text (domain.md, N6)."""
    blank = all(character.isspace() or character in _INVISIBLE for character in text)
    return not blank and len(text) <= _LENGTHS.get(name, 255) and not any(map(_is_bad, text))


def _is_bad(character: str) -> bool:
    code = ord(character)
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    breaks_line = code in (0x2028, 0x2029)
    is_surrogate = 0xD800 <= code < 0xE000
    return is_control or breaks_line or is_surrogate or character in _BIDIRECTIONAL
