"""The malformed payloads, texts and records in the file agree with results worked out by hand."""

import pytest

from conformance.cases import Json
from conformance.published import VECTORS

MALFORMED = {case["name"]: case["problems"] for case in VECTORS["malformed"]}
TEXTS = {case["name"]: case for case in VECTORS["texts"]}
RECORDS = {case["name"]: case for case in VECTORS["records"]}

SEVERAL: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "in-the-order-of-the-fields",
        [
            ("wrong_type", "/backd_order_id"),
            ("missing", "/merchant_order_id"),
            ("too_precise", "/order_total"),
            ("wrong_type", "/discount_amount"),
            ("blank", "/shipping/address/line1"),
            ("unknown_field", "/shipping/address/zip"),
            ("not_nullable", "/shipping/email"),
            ("unknown_field", "/shipping/fax"),
            ("missing", "/items/0/display_name"),
            ("blank", "/items/0/sku"),
            ("not_nullable", "/items/0/unit_price"),
            ("out_of_range", "/items/0/qty"),
            ("unknown_field", "/items/0/color"),
            ("wrong_type", "/items/1"),
            ("unknown_field", "/zzz"),
            ("read_only_field", "/status"),
        ],
    ),
    (
        "caps-last",
        [
            ("out_of_range", "/max_increases"),
            ("bad_format", "/combine"),
            ("unknown_field", "/max_increase_precent"),
            ("missing", ""),
        ],
    ),
    (
        "of-each-update",
        [
            ("missing", "/0/backd_order_id"),
            ("out_of_range", "/1/tax_amount"),
            ("wrong_type", "/2"),
        ],
    ),
    (
        "of-a-record",
        [
            ("missing", "/order_total"),
            ("out_of_range", "/cart_amount"),
            ("unknown_status", "/status"),
            ("missing", "/items/0/unit_price"),
            ("out_of_range", "/items/0/qty"),
        ],
    ),
    (
        "of-ids",
        [
            ("missing", "/backd_order_id"),
            ("not_nullable", "/merchant_order_id"),
            ("unknown_field", "/zzz"),
            ("unknown_field", "/create_date"),
            ("unknown_field", "/status"),
        ],
    ),
    ("of-both-ids", [("missing", "/backd_order_id"), ("missing", "/merchant_order_id")]),
    (
        "of-both-ids-and-unknown",
        [
            ("missing", "/backd_order_id"),
            ("blank", "/merchant_order_id"),
            ("unknown_field", "/refunds"),
        ],
    ),
    (
        "of-a-refund-request",
        [
            ("missing", "/backd_order_id"),
            ("missing", "/merchant_order_id"),
            ("missing", "/refund_amount"),
        ],
    ),
    (
        "of-a-refund-request-in-every-field",
        [
            ("blank", "/backd_order_id"),
            ("wrong_type", "/merchant_order_id"),
            ("out_of_range", "/refund_amount"),
            ("unknown_field", "/reason"),
        ],
    ),
    ("a-hundred", [("wrong_type", f"/{index}") for index in range(100)]),
    (
        "a-hundred-and-one",
        [("wrong_type", f"/items/{index}") for index in range(100)] + [("too_many_problems", "")],
    ),
    ("path-of-256-characters", [("unknown_field", "/" + "x" * 255)]),
    ("path-of-257-characters", [("unknown_field", "/" + "x" * 252 + "...")]),
    ("long-path-below", [("unknown_field", "/shipping/" + "x" * 243 + "...")]),
]


@pytest.mark.parametrize(("name", "expected"), SEVERAL)
def test_several_problems_are_in_order(name: str, expected: list[tuple[str, str]]) -> None:
    found = [(problem["code"], problem["path"]) for problem in MALFORMED[f"problems/{name}"]]
    assert found == expected
    assert max(len(path) for _, path in found) <= 256


def test_each_payload_with_several_problems_is_in_the_table() -> None:
    found = {name for name in MALFORMED if name.startswith("problems/")}
    assert found == {f"problems/{name}" for name, _ in SEVERAL}
    assert all(len(problems) == 1 for name, problems in MALFORMED.items() if name not in found)


def test_every_invisible_character_is_blank() -> None:
    """Hold the list of invisible characters (domain.md, N6)."""
    invisible = (
        "00AD 034F 115F 1160 17B4 17B5 180B 180C 180D 180E 200B 200C 200D 2060 2061 2062 2063 2064 "
        "2800 3164 FEFF FFA0"
    )
    prefix = "update:blank:/merchant_order_status:u-"
    found = {name.removeprefix(prefix) for name in MALFORMED if name.startswith(prefix)}
    assert found == set(invisible.split())


