"""Strategies for the patches of contacts, and the patch that restates what a record holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st

from backd_rules import UNSET, AddressUpdate, Contact, ContactUpdate, PersonNameUpdate
from backd_rules.actions.update_order.request import PATCH_CLASSES, REQUIRED_CONTACT_PATHS
from backd_rules.domain.fields import declarations
from backd_rules.domain.kinds import Text
from backd_rules.testing.numbers import mapped, weighted
from backd_rules.testing.texts import may_be_stated, optional_texts, required_texts

Fields = Mapping[str, st.SearchStrategy[Any]]


@st.composite
def some_of(draw: st.DrawFn, fields: Fields) -> dict[str, Any]:
    """Generate values of some of `fields`; shrinks to none of them."""
    # One draw says which fields: a draw per field would take as long as the fields themselves.
    stated = draw(st.integers(0, 2 ** len(fields) - 1))
    return {
        name: draw(field) for bit, (name, field) in enumerate(fields.items()) if stated >> bit & 1
    }


def _patches(cls: type[Any], **nested: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Generate patches of class `cls` that state some of its fields."""
    fields = {**nested, **required_texts(cls), **optional_texts(cls)}
    return mapped(some_of(fields), lambda stated: cls(**stated))


def person_name_updates() -> st.SearchStrategy[PersonNameUpdate]:
    """Generate patches of a person's name. Shrinks to `PersonNameUpdate()`.

    A patch states some of the fields, or none. Each text is one that a request may state.

        person_name_updates().filter(lambda patch: patch != PersonNameUpdate())
    """
    return _patches(PersonNameUpdate)


def address_updates() -> st.SearchStrategy[AddressUpdate]:
    """Generate patches of an address. Shrinks to `AddressUpdate()`.

    A patch states some of the fields, or none. Each text is one that a request may state.

        address_updates().filter(lambda patch: patch != AddressUpdate())
    """
    return _patches(AddressUpdate)


def contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """Generate patches of a contact, complete or not. Shrinks to `ContactUpdate()`.

    Some state nothing, also in the patches inside, and some clear the optional fields (domain.md,
    U3 and N7). Some are complete, and leave an optional field unset, which keeps it.

        contact_updates().filter(lambda patch: patch != ContactUpdate())
    """
    return weighted(_ANY_PATCH, _ANY_PATCH, NOTHING_STATED, CLEARED, complete_contact_updates())


NOTHING_STATED: Final = st.sampled_from(
    [
        ContactUpdate(),
        ContactUpdate(name=PersonNameUpdate()),
        ContactUpdate(name=PersonNameUpdate(), address=AddressUpdate()),
    ]
)


def _clearing(cls: type[Any], **nested: Any) -> Any:
    """Return the patch of class `cls` that clears each optional text."""
    return cls(**nested, **dict.fromkeys(optional_texts(cls)))


CLEARED: Final = st.sampled_from(
    [
        _clearing(ContactUpdate, address=_clearing(AddressUpdate)),
        _clearing(ContactUpdate),
        ContactUpdate(address=_clearing(AddressUpdate)),
    ]
)
_ANY_PATCH: Final = _patches(ContactUpdate, name=person_name_updates(), address=address_updates())


def complete_contact_updates() -> st.SearchStrategy[ContactUpdate]:
    """Generate patches that state all of a new contact; shrinks to "0" in each required field."""
    return _complete(ContactUpdate, name=_COMPLETE_NAME, address=_COMPLETE_ADDRESS)


def _complete(cls: type[Any], **nested: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    required = st.fixed_dictionaries({**nested, **required_texts(cls)})
    return mapped(
        st.tuples(required, some_of(optional_texts(cls))), lambda drawn: cls(**drawn[0], **drawn[1])
    )


_COMPLETE_NAME: Final = _complete(PersonNameUpdate)
_COMPLETE_ADDRESS: Final = _complete(AddressUpdate)


def restating_patch(record: Any) -> Any:
    """Return the patch that states every field of `record` that a request may state.

    A text that no request may state is unset, and so is a record inside that is absent.
    """
    cls, stated = type(record), {}
    for name, declared in declarations(cls).items():
        value = getattr(record, name)
        if type(value) in PATCH_CLASSES:
            stated[name] = restating_patch(value)
        elif isinstance(declared.kind, Text) and may_be_stated(cls, name, value):
            stated[name] = value
    return PATCH_CLASSES[cls](**stated)


def complete_patch(contact: Contact) -> ContactUpdate:
    """Return a patch that states every required text of `contact`, and no optional one.

    It could be a new contact, but it keeps the optional texts, which it does not state. A required
    text that no request may state becomes "0".
    """
    restated = restating_patch(contact)
    stated: dict[str, dict[str, Any]] = {"": {}, "name": {}, "address": {}}
    for *inside, name in REQUIRED_CONTACT_PATHS:
        part = getattr(restated, inside[0]) if inside else restated
        text = getattr(part, name, UNSET)
        stated["".join(inside)][name] = "0" if text is UNSET else text
    return ContactUpdate(
        name=PersonNameUpdate(**stated["name"]),
        address=AddressUpdate(**stated["address"]),
        **stated[""],
    )
