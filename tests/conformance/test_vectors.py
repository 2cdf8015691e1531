"""The vectors: the files are what the code generates, and each verdict is that of the oracle."""

import json
import re
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from support import oracle, oracle_actions, oracle_problems
from support.json_values import is_cleared, states_nothing, written_back
from support.merge_patch import merged

from backd_rules import wire
from backd_rules.wire import ProblemCode
from conformance import vectors
from conformance.cases import Json
from conformance.published import EXACT, FILES, PAGE, VECTORS

FEES = ("tax_amount", "shipping_amount", "discount_amount")
AMOUNTS = ("order_total", "cart_amount", *FEES)
CONTENTS = ("merchant_order_status", "shipping", "billing", "items")


def test_each_file_is_published() -> None:
    assert {*FILES} == {*vectors.FILES}


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_byte_for_byte_what_the_code_generates(file: str) -> None:
    assert "\n".join([*vectors.lines(file), ""]) == FILES[file]


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_one_case_a_line_and_below_a_mebibyte(file: str) -> None:
    lines = [line.removesuffix(",") for line in FILES[file].splitlines()]
    cases = [json.loads(line) for line in lines if line.startswith('{"name"')]
    lists = json.loads(FILES[file])
    assert cases == [case for part in lists.values() for case in part]
    assert len(lines) == len(cases) + 2 * len(lists) + 2
    assert len(FILES[file]) <= wire.MAX_BYTES


def test_every_name_is_unique_in_its_list() -> None:
    of_updates, of_actions = ([*json.loads(text)] for text in FILES.values())
    assert of_updates == ["cases", "batches", "records", "malformed", "texts"]
    assert of_actions == ["actions", "lock_times", "malformed"]
    for part in VECTORS.values():
        assert not [name for name, n in Counter(case["name"] for case in part).items() if n > 1]
        assert all(re.fullmatch(r"[\w/:.+~-]+", case["name"]) for case in part)


def contents_after(order: Json, update: Json) -> Json:
    """Return the texts, contacts and items that the update changes."""
    before, patch = written_back(order), cleared(update)
    after = {name: merged(before.get(name), patch[name]) for name in CONTENTS if name in patch}
    for contact in ("shipping", "billing"):
        if states_nothing(patch.get(contact)):
            del after[contact]
    if "items" in after:
        after["items"] = [{n: v for n, v in i.items() if v is not None} for i in after["items"]]
    return {name: value for name, value in after.items() if value != before.get(name)}


def cleared(patch: Any) -> Any:
    """Return a copy of a patch with `null` for each blank text that clears a field."""
    if isinstance(patch, list):
        return [cleared(element) for element in patch]
    if not isinstance(patch, dict):
        return patch
    return {n: None if is_cleared(n, value) else cleared(value) for n, value in patch.items()}


def verdict(order: Json, update: Json, limit: Json) -> Json:
    """Return the oracle's verdict in the format of the file, without contents and facts."""
    judged = oracle.judge(order, update, limit)
    if judged.reasons:
        violations = [{"code": code, "path": path} for code, path in judged.reasons]
        return {"allowed": False, "violations": violations}
    fees = {name: Fraction(update.get(name, order.get(name)) or 0) for name in FEES}
    after: Json = {"order_total": judged.total, "cart_amount": judged.cart, **fees}
    if judged.increase_count is not None:
        after["increase_count"] = judged.increase_count
    return {"allowed": True, "after": after}


def without_contents_and_facts(found: Json) -> Json:
    """Return a verdict of the file without what the oracle does not tell."""
    if found["allowed"]:
        after = {name: value for name, value in found["after"].items() if name not in CONTENTS}
        return {"allowed": True, "after": after}
    violations = [{name: v[name] for name in ("code", "path")} for v in found["violations"]]
    return {"allowed": False, "violations": violations}


def test_every_case_has_the_verdict_of_the_oracle() -> None:
    for case in EXACT["cases"]:
        expected = verdict(case["order"], case["update"], case["limit"])
        found = {name: case[name] for name in case if name in ("allowed", "violations", "after")}
        assert without_contents_and_facts(found) == expected, case["name"]


def test_every_batch_has_the_verdicts_of_the_oracle() -> None:
    unknown = {"code": "unknown_order", "path": "/backd_order_id"}
    for batch in EXACT["batches"]:
        orders = {order["backd_order_id"]: order for order in batch["orders"]}
        for update, found in zip(batch["updates"], batch["verdicts"], strict=True):
            order = orders.get(update["backd_order_id"])
            expected: Json = {"allowed": False, "violations": [unknown]}
            if order:
                expected = verdict(order, update, batch["limit"])
                orders[update["backd_order_id"]] = {**order, **found.get("after", {})}
            assert without_contents_and_facts(found) == expected, batch["name"]


def test_every_allowed_case_has_the_contents_of_a_merge_patch() -> None:
    """Hold "Contacts merge field by field, as RFC 7396 does" (domain.md, U2)."""
    seen = Counter[str]()
    for case in VECTORS["cases"]:
        if case["allowed"]:
            expected = contents_after(case["order"], case["update"])
            found = {name: case["after"][name] for name in CONTENTS if name in case["after"]}
            assert found == expected, case["name"]
            seen.update(found.keys())
    assert min(seen[name] for name in CONTENTS) >= 3


