"""The shipped strategies draw what they say, reach everything, and refuse the impossible."""

import inspect
import re
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

import attrs
import examples
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from processes import printed

import backd_rules
from backd_rules import (
    UNSET,
    Basis,
    Combine,
    Denied,
    MerchantLimit,
    Money,
    Order,
    OrderStatus,
    OrderUpdate,
    Percent,
    Quantity,
    ViolationCode,
    ceiling,
    decide_update,
    wire,
)
from backd_rules.order import items_amount
from backd_rules.problems import ProblemCode
from backd_rules.testing import hook
from backd_rules.testing import strategies as kit
from backd_rules.testing.amounts import near
from backd_rules.violations import VIOLATIONS

T = TypeVar("T")
CENT = Money(cents=1)
MANY = 500
PLACED = [OrderStatus.ORDER_PLACED]
quick = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],  # Only filtering is watched here.
)


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """`count` examples at most; fails if more than a third of the draws are thrown away."""
    draws, found = Counter[str](), list[T]()

    @settings(quick, max_examples=count)
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        draws["begun"] += 1
        found.append(data.draw(strategy))

    draw()
    assert draws["begun"] <= 1.5 * len(found) + 5
    return found


def smallest(strategy: st.SearchStrategy[T]) -> T:
    plain = settings(database=None, deadline=None, phases=[Phase.generate, Phase.shrink])
    return find(strategy, lambda _: True, settings=plain, random=Random(0))


def shares(seen: Counter[Any], codes: Any, count: int) -> dict[Any, float]:
    return {code: 100 * seen[code] / count for code in codes}


# Numbers.


@pytest.mark.parametrize(
    ("strategy", "low", "high"),
    [
        (kit.amounts(), Money.of("-9999999999999.99"), Money.MAX),
        (kit.amounts(min_value=Money.of(5)), Money.of(5), Money.MAX),
        (kit.amounts(min_value=Money.of(-9), max_value=Money.of(-5)), Money.of(-9), Money.of(-5)),
        (kit.quantities(), Quantity.of("0.001"), Quantity.of("999999999999.999")),
        (kit.quantities(max_value=Quantity.of("0.5")), Quantity.of("0.001"), Quantity.of("0.5")),
        (kit.percentages(), Percent.of(0), Percent.of("9999999999999.99")),
        (kit.percentages(min_value=Percent.of(15)), Percent.of(15), Percent.of("9999999999999.99")),
    ],
)
def test_numbers_lie_between_their_bounds(strategy: Any, low: Any, high: Any) -> None:
    found = drawn(strategy, 200)
    assert all(type(one) is type(low) and low <= one <= high for one in found)
    assert len(set(found)) > 50


def test_both_bounds_are_drawn() -> None:
    found = drawn(kit.amounts(min_value=Money.ZERO, max_value=CENT), 20)
    assert set(found) == {Money.ZERO, CENT}


def test_whole_quantities_and_percentages_are_drawn_often() -> None:
    assert sum(one.thousandths % 1000 == 0 for one in drawn(kit.quantities(), 200)) >= 60
    assert sum(one.hundredths % 100 == 0 for one in drawn(kit.percentages(), 200)) >= 60


def test_lines_often_end_on_half_a_cent() -> None:
    found = drawn(kit.items(), 300)
    on_half = sum(one.unit_price.cents * one.qty.thousandths % 1000 == 500 for one in found)
    assert on_half >= 15


def test_totals_lie_between_their_bounds() -> None:
    found = drawn(kit.totals(min_value=Money.of(5), max_value=Money.of(6)), 100)
    assert {one.order_total.cents for one in found} <= set(range(500, 601))
    assert sum(one.discount_amount > Money.ZERO for one in found) >= 8
    assert all(one.order_total >= Money.ZERO for one in drawn(kit.totals(), 50))


