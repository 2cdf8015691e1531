"""The columns that `what-if` reads: other types, words, and cells that are wrong."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.command_line import PROGRAM, Capture, error_lines, write
from support.what_if_files import (
    COLUMNS,
    EXAMPLE,
    NEW,
    PLACED,
    numbers,
    run_what_if,
    write_csv,
    write_parquet,
)

LIMIT = ("--limit", "new.json")
FAULTS = ("--rejects", "bad.parquet")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "new", NEW)
    return tmp_path


def with_types(**types: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(f.name, types.get(f.name, f.type)) for f in COLUMNS])


def expected_table(folder: Path, capsys: Capture) -> list[str]:
    name = write_parquet(folder / "expected.parquet", EXAMPLE)
    return run_what_if(capsys, "--orders", name, *LIMIT)[1]


INTEGERS = [name for name in COLUMNS.names if pa.types.is_integer(COLUMNS.field(name).type)]


@pytest.mark.parametrize("kind", [pa.int16(), pa.int32(), pa.int64()])
def test_integers_of_other_widths_are_read(folder: Path, capsys: Capture, kind: Any) -> None:
    rows = [row for row in EXAMPLE if row["new_order_total"] is None]  # 99,999 needs 32 bits.
    name = write_parquet(folder / "expected.parquet", rows)
    expected = run_what_if(capsys, "--orders", name, *LIMIT)[1]
    name = write_parquet(folder / "o.parquet", rows, with_types(**dict.fromkeys(INTEGERS, kind)))
    assert run_what_if(capsys, "--orders", name, *LIMIT)[1] == expected


WORDS = {0: "terms_selected", 1: "order_placed", 2: "order_confirmed", 9: "lost"}


@pytest.mark.parametrize(
    "kind",
    [
        *(pa.utf8(), pa.large_utf8(), pa.string_view()),
        pa.dictionary(pa.int32(), pa.utf8()),
        *(pa.uint8(), pa.uint64(), pa.dictionary(pa.int8(), pa.int64())),
    ],
    ids=str,
)
def test_a_status_may_be_a_word(folder: Path, capsys: Capture, kind: Any) -> None:
    expected = expected_table(folder, capsys)
    is_number = "int" in str(kind).replace("indices=int32", "")
    rows = [
        row | {"status": row["status"] if is_number else WORDS[row["status"]]} for row in EXAMPLE
    ]
    table = pa.Table.from_pylist(rows, with_types(status=pa.uint8() if is_number else pa.utf8()))
    place = table.schema.get_field_index("status")
    column = (
        table["status"]
        .combine_chunks()
        .cast(kind.value_type if pa.types.is_dictionary(kind) else kind)
    )
    if pa.types.is_dictionary(kind):
        column = column.dictionary_encode()
    pq.write_table(table.set_column(place, "status", column), "o.parquet")
    assert run_what_if(capsys, "--orders", "o.parquet", *LIMIT)[1] == expected


def test_a_number_that_its_type_cannot_hold_makes_a_bad_row(folder: Path, capsys: Capture) -> None:
    """No cast wraps: 257 as an int8 would be the status 1."""
    rows = [
        PLACED | {"status": 257},
        PLACED | {"status": -255},
        PLACED | {"new_tax_amount": 2**64 - 1},
        PLACED | {"status": None},
        PLACED,
    ]
    schema = with_types(status=pa.int16(), new_tax_amount=pa.uint64())
    name = write_parquet(folder / "o.parquet", rows, schema)
    assert run_what_if(capsys, "--orders", name, *LIMIT, *FAULTS)[0] == 3
    assert pq.read_table("bad.parquet")["faults"].to_pylist() == [
        *("status: unknown_status", "status: unknown_status"),
        *("new_tax_amount: out_of_range", "status: null"),
    ]


def test_columns_of_nulls_have_no_type(folder: Path, capsys: Capture) -> None:
    names = [name for name in COLUMNS.names if PLACED[name] is None]
    rows = [PLACED]
    name = write_parquet(folder / "o.parquet", rows, with_types(**dict.fromkeys(names, pa.null())))
    status, out, _ = run_what_if(capsys, "--orders", name, *LIMIT)
    assert (status, numbers(out)["allowed"]) == (0, ["1", "100.0%"])


def test_every_wrong_column_of_a_parquet_file_is_reported(capsys: Capture) -> None:
    schema = with_types(
        cart_amount=pa.float64(),
        new_contacts=pa.utf8(),
        status=pa.float32(),
        backd_order_id_matches=pa.int8(),
        order_total=pa.decimal128(12, 2),
    )
    table = pa.Table.from_pylist([], schema).drop_columns(["increase_count", "placed_total"])
    pq.write_table(table, "o.parquet")
    assert error_lines(["what-if", "--orders", "o.parquet", *LIMIT], capsys) == [
        "o.parquet: has no columns placed_total, increase_count (see backd_rules.bulk.ROWS and "
        "to_row)",
        "o.parquet: column status must be of status words (utf8) or their numbers (int8), is float",
        "o.parquet: column cart_amount must be of whole cents (int64), is double",
        "o.parquet: column order_total must be of whole cents (int64), is decimal128(12, 2)",
        "o.parquet: column backd_order_id_matches must be of booleans (bool), is int8",
        "o.parquet: column new_contacts must be of integers (int32), is string",
    ]


def test_missing_and_repeated_columns_of_a_csv_file_are_reported(
    folder: Path, capsys: Capture
) -> None:
    names = [name for name in COLUMNS.names if name != "status"]
    name = write_csv(folder / "o.csv", [PLACED], [*names, "order_total", "order_total"])
    assert error_lines(["what-if", "--orders", "o.csv", *LIMIT], capsys) == [
        "o.csv: has no column status (see backd_rules.bulk.ROWS and to_row)",
        "o.csv: has the column order_total 3 times",
    ]
    assert name.endswith("o.csv")


@pytest.mark.parametrize(("true", "false"), [("true", "false"), ("TRUE", "False"), ("1", "0")])
def test_a_csv_file_has_the_same_figures(
    folder: Path, capsys: Capture, true: str, false: str
) -> None:
    expected = expected_table(folder, capsys)
    name = "merchant_order_id_matches"
    rows = [
        row | {name: true if row[name] else false, "status": WORDS[row["status"]]}
        for row in EXAMPLE
    ]
    write_csv(folder / "o.csv", rows)
    assert run_what_if(capsys, "--orders", "o.csv", *LIMIT)[1] == expected


CELLS: list[tuple[dict[str, Any], str | None]] = [
    ({"cart_amount": "10.5"}, "cart_amount: not_an_integer"),
    ({"cart_amount": "1e4"}, "cart_amount: not_an_integer"),
    ({"cart_amount": "0x10"}, "cart_amount: not_an_integer"),
    ({"cart_amount": "x"}, "cart_amount: not_an_integer"),
    ({"cart_amount": " "}, "cart_amount: not_an_integer"),
    ({"cart_amount": '"10,000"'}, "cart_amount: not_an_integer"),
    ({"cart_amount": "٣"}, "cart_amount: not_an_integer"),
    ({"cart_amount": ""}, "cart_amount: null"),
    ({"cart_amount": '""'}, "cart_amount: null"),
    ({"cart_amount": "-1"}, "cart_amount: out_of_range"),
    ({"cart_amount": "9" * 30}, "cart_amount: out_of_range"),
    ({"cart_amount": "-" + "9" * 30}, "cart_amount: out_of_range"),
    ({"new_tax_amount": "9.0"}, "new_tax_amount: not_an_integer"),
    ({"new_contacts": str(2**31)}, "new_contacts: out_of_range"),
    ({"status": "lost"}, "status: unknown_status"),
    ({"status": "1.0"}, "status: unknown_status"),
    ({"status": "300"}, "status: unknown_status"),
    ({"status": "257"}, "status: unknown_status"),
    ({"status": ""}, "status: null"),
    ({"merchant_order_id_matches": "yes"}, "merchant_order_id_matches: not_a_boolean"),
    ({"backd_order_id_matches": "yes"}, "backd_order_id_matches: not_a_boolean"),
    ({"merchant_order_id_matches": ""}, "merchant_order_id_matches: null"),
    (
        {"cart_amount": "x", "new_tax_amount": "y", "order_total": "-5"},
        "cart_amount: not_an_integer; new_tax_amount: not_an_integer; order_total: out_of_range",
    ),
    ({"backd_order_id_matches": "", "cart_amount": "x"}, None),
    ({"cart_amount": " 10000 "}, None),
    ({"cart_amount": "0010000"}, None),
    ({"status": " order_placed "}, None),
    ({"status": "order_cancelled"}, None),
    ({"status": "1"}, None),
]


@pytest.mark.parametrize(("cells", "faults"), CELLS)
def test_a_wrong_cell_makes_a_bad_row(
    folder: Path, capsys: Capture, cells: dict[str, str], faults: str | None
) -> None:
    """Where there is no order, the order's columns do not count. Other rows are decided."""
    write_csv(folder / "o.csv", [PLACED, PLACED | cells, PLACED])
    status, out, err = run_what_if(capsys, "--orders", "o.csv", *LIMIT, *FAULTS, "--out", "d.pq")
    assert status == (0 if faults is None else 3)
    found = pq.read_table("bad.parquet").to_pylist()
    assert [row["faults"] for row in found] == ([] if faults is None else [faults])
    if faults is not None:
        assert err == [f"{PROGRAM}1 of 3 rows cannot be decided (bad rows)"]
        assert numbers(out)["allowed"] == ["2", "66.7%"]
        for name, cell in cells.items():
            assert found[0][name] == (cell.strip('"') or None)
    decisions = pq.read_table("d.pq").to_pylist()
    assert [row["faults"] for row in decisions] == [None, faults, None]
    if faults is not None:
        assert [name for name, value in decisions[1].items() if value is not None] == ["faults"]