MEANINGS: dict[str, Json] = {
    "seventeen-digits": {"tax_amount": 18.05},
    "twenty-digits": {"tax_amount": 0.1},
    "just-above-the-highest": {"tax_amount": 9999999999999.99},
    "tiny": {"tax_amount": 0},
    "negative-tiny": {"tax_amount": 0},
    "exponent": {"tax_amount": 150},
    "escaped-name": {"tax_amount": 1},
    "count-with-a-point": {"max_increase": 1, "max_increases": 1},
}


@pytest.mark.parametrize(("name", "means"), MEANINGS.items())
def test_a_text_means_the_nearest_double(name: str, means: Json) -> None:
    """Hold "A JSON number means the IEEE 754 double nearest to it" (domain.md, N2)."""
    payload = TEXTS[f"valid::{name}"]["payload"]
    assert payload | means == payload


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("too_precise:/tax_amount:float-noise", {"code": "too_precise", "path": "/tax_amount"}),
        ("not_finite:/tax_amount:vast", {"code": "not_finite", "path": "/tax_amount"}),
        ("not_finite:/tax_amount:many-digits", {"code": "not_finite", "path": "/tax_amount"}),
        ("bad_json::two-byte-order-marks", {"code": "bad_json", "path": ""}),
    ],
)
def test_a_text_has_this_problem(name: str, problem: Json) -> None:
    assert TEXTS[name]["problems"] == [problem]


WRITTEN: list[tuple[str, Json]] = [
    ("minimal", {"tax_amount": 0, "shipping_amount": 0, "discount_amount": 0}),
    ("tax-null", {"tax_amount": 0}),
    ("shipping-null", {"shipping": None}),
    ("shipping-empty", {"shipping": {}}),
    ("shipping-empty-inside", {"shipping": {"name": {}, "address": {}}}),
    ("shipping-unknown-field", {"shipping": {"email": "a@b"}}),
    ("items-empty", {"items": []}),
    ("items-many-decimals", {"items": [{"unit_price": 17.647059, "qty": 0.333}]}),
    ("items-half-up", {"items": [{"unit_price": 0.000001, "qty": 0.001}]}),
    ("items-down", {"items": [{"unit_price": 0, "qty": 1}]}),
    ("no-such-date", {"create_date": "2026-02-30 25:61:00"}),
    ("history-null", {"placed_total": None}),
    ("fee-in-the-total", {"order_total": 110, "cart_amount": 100}),
    ("cancelled", {"status": "order_canceled"}),
    ("texts-empty", {"merchant_order_status": "", "create_date": ""}),
    ("texts-line-break", {"merchant_order_status": "a\nb"}),
]


@pytest.mark.parametrize(("name", "part"), WRITTEN)
def test_a_record_is_written_back(name: str, part: Json) -> None:
    written = RECORDS[f"record/{name}"]["written"]
    assert written | part == written


@pytest.mark.parametrize("name", ["refunds-null", "refunds-empty"])
def test_no_refunds_are_written_back_as_they_were(name: str) -> None:
    """Hold that a record "is kept and written back as it was" (domain.md, F4)."""
    vector = RECORDS[f"record/{name}"]
    assert vector["written"]["refunds"] == vector["order"]["refunds"]


def test_only_blank_optional_texts_are_left_out() -> None:
    """Hold "only blank text in an optional field is read as absent" (domain.md, F4)."""
    for text in ("empty", "space", "zero-width-space"):
        written = RECORDS[f"record/texts-{text}"]["written"]
        assert "company_name" not in written["shipping"]
        assert {*written["shipping"]["address"]} == {"line1", "city", "state", "zipcode", "country"}
        assert {*written["items"][0]} == {"display_name", "sku", "unit_price", "qty"}
        assert {*written["refunds"][0]} == {"amount", "create_date", "status", "locked_at"}


def test_null_fields_are_written_in_a_fixed_order() -> None:
    """The file would differ between processes if the order of a set were used."""
    written = RECORDS["record/texts-null"]["written"]
    nulls = ["display_name", "item_image_url", "item_url", "sku"]
    assert [*written["items"][0]] == ["unit_price", "qty", *nulls]
    address = ["city", "country", "line1", "line2", "state", "zipcode"]
    assert [*written["shipping"]["address"]] == address