def test_items_are_within_their_amount() -> None:
    found = drawn(kit.items(max_amount=Money.of(7)), 200)
    assert all(items_amount((item,)) <= 700 for item in found)
    assert sum(items_amount((item,)) > 0 for item in found) >= 4
    assert all(items_amount((item,)) == 0 for item in drawn(kit.items(max_amount=Money.ZERO), 50))
    assert any(items_amount((item,)) > Money.MAX.cents for item in drawn(kit.items(), 50))


# What they shrink to, and how they are called.

STRATEGIES = {name: getattr(kit, name) for name in kit.__all__ if name.islower()}


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_docstring_says_what_a_strategy_shrinks_to(name: str) -> None:
    assert re.search(r"\b[Ss]hrinks (to|as) ", STRATEGIES[name].__doc__)


@pytest.mark.parametrize("name", STRATEGIES)
def test_options_are_keywords(name: str) -> None:
    every = inspect.signature(STRATEGIES[name]).parameters.values()
    options = [one for one in every if one.default is not inspect.Parameter.empty]
    assert all(option.kind is inspect.Parameter.KEYWORD_ONLY for option in options)


def test_the_smallest_examples_are_the_plainest() -> None:
    one = Quantity.of(1)
    assert smallest(kit.amounts()) == Money.ZERO
    assert smallest(kit.amounts(min_value=Money.of(3))) == Money.of(3)
    assert smallest(kit.amounts(max_value=Money.of(-3))) == Money.of(-3)
    assert smallest(kit.quantities()) == one
    assert smallest(kit.quantities(max_value=Quantity.of("0.9"))) == Quantity.of("0.001")
    assert smallest(kit.percentages()) == Percent.of(0)
    assert smallest(kit.totals()) == examples.totals("0")
    assert smallest(kit.totals(min_value=CENT)) == examples.totals("0.01")
    assert smallest(kit.items()) == backd_rules.LineItem("0", "0", Money.ZERO, one)
    assert smallest(kit.person_names()) == backd_rules.PersonName("0", "0")
    assert smallest(kit.limits()) == MerchantLimit.NO_INCREASE
    assert smallest(kit.ceilings()) == backd_rules.Ceiling(Money.ZERO, "max_increase")
    assert smallest(kit.updates()) == OrderUpdate("0", "0")
    assert smallest(kit.contact_updates()) == backd_rules.ContactUpdate()
    assert smallest(kit.person_name_updates()) == backd_rules.PersonNameUpdate()
    assert smallest(kit.address_updates()) == backd_rules.AddressUpdate()
    ids = {"backd_order_id": "0", "merchant_order_id": "0"}
    assert smallest(kit.payloads(kit.updates())) == ids
    assert smallest(kit.refunds()) == backd_rules.Refund(amount=Money.ZERO, status="draft")
    order = Order("0", "0", OrderStatus.ORDER_PLACED, examples.totals("0"), ())
    assert smallest(kit.orders()) == order
    assert smallest(kit.updates_for(order)) == OrderUpdate("0", "0")
    assert smallest(kit.allowed_updates(order, MerchantLimit.UNLIMITED)) == OrderUpdate("0", "0")


def test_a_contact_shrinks_to_noughts_without_what_may_be_left_out() -> None:
    contact = smallest(kit.contacts())
    assert (contact.name.first, contact.email, contact.company_name) == ("0", "0", None)
    assert (contact.address.line1, contact.address.line2) == ("0", None)
    assert smallest(kit.addresses()) == contact.address


def test_updates_of_an_order_shrink_to_one_that_changes_nothing() -> None:
    order, limit = examples.ORDER, MerchantLimit(max_order_total=Money.of(9000))
    assert ceiling(order, limit).total < order.order_total
    for strategy in (
        kit.updates_for(order),
        kit.updates_for(order, limit=limit),
        kit.allowed_updates(order, limit),
    ):
        assert smallest(strategy) == examples.update()


def test_what_is_malformed_shrinks_to_something_small() -> None:
    payload, code, path = smallest(kit.malformed_payloads(code=ProblemCode.MISSING))
    assert (payload, code, path) == ({"merchant_order_id": "0"}, "missing", "/backd_order_id")
    assert smallest(kit.malformed_texts()).code is ProblemCode.BAD_JSON


