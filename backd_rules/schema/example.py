"""The built-in example: an order, a limit, an update that increases the total, other requests.

The values are JSON-shaped dicts, like those that `wire` parses. The order is the example response
of Backd's reference.
"""

from typing import Any, Final

_CONTACT: Final[dict[str, Any]] = {
    "name": {"first": "Joe", "last": "Doe"},
    "company_name": "Big Business",
    "address": {
        "line1": "123 Main St",
        "line2": "Floor 1",
        "city": "Austin",
        "state": "TX",
        "zipcode": "78704",
        "country": "USA",
    },
    "phone_number": "4153334567",
    "email": "joedoe@123fakestreet.com",
}

_LAPTOPS: Final[dict[str, Any]] = {
    "display_name": "MacBook Pro",
    "sku": "ABC-123",
    "unit_price": 3000,
    "qty": 3,
    "item_image_url": "http://merchant.website.com/images/macbook-pro.jpg",
    "item_url": "http://merchant.website.com/products/macbook-pro.html",
}

ORDER: Final[dict[str, Any]] = {
    "backd_order_id": "BO-20260416-0001",
    "create_date": "2026-04-16 10:30:00",
    "order_total": 9150,
    "cart_amount": 9000,
    "tax_amount": 100,
    "shipping_amount": 50,
    "discount_amount": 0,
    "status": "order_placed",
    "merchant_order_id": "JKLMO4321",
    "merchant_order_status": "processing",
    "shipping": _CONTACT,
    "billing": _CONTACT,
    "items": [_LAPTOPS],
    "refunds": [
        {
            "amount": 50,
            "create_date": "2026-04-15 12:49:46",
            "status": "draft",
            "locked_at": "2026-04-15 22:00:00",
        }
    ],
}

LIMIT: Final[dict[str, Any]] = {"max_increase": 75, "max_increase_percent": 15}

UPDATE: Final[dict[str, Any]] = {
    "backd_order_id": "BO-20260416-0001",
    "merchant_order_id": "JKLMO4321",
    "tax_amount": 100.43,
    "shipping": {"address": {"line2": "Floor 2"}},
    "items": [
        _LAPTOPS,
        {"display_name": "USB-C cable", "sku": "CBL-2", "unit_price": 15.6, "qty": 2.5},
    ],
}

_IDS: Final = ("backd_order_id", "merchant_order_id")
IDS: Final[dict[str, Any]] = {name: ORDER[name] for name in _IDS}

REFUND: Final[dict[str, Any]] = {**IDS, "refund_amount": 50}
