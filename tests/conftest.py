"""The option by which the oracle is asked more, or less."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=int,
        default=100_000,
        help="how many random cases the thorough tests ask the oracle (100000)",
    )