def test_a_denial_shrinks_to_the_least_that_earns_it() -> None:
    dearer = kit.denied_updates(
        examples.ORDER, MerchantLimit.NO_INCREASE, code=ViolationCode.INCREASE_EXCEEDS_LIMIT
    )
    decision = decide_update(examples.ORDER, smallest(dearer), MerchantLimit.NO_INCREASE)
    assert isinstance(decision, Denied)
    (violation,) = decision.violations
    assert violation.message.count("9150.01") == 1


# Orders and limits.


def test_orders_have_the_statuses_asked_for_and_all_by_default() -> None:
    for status in OrderStatus:
        assert {order.status for order in drawn(kit.orders(statuses=[status]), 3)} == {status}
    seen = {order.status for order in drawn(kit.orders(), 40)}
    assert OrderStatus.ORDER_PLACED in seen
    assert len(seen) >= 3


def test_orders_are_of_every_kind() -> None:
    found = drawn(kit.orders(), 100)
    kinds = {
        "cart fits the items": sum(o.cart_amount.cents == items_amount(o.items) for o in found),
        "cart never did": sum(o.cart_amount.cents != items_amount(o.items) for o in found),
        "raised since": sum(o.placed_total < o.order_total for o in found),
        "as placed": sum(o.placed_total == o.order_total for o in found),
        "without items": sum(not o.items for o in found),
        "with refunds": sum(bool(o.refunds) for o in found),
        "with contacts": sum(o.shipping is not None and o.billing is not None for o in found),
        "without": sum(o.shipping is None and o.billing is None for o in found),
    }
    assert min(kinds.values()) >= 2, kinds


def test_limits_are_of_every_kind() -> None:
    found = drawn(kit.limits(), 300)
    caps = Counter(
        tuple(
            name
            for name in ("max_increase", "max_increase_percent", "max_order_total")
            if getattr(limit, name) is not None
        )
        for limit in found
    )
    assert len(caps) == 7
    assert min(caps.values()) >= 6, caps
    assert {(limit.combine, limit.measured_from) for limit in found} == {
        (combine, basis) for combine in Combine for basis in Basis
    }
    assert {limit.max_increases for limit in found} >= {None, 0, 1, 2, 3}


# Updates.

ORDERS_AND_LIMITS = st.tuples(kit.orders(statuses=PLACED), kit.limits())


def judged(order: Order, limit: MerchantLimit, update: OrderUpdate) -> set[str]:
    """The codes of a decision; "allowed" where there are none."""
    decision = decide_update(order, update, limit)
    if decision.allowed:
        return {"allowed"}
    return {str(violation.code) for violation in decision.violations}


def test_allowed_updates_are_allowed() -> None:
    cases = ORDERS_AND_LIMITS.flatmap(
        lambda case: st.tuples(st.just(case), kit.allowed_updates(*case))
    )
    codes = Counter(
        code for (order, limit), update in drawn(cases, 60) for code in judged(order, limit, update)
    )
    assert set(codes) == {"allowed"}


@pytest.mark.parametrize("code", list(ViolationCode)[1:])
def test_denied_updates_are_denied_with_their_code(code: ViolationCode) -> None:
    def denied(case: tuple[Order, MerchantLimit]) -> st.SearchStrategy[Any]:
        order, limit = case
        if code is ViolationCode.STATUS_FORBIDS_UPDATE:
            order = attrs.evolve(order, status=OrderStatus.ORDER_CONFIRMED)
        if code is ViolationCode.CONTACT_INCOMPLETE:
            order = attrs.evolve(order, billing=None)
        if code is ViolationCode.TOO_MANY_INCREASES:
            limit = attrs.evolve(limit, max_increases=min(order.increase_count, 3))
        return st.tuples(
            st.just(order), st.just(limit), kit.denied_updates(order, limit, code=code)
        )

    for order, limit, update in drawn(ORDERS_AND_LIMITS.flatmap(denied), 25):
        assert str(code) in judged(order, limit, update)


