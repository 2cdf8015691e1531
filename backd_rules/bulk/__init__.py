"""Many decisions at once, over Arrow batches, with the same rules (extra `bulk`).

All functions are pure: Arrow in, Arrow out. Any engine that speaks Arrow can call them. A row is
an order and an update, with amounts in cents and without personal data.

Decide:
    decide_batch                        each row for itself
    decide_histories                    the updates of each order in sequence, over many batches
    violations_of                       what the bits of `violations` mean

Fill a batch:
    to_row                              the columns of a row from an order, an update and a limit
    sum_items, sum_new_items            the sums of items from a column of lists

Columns, as Arrow schemas whose metadata says meaning, unit, range and what a null means:
    ROWS, LIMIT_COLUMNS                 of a row, and of a limit for each row
    HISTORY_KEYS                        by which histories are sorted
    DECISIONS                           of the result
"""

try:
    import numpy as _numpy  # noqa: F401
    import pyarrow as _pyarrow  # noqa: F401
except ImportError as missing:
    raise ImportError(
        "backd_rules.bulk needs numpy and pyarrow: pip install 'backd-rules[bulk]'"
    ) from missing

from backd_rules.bulk.batch import decide_batch
from backd_rules.bulk.bits import violations_of
from backd_rules.bulk.columns import DECISIONS, HISTORY_KEYS, LIMIT_COLUMNS, ROWS
from backd_rules.bulk.histories import decide_histories
from backd_rules.bulk.items import sum_items, sum_new_items
from backd_rules.bulk.rows import to_row

__all__ = [
    "DECISIONS",
    "HISTORY_KEYS",
    "LIMIT_COLUMNS",
    "ROWS",
    "decide_batch",
    "decide_histories",
    "sum_items",
    "sum_new_items",
    "to_row",
    "violations_of",
]
