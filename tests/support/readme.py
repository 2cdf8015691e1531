"""The README, its blocks of code, and a run of its shell commands."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from support.reference import ROOT

README: Final = ROOT.joinpath("README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the blocks of code in a language, as a reader copies them."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    """Return the text below a heading, up to the next heading of the same level."""
    [_, text] = re.split(rf"^## {re.escape(title)}$", README, flags=re.MULTILINE)
    return text.split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of the tables in a text, without their heads."""
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    cells = [line.split(" | ") for line in lines]
    heads = [index - 1 for index, row in enumerate(cells) if set(row) <= {"---", "---:"}]
    return [row for index, row in enumerate(cells) if index not in heads and index - 1 not in heads]


def python_files() -> dict[str, str]:
    """Return the blocks in Python by file name, which the first line of some states."""
    files = {}
    for number, block in enumerate(blocks("python"), 1):
        name = re.match(r"# (\w+\.py)\n", block)
        files[name[1] if name else f"snippet_{number}.py"] = block
    return files


def run_shell(folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the README's shell commands in an empty folder."""
    program = folder / "bin" / "backd-rules"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m backd_rules "$@"\n')
    program.chmod(0o755)
    [commands] = blocks("sh")
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["/bin/sh", "-c", commands],
        check=False,
        capture_output=True,
        cwd=folder,
        env=environment,
        text=True,
    )
