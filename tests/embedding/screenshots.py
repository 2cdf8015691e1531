"""Take the README's screenshot of the checkout page, and read how large and varied a PNG file is.

`PYTHONPATH=tests python -m embedding.screenshots` writes `browser/checkout.png`. It needs Chromium,
Node.js and its packages, and the dependency group `embedding`.
"""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from embedding import site

CHECKOUT = site.PAGE / "checkout.png"
REFUSED = {"/items/0/qty": "48"}
SIZE = {"width": 1000, "height": 1100}

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


def take(file: Path) -> None:
    """Write a screenshot of the checkout page with a refused change."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    assert node, "needs Node.js on the path"
    assert chromium, "needs Chromium on the path"
    task = {"engine": "chromium", "program": chromium, "file": str(file), "inputs": REFUSED}
    with TemporaryDirectory() as folder:
        page = Path(folder) / "site"
        site.build(Path(__file__).parent / "node_modules", page)
        with site.serve(page) as url:
            command = [node, str(site.PAGE / "screenshot.mjs")]
            text = json.dumps({**task, "size": SIZE, "site": url})
            subprocess.run(command, check=True, input=text, text=True)


if __name__ == "__main__":
    take(CHECKOUT)
