"""Files of recorded updates, and runs of `what-if` on them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from backd_rules.bulk import ROWS
from backd_rules.cli.command import main
from support.command_line import Capture

Row = dict[str, Any]
COLUMNS = pa.schema([pa.field(field.name, field.type) for field in ROWS])
"""The columns of a file, which may hold a null anywhere."""

PLACED: Row = {
    **dict.fromkeys(ROWS.names),
    "status": 1,
    "cart_amount": 10_000,
    "order_total": 10_000,
    "placed_total": 10_000,
    "increase_count": 0,
    "backd_order_id_matches": True,
    "merchant_order_id_matches": True,
    "new_contacts": 0,
}
"""An order that was placed at 100.00, and an update that states nothing."""

EXAMPLE: list[Row] = [
    PLACED | {"new_tax_amount": 500},
    PLACED | {"new_tax_amount": 1_000},
    PLACED | {"new_tax_amount": 7_500},
    PLACED | {"new_tax_amount": 7_501},
    PLACED | {"new_tax_amount": 100, "status": 2},
    PLACED | {"new_tax_amount": 100, "backd_order_id_matches": None},
    PLACED | {"new_tax_amount": 100, "placed_total": None},
    PLACED | {"new_discount_amount": 100, "placed_total": None},
    PLACED | {"cart_amount": None},
    PLACED | {"status": 9, "order_total": -1},
    PLACED | {"merchant_order_id_matches": False},
    PLACED | {"new_order_total": 99_999},
]
"""Updates whose decisions are worked out by hand in the tests."""
NEW = {"max_increase": 75}
OLD = {"max_increase": 10}


def write_parquet(
    path: Path, rows: Sequence[Row], schema: pa.Schema = COLUMNS, **options: Any
) -> str:
    """Write rows to a Parquet file, and return its name."""
    pq.write_table(pa.Table.from_pylist([*rows], schema), path, **options)
    return str(path)


def write_csv(path: Path, rows: Sequence[Row], names: Sequence[str] = ROWS.names) -> str:
    """Write rows to a CSV file, empty cells for `None`, and return its name."""
    lines = [",".join(names)]
    lines += [
        ",".join("" if row[name] is None else str(row[name]) for name in names) for row in rows
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def run_what_if(capsys: Capture, *arguments: str) -> tuple[int, list[str], list[str]]:
    """Run the command in this process, and return its status and the lines of its outputs."""
    status = main(["what-if", *arguments])
    out, err = capsys.readouterr()
    return status, out.splitlines(), err.splitlines()


_LINE = re.compile(r"\s*(.*?)((?:\s+[+-]?[\d,.]+%?)*)")


def numbers(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the numbers of each line of a table, by the line's label."""
    found: dict[str, list[str]] = {}
    for line in lines:
        label, cells = _LINE.fullmatch(line.replace(" %", "%")).groups()  # type: ignore[union-attr]
        found[label] = cells.split()
    return found
