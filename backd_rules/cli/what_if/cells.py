"""Bring the columns of a file to the types of `bulk.ROWS`, where that is exact.

A cell that has no such value makes its row a bad one. A column that can have none is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from backd_rules.bulk import DECISIONS, ROWS
from backd_rules.bulk.columns import ORDER_NAMES, STATUS_CODES
from backd_rules.domain.status import SPELLINGS

pc: Any = pyarrow.compute  # Its functions are made at run time: no type checker knows them.

_WORDS: Final[dict[str, int]] = {
    **{str(status): code for status, code in STATUS_CODES.items()},
    **{word: STATUS_CODES[at] for word, at in SPELLINGS.items()},
}

_BOOLS: Final = {"true": True, "false": False, "1": True, "0": False}
_OUTSIDE: Final = -1
"""A number that no column may have: it is reported as out of range, or as an unknown status."""
_EXISTS: Final = "backd_order_id_matches"


class CellFault(StrEnum):
    """Why the text of a cell is wrong."""

    NOT_AN_INTEGER = "not_an_integer"
    NOT_A_BOOLEAN = "not_a_boolean"


Flags = np.ndarray[Any, Any]
Faults = dict[str, Flags]
"""The rows in which a column is wrong, by a text such as `cart_amount: not_an_integer`."""


def column_errors(schema: pa.Schema) -> Iterator[str]:
    """Yield what is wrong with the columns of a Parquet file, each one once."""
    yield from name_errors(schema.names)
    for field in ROWS:
        if schema.names.count(field.name) == 1:
            found = _plain_type(schema.field(field.name).type)
            if not _fits(field, found):
                yield f"column {field.name} must be {_expected(field)}, is {found}"


def name_errors(names: list[str]) -> Iterator[str]:
    """Yield which columns are missing, and which are there more than once."""
    missing = [name for name in ROWS.names if name not in names]
    if missing:
        noun = "column" if len(missing) == 1 else "columns"
        yield f"has no {noun} {', '.join(missing)} (see backd_rules.bulk.ROWS and to_row)"
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"has the column {name} {names.count(name)} times"


def taken_names(names: Iterable[str]) -> list[str]:
    """Return the columns that a file of decisions cannot have beside those of the decision."""
    return [name for name in names if name in DECISIONS.names and name not in ROWS.names]


def _plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    is_view: bool = kind == pa.string_view()
    return is_view or pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _fits(field: pa.Field, found: pa.DataType) -> bool:
    if pa.types.is_null(found) or found == field.type:
        return True
    if pa.types.is_boolean(field.type):
        return False
    is_integer: bool = pa.types.is_integer(found)
    return is_integer or (field.name == "status" and _is_text(found))


def _expected(field: pa.Field) -> str:
    if pa.types.is_boolean(field.type):
        return "of booleans (bool)"
    if field.name == "status":
        return f"of status words (utf8) or their numbers ({field.type})"
    is_amount = field.metadata.get(b"unit") == b"cents"
    return f"of {'whole cents' if is_amount else 'integers'} ({field.type})"


def conformed(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Faults]:
    """Return the batch with the columns of `ROWS` in their types, and the cells that are wrong.

    All other columns stay as they are. A wrong cell has an arbitrary value.
    """
    arrays, fields = [*batch.columns], [*batch.schema]
    faults: dict[str, pa.Array] = {}
    for field in ROWS:
        place = batch.schema.get_field_index(field.name)
        arrays[place], wrong = _converted(arrays[place], field)
        fields[place] = field
        faults.update(wrong)
    exists = arrays[batch.schema.get_field_index(_EXISTS)].is_valid()
    found: Faults = {}
    for text, mask in faults.items():
        # The order's columns do not count where there is no order.
        is_orders = text.partition(":")[0] in ORDER_NAMES
        flags = _flags(pc.and_(mask, exists) if is_orders else mask)
        if flags.any():
            found[text] = flags
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields)), found


def _flags(mask: pa.Array) -> Flags:
    flags: Flags = np.array(mask.to_numpy(zero_copy_only=False), np.bool_)
    return flags


def _converted(array: pa.Array, field: pa.Field) -> tuple[pa.Array, dict[str, pa.Array]]:
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if array.type == field.type:
        return array, {}
    if not _is_text(array.type):
        return _in_range(array, field.type), {}
    array = array.cast(pa.string())
    if pa.types.is_boolean(field.type):
        return _booleans(array, field)
    if field.name == "status":
        return _statuses(array, field.type), {}
    numbers, wrong = _integers(array)
    faults = {} if wrong is None else {f"{field.name}: {CellFault.NOT_AN_INTEGER}": wrong}
    return _in_range(numbers, field.type), faults


def _in_range(array: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return integers as another type, with `_OUTSIDE` for those that it cannot hold."""
    try:
        return array.cast(kind)
    except pa.ArrowInvalid:
        highest = pa.scalar(np.iinfo(kind.to_pandas_dtype()).max, pa.int64()).cast(array.type)
        is_outside = pc.or_(pc.greater(array, highest), pc.less(array, pa.scalar(0, array.type)))
        kept = pc.if_else(is_outside, None, array).cast(kind)
        return pc.if_else(is_outside.fill_null(False), pa.scalar(_OUTSIDE, kind), kept)


def _statuses(texts: pa.Array, kind: pa.DataType) -> pa.Array:
    words = pc.ascii_trim_whitespace(texts)
    place = pc.index_in(words, value_set=pa.array([*_WORDS]), skip_nulls=True)
    codes = pa.array([*_WORDS.values()], kind).take(place)
    numbers, wrong = _integers(words)
    if wrong is not None:
        numbers = pc.if_else(wrong, _OUTSIDE, numbers)
    return pc.coalesce(codes, _in_range(numbers, kind))


def _booleans(texts: pa.Array, field: pa.Field) -> tuple[pa.Array, dict[str, pa.Array]]:
    words = pc.ascii_lower(pc.ascii_trim_whitespace(texts))
    place = pc.index_in(words, value_set=pa.array([*_BOOLS]), skip_nulls=True)
    found = pa.array([*_BOOLS.values()]).take(place)
    wrong = pc.and_(texts.is_valid(), found.is_null())
    return pc.if_else(wrong, True, found), {f"{field.name}: {CellFault.NOT_A_BOOLEAN}": wrong}


def _integers(texts: pa.Array) -> tuple[pa.Array, pa.Array | None]:
    """Return int64 numbers, and which texts are none, if any is."""
    if not _may_be_hexadecimal(texts):
        try:
            return texts.cast(pa.int64()), None
        except pa.ArrowInvalid:
            pass
    trimmed = pc.ascii_trim_whitespace(texts)
    is_integer = pc.match_substring_regex(trimmed, "^-?[0-9]+$")
    is_small = pc.match_substring_regex(trimmed, "^-?0*[0-9]{1,18}$")
    wrong = pc.invert(is_integer).fill_null(False)
    numbers = pc.if_else(is_small, trimmed, pc.if_else(is_integer, str(_OUTSIDE), "0"))
    return numbers.cast(pa.int64()), wrong


def _may_be_hexadecimal(texts: pa.Array) -> bool:
    """Return whether a text may have an x: a cast to integers also reads 0x10."""
    data = texts.buffers()[2]
    content = b"" if data is None else data.to_pybytes()
    return b"x" in content or b"X" in content
