"""The command `rules`."""

from support.command_line import Capture

from backd_rules.cli.command import main


def test_rules_prints_code_http_status_path_and_meaning(capsys: Capture) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[6:10] == [
        "status_forbids_action       409  the whole update",
        " " * 28 + "The order's status does not allow the action.",
        "contact_incomplete          422  the field",
        " " * 28 + "The order has no such contact, and the update does not state all of it.",
    ]
    assert "history_unknown             409  /order_total" in lines
    assert len(lines) == 22
