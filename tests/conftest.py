"""The options: how much the oracle is asked, and whether a test may be skipped."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        default=100_000,
        help="how many random cases the thorough tests ask the oracle (100000)",
    )
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail the embedding tests that lack a program, and do not skip them",
    )
