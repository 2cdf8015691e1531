"""Arrow arrays as views of NumPy: by slices and by positions, from any offset."""

import numpy as np
import pyarrow as pa
import pytest

from backd_rules.bulk.arrays import Reader

FLAGS = [True, False, None, True, True, None, False, False, True, None, True]


@pytest.mark.parametrize("offset", range(len(FLAGS)))
def test_positions_are_read_again_and_again_as_a_slice_is(offset: int) -> None:
    array = pa.array(FLAGS).slice(offset)
    reader = Reader(array)
    positions = np.arange(len(array))[::-1]
    expected = [flag for flag in FLAGS[offset:] if flag is not None]
    for rows in (positions, positions, slice(0, len(array))):
        valid = np.broadcast_to(reader.valid(rows), len(array))
        values = reader.values(rows)[valid].tolist()
        assert (values[::-1] if rows is positions else values) == expected
