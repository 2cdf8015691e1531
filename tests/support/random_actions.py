"""Random orders, requests and times for the oracle of the actions: nothing of the package."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from support import oracle_actions
from support.oracle import Json, total_of
from support.oracle_actions import CHICAGO, REFUND_ACTIONS, STATUSES, lock_time, written
from support.random_cases import TOP, RandomCases, dollars

ORDER_STATUSES = ("terms_selected", "order_placed", "order_confirmed", "order_canceled", "refund")
OTHER_STATUSES = ("declined", "declined", "Draft", "approved ", "APPROVED", "carried out", "", None)
"""The statuses of refund requests that are not active."""
UNREADABLE = (
    None,
    "",
    "soon",
    "2026-04-15",
    "2026-4-15 22:00:00",
    "2026-04-15T22:00:00",
    "2026-04-15 22:00:00Z",
    "2026-04-15 22:00:00.5",
    "2026-04-15 22:00:00\n",
    " 2026-04-15 22:00:00",
    "2026-04-15 24:00:00",
    "2026-04-15 23:59:60",
    "2026-02-29 22:00:00",
    "0000-01-01 00:00:00",
    "2999-04-1\u0665 22:00:00",
)
"""Values of `locked_at` that are no timestamp (N8)."""
EXTREME = ("0001-01-01 00:00:00", "2024-02-29 23:59:59", "9999-12-31 23:59:59")
FIVE = (time(16, 59, 59), time(17), time(17, 0, 1))
CLOCK = (*FIVE, *FIVE, time(0), time(1, 30), time(2, 30), time(23, 59, 59))
"""Local times: 1:30 can be ambiguous, and 2:30 can be missing."""
MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
STEPS = (-DAY, -SECOND, -MICROSECOND, 0 * DAY, 0 * DAY, MICROSECOND, SECOND, DAY)
YEARS = (2007, 2040)


def chance(draw: Random, percent: int) -> bool:
    """Return true in `percent` of 100 calls."""
    return draw.randrange(100) < percent


# Times


def random_date(draw: Random) -> date:
    """Return any day, a Friday, a day of a weekend, or a day near a change of the clocks."""
    year = draw.randint(*YEARS)
    kind = draw.choice(["any", "friday or weekend", "clock"])
    if kind == "clock":
        # The clocks change on the second Sunday of March and on the first one of November.
        earliest = draw.choice([date(year, 3, 8), date(year, 11, 1)])
        sunday = earliest + (6 - earliest.weekday()) * DAY
        return sunday + draw.randint(-3, 2) * DAY
    day = date(year, 1, 1) + draw.randrange(365) * DAY
    return day if kind == "any" else day + (draw.choice([4, 5, 6]) - day.weekday()) * DAY


def random_time(draw: Random) -> datetime:
    """Return any time, often at the boundary of A5, in Chicago."""
    seconds = timedelta(seconds=draw.randrange(86_400))
    clock = draw.choice([draw.choice(CLOCK), (datetime.min + seconds).time()])
    microsecond = draw.choice([0, 0, 0, 1, 999_999, draw.randrange(10**6)])
    clock = clock.replace(microsecond=microsecond, fold=draw.randrange(2))
    return datetime.combine(random_date(draw), clock, CHICAGO)


def random_moment(draw: Random, order: Json) -> datetime:
    """Return an aware time for a refund action, often near the time that a refund locks."""
    texts = [refund.get("locked_at") for refund in oracle_actions.refunds_of(order)]
    recorded = [at for at in map(oracle_actions.read_timestamp, texts) if at is not None]
    near = [at for at in recorded if YEARS[0] <= at.year <= YEARS[1]]
    use_near = near and chance(draw, 70)
    at = draw.choice(near) + draw.choice(STEPS) if use_near else random_time(draw)
    offset = draw.choice([0, 19_800, 50_400, -18_000, -43_200, draw.randint(-86_399, 86_399)])
    zone = draw.choice([None, CHICAGO, UTC, timezone(timedelta(seconds=offset))])
    return at if zone is None else at.astimezone(zone)


# Orders


def random_locked_at(draw: Random) -> str | None:
    """Return a `locked_at` that is mostly readable and mostly follows A5."""
    if chance(draw, 20):
        return draw.choice(UNREADABLE)
    if chance(draw, 5):
        return draw.choice(EXTREME)
    at = random_time(draw)
    return written(lock_time(at) if chance(draw, 70) else at)


def random_refund(draw: Random, active_percent: int) -> Json:
    """Return a recorded refund request; all but the amount may be absent (F4)."""
    is_active = chance(draw, active_percent)
    refund: Json = {"amount": dollars(draw.choice([0, draw.randint(1, 2000), TOP]))}
    for name, value in (
        ("create_date", draw.choice([written(random_time(draw)), "today", "", None])),
        ("status", draw.choice(["draft", "approved"] if is_active else OTHER_STATUSES)),
        ("locked_at", random_locked_at(draw)),
    ):
        if chance(draw, 94):
            refund[name] = value
    return refund


def random_order(draw: Random, action: str) -> Json:
    """Return an order, mostly in the status in which the action is allowed."""
    order = RandomCases(draw.getrandbits(32)).order()
    statuses = [STATUSES[action][0]] * 15 + [*ORDER_STATUSES, "order_cancelled"]
    order["status"] = draw.choice(statuses)
    count = draw.choice([0, 1, 1, 1, 2, 3])
    if count:
        # Of several requests, more than one is active in many records.
        order["refunds"] = [random_refund(draw, 75 if count == 1 else 45) for _ in range(count)]
    elif chance(draw, 60):
        order["refunds"] = draw.choice([None, []])
    return order


# Requests


def random_request_for(draw: Random, action: str, order: Json) -> Json:
    """Return a well-formed request that mostly names this order."""
    request: Json = {name: order[name] for name in ("backd_order_id", "merchant_order_id")}
    for name in tuple(request):
        if chance(draw, 4):
            request[name] = "other"
    if action == "order_placed" and chance(draw, 50):
        request["merchant_order_id"] = f"M{draw.randrange(9)}"
    if action in ("confirm_order", "cancel_order", "delete_refund") and chance(draw, 40):
        del request["merchant_order_id"]
    if action == "refund":
        total = int(total_of(order) * 100)
        near = total + draw.choice([-1, 0, 0, 1])
        cents = draw.choice([near, near, draw.randint(0, total), draw.randint(1, 2000)])
        request["refund_amount"] = dollars(min(max(1, cents), TOP))
    return request


def random_action(draw: Random) -> tuple[str, Json, Json, datetime | None]:
    """Return an action, an order, a request, and the time if the action needs one (A7)."""
    action = draw.choice([*STATUSES, *REFUND_ACTIONS])
    order = random_order(draw, action)
    at = random_moment(draw, order) if action in REFUND_ACTIONS else None
    return action, order, random_request_for(draw, action, order), at
