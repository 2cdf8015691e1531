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
        "--rows",
        type=int,
        default=1_000_000,
        help="the number of random rows that the thorough tests of `bulk` decide (1000000)",
    )
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="fail an embedding test whose program is missing, and do not skip it",
    )


def pytest_make_parametrize_id(val: object) -> str | None:
    """Return an id without a backslash for a text or bytes that would have one.

    pytest finds no test by an id with a backslash. mutmut selects tests by their ids, and takes a
    mutant for killed if pytest fails.
    """
    if isinstance(val, bytes):
        val = val.decode("latin-1")
    escaped = val.encode("unicode_escape").decode("ascii") if isinstance(val, str) else ""
    return escaped.replace("\\", "~") if "\\" in escaped else None
