"""The command `rules`."""

from support.command_line import Capture

from backd_rules.cli.command import main


def test_rules_prints_code_http_status_path_and_meaning(capsys: Capture) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[6:10] == [
        "status_forbids_update       409  the whole update",
        " " * 28 + "The order's status does not allow updates. Only `order_placed` does.",
        "contact_incomplete          422  the field",
        " " * 28 + "The order has no such contact, and the update does not state all of it.",
    ]
    assert len(lines) == 20
