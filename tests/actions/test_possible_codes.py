"""The codes of each action: those that its decisions report, and no others."""

from itertools import chain

from support.random_decisions import random_decisions
from support.refusals import codes

from backd_rules import OrderAction, ViolationCode
from backd_rules.actions.possible_codes import POSSIBLE_CODES


def test_random_decisions_report_every_possible_code_and_no_other() -> None:
    """Of one order, no code says that it is unknown."""
    seen = {action: set[ViolationCode]() for action in OrderAction}
    for action, decision in random_decisions(seed=0, count=1000):
        seen[action].update(codes(decision))
    assert seen == {
        action: {*possible} - {ViolationCode.UNKNOWN_ORDER}
        for action, possible in POSSIBLE_CODES.items()
    }


def test_every_action_can_meet_an_unknown_order() -> None:
    assert [*POSSIBLE_CODES] == [*OrderAction]
    assert all(codes[0] is ViolationCode.UNKNOWN_ORDER for codes in POSSIBLE_CODES.values())


def test_the_codes_are_in_order_of_precedence() -> None:
    for action, possible in POSSIBLE_CODES.items():
        assert list(possible) == [code for code in ViolationCode if code in possible], action


def test_every_code_is_possible() -> None:
    assert {*chain(*POSSIBLE_CODES.values())} == {*ViolationCode}
