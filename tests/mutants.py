"""Mutation testing: `python tests/mutants.py` runs it, and fails on a survivor without a reason.

mutmut switches a mutant on inside of functions, once all is imported. What runs at import it cannot
reach so: these mutants are written into a copy of the source, one by one, and the tests run on it.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SURVIVORS = {
    "amounts.x__scale_float__mutmut_13": 'float("INF") is float("inf")',
    "decision.x_decide_updates__mutmut_25": (
        "any fault but WRONG_TYPE makes refuse raise ValueError, and the reason is stated"
    ),
    "decision.xǁAllowedǁ__attrs_post_init____mutmut_24": "as in decide_updates",
    "decision.xǁDeniedǁ__attrs_post_init____mutmut_11": "as in decide_updates",
    "limit.xǁMerchantLimitǁ__attrs_post_init____mutmut_67": "as in decide_updates",
    "order.x_check_amount__mutmut_12": "as in decide_updates",
    "update.xǁOrderUpdateǁ__attrs_post_init____mutmut_60": "as in decide_updates",
    "limit.x_binding__mutmut_24": "the lower and the higher of one term are that term",
    "limit.x_binding__mutmut_36": (
        "without a key equal totals go by the terms' names, whose alphabet is their order"
    ),
    "limit.x_binding__mutmut_38": "as in mutmut_36",
    "strict_json.x__check_depth__mutmut_6": "the short way saves time and changes no answer",
    "strict_json.x__decoded__mutmut_17": "the codec's name is read without regard to case",
    "strict_json.x__number__mutmut_1": "both ways make the same Decimal of a short text",
    "strict_json.x__number__mutmut_4": "as in mutmut_1",
}
"""The mutants that are equivalent: no test can notice them, for the reason stated."""

AT_IMPORT = ("tables.x__contact__", "tables.x__item__", "tables.x__texts__")
TESTS = ("test_payloads.py", "test_messages.py", "test_wire_dump.py", "test_wire_property.py")


def survivors() -> set[str]:
    """The names of the mutants that mutmut has found no test to kill."""
    command = [sys.executable, "-m", "mutmut", "results"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = (line.split(":")[0].strip() for line in listed.splitlines() if ":" in line)
    return {name.removeprefix("backd_rules.") for name in names}


def killed_when_written(names: set[str]) -> set[str]:
    """Those of `names` that the tests kill in a copy of the source."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("backd_rules", "mutants", "tests", "pyproject.toml"):
            copy = shutil.copytree if Path(part).is_dir() else shutil.copy
            copy(part, Path(folder, part))
        return {name for name in sorted(names) if not _passes(name, Path(folder))}


def _passes(name: str, folder: Path) -> bool:
    source = Path("backd_rules", name.partition(".")[0]).with_suffix(".py")
    shutil.copy(source, folder / source)
    apply = [sys.executable, "-m", "mutmut", "apply", f"backd_rules.{name}"]
    subprocess.run(apply, check=True, cwd=folder)
    assert (folder / source).read_text() != source.read_text()
    tests = [sys.executable, "-B", "-m", "pytest", "-qx", *(f"tests/{test}" for test in TESTS)]
    return subprocess.run(tests, check=False, cwd=folder, stdout=subprocess.DEVNULL).returncode == 0


def main() -> int:
    subprocess.run([sys.executable, "-m", "mutmut", "run"], check=True)
    found = survivors()
    found -= killed_when_written({name for name in found if name.startswith(AT_IMPORT)})
    for name in sorted(found - set(SURVIVORS)):
        print(f"{name} survives, and nothing in tests/mutants.py says why")
    for name in sorted(set(SURVIVORS) - found):
        print(f"{name} is dead, and may go from tests/mutants.py")
    return 1 if found != set(SURVIVORS) else 0


if __name__ == "__main__":
    raise SystemExit(main())
