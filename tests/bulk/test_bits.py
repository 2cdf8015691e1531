"""The bits of `violations`: 29 pairs in order of precedence, written out by hand."""

import pyarrow as pa
import pytest
from support.decided_rows import BITS

from backd_rules import ViolationCode
from backd_rules.actions.possible_codes import POSSIBLE_CODES
from backd_rules.bulk import violations_of
from backd_rules.domain.status import OrderAction


def test_each_bit_is_the_code_and_path_of_the_table() -> None:
    assert [violations_of(1 << bit) for bit in range(29)] == [(found,) for found in BITS]
    assert len(set(BITS)) == len(BITS) == 29


def test_all_bits_are_all_violations_in_order_of_precedence() -> None:
    assert violations_of(2**29 - 1) == BITS
    order = [*ViolationCode]
    positions = [order.index(ViolationCode(code)) for code, _ in BITS]
    assert positions == sorted(positions)


def test_every_code_that_an_update_can_have_has_a_bit() -> None:
    codes = {code for code, _ in BITS}
    assert codes == {str(code) for code in POSSIBLE_CODES[OrderAction.UPDATE_ORDER]}


def test_the_bits_fit_an_int32() -> None:
    assert pa.scalar(2**29 - 1, pa.int32()).as_py() == 2**29 - 1


def test_no_bit_is_no_violation() -> None:
    assert violations_of(0) == ()


def test_the_codes_are_members() -> None:
    """`violations_of` returns members, which can be compared and matched."""
    [(code, path)] = violations_of(8)
    assert code is ViolationCode.STATUS_FORBIDS_ACTION
    assert path == ""


@pytest.mark.parametrize("bits", [-1, 2**29, 2**31 - 1, -(2**31)])
def test_a_bit_without_a_meaning_is_refused(bits: int) -> None:
    with pytest.raises(ValueError, match=r"^violations_of\.bits must be from 0 to 536870911$"):
        violations_of(bits)


@pytest.mark.parametrize(
    ("bits", "came"), [(None, "None"), (True, "bool"), (1.0, "float"), ("1", "str")]
)
def test_other_types_are_refused(bits: object, came: str) -> None:
    with pytest.raises(TypeError, match=rf"^violations_of\.bits must be of type int, got {came}$"):
        violations_of(bits)  # type: ignore[arg-type]
