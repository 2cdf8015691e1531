"""Any orders, updates and limits in a batch are decided as `decide_update` decides each."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.compared_rows import compare
from support.random_rows import RowCase

from backd_rules import MerchantLimit
from backd_rules.testing import denied_updates, limits, orders, updates, updates_for

SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def row_cases(draw: st.DrawFn, agreed: st.SearchStrategy[MerchantLimit]) -> RowCase:
    """Generate an order with an update of it, allowed or not, or of any other order."""
    order, limit = draw(orders()), draw(agreed)
    choices = (updates_for(order, limit=limit), denied_updates(order, limit), updates())
    return RowCase(order, draw(draw(st.sampled_from(choices))), limit)


@SLOW
@given(st.lists(row_cases(limits()), min_size=1, max_size=4), st.integers(-4, 3))
def test_a_batch_with_a_limit_for_each_row_is_equal(cases: list[RowCase], orphan: int) -> None:
    compare(cases, orphans={orphan} & {*range(len(cases))})


@SLOW
@given(limits().flatmap(lambda limit: st.lists(row_cases(st.just(limit)), min_size=1, max_size=3)))
def test_a_batch_with_a_limit_for_all_rows_is_equal(cases: list[RowCase]) -> None:
    compare(cases, cases[0].limit)