@pytest.mark.parametrize(
    "code",
    [
        ViolationCode.AMOUNT_OUT_OF_RANGE,
        ViolationCode.CART_AMOUNT_MISMATCH,
        ViolationCode.ORDER_TOTAL_MISMATCH,
        ViolationCode.INCREASE_EXCEEDS_LIMIT,
    ],
)
@pytest.mark.parametrize("dollars", ["0", "9999999999999.99"])
def test_an_order_at_the_end_of_the_range_is_denied_too(code: ViolationCode, dollars: str) -> None:
    limit = MerchantLimit.UNLIMITED
    items = (examples.item(dollars, "1"),)
    order = examples.order(totals=examples.totals(dollars), items=items)
    for update in drawn(kit.denied_updates(order, limit, code=code), 15):
        assert str(code) in judged(order, limit, update)


@pytest.mark.thorough
def test_every_violation_is_drawn() -> None:
    """Each in at least 1 % of the updates refused, of an order that can have them all."""
    order = attrs.evolve(examples.ORDER, status=OrderStatus.ORDER_CONFIRMED, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    updates = drawn(kit.denied_updates(order, limit), MANY)
    seen = Counter(code for update in updates for code in judged(order, limit, update))
    assert "allowed" not in seen
    found = shares(seen, list(ViolationCode)[1:], len(updates))
    assert min(found.values()) >= 1, found


@pytest.mark.parametrize("code", list(ViolationCode)[1:])
def test_no_code_shadows_the_others(code: ViolationCode) -> None:
    """An order placed: each reason is also drawn alone, but the one that its status rules out."""
    order = attrs.evolve(examples.ORDER, increase_count=1)
    limit = MerchantLimit(max_increase=Money.of(10), max_increases=1)
    if code is ViolationCode.STATUS_FORBIDS_UPDATE:
        order = attrs.evolve(order, status=OrderStatus.REFUND)
    if code is ViolationCode.INCREASE_EXCEEDS_LIMIT:
        limit = MerchantLimit(max_increase=Money.of(10))
    updates = drawn(kit.denied_updates(order, limit, code=code), 40)
    assert sum(judged(order, limit, update) == {str(code)} for update in updates) >= 1


def test_an_unknown_order_is_drawn_from_its_type() -> None:
    """No update of an order has this code: it is a batch's, and drawn as such."""
    reasons = drawn(st.from_type(Denied), 300)
    seen = Counter(violation.code for denied in reasons for violation in denied.violations)
    found = shares(seen, ViolationCode, len(reasons))
    assert min(found.values()) >= 1, found


def test_totals_lie_on_and_around_the_boundary() -> None:
    """Chance would put one in 10**15 of them there."""
    order, limit = examples.ORDER, MerchantLimit(max_increase=Money.of("1372.50"))
    edge = Money.of("10522.50")
    assert ceiling(order, limit).total == edge

    def led_to(updates: st.SearchStrategy[OrderUpdate]) -> Counter[Money | None]:
        return Counter(_leads_to(order, update) for update in drawn(updates, 150))

    around = led_to(kit.updates_for(order, limit=limit))
    assert sum(around[total] for total in (edge - CENT, edge, edge + CENT)) >= 4, around
    allowed = led_to(kit.allowed_updates(order, limit))
    assert allowed[edge] + allowed[edge - CENT] >= 6, allowed
    assert edge + CENT not in allowed
    code = ViolationCode.INCREASE_EXCEEDS_LIMIT
    denied = led_to(kit.denied_updates(order, limit, code=code))
    assert denied[edge + CENT] >= 6, denied
    assert edge not in denied


def _leads_to(order: Order, update: OrderUpdate) -> Money | None:
    decision = decide_update(order, update, MerchantLimit.UNLIMITED)
    return decision.totals.order_total if decision.allowed else None


def test_updates_for_an_order_name_it_and_say_all_kinds_of_things() -> None:
    found = drawn(kit.updates_for(examples.ORDER), 100)
    assert {(one.backd_order_id, one.merchant_order_id) for one in found} == {("BO-1", "M-1")}
    fields = [field.name for field in attrs.fields(OrderUpdate)[2:]]
    stated = {
        name: sum(getattr(one, name) is not UNSET for one in found) / len(found) for name in fields
    }
    assert all(0.04 <= share <= 0.96 for share in stated.values()), stated


@given(st.data())
@settings(quick, max_examples=200)
def test_near_keeps_to_its_bounds_whatever_the_marks(data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.integers(-5, 15), max_size=3))
    assert 0 <= data.draw(near(marks, 0, 9)) <= 9


