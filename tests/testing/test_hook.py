"""The entry point that Hypothesis loads: it registers types and imports nothing else."""

from support.processes import printed

from backd_rules.testing import hook
from backd_rules.testing.registry import BY_TYPE


def test_the_hook_lists_every_type_with_a_strategy() -> None:
    assert list(hook.TYPES) == sorted(cls.__name__ for cls in BY_TYPE)


def test_from_type_works_without_an_import_of_the_strategies() -> None:
    source = """
from hypothesis import find, strategies as st
from backd_rules import Money, PersonName
print(*(find(st.from_type(cls), lambda _: True) for cls in (Money, PersonName)))
"""
    assert printed(source) == "0.00 PersonName()"


def test_the_hook_imports_two_modules() -> None:
    source = """
import sys
import backd_rules
core = set(sys.modules)
import hypothesis
loaded = {name for name in sys.modules if name.startswith("backd_rules")} - core
print(*sorted(loaded))
"""
    assert printed(source) == "backd_rules.testing backd_rules.testing.hook"
