"""What a recipe needs beyond Python packages; a test that lacks it is skipped and says why.

Under `--nothing-skipped`, as CI runs, it fails instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NoReturn

import pytest

FOLDER = Path(__file__).parent


def program(config: pytest.Config, *names: str) -> str:
    """The path of the first of these programs that is there."""
    for name in names:
        if path := shutil.which(name):
            return path
    return lack(config, f"needs {' or '.join(names)} on the path")


def node_packages(config: pytest.Config) -> Path:
    """The folder of the Node packages that the lock file pins."""
    packages = FOLDER / "node_modules"
    if packages.is_dir():
        return packages
    lack(config, "needs Node packages: npm ci --prefix tests/embedding")


def lack(config: pytest.Config, reason: str) -> NoReturn:
    """Skip the test, or fail it where nothing may be skipped."""
    if config.getoption("--nothing-skipped"):
        pytest.fail(reason)
    pytest.skip(reason)
