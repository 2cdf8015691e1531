"""The comparisons of each group. All candidates must agree before any is timed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import starmap
from typing import Any, Final

from backd_rules import decide_update, decide_updates, wire
from benchmarks import payloads
from benchmarks.engines import ENGINES, RULES, Engine
from benchmarks.floor import facts, floor, limit_facts
from benchmarks.harness import OURS, Comparison, Disagreement, calls
from benchmarks.parsers import PARSERS, Parser
from benchmarks.payloads import FAULTS, Case, Json, items_text
from benchmarks.pydantic_models import read_order
from benchmarks.random_payloads import random_cases
from benchmarks.servers import JSON, SERVERS, Server

CASES: Final = 600
"""The number of random cases."""

DECIDE: Final = "decide"
FLOOR: Final = "floor"


def decide() -> Iterator[Comparison]:
    """Compare decisions: values in, a decision out."""
    check_decide()
    for name, case in payloads.timed_cases().items():
        given = facts(read_order(case.order), case.update, limit_facts(case.limit))
        yield Comparison(
            DECIDE,
            name,
            (
                calls(OURS, decide_update, *values(case)),
                calls(FLOOR, floor, given),
                *(calls(e.name, e.judge, e.prepare(given)) for e in ENGINES),
            ),
        )


def check_decide(engines: Sequence[Engine] = ENGINES, reference: Any = floor) -> None:
    """Raise `Disagreement` unless floor and engines refuse by the same rules as the package."""
    for case in (*random_cases(CASES), *payloads.timed_cases().values()):
        given = facts(read_order(case.order), case.update, limit_facts(case.limit))
        expected = codes(case)
        found = {FLOOR: list(reference(given)[0])}
        for engine in engines:
            answers = zip(RULES, engine.judge(engine.prepare(given)), strict=True)
            found[engine.name] = [code for code, holds in answers if not holds]
        for name, refused in found.items():
            if refused != expected:
                raise Disagreement(f"{name} finds {refused}, not {expected}, in {given}")


def values(case: Case) -> tuple[Any, Any, Any]:
    """Return the arguments of `decide_update`."""
    order, update, limit = case
    return wire.parse_order(order), wire.parse_update(update), wire.parse_limit(limit)


def codes(case: Case) -> list[str]:
    """Return the codes of the violations, each of them once."""
    decision = decide_update(*values(case))
    found = () if decision.allowed else decision.violations
    return list(dict.fromkeys(str(violation.code) for violation in found))


PARSE: Final = "parse"


def parse() -> Iterator[Comparison]:
    """Compare parsers: a decoded dict in, values or its problems out."""
    check_parse()
    for count in (1, 20):
        name, valid = items_text(count), payloads.both_contacts(count)
        parsed = tuple(calls(p.name, p.parse, valid) for p in PARSERS)
        yield Comparison(PARSE, f"{name}, valid", parsed)
    invalid = payloads.malformed(*FAULTS)
    explained = tuple(calls(p.name, p.problems, invalid) for p in PARSERS)
    yield Comparison(PARSE, f"1 item, {len(FAULTS)} problems", explained)


def check_parse(parsers: Sequence[Parser] = PARSERS) -> None:
    """Raise `Disagreement` unless all accept what is valid and find every problem."""
    for parser in parsers:
        for case in random_cases(CASES):
            if found := parser.problems(case.update):
                raise Disagreement(f"{parser.name} finds {found} in {case.update}")
        for paths in (*([path] for path in FAULTS), FAULTS):
            found = parser.problems(payloads.malformed(*paths))
            if len(found) != (1 if parser.lazy else len(paths)):
                raise Disagreement(f"{parser.name} finds {found} in the faults of {paths}")
        if len(parser.problems(payloads.new_totals(1001))) != 1:
            raise Disagreement(f"{parser.name} accepts 1,001 items")


END_TO_END: Final = "end to end"


def end_to_end() -> Iterator[Comparison]:
    """Compare servers: the bytes of a request in, the bytes of a response out."""
    bodies = {
        "1 item, new totals": payloads.new_totals(1),
        "1 item, both contacts": payloads.both_contacts(1),
        "20 items, both contacts": payloads.both_contacts(20),
    }
    for library, servers in SERVERS.items():
        check_servers(servers)
        for case, body in bodies.items():
            order, text = payloads.order(len(body["items"])), payloads.text(body)
            candidates = [
                calls(s.name, s.answer, text, s.read_order(order), s.read_limit(payloads.LIMIT))
                for s in servers
            ]
            yield Comparison(f"{END_TO_END}, {library}", case, tuple(candidates))


def parts() -> Iterator[Comparison]:
    """Compare the whole of the package's server with each of its steps."""
    body = payloads.text(payloads.both_contacts(1))
    for library, (ours, *_) in SERVERS.items():
        order, limit = ours.read_order(payloads.order(1)), ours.read_limit(payloads.LIMIT)
        loads, dumps = JSON[library]
        payload = loads(body)
        update = wire.parse_update(payload)
        decision = decide_update(order, update, limit)
        response = wire.response(decision)
        steps = (
            calls("all steps", ours.answer, body, order, limit),
            calls("loads", loads, body),
            calls("parse", wire.parse_update, payload),
            calls("decide", decide_update, order, update, limit),
            calls("response", wire.response, decision),
            calls("dumps", dumps, response),
        )
        yield Comparison("parts of end to end", f"1 item, both contacts, {library}", steps)


