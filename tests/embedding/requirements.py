"""Requirements beyond Python packages. A test whose requirement is missing is skipped.

With the option `--nothing-skipped`, which CI uses, the test fails instead.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NoReturn

import pytest

FOLDER = Path(__file__).parent


def require_program(config: pytest.Config, *names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    skip_or_fail(config, f"needs {' or '.join(names)} on the path")


def require_node_packages(config: pytest.Config) -> Path:
    """Return the folder of the Node packages that the lock file pins."""
    packages = FOLDER / "node_modules"
    if packages.is_dir():
        return packages
    skip_or_fail(config, "needs Node packages: npm ci --prefix tests/embedding")


def skip_or_fail(config: pytest.Config, reason: str) -> NoReturn:
    """Skip the test, or fail it if `--nothing-skipped` is set."""
    if config.getoption("--nothing-skipped"):
        pytest.fail(reason)
    pytest.skip(reason)
