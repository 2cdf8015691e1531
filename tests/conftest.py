"""The options of pytest: the number of random cases, and a ban on skipped tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        default=100_000,
        help="the number of random cases of the thorough tests (100000)",
    )
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail an embedding test whose program is not installed, instead of skipping it",
    )