def check_servers(servers: Sequence[Server]) -> None:
    """Raise `Disagreement` unless all servers answer alike."""
    malformed = (payloads.malformed(path) for path in FAULTS)
    asked = [Case(payloads.order(1), update, payloads.LIMIT) for update in malformed]
    for case in (*asked, *random_cases(CASES), *payloads.timed_cases().values()):
        body = payloads.text(case.update)
        answers = {
            s.name: _common(s.answer(body, s.read_order(case.order), s.read_limit(case.limit)))
            for s in servers
        }
        for name, answer in answers.items():
            if answer != answers[OURS]:
                raise Disagreement(f"{name} answers {answer}, not {answers[OURS]}, to {body!r}")


def _common(answer: bytes) -> object:
    """Return what answers must have in common: an order, or the codes and facts of a refusal."""
    response = json.loads(answer, object_hook=_without_nulls)
    code = response["status"]["code"]
    if code in (200, 400):
        return response.get("data", code)
    found: Json = {}
    for violation in response["violations"]:
        found.setdefault(violation["code"], violation["facts"])
    return code, list(found.items())


def _without_nulls(payload: Json) -> Json:
    return {name: value for name, value in payload.items() if value is not None}


GROWTH: Final = "growth"
BATCH: Final = "batch"
HUNDRED: Final = "100 items"
ALONE: Final = "one at a time"
_UPDATES: Final = 10_000


def growth() -> Iterator[Comparison]:
    """Compare the package with itself, per item and per update."""
    counts = (1000, 100, 10, 1)
    cases = [Case(payloads.order(n), payloads.new_totals(n), payloads.LIMIT) for n in counts]
    named = [(f"{n:,} item{'s' * (n > 1)}", n, case) for n, case in zip(counts, cases, strict=True)]
    decided = (calls(name, decide_update, *values(case), pieces=n) for name, n, case in named)
    yield Comparison(GROWTH, "decide, per item", tuple(decided))
    parsed = (calls(name, wire.parse_update, case.update, pieces=n) for name, n, case in named)
    yield Comparison(GROWTH, "parse, per item", tuple(parsed))
    yield _batch(cases[-1])


def _batch(case: Case) -> Comparison:
    ids = [{"backd_order_id": f"BO-{number:05}"} for number in range(_UPDATES)]
    cases = [values(Case(case.order | one, case.update | one, case.limit)) for one in ids]
    orders, updates, limits = zip(*cases, strict=True)
    batch = calls("a batch of 10,000", decide_updates, orders, updates, limits[0], pieces=_UPDATES)
    alone = calls(ALONE, lambda: list(starmap(decide_update, cases)), pieces=_UPDATES)
    return Comparison(BATCH, "decide, per update", (batch, alone), loops=1)
