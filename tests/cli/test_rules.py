"""The command `rules`."""

from support.command_line import Capture

from backd_rules.cli.command import main


def test_rules_prints_code_http_status_path_meaning_and_facts(capsys: Capture) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[6:11] == [
        "status_forbids_action       409  the whole request",
        " " * 28 + "The order's status does not allow the action.",
        " " * 28 + "Facts: status, action.",
        "contact_incomplete          422  the field",
        " " * 28 + "The order has no such contact, and the update does not state all of it.",
    ]
    assert "history_unknown             409  /order_total" in lines
    assert lines[-8:] == [
        "refund_exceeds_total        422  /refund_amount",
        " " * 28 + "The refund is more than the order's total.",
        " " * 28 + "Facts: refund_amount, order_total.",
        "no_active_refund            409  the whole request",
        " " * 28 + "The order has no refund request that is a `draft` or `approved`.",
        "refund_locked               409  the whole request",
        " " * 28 + "The active refund request is locked: nothing may change it.",
        " " * 28 + "Facts: locked_at.",
    ]
