"""The person whom an order is shipped or billed to, as recorded (domain.md, F4).

Adding a text field takes one line here and one in `actions/update_order/request.py`.
"""

from __future__ import annotations

from typing import Final

import attrs

from backd_rules.domain.fields import check_record, documented, one, text
from backd_rules.domain.values import Record

_EMAIL_LENGTH: Final = 254


@documented
@attrs.frozen(getstate_setstate=False)
class PersonName(Record):
    """First and last name of a person, as recorded. A `repr` does not show it, as it is personal.

    Raises `TypeError` or `ValueError` that names the field (domain.md, F4).

    >>> from backd_rules import PersonName
    >>> PersonName("Ada", "Doe").first
    'Ada'
    """

    first: str | None = attrs.field(
        default=None, repr=False, metadata=text("First name of the person.")
    )
    last: str | None = attrs.field(
        default=None, repr=False, metadata=text("Last name of the person.")
    )

    __attrs_post_init__ = check_record


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Address(Record):
    """A postal address, as recorded. A `repr` does not show it, as it is personal.

    Raises `TypeError` or `ValueError` that names the field (domain.md, F4).

    >>> from backd_rules import Address
    >>> Address(line1="123 Main St", city="Austin", state="TX").city
    'Austin'
    """

    line1: str | None = attrs.field(default=None, repr=False, metadata=text("First address line."))
    line2: str | None = attrs.field(
        default=None, repr=False, metadata=text("Second address line (optional).", optional=True)
    )
    city: str | None = attrs.field(default=None, repr=False, metadata=text("City of the address."))
    state: str | None = attrs.field(
        default=None, repr=False, metadata=text("State of the address.")
    )
    zipcode: str | None = attrs.field(
        default=None, repr=False, metadata=text("Zip code of the address.")
    )
    country: str | None = attrs.field(
        default=None, repr=False, metadata=text("Country of the address.")
    )

    __attrs_post_init__ = check_record


@documented
@attrs.frozen(kw_only=True, getstate_setstate=False)
class Contact(Record):
    """The person whom an order is shipped or billed to, as recorded: any field may be `None`.

    Only a request must state a new contact completely. A `repr` shows nothing, as all is personal.
    Raises `TypeError` or `ValueError` that names the field (domain.md, F4 and U3).

    >>> from backd_rules import Contact, PersonName
    >>> Contact(name=PersonName("Ada", "Doe"), email="ada@example.com").email
    'ada@example.com'
    """

    name: PersonName | None = attrs.field(
        default=None, repr=False, metadata=one("First and last name of a person.", PersonName)
    )
    company_name: str | None = attrs.field(
        default=None,
        repr=False,
        metadata=text("Name of the person's company (optional).", optional=True),
    )
    address: Address | None = attrs.field(
        default=None, repr=False, metadata=one("Postal address.", Address)
    )
    phone_number: str | None = attrs.field(
        default=None, repr=False, metadata=text("Phone number of the person.")
    )
    email: str | None = attrs.field(
        default=None, repr=False, metadata=text("Email address of the person.", _EMAIL_LENGTH)
    )

    __attrs_post_init__ = check_record
