"""Conformance cases for contacts and texts.

Source: domain.md, F4, N6, N7, U1 to U3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from support.json_values import replaced

from backd_rules.actions.update_order.request import CONTACT_PATHS, REQUIRED_CONTACT_PATHS
from conformance.cases import (
    CONTACT,
    UNLIMITED,
    Case,
    Json,
    an_item,
    an_order,
    an_update,
    without_history,
)

_NULLABLE: Final = tuple(path for path in CONTACT_PATHS if path not in REQUIRED_CONTACT_PATHS)


def _only(path: tuple[str, ...], value: str | None) -> Json:
    """Return a patch that states one field."""
    patch: Any = value
    for name in reversed(path):
        patch = {name: patch}
    return dict(patch)


def _without(contact: Json, path: tuple[str, ...]) -> Json:
    """Return a copy of `contact` without the field at `path`."""
    name, *rest = path
    others = {other: value for other, value in contact.items() if other != name}
    return {**others, name: _without(contact[name], tuple(rest))} if rest else others


_NOTHING: Final[Mapping[str, Json]] = {
    "nothing": {},
    "nothing-inside": {"name": {}, "address": {}},
    "nothing-in-the-name": {"name": {}},
    "nothing-in-the-address": {"address": {}},
}
"""Patches that state nothing."""
_BLANK: Final[Mapping[str, str]] = {"empty": "", "space": " ", "zero-width-space": "\u200b"}


def _patches() -> Iterator[tuple[str, Json]]:
    yield "whole", CONTACT
    yield from _NOTHING.items()
    yield "only-line1-and-nothing-in-the-name", {"name": {}, "address": {"line1": "Other"}}
    for path in CONTACT_PATHS:
        yield f"without-{path[-1]}", _without(CONTACT, path)
        yield f"only-{path[-1]}", _only(path, "Other")
    for path in _NULLABLE:
        yield f"clear-{path[-1]}", _only(path, None)
        yield f"whole-but-clear-{path[-1]}", replaced(CONTACT, path, None)
        for name, text in _BLANK.items():
            yield f"{name}-{path[-1]}", _only(path, text)
        yield f"whole-but-empty-{path[-1]}", replaced(CONTACT, path, "")
    yield "without-name", _without(CONTACT, ("name",))
    yield "without-address", _without(CONTACT, ("address",))


_BILLING: Final = ("whole", "nothing", "only-email", "without-email", "clear-line2")
"""The patches that are also tested with `billing`, of which no rule says anything else."""
_HELD_WITHOUT: Final = ("without-email", "without-company_name", "without-line2")
"""The patches of a contact that the order has. The last two are complete, and must lose nothing."""


def contact_cases() -> Iterator[Case]:
    """Yield patches of each contact field, for orders with and without that contact."""
    without_contacts = without_history(100)
    for field in ("shipping", "billing"):
        for name, patch in _patches():
            if field == "shipping" or name in _BILLING:
                update = an_update(**{field: patch})
                yield Case(f"contact/{field}/new/{name}", without_contacts, UNLIMITED, update)
                with_contact = {**without_contacts, field: CONTACT}
                if not name.startswith("without-") or name in _HELD_WITHOUT:
                    yield Case(f"contact/{field}/held/{name}", with_contact, UNLIMITED, update)
    both = an_update(shipping={"email": "x"}, billing={"phone_number": "1"})
    yield Case("contact/both/new", without_contacts, UNLIMITED, both)
    one_held = {**without_contacts, "billing": CONTACT}
    yield Case("contact/both/one-held", one_held, UNLIMITED, both)
    other = an_update(shipping=_NOTHING["nothing"], billing={"email": "x"})
    yield Case("contact/both/nothing-and-incomplete", without_contacts, UNLIMITED, other)
    yield from _loose_contact_cases()


_RECORDED: Final[Mapping[str, Json | None]] = {
    "null": None,
    "empty": {},
    "empty-inside": {"name": {}, "address": {}},
    "nulls-inside": {"name": None, "address": None, "email": None},
    "without-email": _without(CONTACT, ("email",)),
    "without-address": _without(CONTACT, ("address",)),
    "blank-required": replaced(CONTACT, ("address", "state"), ""),
    "blank-optional": replaced(CONTACT, ("company_name",), " "),
    "line-break": replaced(CONTACT, ("address", "line1"), "9 Dock St\nGate 4"),
}
"""Contacts that no request could bring, as an order may have them."""
_RECORDED_PATCHES: Final[Mapping[str, Json]] = {
    "nothing": {},
    "nothing-inside": {"name": {}, "address": {}},
    "city": {"address": {"city": "Waco"}},
    "email-and-first": {"name": {"first": "Pat"}, "email": "pat@example.com"},
}


def _loose_contact_cases() -> Iterator[Case]:
    for recorded, contact in _RECORDED.items():
        order = {**without_history(100), "shipping": contact}
        for name, patch in _RECORDED_PATCHES.items():
            update = an_update(shipping=patch)
            yield Case(f"contact/recorded-{recorded}/{name}", order, UNLIMITED, update)
    nothing_recorded = {**without_history(100), "shipping": None}
    whole = an_update(shipping=CONTACT)
    yield Case("contact/recorded-null/whole", nothing_recorded, UNLIMITED, whole)


_TEXTS: Final[Mapping[str, str]] = {
    "longest": "x" * 255,
    "longest-astral": "\U0001f600" * 255,
    "spaces-around": " packed ",
    "no-break-space-inside": "a\u00a0b",
    "invisible-inside": "a\u200bb",
    "invisible-in-front": "\ufeffa",
    "zero-width-joiner": "\U0001f469\u200d\U0001f4bb",
    "right-to-left-script": "\u05d0\u05d1",
    "not-composed": "e\u0301",
    "combining-alone": "\u0301",
}


def text_cases() -> Iterator[Case]:
    """Yield updates with unusual but valid texts, and with texts that were recorded."""
    for name, text in _TEXTS.items():
        update = an_update(merchant_order_status=text)
        yield Case(f"text/{name}", without_history(100), UNLIMITED, update)
    again = an_update(merchant_order_status="packed")
    packed = without_history(100, merchant_order_status="packed")
    yield Case("text/the-same", packed, UNLIMITED, again)
    for name, recorded in (("null", None), ("empty", ""), ("line-break", "a\nb")):
        order = without_history(100, merchant_order_status=recorded)
        yield Case(f"text/recorded-{name}/new", order, UNLIMITED, again)
        yield Case(f"text/recorded-{name}/nothing", order, UNLIMITED, an_update())
    no_texts = {"display_name": None, "unit_price": 3, "qty": 1}
    order = an_order(3, items=[no_texts])
    yield Case("text/recorded-item/tax", order, UNLIMITED, an_update(tax_amount=1))
    new = an_update(items=[an_item(3, 1)])
    yield Case("text/recorded-item/new-texts", order, UNLIMITED, new)
