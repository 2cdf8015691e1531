"""The record of the verdicts, `verdicts.txt`: `RULES_VERSION` changes when a verdict does.

The first line of the file is the `RULES_VERSION` that the record belongs to. Each other line is one
vector: its digest, its list and its name. The digest is of the whole vector, input and verdict.

A test compares the file with the vectors and with `RULES_VERSION`. This command brings the file up
to date:

    PYTHONPATH=tests python -m conformance verdicts

It adds new vectors. It refuses to change or to remove a known one while `RULES_VERSION` is still
that of the file. So a changed verdict fails the test until somebody changes `RULES_VERSION` in
`backd_rules/actions/__init__.py`. Under another version, the command writes the file anew.

A vector that was never committed may still change: restore the file from version control first.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from conformance.cases import Json
from conformance.published import VECTORS

FILE: Final = Path(__file__).with_name("verdicts.txt")
_DIGITS: Final = 8


class Record(NamedTuple):
    """The version of the rules, and the digest of each vector by its list and name."""

    rules_version: str
    digests: dict[str, str]


class ChangedVerdictsError(ValueError):
    """Refusal to record changed vectors under the same version of the rules."""


def published(rules_version: str, lists: dict[str, list[Json]] = VECTORS) -> Record:
    """Return the record of the published vectors."""
    digests = {
        f"{name} {vector['name']}": _digest(vector)
        for name, vectors in lists.items()
        for vector in vectors
    }
    return Record(rules_version, digests)


def _digest(vector: Json) -> str:
    text = json.dumps(vector, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:_DIGITS]


def read(file: Path) -> Record:
    """Return the record in a file."""
    rules_version, *lines = file.read_text(encoding="ascii").splitlines()
    pairs = (line.split(" ", 1) for line in lines)
    return Record(rules_version, {key: digest for digest, key in pairs})


def changed(known: Record, found: Record) -> list[str]:
    """Return the list and name of each known vector that has changed or is missing."""
    return [key for key, digest in known.digests.items() if found.digests.get(key) != digest]


def write(file: Path, found: Record) -> None:
    """Replace the record in a file.

    Raises `ChangedVerdictsError` if a known vector has changed and the version has not.
    """
    known = read(file)
    if known.rules_version == found.rules_version and (keys := changed(known, found)):
        raise ChangedVerdictsError(
            f"{len(keys)} vectors have changed or are missing, and RULES_VERSION is still "
            f"{known.rules_version}: {'; '.join(keys[:10])}. Change RULES_VERSION in "
            "backd_rules/actions/__init__.py, and write the record again."
        )
    lines = [f"{digest} {key}" for key, digest in found.digests.items()]
    file.write_text("\n".join([found.rules_version, *lines, ""]), encoding="ascii", newline="\n")
