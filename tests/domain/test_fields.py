"""Each kind of field, alone: what it reads it writes back, in an array as by itself."""

from decimal import Decimal

import pytest

from backd_rules.domain.money import MONEY_PLACES, unchecked_money
from backd_rules.domain.status import OrderStatus
from backd_rules.wire.codecs import Choice, Count, Kind, Number, Text, Timestamp
from backd_rules.wire.containers import Array
from backd_rules.wire.problems import ProblemCode

KINDS: list[tuple[Kind, object]] = [
    (Text(5), "texts"),
    (Timestamp(), "2020-10-01 18:46:09"),
    (Number(unchecked_money, "cents", MONEY_PLACES), 10.5),
    (Number(unchecked_money, "cents", MONEY_PLACES), 10),
    (Count(), 3),
    (Choice(OrderStatus, ProblemCode.UNKNOWN_STATUS), "order_placed"),
]


@pytest.mark.parametrize(("kind", "payload"), KINDS)
def test_what_a_kind_reads_it_writes_back(kind: Kind, payload: object) -> None:
    written = kind.write(kind.read(payload))
    assert (type(written), written) == (type(payload), payload)
    assert kind.problems(payload, ()) == ()


@pytest.mark.parametrize(("kind", "payload"), KINDS)
def test_an_array_writes_what_its_kind_writes(kind: Kind, payload: object) -> None:
    array = Array(kind)
    assert array.write(array.read([payload, payload])) == [payload, payload]


def test_a_decimal_is_written_as_the_number_that_json_has() -> None:
    money = Number(unchecked_money, "cents", MONEY_PLACES)
    written = [money.write(money.read(Decimal(text))) for text in ("10.50", "10.00")]
    assert [(type(number), number) for number in written] == [(float, 10.5), (int, 10)]
