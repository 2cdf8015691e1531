"""Numbers of a payload: what each decoder's number means, and what a record's is rounded to."""

import decimal
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backd_rules import Money
from backd_rules.domain.numbers import json_number, scale_number, scale_recorded
from backd_rules.domain.values import Fault

CENTS, THOUSANDTHS, MILLIONTHS = 2, 3, 6
FIRST_INFINITE = 2**1024 - 2**970
"""The least integer whose nearest double is infinite."""


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("500", 50_000),
        ("500.00", 50_000),
        ("5E+2", 50_000),
        ("-0.0", 0),
        ("0.05", 5),
        ("-10.10", -1010),
        ("18.050000000000001", 1805),
        ("18.049999999999999", 1805),
        ("18.05000000000000000000000000000000000001", 1805),
        ("9999999999999.99", 999_999_999_999_999),
        ("9999999999999.9899", 999_999_999_999_999),
        ("1e-400", 0),
        ("-1e-400", 0),
        ("0.30000000000000004", Fault.TOO_PRECISE),
        ("10.005", Fault.TOO_PRECISE),
        ("18.05000000000001", Fault.TOO_PRECISE),
        ("1e-300", Fault.TOO_PRECISE),
        ("9999999999999.992", Fault.TOO_PRECISE),
        ("10000000000000", Fault.OUT_OF_RANGE),
        ("-10000000000000", Fault.OUT_OF_RANGE),
        ("9999999999999.9999", Fault.OUT_OF_RANGE),
        ("1e300", Fault.OUT_OF_RANGE),
        (str(10**308), Fault.OUT_OF_RANGE),
        (str(FIRST_INFINITE - 1), Fault.OUT_OF_RANGE),
        (str(FIRST_INFINITE), Fault.NOT_FINITE),
        (str(-FIRST_INFINITE), Fault.NOT_FINITE),
        (str(10**400), Fault.NOT_FINITE),
        (f"{10**400}.0", Fault.NOT_FINITE),
        ("1E+400", Fault.NOT_FINITE),
        ("-1E+400", Fault.NOT_FINITE),
    ],
)
def test_a_json_number_means_the_nearest_double_whatever_decoded_it(
    text: str, cents: int | Fault
) -> None:
    """N2: every decoder gives one verdict."""
    decoded = [json.loads(text), json.loads(text, parse_float=Decimal), float(text), Decimal(text)]
    assert [scale_number(number, CENTS) for number in decoded] == [cents] * 4


NUMBER_TEXTS = st.builds(
    "{}{}{}".format,
    st.integers(-10, 10) | st.integers(-(10**18), 10**18) | st.integers(-(10**400), 10**400),
    st.just("") | st.integers(0, 10**30).map(".{}".format),
    st.just("") | st.integers(-330, 330).map("e{}".format),
)


@pytest.mark.parametrize("places", [0, CENTS, THOUSANDTHS, MILLIONTHS])
@given(text=NUMBER_TEXTS)
def test_every_decoder_leads_to_one_verdict(places: int, text: str) -> None:
    """N2: also if it decodes an integer to a `float` or a `Decimal`."""
    expected = scale_number(float(text), places)
    decoded = [
        json.loads(text),
        json.loads(text, parse_int=float),
        json.loads(text, parse_float=Decimal),
        json.loads(text, parse_float=Decimal, parse_int=Decimal),
    ]
    assert [scale_number(number, places) for number in decoded] == [expected] * 4


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (True, Fault.WRONG_TYPE),
        ("10", Fault.WRONG_TYPE),
        (None, Fault.WRONG_TYPE),
        (Fraction(1, 2), Fault.WRONG_TYPE),
        (1 + 0j, Fault.WRONG_TYPE),
        ([1], Fault.WRONG_TYPE),
        (Money.ZERO, Fault.WRONG_TYPE),
        (float("nan"), Fault.NOT_FINITE),
        (float("-inf"), Fault.NOT_FINITE),
        (Decimal("NaN"), Fault.NOT_FINITE),
        (Decimal("-sNaN123"), Fault.NOT_FINITE),
        (Decimal("Infinity"), Fault.NOT_FINITE),
        (10**13, Fault.OUT_OF_RANGE),
        (10**400, Fault.NOT_FINITE),
    ],
    ids=str,
)
def test_other_numbers_and_other_types_are_refused_in_requests_and_records(
    number: object, fault: Fault
) -> None:
    """N3: nothing is coerced."""
    assert scale_number(number, CENTS) is fault
    assert scale_recorded(number, CENTS) is fault


