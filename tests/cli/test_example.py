"""The built-in example, which runs without a command."""

import json

from support.command_line import EXAMPLE_REPORT, Capture
from support.reference import REFERENCE_FILE

from backd_rules.cli.command import main
from backd_rules.schema.example import ORDER


def test_without_a_command_the_example_is_decided(capsys: Capture) -> None:
    assert main([]) == 0
    assert capsys.readouterr() == (EXAMPLE_REPORT, "")


def test_the_order_is_the_example_of_the_reference() -> None:
    assert json.loads(REFERENCE_FILE.read_text())["data"] == ORDER
