"""The documented schemas: names, types, units, ranges and null rules, written out by hand."""

import pyarrow as pa
import pytest
from support.bulk_columns import DECISION, KEYS, LIMIT, ORDER, TOP, UPDATE, Documented

from backd_rules.bulk import DECISIONS, HISTORY_KEYS, LIMIT_COLUMNS, ROWS

SCHEMAS = [
    pytest.param(ROWS, (*ORDER, *UPDATE), id="ROWS"),
    pytest.param(LIMIT_COLUMNS, LIMIT, id="LIMIT_COLUMNS"),
    pytest.param(HISTORY_KEYS, KEYS, id="HISTORY_KEYS"),
    pytest.param(DECISIONS, DECISION, id="DECISIONS"),
]


def about(field: pa.Field) -> dict[str, str]:
    """Return the metadata of a field as text."""
    return {key.decode(): text.decode() for key, text in field.metadata.items()}


def documented(field: pa.Field) -> Documented:
    """Return a field as the table by hand has it; its lowest value is 0."""
    texts = about(field)
    lowest, _, most = texts.get("range", "0 to ").partition(" to ")
    assert lowest == "0"
    unit = texts.get("unit")
    return Documented(
        field.name, str(field.type), unit, int(most) if most else None, field.nullable
    )


@pytest.mark.parametrize(("schema", "expected"), SCHEMAS)
def test_a_schema_has_these_columns(schema: pa.Schema, expected: tuple[Documented, ...]) -> None:
    assert [documented(field) for field in schema] == [*expected]


@pytest.mark.parametrize(("schema", "expected"), SCHEMAS)
def test_every_column_has_a_meaning_and_a_null_rule(
    schema: pa.Schema, expected: tuple[Documented, ...]
) -> None:
    for field, column in zip(schema, expected, strict=True):
        texts = about(field)
        assert texts["meaning"].endswith(".")
        assert texts.get("null", ".").endswith(".")
        assert ("null" in texts) is column.nullable
        assert set(texts) <= {"meaning", "unit", "range", "null"}


@pytest.mark.parametrize(
    ("field", "meaning"),
    [
        (
            ROWS.field("status"),
            "The order's status: 0 terms_selected, 1 order_placed, 2 order_confirmed, "
            "3 order_canceled, 4 refund.",
        ),
        (LIMIT_COLUMNS.field("combine"), "Which of two caps counts: 0 lower, 1 higher."),
        (LIMIT_COLUMNS.field("measured_from"), "The base: 0 placed_total, 1 order_total."),
        (
            DECISIONS.field("bound_by"),
            "The term that gives the ceiling: 0 max_increase, 1 max_increase_percent, "
            "2 max_order_total.",
        ),
    ],
)
def test_the_meaning_of_a_code_names_every_member(field: pa.Field, meaning: str) -> None:
    assert about(field)["meaning"] == meaning


def test_the_meaning_of_the_contacts_names_every_bit() -> None:
    fields = [
        *("name/first", "name/last", "address/line1", "address/city", "address/state"),
        *("address/zipcode", "address/country", "phone_number", "email"),
    ]
    paths = [f"/{contact}/{field}" for contact in ("shipping", "billing") for field in fields]
    bits = [f"{2**bit} if `{path}` is missing" for bit, path in enumerate(paths)]
    bits += ["262144 if the update states `shipping`", "524288 if the update states `billing`"]
    assert about(ROWS.field("new_contacts"))["meaning"] == (
        "What the update states of contacts that the order does not have: "
        f"{', '.join(bits)}. 0 if it states nothing of them."
    )


def test_no_name_is_in_both_the_rows_and_the_limit() -> None:
    assert not set(ROWS.names) & set(LIMIT_COLUMNS.names)
    assert not set(HISTORY_KEYS.names) & {*ROWS.names, *LIMIT_COLUMNS.names, *DECISIONS.names}


def test_an_amount_is_as_high_as_in_the_domain() -> None:
    assert about(ROWS.field("cart_amount"))["range"] == f"0 to {TOP}"
    assert TOP == 10**15 - 1
