"""The package without the extra `bulk`: nothing imports it, and it says how to get it."""

import sys
from importlib import import_module

import pytest
from support.processes import printed, python

WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {missing!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)

sys.meta_path.insert(0, Missing())
"""
"""The beginning of a program in which some modules are not installed."""

NEEDS = "backd_rules.bulk needs numpy and pyarrow: pip install 'backd-rules[bulk]'"


@pytest.mark.parametrize(
    "module",
    [
        *("backd_rules", "backd_rules.wire", "backd_rules.schema", "backd_rules.audit"),
        *("backd_rules.testing", "backd_rules.cli.command"),
    ],
)
def test_no_other_module_imports_numpy_or_pyarrow(module: str) -> None:
    source = f"import sys, {module}; print([m for m in sys.modules if m in {('numpy', 'pyarrow')}])"
    assert printed(source) == "[]"


def test_dir_and_the_public_names_import_neither() -> None:
    names = "for name in dir(backd_rules): getattr(backd_rules, name)"
    shown = "print('numpy' in sys.modules, 'pyarrow' in sys.modules)"
    assert printed(f"import sys, backd_rules\n{names}\n{shown}") == "False False"


@pytest.mark.parametrize("missing", [("numpy",), ("pyarrow",), ("numpy", "pyarrow")])
def test_without_the_extra_the_import_says_how_to_get_it(missing: tuple[str, ...]) -> None:
    done = python("-c", WITHOUT.format(missing=missing) + "import backd_rules.bulk\n")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"ImportError: {NEEDS}"


@pytest.mark.parametrize("missing", ["numpy", "pyarrow"])
def test_the_error_has_its_cause(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)  # What Python takes for not installed.
    monkeypatch.delitem(sys.modules, "backd_rules.bulk", raising=False)
    with pytest.raises(ImportError) as error:
        import_module("backd_rules.bulk")
    assert str(error.value) == NEEDS
    assert isinstance(error.value.__cause__, ModuleNotFoundError)
    assert error.value.__cause__.name == missing


def test_without_the_extra_everything_else_works() -> None:
    program = (
        "from backd_rules import MerchantLimit, Money, Order, OrderStatus, OrderUpdate, Totals\n"
        "from backd_rules import decide_update\n"
        "order = Order('B', 'M', OrderStatus.ORDER_PLACED, Totals(Money.of(1)))\n"
        "print(decide_update(order, OrderUpdate('B', 'M'), MerchantLimit.UNLIMITED).allowed)\n"
    )
    assert printed(WITHOUT.format(missing=("numpy", "pyarrow")) + program) == "True"


def test_bulk_imports_no_engine_and_no_pandas() -> None:
    engines = ("pandas", "polars", "duckdb", "pyspark", "ray", "dask")
    source = f"import sys, backd_rules.bulk; print([m for m in {engines} if m in sys.modules])"
    assert printed(source) == "[]"
