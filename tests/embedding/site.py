"""The checkout page as a static site: built in a folder, served on a free port of this machine."""

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


class Quietly(SimpleHTTPRequestHandler):
    """Serves a folder, tells nobody, and calls modules and WebAssembly what they are."""

    extensions_map = {  # noqa: RUF012 - the base class's own is such a dict.
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's name.
        pass


def build(packages: Path, site: Path) -> None:
    """The page, and beside it Pyodide and the wheels of the library and of attrs."""
    shutil.copytree(PAGE, site)
    (site / "pyodide").symlink_to(packages / "pyodide")
    (site / "wheels").mkdir()
    build_wheel(site / "wheels" / "backd_rules.whl")
    pack_installed("attrs", site / "wheels" / "attrs.whl")


def build_wheel(wheel: Path) -> None:
    """The library's wheel, by the build backend that is installed here."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheel.parent)]
    subprocess.run(build, check=True, capture_output=True, cwd=SOURCES, timeout=60)
    next(wheel.parent.glob("backd_rules-*.whl")).rename(wheel)


def pack_installed(package: str, wheel: Path) -> None:
    """The wheel of a pure package as it is installed here, so that nothing is downloaded."""
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in metadata.files(package) or ():
            if file.suffix != ".pyc":
                archive.write(file.locate(), str(file))


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the folder is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quietly, directory=folder)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(timeout=10)