def test_an_int_of_a_payload_is_exact_at_the_bounds() -> None:
    assert scale_number(10**13 - 1, CENTS) == 999_999_999_999_900
    assert scale_number(1 - 10**13, CENTS) == -999_999_999_999_900
    assert scale_number(10**9 - 1, MILLIONTHS) == 999_999_999_000_000
    assert scale_number(10**9, MILLIONTHS) is Fault.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("number", "places", "scaled"),
    [
        (0.0385, MILLIONTHS, 38_500),
        (0.0000004, MILLIONTHS, 0),
        (0.00000049999, MILLIONTHS, 0),
        (0.0000005, MILLIONTHS, 1),
        (1.0000015, MILLIONTHS, 1_000_002),  # Half up as written, whatever its double is.
        (Decimal("1.0000025"), MILLIONTHS, 1_000_003),
        (Decimal("1.00000249999999999999999"), MILLIONTHS, 1_000_003),  # The double is 1.0000025.
        (33.333333333333336, MILLIONTHS, 33_333_333),
        (1 / 3, THOUSANDTHS, 333),
        (2 / 3, THOUSANDTHS, 667),
        (1.0005, THOUSANDTHS, 1001),
        (-1.0005, THOUSANDTHS, -1000),
        (-1.0006, THOUSANDTHS, -1001),
        (5e-324, THOUSANDTHS, 0),
        (999999999.9999990, MILLIONTHS, 999_999_999_999_999),
        (999999999.9999993, MILLIONTHS, 999_999_999_999_999),
        (999999999.9999996, MILLIONTHS, Fault.OUT_OF_RANGE),
        (-999999999.9999996, MILLIONTHS, Fault.OUT_OF_RANGE),
        (999999999999.9993, THOUSANDTHS, 999_999_999_999_999),
        (999999999999.9996, THOUSANDTHS, Fault.OUT_OF_RANGE),
        (1e12, THOUSANDTHS, Fault.OUT_OF_RANGE),
    ],
)
def test_a_recorded_number_is_rounded_half_up(
    number: object, places: int, scaled: int | Fault
) -> None:
    """F6: a recorded price or quantity with more decimals is rounded half up."""
    assert scale_recorded(number, places) == scaled


def test_python_code_is_taken_exactly_and_payloads_as_doubles() -> None:
    """N2: in Python (`Money.of`) an `int` and a `Decimal` are taken exactly."""
    long = Decimal("18.050000000000001")
    assert scale_number(long, CENTS) == 1805
    with pytest.raises(ValueError, match=r"^Money.of must be given at most 2 decimals$"):
        Money.of(long)
    assert scale_number(Decimal("1e-400"), CENTS) == 0
    with pytest.raises(ValueError, match=r"^Money.of must be given at most 2 decimals$"):
        Money.of(Decimal("1e-400"))


def test_the_ambient_decimal_context_does_not_matter() -> None:
    traps = [decimal.Inexact, decimal.Rounded, decimal.FloatOperation, decimal.InvalidOperation]
    with decimal.localcontext(decimal.Context(prec=1, Emax=1, Emin=-1, traps=traps)) as context:
        assert Money.of(Decimal("9150.07")) == Money(cents=915_007)
        assert Money.of("9150.07").to_decimal() == Decimal("9150.07")
        assert scale_number(Decimal("9150.07"), CENTS) == 915_007
        assert scale_number(Decimal("0.30000000000000004"), CENTS) is Fault.TOO_PRECISE
        assert scale_number(Decimal("sNaN"), CENTS) is Fault.NOT_FINITE
        assert scale_recorded(Decimal("33.33333333333333"), MILLIONTHS) == 33_333_333
        assert not any(context.flags.values())


@pytest.mark.parametrize("places", [CENTS, THOUSANDTHS, MILLIONTHS])
@given(st.data())
def test_a_float_is_the_shortest_decimal_that_reads_back_as_it(
    places: int, data: st.DataObject
) -> None:
    near = st.integers(-(10**16), 10**16).map(lambda scaled: scaled / 10**places)
    number = data.draw(st.floats() | near)
    scaled = scale_number(number, places)
    if isinstance(scaled, Fault):
        assert (
            number - number != 0
            or abs(number) >= 10 ** (15 - places)
            or (Fraction(repr(number)) * 10**places).denominator > 1
        )
    else:
        assert Fraction(scaled, 10**places) == Fraction(repr(number))


@given(st.integers(-(10**17), 10**17), st.integers(-5, 4))
def test_a_decimal_of_fifteen_digits_is_scaled_exactly(coefficient: int, exponent: int) -> None:
    """N2: a `Decimal` of more than fifteen significant digits means its nearest double."""
    number = Decimal(coefficient).scaleb(exponent, decimal.Context(prec=40))
    scaled = scale_number(number, CENTS)
    assert scaled == scale_number(float(number), CENTS)
    if len(str(abs(coefficient))) <= 15:
        exact = Fraction(coefficient) * Fraction(10) ** exponent * 100
        assert (scaled == exact) == (exact.denominator == 1 and abs(exact) < 10**15)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from([CENTS, THOUSANDTHS, MILLIONTHS]))
def test_a_number_is_written_so_that_it_reads_back(scaled: int, places: int) -> None:
    written = json_number(scaled, places)
    assert scale_number(written, places) == scaled
    assert scale_number(json.loads(json.dumps(written)), places) == scaled
    assert type(written) is (float if scaled % 10**places else int)


@given(st.floats(-(10**9), 10**9))
def test_a_recorded_number_is_at_most_half_a_unit_away(number: float) -> None:
    """F6: a recorded price or quantity with more decimals is rounded half up."""
    scaled = scale_recorded(number, THOUSANDTHS)
    exact = Fraction(repr(number)) * 1000
    assert not isinstance(scaled, Fault)
    assert -Fraction(1, 2) < scaled - exact <= Fraction(1, 2)