def test_other_columns_of_a_csv_file_stay_texts(folder: Path, capsys: Capture) -> None:
    rows = [PLACED | {"key": key} for key in ("007", '"a\nb"', "")]
    write_csv(folder / "o.csv", rows, ["key", *COLUMNS.names])
    assert run_what_if(capsys, "--orders", "o.csv", *LIMIT, "--out", "d.parquet")[0] == 0
    assert pq.read_table("d.parquet")["key"].to_pylist() == ["007", "a\nb", None]


@pytest.mark.parametrize(
    ("name", "option", "error"),
    [
        (
            "headroom",
            "--out",
            "o.parquet: --out has no place for headroom: a decision has columns of these names",
        ),
        (
            "faults",
            "--rejects",
            "o.parquet: --rejects has no place for another column faults",
        ),
    ],
)
def test_a_column_that_would_be_there_twice_is_an_error(
    folder: Path, capsys: Capture, name: str, option: str, error: str
) -> None:
    schema = pa.schema([*COLUMNS, pa.field(name, pa.utf8())])
    write_parquet(folder / "o.parquet", [PLACED], schema)
    words = ["what-if", "--orders", "o.parquet", *LIMIT]
    assert error_lines([*words, option, "d.parquet"], capsys) == [error]
    assert run_what_if(capsys, *words[1:])[0] == 0
