"""The published vectors: the files as text and as JSON, and their page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from conformance.cases import Json

_FOLDER: Final = files("backd_rules") / "conformance"
FILES: Final[Mapping[str, str]] = {
    name: (_FOLDER / name).read_text(encoding="ascii") for name in ("vectors.json", "actions.json")
}
"""The text of each file."""
PAGE: Final = (_FOLDER / "vectors.md").read_text(encoding="utf-8")


def _lists(**options: Any) -> dict[str, list[Json]]:
    """Return the lists of both files by name; one that both files have is joined."""
    lists: dict[str, list[Json]] = {}
    for text in FILES.values():
        for name, vectors in json.loads(text, **options).items():
            lists.setdefault(name, []).extend(vectors)
    return lists


VECTORS: Final = _lists()
"""The lists of both files, with floats."""
EXACT: Final = _lists(parse_float=Decimal)
"""The lists of both files, with exact numbers as the oracle takes them."""