# Payloads.


def test_payloads_read_back() -> None:
    for one, parse in (
        (kit.orders(), wire.parse_order),
        (kit.updates(), wire.parse_update),
        (kit.limits(), wire.parse_limit),
    ):
        for payload in drawn(kit.payloads(one), 50):
            parse(payload)


READ_BY: dict[type, Callable[[Any], object]] = {
    Order: wire.parse_order,
    OrderUpdate: wire.parse_update,
    MerchantLimit: wire.parse_limit,
}
ELSEWHERE = {
    ProblemCode.BAD_JSON,
    ProblemCode.DUPLICATE_KEY,
    ProblemCode.TOO_DEEP,
    ProblemCode.TOO_LARGE,
}
"""What only a text can be."""


def problems_of(payload: Any, read: Callable[[Any], object]) -> list[tuple[str, str]]:
    try:
        read(payload)
    except wire.InvalidPayload as error:
        return [(problem.code, problem.path) for problem in error.problems]
    return []


@pytest.mark.parametrize("of", [OrderUpdate, Order, MerchantLimit])
def test_malformed_payloads_carry_their_problem(of: type) -> None:
    found = drawn(kit.malformed_payloads(of=of), 50)
    for payload, code, path in found:
        assert problems_of(payload, READ_BY[of]) == [(code, path)]


def test_malformed_texts_carry_their_problem() -> None:
    for text, code, path in drawn(kit.malformed_texts(), 30):
        assert problems_of(text, wire.loads) == [(code, path)]


@pytest.mark.thorough
def test_every_problem_is_drawn() -> None:
    """Each in at least 1 % of the examples of the strategy meant for it."""
    of_orders = {
        ProblemCode.BAD_FORMAT,
        ProblemCode.UNKNOWN_STATUS,
        ProblemCode.ORDER_TOTAL_MISMATCH,
    }
    for strategy, codes in (
        (kit.malformed_payloads(), set(ProblemCode) - ELSEWHERE - of_orders),
        (kit.malformed_payloads(of=Order), of_orders),
        (kit.malformed_texts(), ELSEWHERE),
    ):
        found = shares(Counter(one.code for one in drawn(strategy, MANY)), codes, MANY)
        assert min(found.values()) >= 1, found


def test_a_problem_can_be_asked_for() -> None:
    asked = kit.malformed_payloads(of=MerchantLimit, code=ProblemCode.MISSING)
    assert {(one.code, one.path) for one in drawn(asked, 20)} == {("missing", "")}


# The impossible.

ORDER, NOTHING = examples.ORDER, MerchantLimit.NO_INCREASE
CONFIRMED = attrs.evolve(ORDER, status=OrderStatus.ORDER_CONFIRMED)
WITH_BOTH = attrs.evolve(ORDER, billing=examples.CONTACT)
OWING = Money(cents=-1)
ANYTHING: Any = object()


