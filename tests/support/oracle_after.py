"""The order after an allowed update, on plain dicts. It imports nothing of the package."""

from support.oracle import Json, Verdict, amounts_after, states_something
from support.oracle_problems import is_blank


def order_after(order: Json, update: Json, verdict: Verdict) -> Json:
    """Return the order that an allowed update leaves (U1, U2, T1 to T3 and L9)."""
    after = amounts_after(order, update)
    after |= {name: update[name] for name in ("merchant_order_status", "items") if name in update}
    for contact in ("shipping", "billing"):
        if states_something(update.get(contact, {})):  # U3
            after[contact] = merged(order.get(contact), update[contact])
    after |= {"cart_amount": verdict.cart, "order_total": verdict.total}
    if verdict.increase_count is not None:
        after["increase_count"] = verdict.increase_count
    return after


def merged(contact: Json | None, patch: Json) -> Json:
    """Return the contact with what the patch states; null and blank text clear a field (N7)."""
    after = dict(contact or {})
    for name, value in patch.items():
        if isinstance(value, dict):
            after[name] = merged(after.get(name), value)
        else:
            after[name] = None if value is None or is_blank(value) else value
    return after
