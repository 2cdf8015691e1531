"""Read the size of a PNG file, and a measure of how varied its pixels are."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import NamedTuple

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Screenshot(NamedTuple):
    """The size of a picture, and the number of distinct bytes in its uncompressed data.

    A blank picture has few distinct bytes.
    """

    width: int
    height: int
    distinct_bytes: int


def read_png(file: Path) -> Screenshot:
    data = file.read_bytes()
    assert data.startswith(_SIGNATURE)
    width, height = struct.unpack_from(">II", data, 16)
    compressed, offset = b"", len(_SIGNATURE)
    while offset < len(data):
        length, chunk_type = struct.unpack_from(">I4s", data, offset)
        if chunk_type == b"IDAT":
            compressed += data[offset + 8 : offset + 8 + length]
        offset += length + 12
    return Screenshot(width, height, len(set(zlib.decompress(compressed))))
