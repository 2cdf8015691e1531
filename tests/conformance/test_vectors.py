"""The vectors: the file is what the code generates, and each verdict is that of the oracle."""

import json
import re
from collections import Counter
from fractions import Fraction

from support import oracle
from support.merge_patch import merged
from support.oracle import Json

from backd_rules.wire import ProblemCode
from conformance import vectors
from conformance.published import EXACT, FILE, PAGE, TEXT

AMOUNTS = ("order_total", "cart_amount", "tax_amount", "shipping_amount", "discount_amount")
CONTENTS = ("merchant_order_status", "shipping", "billing", "items")


def test_the_file_is_byte_for_byte_what_the_code_generates() -> None:
    assert "\n".join([*vectors.lines(), ""]) == TEXT


def test_the_file_is_one_case_a_line_and_below_a_megabyte() -> None:
    lines = [line.removesuffix(",") for line in TEXT.splitlines()]
    cases = [json.loads(line) for line in lines if line.startswith('{"name"')]
    assert cases == [case for part in FILE.values() for case in part]
    assert len(lines) == len(cases) + 2 * len(FILE) + 2
    assert len(TEXT) < 1_000_000


def test_every_name_is_unique_in_its_list() -> None:
    assert list(FILE) == ["cases", "batches", "malformed", "texts"]
    for part in FILE.values():
        assert not [name for name, n in Counter(case["name"] for case in part).items() if n > 1]
        assert all(re.fullmatch(r"[\w/:.+~-]+", case["name"]) for case in part)


def contents_after(order: Json, update: Json) -> Json:
    """Return the texts, contacts and items that the update changes."""
    after = {name: merged(order.get(name), update[name]) for name in CONTENTS if name in update}
    if "items" in update:
        stated = [{n: v for n, v in item.items() if v is not None} for item in update["items"]]
        after["items"] = stated
    return {name: value for name, value in after.items() if value != order.get(name)}


def verdict(order: Json, update: Json, limit: Json) -> Json:
    """Return the oracle's verdict in the format of the file."""
    judged = oracle.judge(order, update, limit)
    if judged.reasons:
        violations = [{"code": code, "path": path} for code, path in judged.reasons]
        return {"allowed": False, "violations": violations}
    amounts = {name: Fraction(update[name] if name in update else order[name]) for name in AMOUNTS}
    amounts |= {"order_total": judged.total, "cart_amount": judged.cart}
    count = order.get("increase_count", 0) + (judged.total > oracle.total_of(order))
    contents = contents_after(order, update)
    return {"allowed": True, "after": {**amounts, "increase_count": count, **contents}}


def test_every_case_has_the_verdict_of_the_oracle() -> None:
    for case in EXACT["cases"]:
        arguments = (case["order"], case["update"], case["limit"])
        expected = {**verdict(*arguments), "name": case["name"]}
        assert {n: v for n, v in case.items() if n not in ("order", "limit", "update")} == expected


def test_every_batch_has_the_verdicts_of_the_oracle() -> None:
    unknown = {"code": "unknown_order", "path": "/backd_order_id"}
    for batch in EXACT["batches"]:
        orders = {order["backd_order_id"]: order for order in batch["orders"]}
        for update, found in zip(batch["updates"], batch["verdicts"], strict=True):
            order = orders.get(update["backd_order_id"])
            expected: Json = {"allowed": False, "violations": [unknown]}
            if order:
                order = {"placed_total": order["order_total"], **order}
                expected = verdict(order, update, batch["limit"])
                orders[update["backd_order_id"]] = {**order, **found.get("after", {})}
            assert found == expected


def test_every_malformed_payload_has_the_problem_that_it_is_named_for() -> None:
    for case in FILE["malformed"]:
        reads, code, path, _ = case["name"].split(":")
        assert case["reads"] == reads
        assert case["problems"] == [{"code": code, "path": path}], case["name"]
    for case in FILE["texts"]:
        code, path, _ = case["name"].split(":")
        assert case["problems"] == [{"code": code, "path": path}], case["name"]


def test_the_page_shows_a_case_and_names_every_field() -> None:
    example = PAGE.split("```json\n")[1].split("```")[0]
    assert example in TEXT.replace("},\n", "}\n")
    for name, part in FILE.items():
        section = PAGE.split(f"## `{name}`\n")[1].split("\n## ")[0]
        rows = re.findall(r"^\| (`[^|]*`) \|", section, re.M)
        named = {"name", *re.findall(r"`(\w+)`", " ".join(rows))}
        fields = {field for case in part for field in case}
        assert named == fields or name == "texts"
        assert fields == {"name", "reads", "text", "problems"} or name != "texts"


def test_the_page_names_the_codes_that_have_no_case() -> None:
    section = PAGE.split("## What is not here\n")[1]
    codes = {str(code) for code in ProblemCode} & set(re.findall(r"`(\w+)`", section))
    assert codes == {"not_finite", "too_large"}
