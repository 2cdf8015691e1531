"""What a violation, a problem or a change states is checked, as all value objects are."""

from typing import Any

import attrs
import pytest

from backd_rules import (
    AmountOutOfRange,
    CartAmountMismatch,
    Ceiling,
    Change,
    ContactIncomplete,
    HistoryUnknown,
    IncreaseExceedsLimit,
    Money,
    OrderAction,
    OrderStatus,
    Outcome,
    RefundExceedsTotal,
    RefundLocked,
    RuleOutcome,
    StatusForbidsAction,
    TooManyIncreases,
    ViolationCode,
    wire,
)
from backd_rules.wire import InvalidPayload, Problem, ProblemCode

POINTER = 'must be a JSON Pointer: "" or text that begins with "/", with ~0 for ~'
TERMS = "must be one of max_increase, max_increase_percent, max_order_total"
A_FACT = "must be a text, a finite number or a tuple of texts"
SOME_WORDS = "must have at least 1 element, and none twice"
A_VALUE = "must be Money, text, a tuple of items or refunds, or None"
CODE = ViolationCode.ORDER_TOTAL_MISMATCH


@pytest.mark.parametrize(
    ("cls", "parts", "message"),
    [
        (
            Ceiling,
            (
                75,
                "max_increase",
            ),
            "Ceiling.total must be of type Money, got int",
        ),
        (
            Ceiling,
            (
                Money(cents=-1),
                "max_increase",
            ),
            "Ceiling.total must be at least 0.00, and is negative",
        ),
        (
            Ceiling,
            (
                Money.ZERO,
                "max_increases",
            ),
            f"Ceiling.bound_by {TERMS}",
        ),
        (
            Ceiling,
            (
                Money.ZERO,
                None,
            ),
            "Ceiling.bound_by must be of type str, got None",
        ),
        (
            Change,
            (
                1,
                None,
                None,
            ),
            "Change.path must be of type str, got int",
        ),
        (
            Change,
            (
                "status",
                None,
                None,
            ),
            f"Change.path {POINTER}",
        ),
        (
            Change,
            (
                "/" + "x" * 256,
                None,
                None,
            ),
            "Change.path must have at most 256 characters",
        ),
        (
            StatusForbidsAction,
            (
                "refund",
                OrderAction.REFUND,
            ),
            "StatusForbidsAction.status must be of type OrderStatus, got str",
        ),
        (
            StatusForbidsAction,
            (
                OrderStatus.REFUND,
                "refund",
            ),
            "StatusForbidsAction.action must be of type OrderAction, got str",
        ),
        (Change, ("/x", 1, None), f"Change.before {A_VALUE}, got int"),
        (Change, ("/x", None, attrs.NOTHING), f"Change.after {A_VALUE}, got _Nothing"),
        (Change, ("/x", (), [1]), f"Change.after {A_VALUE}, got list"),
        (
            Change,
            ("/x", (), (1,)),
            "Change.after[0] must be of type LineItem or Refund, got int",
        ),
        (ContactIncomplete, ("shipping",), f"ContactIncomplete.path {POINTER}"),
        (ContactIncomplete, ("/~2",), f"ContactIncomplete.path {POINTER}"),
        (ContactIncomplete, ("/a~",), f"ContactIncomplete.path {POINTER}"),
        (ContactIncomplete, ("/\ud800",), f"ContactIncomplete.path {POINTER}"),
        (HistoryUnknown, ((),), f"HistoryUnknown.unknown {SOME_WORDS}"),
        (HistoryUnknown, (["placed_total"] * 2,), f"HistoryUnknown.unknown {SOME_WORDS}"),
        (
            Ceiling,
            (attrs.NOTHING, "max_increase"),
            "Ceiling.total must be of type Money, got _Nothing",
        ),
        (
            Problem,
            (ProblemCode.MISSING, "/x", (("a", float("nan")),)),
            f"Problem.details[0][1] {A_FACT}, got float",
        ),
        (
            Problem,
            (ProblemCode.MISSING, "/x", (("a", float("-inf")),)),
            f"Problem.details[0][1] {A_FACT}, got float",
        ),
        (
            AmountOutOfRange,
            (
                "/tax_amount",
                1,
            ),
            "AmountOutOfRange.path must be one of /order_total, /cart_amount",
        ),
        (
            AmountOutOfRange,
            (
                "/order_total",
                1.5,
            ),
            "AmountOutOfRange.amount must be of type int, got float",
        ),
        (
            CartAmountMismatch,
            (
                Money.ZERO,
                0,
                0,
                0,
            ),
            "CartAmountMismatch.cart_amount must be of type int, got Money",
        ),
        (
            HistoryUnknown,
            (("order_total",),),
            "HistoryUnknown.unknown[0] must be one of placed_total, increase_count",
        ),
        (
            HistoryUnknown,
            ("placed_total",),
            "HistoryUnknown.unknown must be a tuple or a list, got str",
        ),
        (
            IncreaseExceedsLimit,
            (
                1,
                0,
                "x",
            ),
            f"IncreaseExceedsLimit.bound_by {TERMS}",
        ),
        (
            TooManyIncreases,
            (
                -1,
                1,
            ),
            "TooManyIncreases.increase_count must be from 0 to 999999999999999",
        ),
        (
            TooManyIncreases,
            (
                1,
                True,
            ),
            "TooManyIncreases.max_increases must be of type int, got bool",
        ),
        (
            RefundExceedsTotal,
            (
                1,
                "1",
            ),
            "RefundExceedsTotal.order_total must be of type int, got str",
        ),
        (
            RefundLocked,
            ("soon",),
            "RefundLocked.locked_at must be YYYY-MM-DD HH:MM:SS in UTC",
        ),
        (RefundLocked, (5,), "RefundLocked.locked_at must be of type str, got int"),
        (
            RuleOutcome,
            (
                "x",
                Outcome.PASSED,
                (),
                (),
            ),
            "RuleOutcome.code must be of type ViolationCode, got str",
        ),
        (
            RuleOutcome,
            (
                CODE,
                True,
                (),
                (),
            ),
            "RuleOutcome.outcome must be of type Outcome, got bool",
        ),
        (
            RuleOutcome,
            (
                CODE,
                Outcome.PASSED,
                {},
                (),
            ),
            "RuleOutcome.details must be a tuple, got dict",
        ),
        (
            RuleOutcome,
            (
                CODE,
                Outcome.PASSED,
                (),
                None,
            ),
            "RuleOutcome.violations must be a tuple or a list, got None",
        ),
        (
            Problem,
            (
                "missing",
                "/x",
            ),
            "Problem.code must be of type ProblemCode, got str",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "x",
            ),
            f"Problem.path {POINTER}",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                ("one_of",),
            ),
            "Problem.details[0] must be a pair of a name and a fact, got str",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                (("a", 1, 2),),
            ),
            "Problem.details[0] must be a pair of a name and a fact, got tuple",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                (("a", 1), (1, 1)),
            ),
            "Problem.details[1][0] must be of type str, got int",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                (("a", True),),
            ),
            f"Problem.details[0][1] {A_FACT}, got bool",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                (("a", []),),
            ),
            f"Problem.details[0][1] {A_FACT}, got list",
        ),
        (
            Problem,
            (
                ProblemCode.MISSING,
                "/x",
                (("a", ("b", 1)),),
            ),
            f"Problem.details[0][1] {A_FACT}, got tuple",
        ),
        (
            Problem,
            (
                ProblemCode.TOO_LONG,
                "/x",
            ),
            "Problem.details must have max_length",
        ),
        (
            Problem,
            (
                ProblemCode.OUT_OF_RANGE,
                "/x",
                (("lowest", 0),),
            ),
            "Problem.details must have highest, lowest",
        ),
        (
            InvalidPayload,
            ([1],),
            "InvalidPayload.problems must be of type Problem, got int",
        ),
        (
            InvalidPayload,
            (None,),
            "InvalidPayload.problems must be an iterable of Problem, got None",
        ),
        (
            InvalidPayload,
            (5,),
            "InvalidPayload.problems must be an iterable of Problem, got int",
        ),
        (
            InvalidPayload,
            ("x",),
            "InvalidPayload.problems must be of type Problem, got str",
        ),
    ],
)
def test_a_wrong_part_is_refused(cls: Any, parts: tuple[object, ...], message: str) -> None:
    error = TypeError if ", got " in message else ValueError
    with pytest.raises(error) as caught:
        cls(*parts)
    assert str(caught.value) == message


def test_what_fits_is_kept() -> None:
    assert RefundLocked(None).locked_at is None
    assert RefundLocked("2026-04-15 22:00:00").locked_at == "2026-04-15 22:00:00"
    assert HistoryUnknown(["increase_count"]).unknown == ("increase_count",)  # type: ignore[arg-type]
    assert AmountOutOfRange("/cart_amount", -(10**20)).amount == -(10**20)
    facts = (("a", "b"), ("c", 1), ("d", 0.5), ("e", ("f", "g")), ("h", None))
    assert Problem(ProblemCode.EMPTY, "/x", facts).facts == {
        "a": "b",
        "c": 1,
        "d": 0.5,
        "e": ["f", "g"],
        "h": None,
    }
    assert wire.Problem(ProblemCode.EMPTY, "/a\n").path == "/a\n"
    assert wire.Problem(ProblemCode.EMPTY, "/" + "x" * 255).path == "/" + "x" * 255
