"""Ask pyright's language server for the text that an editor shows at a name.

The messages are those of the Language Server Protocol: JSON-RPC behind a header with the length.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Timer
from typing import IO, Any

from support.reference import ROOT

SECONDS = 120
"""After this time the server is stopped: a test must not wait for ever."""


def hovers(folder: Path, modules: Iterable[str], expressions: Sequence[str]) -> list[str]:
    """Return the text that an editor shows for the last name of each dotted expression.

    The list is empty where pyright does not run: it needs Node.js, and may have to download it.
    """
    # Otherwise an installed copy of the package would be shown.
    (folder / "pyrightconfig.json").write_text(json.dumps({"extraPaths": [str(ROOT)]}), "utf-8")
    file = folder / "edited.py"
    lines = [*(f"import {module}" for module in modules), *expressions]
    file.write_text("\n".join([*lines, ""]), "utf-8")
    command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere) as server:
        assert server.stdin
        assert server.stdout
        timer = Timer(SECONDS, server.kill)
        timer.start()
        try:
            client = _Client(server.stdin, server.stdout)
            client.open(folder, file)
            first = len(lines) - len(expressions)
            return [client.hover(file, n, lines[n]) for n in range(first, len(lines))]
        except (OSError, EOFError):
            return []
        finally:
            timer.cancel()
            server.kill()


class _Client:
    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._requests = requests
        self._answers = answers
        self._id = 0

    def open(self, folder: Path, file: Path) -> None:
        """Begin a session, and open a file in it."""
        hover = {"hover": {"contentFormat": ["plaintext"]}}
        root = {"uri": folder.as_uri(), "name": folder.name}
        options = {"processId": None, "rootUri": root["uri"], "workspaceFolders": [root]}
        self._ask("initialize", {**options, "capabilities": {"textDocument": hover}})
        self._send({"method": "initialized", "params": {}})
        opened = {"uri": file.as_uri(), "languageId": "python", "version": 1}
        document = {**opened, "text": file.read_text("utf-8")}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})

    def hover(self, file: Path, number: int, line: str) -> str:
        """Return the text for the last name of a line; empty if there is none."""
        place = {"line": number, "character": len(line) - 1}
        shown = self._ask(
            "textDocument/hover", {"textDocument": {"uri": file.as_uri()}, "position": place}
        )
        return str(shown["contents"]["value"]) if shown else ""

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._id += 1
        self._send({"id": self._id, "method": method, "params": params})
        while True:
            message = self._receive()
            if "method" not in message:
                return message["result"]
            if "id" in message:  # A question of the server: it has no settings to get.
                items = message["params"].get("items", [])
                self._send({"id": message["id"], "result": [{} for _ in items]})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._requests.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._requests.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self._answers.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise EOFError("the server has ended")
        message: dict[str, Any] = json.loads(self._answers.read(length))
        return message
