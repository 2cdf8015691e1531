"""What a picture shows at least: its size, and whether it is more than one plain sheet."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import NamedTuple

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Picture(NamedTuple):
    """A PNG file: `tones` is how many different bytes its lines are made of."""

    width: int
    height: int
    tones: int


def picture(file: Path) -> Picture:
    data = file.read_bytes()
    assert data.startswith(_SIGNATURE)
    width, height = struct.unpack_from(">II", data, 16)
    lines, place = b"", len(_SIGNATURE)
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            lines += data[place + 8 : place + 8 + length]
        place += length + 12
    return Picture(width, height, len(set(zlib.decompress(lines))))