def test_every_record_is_written_back_as_it_was() -> None:
    """Hold that a record "is kept and written back as it was" (domain.md, F4)."""
    for case in VECTORS["records"]:
        assert case["written"] == written_back(case["order"]), case["name"]


def facts(violation: Json, case: Json) -> Json:
    """Return the facts of a violation, as `vectors.md` lists them."""
    order = case["order"]
    active = filter(oracle_actions.is_active, oracle_actions.refunds_of(order))
    match violation["code"]:
        case "status_forbids_action":
            status = order["status"].replace("cancelled", "canceled")
            return {"status": status, "action": case["action"]}
        case "refund_exceeds_total":
            amount = case["request"]["refund_amount"]
            return {"refund_amount": amount, "order_total": order["order_total"]}
        case "refund_locked":
            at = oracle_actions.read_timestamp(case["at"])
            assert at is not None
            text = next(r for r in active if oracle_actions.is_locked(r, at)).get("locked_at")
            return {"locked_at": text if oracle_actions.read_timestamp(text) else None}
    return {}


def test_every_action_has_the_verdict_of_the_oracle() -> None:
    for case in EXACT["actions"]:
        at = oracle_actions.read_timestamp(case.get("at"))
        assert (at is not None) == (case["action"] in oracle_actions.REFUND_ACTIONS)
        answer = oracle_actions.act(case["action"], case["order"], case["request"], at)
        assert case["allowed"] == (not answer.reasons), case["name"]
        if case["allowed"]:
            old, new = written_back(case["order"]), written_back(answer.order)
            changed = {name: new[name] for name in new if new[name] != old.get(name)}
            assert case["after"] == changed, case["name"]
        else:
            found = [(v["code"], v["path"]) for v in case["violations"]]
            assert found == answer.reasons, case["name"]
            assert all(v["facts"] == facts(v, case) for v in case["violations"]), case["name"]


def test_every_lock_time_is_that_of_the_oracle() -> None:
    for case in VECTORS["lock_times"]:
        submitted_at = oracle_actions.read_timestamp(case["submitted_at"])
        assert submitted_at is not None
        locked_at = oracle_actions.written(oracle_actions.lock_time(submitted_at))
        assert case["locked_at"] == locked_at, case["name"]


ORACLES = {
    "update": oracle_problems.update_problems,
    "updates": oracle_problems.updates_problems,
    "order": oracle_problems.order_problems,
    "limit": oracle_problems.limit_problems,
    "ids": oracle_problems.ids_problems,
    "both_ids": oracle_problems.both_ids_problems,
    "refund_request": oracle_problems.refund_request_problems,
}
"""The oracle of each payload."""


def test_every_malformed_payload_has_the_problems_of_the_oracle() -> None:
    """Cut the oracle's paths, and accept a part of more than 100 problems (domain.md, V4)."""
    for case in VECTORS["malformed"]:
        every = ORACLES[case["reads"]](case["payload"])
        expected = [(code, cut(path)) for code, path in every]
        found = [(problem["code"], problem["path"]) for problem in case["problems"]]
        if len(expected) > 100:
            assert found.pop() == ("too_many_problems", "")
            assert len(found) == 100
            assert set(found) <= set(expected), case["name"]
        else:
            assert sorted(found) == sorted(expected), case["name"]


def cut(path: str) -> str:
    """Return a path as it is reported, with at most 256 characters."""
    return path if len(path) <= 256 else path[:253] + "..."


def test_every_malformed_payload_has_the_problem_that_it_is_named_for() -> None:
    for case in VECTORS["malformed"]:
        if not case["name"].startswith("problems/"):
            reads, code, path, _ = case["name"].split(":")
            assert case["reads"] == reads
            assert case["problems"] == [{"code": code, "path": path}], case["name"]
    for case in VECTORS["texts"]:
        code, path, _ = case["name"].split(":")
        expected = [] if code == "valid" else [{"code": code, "path": path}]
        assert case["problems"] == expected, case["name"]
        assert ("payload" in case) == (code == "valid")


def test_every_valid_text_means_its_payload() -> None:
    parsers = {
        "update": wire.parse_update,
        "limit": wire.parse_limit,
        "order": wire.parse_order,
    }
    valid = [case for case in VECTORS["texts"] if "payload" in case]
    assert {case["reads"] for case in valid} == {*parsers}
    for case in valid:
        parse = parsers[case["reads"]]
        assert parse(wire.loads(case["text"])) == parse(case["payload"]), case["name"]


def test_the_page_shows_a_case_and_names_every_field() -> None:
    example = PAGE.split("```json\n")[1].split("```")[0]
    assert example in FILES["vectors.json"].replace("},\n", "}\n")
    for name, part in VECTORS.items():
        section = PAGE.split(f"## `{name}`\n")[1].split("\n## ")[0]
        table = section.split("| --- | --- |\n")[1].split("\n\n")[0]
        rows = re.findall(r"^\| (`[^|]*`) \|", table, re.M)
        named = {"name", *re.findall(r"`(\w+)`", " ".join(rows))}
        assert named == {field for case in part for field in case}


def test_the_page_names_the_codes_that_have_no_case() -> None:
    section = PAGE.split("## What is not here\n")[1]
    codes = {str(code) for code in ProblemCode} & set(re.findall(r"`(\w+)`", section))
    assert codes == {"too_large"}
