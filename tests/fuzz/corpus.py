"""The inputs that a run begins with: the project's own cases, as each target takes them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from support.pathological import TEXTS
from support.reference import TESTS

from fuzz.targets import FILES, SEPARATOR

EVERY: Final = 10
"""Of the 1,500 vectors of updates, which are much alike, each tenth is an input."""
HOSTILE_SIZE: Final = 4096
_AT: Final = "2026-04-15 12:49:46"
_COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "order_placed": ("place",),
    "confirm_order": ("confirm",),
    "cancel_order": ("cancel",),
    "refund": ("refund", "--at", _AT),
    "delete_refund": ("delete-refund", "--at", _AT),
}
_ORDER, _LIMIT, _REQUEST = FILES
_OF_UPDATES: Final = (
    ("check", "--json", "--order", _ORDER, "--limit", _LIMIT, _REQUEST),
    ("check", "--explain", "--order", _ORDER, "--limit", _LIMIT, "-"),
    ("check", "--as-placed", "--order", _ORDER, "--limit", _LIMIT, _REQUEST),
    ("headroom", "--order", _ORDER, "--limit", _LIMIT),
)


def vectors(name: str) -> Any:
    """Return the conformance vectors of a file."""
    return json.loads(files("backd_rules").joinpath("conformance", name).read_bytes())


def readers() -> Iterator[bytes]:
    """Yield texts: valid ones, malformed ones, and hostile ones that are small."""
    updates, actions = vectors("vectors.json"), vectors("actions.json")
    yield from (case["text"].encode("utf-8", "surrogatepass") for case in updates["texts"])
    for case in (*updates["malformed"], *actions["malformed"]):
        yield _text(case["payload"])
    for case in (*updates["records"], *updates["cases"][::EVERY], *updates["batches"]):
        yield from (_text(case[name]) for name in ("order", "limit", "updates") if name in case)
    for path in sorted((TESTS / "cases").glob("document-*.json")):
        case = json.loads(path.read_text("utf-8"))
        yield from (_text(value) for value in case.values() if isinstance(value, dict))
    for text in TEXTS.values():
        yield text(HOSTILE_SIZE).encode()


def command_line() -> Iterator[bytes]:
    """Yield runs of each command, with files and standard input."""
    updates, actions = vectors("vectors.json"), vectors("actions.json")
    for number, case in enumerate((*updates["batches"], *updates["cases"][::EVERY])):
        contents = case.get("orders", case.get("order")), case["limit"]
        request = case.get("updates", case.get("update"))
        yield _run(_OF_UPDATES[number % len(_OF_UPDATES)], *contents, request, request)
    for case in actions["actions"][::EVERY]:
        arguments = (*_COMMANDS[case["action"]], "--order", _ORDER, "--json", _REQUEST)
        yield _run(arguments, case["order"], {}, case["request"], {})
    for arguments in ((), ("rules",), ("diagram",), ("--help",), ("--version",), ("check", "-h")):
        yield _run(arguments)


def _run(arguments: tuple[str, ...], *contents: Any) -> bytes:
    return SEPARATOR.join(["\n".join(arguments).encode(), *map(_text, contents)])


def _text(payload: Any) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()


SEEDS: Final = {"readers": readers, "command_line": command_line}


def write_seeds(target: str, folder: Path) -> None:
    """Write each input to a file of its own, named by its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[target]():
        folder.joinpath(sha256(seed).hexdigest()[:40]).write_bytes(seed)


def write_dictionary(file: Path) -> None:
    """Write the names and words of the vectors, which a fuzzer inserts."""
    words = {'"": ', "\\ud800", "1e999", "-0.0", "\u202e", "\x1b[31m", "- ", "\n", "\x00", "\ufeff"}
    _collect([vectors("vectors.json")["cases"][::EVERY], vectors("actions.json")], words)
    words |= {argument for arguments in _OF_UPDATES for argument in arguments}
    lines = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words))
    file.write_text("".join(f'"{line}"\n' for line in lines), "ascii")


def _collect(node: Any, words: set[str]) -> None:
    if isinstance(node, dict):
        words.update(json.dumps(name) for name in node)
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, (dict, list)):
            _collect(child, words)
        elif isinstance(child, str) and child.isidentifier():
            words.add(json.dumps(child))
