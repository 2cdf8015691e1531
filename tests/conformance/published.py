"""The published vectors: the file as text and as JSON, and its page."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from typing import Final

from conformance.cases import Json

_FOLDER: Final = files("backd_rules") / "conformance"
TEXT: Final = (_FOLDER / "vectors.json").read_text(encoding="ascii")
PAGE: Final = (_FOLDER / "vectors.md").read_text(encoding="utf-8")
FILE: Final[dict[str, list[Json]]] = json.loads(TEXT)
EXACT: Final[dict[str, list[Json]]] = json.loads(TEXT, parse_float=Decimal)
"""The file with exact numbers, as the oracle takes them."""
