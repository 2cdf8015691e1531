"""What the README states in tables and sentences is what the package does."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.processes import printed
from support.readme import rows, section
from support.reference import ROOT

import backd_rules
from backd_rules import (
    Combine,
    Decision,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderAction,
    OrderIds,
    OrderStatus,
    OrderUpdate,
    Percent,
    Refund,
    RefundRequest,
    Totals,
    ceiling,
    decide_update,
    headroom,
    wire,
)

LIMITS = section("Limits")
TERMS = [[cell.strip("`") for cell in row] for row in rows(LIMITS)]
RAISED = Order(
    "BO-1",
    "M-1",
    OrderStatus.ORDER_PLACED,
    Totals(Money.of("9160.10")),
    placed_total=Money.of("9150.10"),
    increase_count=1,
)


def decide(order: Order, total: Money, limit: MerchantLimit) -> Decision:
    change = total - order.order_total
    return decide_update(order, OrderUpdate("BO-1", "M-1", tax_amount=change), limit)


def test_every_term_is_explained() -> None:
    fields = ["max_increase", "max_increase_percent", "combine", "measured_from"]
    assert [row[0] for row in TERMS] == [*fields, "max_order_total", "max_increases"]
    assert {row[0] for row in TERMS} == set(wire.dump_limit(MerchantLimit.NO_INCREASE)) | {
        "max_increase_percent",
        "max_order_total",
        "max_increases",
    }


@pytest.mark.parametrize(("term", "example", "highest"), [(r[0], r[2], r[3]) for r in TERMS])
def test_a_term_allows_the_highest_total_and_no_cent_more(
    term: str, example: str, highest: str
) -> None:
    document = json.loads(example)
    assert term in document
    limit, total = wire.parse_limit(document), Money.of(highest)
    assert RAISED.order_total + headroom(RAISED, limit) == total
    assert decide(RAISED, total, limit).allowed
    assert not decide(RAISED, total + Money(cents=1), limit).allowed


def test_the_defaults_of_a_limit_and_its_rounding() -> None:
    lower = {"max_increase": 75, "max_increase_percent": 15}
    stated = {"combine": "lower", "measured_from": "placed_total"}
    assert wire.parse_limit(lower) == wire.parse_limit({**lower, **stated})
    assert ceiling(RAISED, wire.parse_limit(lower)).total == Money.of("9225.10")
    limit = MerchantLimit(max_increase_percent=Percent.of(15), combine=Combine.HIGHER)
    assert "`MerchantLimit(max_increase_percent=Percent.of(15), combine=Combine.HIGHER)`" in LIMITS
    assert "15 % above 9150.10 is 10522.615" in LIMITS
    assert Decimal("9150.10") * Decimal("1.15") == Decimal("10522.615")
    assert not decide(RAISED, Money.of("10522.62"), limit).allowed
    response = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of(9150)))
    denied = decide(response, Money.of(9151), limit)
    assert isinstance(denied, Denied)
    assert [v.code for v in denied.violations] == ["history_unknown"]


DUMP: dict[type, Callable[[Any], dict[str, Any]]] = {
    OrderIds: wire.dump_ids,
    OrderUpdate: wire.dump_update,
    RefundRequest: wire.dump_refund_request,
}
ALLOWED_IN = {
    "place": OrderStatus.TERMS_SELECTED,
    "decide_update": OrderStatus.ORDER_PLACED,
    "confirm": OrderStatus.ORDER_PLACED,
    "cancel": OrderStatus.ORDER_PLACED,
    "request_refund": OrderStatus.ORDER_CONFIRMED,
    "delete_refund": OrderStatus.ORDER_CONFIRMED,
}
ACTIVE = Refund(amount=Money.of(5), status="draft", locked_at="2026-04-15 22:00:00")


def test_every_action_has_a_request_its_reader_and_a_function() -> None:
    table = rows(section("The life of an order"))
    names = {**vars(backd_rules), "wire": wire}
    names |= {"at": datetime(2026, 4, 15, 12, tzinfo=UTC), "limit": MerchantLimit.UNLIMITED}
    called = []
    for _, request, parse, decisions in table:
        names["request"] = asked = eval(request.strip("`"), names)  # noqa: S307
        assert eval(parse.strip("`"), names)(DUMP[type(asked)](asked)) == asked  # noqa: S307
        for call in re.findall(r"`(\w+\([^`]*\))`", decisions):
            called.append(call.partition("(")[0])
            totals = Totals(Money.of(9150))
            order = Order("BO-1", "M-1", ALLOWED_IN[called[-1]], totals, refunds=(ACTIVE,))
            names["order"] = order.as_placed()
            assert eval(call, names).allowed  # noqa: S307
    actions = [name for row in table for name in re.findall(r"`(\w+)`", row[0])]
    assert (actions, called) == (list(OrderAction), list(ALLOWED_IN))


ROW: dict[str, Any] = {
    "backd_order_id": "BO-1",
    "merchant_order_id": "M-1",
    "status": "order_placed",
    "order_total": Decimal("9160.0000"),
    "cart_amount": Decimal("9150.0000"),
    "tax_amount": None,
    "shipping_amount": None,
    "discount_amount": None,
    "merchant_order_status": None,
    "create_date": None,
    "shipping": {"name": None, "address": {"line1": None}, "email": "", "phone_number": None},
    "billing": None,
    "items": [
        {
            "display_name": None,
            "sku": None,
            "unit_price": Decimal("0.03850049"),
            "qty": Decimal("2.0005"),
        }
    ],
}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"backd_order_id": 17}, ("/backd_order_id", "wrong_type")),
        ({"status": "OPEN"}, ("/status", "unknown_status")),
        ({"create_date": datetime(2026, 4, 16, 10, 30)}, ("/create_date", "wrong_type")),
        ({"order_total": Decimal("9150.0050")}, ("/order_total", "too_precise")),
        ({"order_total": "9150.00"}, ("/order_total", "wrong_type")),
        ({"order_total": None}, ("/order_total", "not_nullable")),
        ({"cart_amount": None}, ("/cart_amount", "not_nullable")),
    ],
)
def test_what_must_change_in_a_row(changed: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(wire.InvalidPayload) as caught:
        wire.parse_order({**ROW, **changed})
    assert [(one.path, one.code) for one in caught.value.problems] == [problem]


def test_a_row_with_nulls_and_an_adjustment_is_read_as_it_is() -> None:
    order = wire.parse_order(ROW)
    assert order.totals.adjustment == Money.of(10)
    [item] = order.items
    assert (item.unit_price.millionths, item.qty.thousandths) == (38500, 2001)
    after = decide(order, Money.of("9160.01"), wire.parse_limit({"max_order_total": 9170}))
    assert after.allowed
    assert after.order.totals.adjustment == Money.of(10)


def test_money_in_text_and_json() -> None:
    text = section("Migrating a database; money in templates and JSON")
    money = Money.of(9160)
    assert f"`str(money)` is `{money}`, and" in text
    assert f'`format(money, ",.2f")` is `{money:,.2f}`' in text
    refuse_money: list[Callable[[Any], object]] = [float, json.dumps]
    for function in refuse_money:
        with pytest.raises(TypeError):
            function(money)
    number: Any = 9160.0
    with pytest.raises(TypeError):
        Money.of(number)
    order = Order("BO-1", "M-1", OrderStatus.ORDER_PLACED, Totals(Money.of("9160.50")))
    assert json.loads(json.dumps(wire.dump_order(order)))["order_total"] == 9160.5


def template(language: str) -> str:
    text = section("Migrating a database; money in templates and JSON").replace("In", "in")
    return text.split(f"in {language}")[1].split("`")[1]


@pytest.mark.embedding
def test_money_in_a_template_of_jinja() -> None:
    jinja2 = pytest.importorskip("jinja2")
    assert jinja2.Template(template("Jinja")).render(total=Money.of(9160)) == "9,160.00"


DJANGO = """
from django.conf import settings
from django.template import Context, Engine
from backd_rules import Money
settings.configure(USE_I18N=False)
print(Engine().from_string({template!r}).render(Context({{"total": Money.of(9160)}})))
"""


@pytest.mark.embedding
def test_money_in_a_template_of_django() -> None:
    """In another process, because Django can be configured only once."""
    pytest.importorskip("django")
    assert printed(DJANGO.format(template=template("Django"))) == "9,160.00"


def test_the_figures_of_speed_are_those_of_the_benchmarks() -> None:
    page = ROOT.joinpath("benchmarks", "README.md").read_text(encoding="utf-8")

    def measured(title: str, name: str) -> str:
        table = page.split(f"\n## {title}\n")[1].lstrip().split("\n\n")[0]
        [row] = [line for line in table.splitlines() if line.startswith(f"| {name} ")]
        return row.split("|")[2].strip()

    stated = {what: time for what, _, time in rows(section("Scale, and what it does not do"))}
    decision = measured("Decide", "1 item, allowed, new totals")
    small = measured("End to end, json", "1 item, new totals")
    large = measured("End to end, json", "20 items, both contacts")
    assert stated == {
        "a decision on new totals": f"{decision}: 150,000 a second on one core",
        "a request in JSON, with its answer in JSON": f"{small}; {large}",
        "an update in a batch": measured("Batch", "decide, per update"),
        "a hostile text": "0.3 s at most, and 100 bytes of memory per byte",
    }
    assert round(1e6 / float(decision.split()[0]), -4) == 150_000
