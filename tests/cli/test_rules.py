"""The command `rules`."""

from support.command_line import Capture

from backd_rules.cli.command import main


def test_rules_prints_code_http_status_path_and_meaning(capsys: Capture) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[6:10] == [
        "status_forbids_action       409  the whole request",
        " " * 28 + "The order's status does not allow the action.",
        "contact_incomplete          422  the field",
        " " * 28 + "The order has no such contact, and the update does not state all of it.",
    ]
    assert "history_unknown             409  /order_total" in lines
    assert lines[22:] == [
        "refund_exceeds_total        422  /refund_amount",
        " " * 28 + "The refund is more than the order's total.",
        "no_active_refund            409  the whole request",
        " " * 28 + "The order has no refund request that is a `draft` or `approved`.",
        "refund_locked               409  the whole request",
        " " * 28 + "The active refund request is locked: nothing may change it.",
    ]
