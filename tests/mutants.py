"""Mutation testing: `python tests/mutants.py` runs it, and fails on a survivor without a reason.

mutmut switches a mutant on inside of functions, once all is imported. What runs at import it cannot
reach so: these mutants are written into a copy of the source, one by one, and the tests run on it.
"""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AS_IN_UPDATES = "as in decide_updates"
CODEC = "a codec's name is read without regard to case"
SHORT_WAY = "the short way saves time and changes no answer"
SURVIVORS = {
    "_checks.x_check_amount__mutmut_13": AS_IN_UPDATES,
    "_compiled.x_compiled__mutmut_10": "a head has one parenthesis that opens",
    "amounts.x__scale_decimal__mutmut_4": SHORT_WAY,
    "amounts.x__scale_decimal__mutmut_5": SHORT_WAY,
    "amounts.x__scale_decimal__mutmut_11": SHORT_WAY,
    "amounts.x__scale_decimal__mutmut_16": SHORT_WAY,
    "amounts.x__scale_decimal__mutmut_17": SHORT_WAY,
    "amounts.x__scale_float__mutmut_10": 'float("INF") is float("inf")',
    "containers.xǁObjectǁ_is_sound__mutmut_1": SHORT_WAY,
    "containers.xǁObjectǁ_is_sound__mutmut_3": SHORT_WAY,
    "containers.xǁObjectǁ_reading__mutmut_3": SHORT_WAY,
    "containers.xǁObjectǁproblems__mutmut_10": SHORT_WAY,
    "decision.x__refuse_arguments__mutmut_23": "the limit is the last that can be wrong",
    "decision.x_decide_update__mutmut_4": "each argument is asked about once more, and is right",
    "decision.x_decide_update__mutmut_6": "as in mutmut_4",
    "decision.x_decide_update__mutmut_8": "as in mutmut_4",
    "decision.x_decide_update__mutmut_12": "the limit is the last that can be wrong",
    "decision.x_decide_updates__mutmut_25": (
        "any fault but WRONG_TYPE makes refuse raise ValueError, and the reason is stated"
    ),
    "decision.xǁAllowedǁ__attrs_post_init____mutmut_24": AS_IN_UPDATES,
    "decision.xǁDeniedǁ__attrs_post_init____mutmut_11": AS_IN_UPDATES,
    "fields.xǁCountǁread__mutmut_1": "the constructors that it is for refuse it too",
    "fingerprint.x_fingerprint__mutmut_20": CODEC,
    "limit.xǁMerchantLimitǁ__attrs_post_init____mutmut_67": AS_IN_UPDATES,
    "merge.x__money__mutmut_3": "a stated amount is of as many cents",
    "problems.x__line__mutmut_11": CODEC,
    "problems.x__line__mutmut_13": CODEC,
    "strict_json.x__check_depth__mutmut_6": SHORT_WAY,
    "strict_json.x__decoded__mutmut_17": CODEC,
    "strict_json.x__may_hold_surrogate__mutmut_1": SHORT_WAY,
    "strict_json.x__may_hold_surrogate__mutmut_5": SHORT_WAY,
    "strict_json.x__number__mutmut_1": "both ways make the same Decimal of a short text",
    "strict_json.x__number__mutmut_4": "as in mutmut_1",
    "tables.x__make_order__mutmut_5": "a reader hands on as many things as there are fields",
    "tables.x__make_order__mutmut_8": "as in mutmut_5",
    "tables.x__make_order__mutmut_9": "as in mutmut_5",
    "update.xǁOrderUpdateǁ__attrs_post_init____mutmut_60": AS_IN_UPDATES,
}
"""The mutants that are equivalent: no test can notice them, for the reason stated."""

AT_IMPORT = (
    "containers.xǁObjectǁ__attrs_post_init__",
    "containers.xǁObjectǁ_absent__",
    "containers.xǁObjectǁ_closed_reader__",
    "containers.xǁObjectǁ_open_reader__",
    "containers.xǁObjectǁ_reading__",
    "containers.xǁObjectǁ_writer__",
    "containers.xǁObjectǁ_writing__",
    "tables.x__contact__",
    "tables.x__item__",
    "tables.x__patch__",
    "tables.x__texts__",
)
TESTS = ("test_payloads.py", "test_messages.py", "test_wire_dump.py", "test_wire_property.py")
AT_ONCE = 2


def survivors() -> set[str]:
    """The names of the mutants that mutmut has found no test to kill."""
    command = [sys.executable, "-m", "mutmut", "results"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = (line.split(":")[0].strip() for line in listed.splitlines() if ":" in line)
    return {name.removeprefix("backd_rules.") for name in names}


def killed_when_written(names: set[str]) -> set[str]:
    """Those of `names` that the tests kill in a copy of the source."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [sorted(names)[start::AT_ONCE] for start in range(AT_ONCE)]
        return {name for killed in pool.map(_killed, shares) for name in killed}


def _killed(names: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for part in ("backd_rules", "mutants", "tests", "pyproject.toml"):
            copy = _copy_tree if Path(part).is_dir() else shutil.copy
            copy(part, Path(folder, part))
        return [name for name in names if not _passes(name, Path(folder))]


def _copy_tree(source: str, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("node_modules", "embedding"))


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
