"""The command of each recipe: `FUNCTION SOURCE TARGET [LIMIT]`, where the limit is a JSON file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from backd_rules import MerchantLimit, wire

Recipe = Callable[[str, str, MerchantLimit | None], None]


def run(*recipes: Recipe) -> None:
    """Call the recipe of the name that the command states."""
    name, source, target, *limits = sys.argv[1:]
    [recipe] = [recipe for recipe in recipes if recipe.__name__ == name]
    limit = wire.parse_limit(json.loads(Path(limits[0]).read_bytes())) if limits else None
    recipe(source, target, limit)
