"""In-memory fake servers for the stateful tests: `RIGHT` ones, and wrong ones with one bug each.

They import nothing of the package.
"""

from typing import Any

from support import oracle
from support.correct_server import CONTACTS, OPTIONAL, states_nothing
from support.correct_server import FakeServer as FakeServer  # noqa: PLC0414 # Re-exported.
from support.correct_server import FullServer as FullServer  # noqa: PLC0414 # Re-exported.
from support.oracle import Json, Verdict
from support.oracle_actions import Reasons
from support.wrong_actions import SUBTLE_ACTIONS, WRONG_ACTIONS
from support.wrong_amounts import (
    IgnoresTheAdjustment,
    JudgesAnUnchangedCart,
    MovesTheCartOnRestatedItems,
    ResetsAbsentFees,
    RoundsCartsHalfUpOnly,
    RoundsHalfToEven,
    without,
)
from support.wrong_limits import (
    AllowsACentMore,
    ExcludesTheBoundary,
    IgnoresCombineHigher,
    IgnoresMaxIncreases,
    MeasuresFromTheCurrentTotal,
    RefusesATotalThatFalls,
    RoundsPercentagesDownToDollars,
    RoundsPercentagesHalfToEven,
    RoundsPercentagesHalfUp,
    RoundsPercentagesUp,
)


class CountsEveryUpdate(FakeServer):
    def raises(self, order: Json, verdict: Verdict) -> bool:
        return True


