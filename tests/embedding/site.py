"""The checkout page as a static site: build it in a folder, and serve it on a local port."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from threading import Thread

SOURCES = Path(__file__).parent.parent.parent
PAGE = Path(__file__).parent / "browser"


class QuietHandler(SimpleHTTPRequestHandler):
    """A handler that logs nothing and sends the right media types for modules and WebAssembly."""

    extensions_map = {  # noqa: RUF012 - The base class declares it as a plain dict.
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - As in the base class.
        pass


def build(packages: Path, site: Path) -> None:
    """Copy the page to `site`, and add Pyodide and the wheels of `backd_rules` and attrs."""
    shutil.copytree(PAGE, site)
    (site / "pyodide").symlink_to(packages / "pyodide")
    (site / "wheels").mkdir()
    build_wheel(site / "wheels" / "backd_rules.whl")
    pack_installed("attrs", site / "wheels" / "attrs.whl")


def build_wheel(wheel: Path) -> None:
    """Build the wheel of `backd_rules` with the installed hatchling, so nothing is downloaded."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheel.parent)]
    subprocess.run(build, check=True, capture_output=True, cwd=SOURCES, timeout=60)
    next(wheel.parent.glob("backd_rules-*.whl")).rename(wheel)


def pack_installed(package: str, wheel: Path) -> None:
    """Pack an installed pure Python package as a wheel, so nothing is downloaded."""
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in metadata.files(package) or ():
            if file.suffix != ".pyc":
                archive.write(file.locate(), str(file))


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the folder until the block ends, and yield its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=folder)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(timeout=10)
