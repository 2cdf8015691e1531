"""The command-line options of the tests."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        default=100_000,
        help="the number of random cases that the thorough tests of the oracle decide (100000)",
    )
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail an embedding test whose program is missing, and do not skip it",
    )