class AllowsAfterConfirmation(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return super().judge({**order, "status": "order_placed"}, update, limit)


class IgnoresBlankText(FakeServer):
    """Keeps the text that blank text would clear (N7)."""

    def cleared(self, patch: Json) -> Json:
        parts = super().cleared(patch)
        return {n: part for n, part in parts.items() if part is not None or patch[n] is None}


class CreatesContactsThatStateNothing(FakeServer):
    """Merges a contact without fields into an order without that contact (U3)."""

    def merge(self, order: Json, update: Json) -> Json:
        empty: Json = {name: {} for name, part in update.items() if states_nothing(name, part)}
        return {**empty, **super().merge(order, update)}


class TakesAnEmptyContactForAbsent(FakeServer):
    """Refuses a patch of a contact whose record is empty unless it is complete (U3)."""

    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        kept = {name: part for name, part in order.items() if part != {}}
        return super().judge(kept, update, limit)


class ReplacesWholeContacts(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        return {**super().merge(order, {}), **update}


class ReplacesCompleteContacts(FakeServer):
    """Takes a patch that states all that a new contact needs for a new contact (U1).

    So an optional text that the patch does not state is lost: `company_name` or `line2`.
    """

    def merge(self, order: Json, update: Json) -> Json:
        complete = {name: None for name in CONTACTS if is_complete(update.get(name) or {})}
        return super().merge({**order, **complete}, update)


def is_complete(patch: Json) -> bool:
    """Return whether a patch states every field that a new contact requires (U3)."""
    parts = {(): patch, ("name",): patch.get("name"), ("address",): patch.get("address")}
    return all(path[-1] in (parts[path[:-1]] or {}) for path in oracle.REQUIRED)


class IgnoresNulls(FakeServer):
    def cleared(self, patch: Json) -> Json:
        return {n: part for n, part in super().cleared(patch).items() if patch[n] is not None}


class AppendsItems(FakeServer):
    def merge(self, order: Json, update: Json) -> Json:
        items = [*(order.get("items") or []), *update.get("items", [])]
        return {**super().merge(order, update), "items": items}


class StoresRefusedUpdates(FakeServer):
    def settle(self, after: Json, reasons: Reasons) -> Json:
        if after["order_total"] >= 0:
            self.orders[after["backd_order_id"]] = after
        return super().settle(after, reasons)


class IgnoresItems(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "cart_amount_mismatch")


class TrustsTheStatedTotal(FakeServer):
    def judge(self, order: Json, update: Json, limit: Json) -> Verdict:
        return without(super().judge(order, update, limit), "order_total_mismatch")


class CancelsAConfirmedOrder(FakeServer):
    def cancel(self, backd_order_id: str) -> bool:
        self.orders[backd_order_id]["status"] = "order_canceled"
        return True


class ConfirmsInSecret(FakeServer):
    """Confirms the order and answers that it did not."""

    def confirm(self, backd_order_id: str) -> bool:
        super().confirm(backd_order_id)
        return False


class ReturnsTheCreatedOrder(FakeServer):
    def create(self, order: Json, limit: Json) -> None:
        super().create(order, limit)
        self.created = {**getattr(self, "created", {}), order["backd_order_id"]: order}

    def read(self, backd_order_id: str) -> Json:
        order: Json = self.created[backd_order_id]
        return order


class AnswersWithoutTheStatus(FakeServer):
    def read(self, backd_order_id: str) -> Json:
        return {n: part for n, part in super().read(backd_order_id).items() if n != "status"}


class AnswersWithTheOrderBefore(FakeServer):
    def settle(self, after: Json, reasons: Reasons) -> Json:
        before = self.orders[after["backd_order_id"]]
        answer = super().settle(after, reasons)
        return {**answer, "data": before} if "data" in answer else answer


class GivesOnlyTheFirstReason(FakeServer):
    def settle(self, after: Json, reasons: Reasons) -> Json:
        return super().settle(after, reasons[:1])


class UsesOneErrorStatus(FakeServer):
    def settle(self, after: Json, reasons: Reasons) -> Json:
        answer = super().settle(after, reasons)
        return {**answer, "status": {"code": 422}} if answer["error"] else answer


class StoresBlankText(FakeServer):
    """Correct: a record may state blank text in an optional field, which is read as absent (F4)."""

    def cleared_part(self, name: str, part: Any) -> Any:
        return " " if name in OPTIONAL and part is None else super().cleared_part(name, part)


class GivesNoReasons(FakeServer):
    """Correct: a server need not return the reasons."""

    def settle(self, after: Json, reasons: Reasons) -> Json:
        answer = super().settle(after, reasons)
        return {name: answer[name] for name in ("error", "data") if name in answer}


class ForgetsTheMerchantStatusOfACanceledOrder(FullServer):
    """Correct: after a cancellation no response states it (W1)."""

    def read(self, backd_order_id: str) -> Json:
        order = super().read(backd_order_id)
        hidden = "merchant_order_status" if order["status"] == "order_canceled" else None
        return {name: part for name, part in order.items() if name != hidden}


RIGHT = (
    FakeServer,
    FullServer,
    GivesNoReasons,
    StoresBlankText,
    ForgetsTheMerchantStatusOfACanceledOrder,
)
SUBTLE = (
    IgnoresCombineHigher,
    IgnoresMaxIncreases,
    CountsEveryUpdate,
    RoundsPercentagesUp,
    RoundsPercentagesHalfUp,
    RoundsPercentagesHalfToEven,
    RoundsPercentagesDownToDollars,
    *SUBTLE_ACTIONS,
)
"""Wrong servers that take many examples to find."""
WRONG = (
    AllowsAfterConfirmation,
    MeasuresFromTheCurrentTotal,
    AllowsACentMore,
    RoundsHalfToEven,
    RoundsCartsHalfUpOnly,
    JudgesAnUnchangedCart,
    MovesTheCartOnRestatedItems,
    IgnoresBlankText,
    IgnoresTheAdjustment,
    CreatesContactsThatStateNothing,
    TakesAnEmptyContactForAbsent,
    ExcludesTheBoundary,
    RefusesATotalThatFalls,
    ResetsAbsentFees,
    ReplacesWholeContacts,
    ReplacesCompleteContacts,
    IgnoresNulls,
    AppendsItems,
    StoresRefusedUpdates,
    IgnoresItems,
    TrustsTheStatedTotal,
    CancelsAConfirmedOrder,
    ConfirmsInSecret,
    ReturnsTheCreatedOrder,
    AnswersWithoutTheStatus,
    AnswersWithTheOrderBefore,
    GivesOnlyTheFirstReason,
    UsesOneErrorStatus,
    *WRONG_ACTIONS,
)
