"""An error of the command line shows no personal data of the files, whatever is wrong in them."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command_line import AT, Capture, action, check
from support.private_data import MARK, broken, private

from backd_rules import Order, OrderStatus, OrderUpdate, RefundRequest, wire
from backd_rules.cli.command import main
from backd_rules.domain.numbers import MAX_SCALED

ORDER = wire.dump_stored_order(private(Order, status=OrderStatus.ORDER_PLACED))
UPDATE = wire.dump_update(private(OrderUpdate))
REQUEST = wire.dump_refund_request(private(RefundRequest))
LIMIT = {"max_increase": 75}
FILES = {"order": ORDER, "limit": LIMIT, "update": UPDATE, "request": REQUEST}
COMMANDS = {
    "check": check("update.json"),
    "check --json": check("--json", "update.json"),
    "headroom": ["headroom", "--order", "order.json", "--limit", "limit.json"],
    **{name: action(name) for name in ("place", "confirm", "cancel")},
    **{name: action(name, *AT) for name in ("refund", "delete-refund")},
}
WRONG: list[Any] = [
    MARK,
    f"{MARK}\ud800",
    f"{MARK}\n\u202e\033[2J",
    MARK * 999,
    [MARK],
    [[MARK] * 200],
    {"email": MARK},
    MAX_SCALED + 0.001,
    None,
    True,
]


def everywhere(payload: Any, value: Any) -> Any:
    """Return a payload with `value` in place of each value that is no object or array."""
    if isinstance(payload, dict):
        return {name: everywhere(part, value) for name, part in payload.items()}
    if isinstance(payload, list):
        return [everywhere(part, value) for part in payload]
    return value


def malformed(payload: Any) -> list[str | bytes]:
    """Return texts in place of a file with `payload`: wrong values, other documents, no JSON."""
    shipping = ORDER["shipping"]
    documents = [
        *(everywhere(payload, value) for value in WRONG),
        *WRONG,
        shipping,
        [shipping, MARK, {**ORDER, "items": MARK}],
        {"data": shipping, "message": MARK},
    ]
    return [*map(json.dumps, documents), *broken(json.dumps(ORDER)).values()]


PAIRS = [
    (command, role) for command in COMMANDS for role in FILES if f"{role}.json" in COMMANDS[command]
]


@pytest.mark.parametrize(("command", "role"), PAIRS, ids=map(" ".join, PAIRS))
def test_no_error_shows_what_is_in_a_file(
    command: str, role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in FILES.items():
        tmp_path.joinpath(f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    for text in malformed(FILES[role]):
        content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        tmp_path.joinpath(f"{role}.json").write_bytes(content)
        status = main(COMMANDS[command])
        out, err = capsys.readouterr()
        assert MARK not in err
        assert status in (0, 1) or MARK not in out


def test_the_errors_of_all_files_are_printed_without_what_is_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in FILES.items():
        wrong = json.dumps(everywhere(document, [MARK]))
        tmp_path.joinpath(f"{name}.json").write_text(wrong, encoding="utf-8")
    assert main(COMMANDS["check"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert MARK not in err
    assert err.count("[wrong_type]") > 40