@pytest.mark.parametrize(
    ("ask", "because"),
    [
        (lambda: kit.amounts(min_value=ANYTHING), "min_value must be a Money or None"),
        (lambda: kit.quantities(max_value=ANYTHING), "max_value must be a Quantity or None"),
        (
            lambda: kit.amounts(min_value=Money.of(2), max_value=Money.of(1)),
            "min_value 2.00 is greater than max_value 1.00",
        ),
        (lambda: kit.totals(min_value=OWING, max_value=OWING), "max_value -0.01 is negative"),
        (lambda: kit.items(max_amount=OWING), "max_amount must be a Money that is not negative"),
        (lambda: kit.items(max_amount=ANYTHING), "max_amount must be a Money"),
        *(
            (
                lambda statuses=statuses: kit.orders(statuses=statuses),
                "statuses must be a sequence of one OrderStatus or more",
            )
            for statuses in ([], [ANYTHING], ["order_placed"], set(OrderStatus), ANYTHING)
        ),
        (lambda: kit.updates_for(ANYTHING), "order must be an Order"),
        (lambda: kit.updates_for(ORDER, limit=ANYTHING), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(ORDER, ANYTHING), "limit must be a MerchantLimit"),
        (lambda: kit.allowed_updates(CONFIRMED, NOTHING), "status order_confirmed"),
        (
            lambda: kit.denied_updates(ORDER, NOTHING, code=ANYTHING),
            "code must be a ViolationCode or None",
        ),
        *(
            (lambda code=code: kit.denied_updates(WITH_BOTH, NOTHING, code=code), f"as {code}")
            for code in (
                ViolationCode.UNKNOWN_ORDER,
                ViolationCode.STATUS_FORBIDS_UPDATE,
                ViolationCode.CONTACT_INCOMPLETE,
                ViolationCode.TOO_MANY_INCREASES,
            )
        ),
        (lambda: kit.malformed_payloads(of=Money), "of must be OrderUpdate, Order or"),
        *(
            (
                lambda code=code: kit.malformed_payloads(code=code),
                f"no payload of OrderUpdate has the problem {code}",
            )
            for code in (ProblemCode.BAD_JSON, ProblemCode.BAD_FORMAT, "missing")
        ),
    ],
)
def test_the_impossible_is_an_invalid_argument(ask: Callable[[], object], because: str) -> None:
    with pytest.raises(InvalidArgument, match=because.replace(".", r"\.")):
        ask()


@pytest.mark.parametrize(
    ("strategy", "because"),
    [
        (kit.payloads(st.just(1)), "payloads are of Order, OrderUpdate or MerchantLimit"),
    ],
)
def test_what_only_a_draw_shows_to_be_impossible(strategy: Any, because: str) -> None:
    with pytest.raises(InvalidArgument, match=because):
        drawn(strategy, 1)


# Types.

PUBLIC_TYPES = [
    thing for name in backd_rules.__all__ if isinstance(thing := getattr(backd_rules, name), type)
]


@pytest.mark.parametrize("cls", PUBLIC_TYPES)
def test_from_type_resolves_every_public_type(cls: type[Any]) -> None:
    found = drawn(st.from_type(cls), 5)
    assert found
    assert all(isinstance(one, cls) for one in found)


def test_from_type_resolves_every_reason() -> None:
    codes = {drawn(st.from_type(reason), 1)[0].code for reason in VIOLATIONS}
    assert codes == set(ViolationCode)


def test_the_hook_names_the_types_that_the_strategies_are_for() -> None:
    assert list(hook.TYPES) == sorted(cls.__name__ for cls in kit.BY_TYPE)


def test_nothing_needs_registering() -> None:
    source = """
from hypothesis import find, strategies as st
from backd_rules import Money, PersonName
print(*(find(st.from_type(cls), lambda _: True) for cls in (Money, PersonName)))
"""
    assert printed(source) == "0.00 PersonName()"


def test_the_hook_imports_next_to_nothing() -> None:
    source = """
import sys
import backd_rules
core = set(sys.modules)
import hypothesis
mine = {name for name in sys.modules if name.startswith("backd_rules")} - core
print(*sorted(mine))
"""
    assert printed(source) == "backd_rules.testing backd_rules.testing.hook"
