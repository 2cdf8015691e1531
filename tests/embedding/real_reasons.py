"""Reasons of refusals with all codes, as `violations` of a response has them.

Most are those of the conformance vectors.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from backd_rules import Denied, UnknownOrder, wire
from embedding.site import SOURCES

Reason = dict[str, Any]
FOLDER = SOURCES / "backd_rules" / "conformance"


def real_reasons() -> list[Reason]:
    """Return the reasons of all refusals in the vectors, and of what these cannot have."""
    found = [*_violations(), *_problems(), *wire.response(Denied((UnknownOrder(),)))["violations"]]
    return [{name: reason[name] for name in ("code", "path", "facts")} for reason in found]


def _violations() -> Iterator[Reason]:
    for file in ("vectors.json", "actions.json"):
        for vectors in json.loads((FOLDER / file).read_text("utf-8")).values():
            for vector in vectors:
                yield from vector.get("violations", ())


def _problems() -> Iterator[Reason]:
    vectors = json.loads((FOLDER / "vectors.json").read_text("utf-8"))
    for vector in vectors["malformed"]:
        yield from _reasons(vector["reads"], vector["payload"])
    for vector in vectors["texts"]:
        yield from _reasons(vector["reads"], vector["text"])
    yield from _reasons("update", " " * (wire.MAX_BYTES + 1))
    yield from _reasons("update", f"[{'[],' * 100_000}[]]")


def _reasons(reads: str, payload: object) -> list[Reason]:
    """Return the problems of a payload, or of a JSON text."""
    parse = getattr(wire, f"parse_{reads}")
    try:
        parse(wire.loads(payload) if isinstance(payload, str) else payload)
    except wire.InvalidPayload as invalid:
        violations: list[Reason] = wire.error_response(invalid)["violations"]
        return violations
    return []
