"""The command `schema`."""

import json

import pytest
from support.command_line import Capture, error_lines

from backd_rules import schema
from backd_rules.cli.command import main


@pytest.mark.parametrize("name", schema.SCHEMAS)
def test_schema_prints_each_document(name: str, capsys: Capture) -> None:
    assert main(["schema", name]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == schema.SCHEMAS[name]()
    assert out.startswith('{\n  "')
    assert out.endswith("\n}\n")
    assert err == ""


def test_an_unknown_name_and_help_list_the_names(capsys: Capture) -> None:
    names = ["update-request", "update-requests", "order-ids", "both-order-ids", "refund-request"]
    names += ["order", "limit", "response", "openapi"]
    usage = error_lines(["schema", "update_request"], capsys)
    assert usage[0] == "usage: python -m backd_rules schema [-h] NAME"
    assert "'update_request'" in usage[-1]
    assert [word.strip("(')") for word in usage[-1].split("choose from ")[1].split(", ")] == names
    assert main(["schema", "--help"]) == 0
    # argparse breaks a line at any hyphen.
    assert ",".join(names) in "".join(capsys.readouterr().out.split())
