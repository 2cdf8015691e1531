"""The reference's example response, and the smallest payloads that the tests extend."""

import json
from pathlib import Path
from typing import Any, Final

TESTS: Final = Path(__file__).parents[1]
ROOT: Final = TESTS.parent
REFERENCE_FILE: Final = TESTS / "data" / "update_order_response.json"
REFERENCE: Final[dict[str, Any]] = json.loads(REFERENCE_FILE.read_text(encoding="utf-8"))
ORDER: Final[dict[str, Any]] = REFERENCE["data"]
IDS: Final = {"backd_order_id": "BO-1", "merchant_order_id": "M-1"}
ITEM: Final = {"display_name": "MacBook Pro", "sku": "ABC-123", "unit_price": 3000, "qty": 3}
