"""Mutation testing: `python tests/mutants.py` fails on a surviving mutant without an explanation.

mutmut switches a mutant on inside a function, after the package is imported. It cannot reach a
function that runs during the import. The mutants of these functions are written into a copy of the
source, one by one, and the tests run on the copy.
"""

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CODEC = "the name of a codec is read without regard to case"
COUNTED = "a test that counts calls notices it, and mutmut cannot run that test"
FAST_PATH = "the fast path saves time and changes no result"
LAST = "the limit is the last argument that can be wrong"
AS_MANY = "there are as many facts as codes"
INFINITY = 'float("INF") is float("inf")'
SUNDAY = "the clocks change on a Sunday, and no deadline is on one"
SURVIVORS = {
    "actions.update_order.apply.x__apply_patch__mutmut_6": "None is false too",
    "actions.update_order.apply.x__apply_totals__mutmut_17": FAST_PATH,
    "actions.update_order.apply.x__apply_totals__mutmut_20": FAST_PATH,
    "actions.update_order.decide.x__refuse_arguments__mutmut_23": LAST,
    "actions.update_order.decide.x_decide_update__mutmut_12": LAST,
    "actions.update_order.decide.x_decide_update__mutmut_4": "the arguments are checked again",
    "actions.update_order.decide.x_decide_update__mutmut_6": "the arguments are checked again",
    "actions.update_order.decide.x_decide_update__mutmut_8": "the arguments are checked again",
    "actions.update_order.decide.x__remembered_range__mutmut_2": COUNTED,
    "actions.update_order.explanation.x__facts__mutmut_66": AS_MANY,
    "actions.update_order.explanation.x__facts__mutmut_69": AS_MANY,
    "actions.update_order.explanation.x__facts__mutmut_70": AS_MANY,
    "actions.update_order.proposal.x_propose_totals__mutmut_3": "None is false too",
    "audit.x_audit_record__mutmut_119": FAST_PATH,
    "domain.codegen.x__encoded_field__mutmut_10": FAST_PATH,
    "domain.deadline.x__has_daylight_saving__mutmut_17": SUNDAY,
    "domain.deadline.x__has_daylight_saving__mutmut_18": SUNDAY,
    "domain.fact_kinds.x__is_fact__mutmut_6": INFINITY,
    "domain.money.xǁScaledNumberǁof__mutmut_14": "only the type of a wrong type is stated",
    "domain.numbers.x__nearest_double__mutmut_9": 'float("NAN") is float("nan")',
    "domain.numbers.x__scale_decimal__mutmut_4": FAST_PATH,
    "domain.numbers.x__scale_decimal__mutmut_5": FAST_PATH,
    "domain.numbers.x__scale_float__mutmut_10": INFINITY,
    "domain.timestamps.x_moment_of__mutmut_4": "XXXX is no timestamp either",
    "domain.values.x_plain_dict__mutmut_1": FAST_PATH,
    "domain.values.x_plain_int__mutmut_1": FAST_PATH,
    "domain.values.x_plain_list__mutmut_1": FAST_PATH,
    "wire.codecs.xǁCountǁdecode__mutmut_2": FAST_PATH,
    "wire.codecs.xǁCountǁdecode__mutmut_4": FAST_PATH,
    "wire.codecs.xǁCountǁdecode__mutmut_5": FAST_PATH,
    "wire.codecs.xǁCountǁdecode__mutmut_6": FAST_PATH,
    "wire.codecs.xǁTextǁdecode__mutmut_2": FAST_PATH,
    "wire.codecs.xǁTextǁdecode__mutmut_4": FAST_PATH,
    "wire.codecs.x__line_break_at__mutmut_12": "an address holds no objects",
    "wire.codecs.xǁRecordedTextǁdecode__mutmut_2": FAST_PATH,
    "wire.codecs.xǁRecordedTextǁdecode__mutmut_4": FAST_PATH,
    "wire.containers.x__is_valid__mutmut_1": FAST_PATH,
    "wire.containers.x__is_valid__mutmut_3": FAST_PATH,
    "wire.containers.xǁArrayǁdecode__mutmut_21": COUNTED,
    "wire.containers.xǁArrayǁdecode__mutmut_23": COUNTED,
    "wire.containers.xǁArrayǁdecode__mutmut_24": COUNTED,
    "wire.containers.xǁArrayǁexplain__mutmut_25": COUNTED,
    "wire.containers.xǁArrayǁexplain__mutmut_42": FAST_PATH,
    "wire.containers.xǁBadElementErrorǁ__init____mutmut_1": COUNTED,
    "wire.containers.xǁObjectǁexplain__mutmut_16": COUNTED,
    "wire.containers.xǁObjectǁexplain__mutmut_19": COUNTED,
    "wire.fingerprints.x_digest__mutmut_14": CODEC,
    "wire.problems.x__subject__mutmut_7": CODEC,
    "wire.problems.x__subject__mutmut_9": CODEC,
    "wire.strict_json.x__check_brackets__mutmut_18": "any other character is removed next",
    "wire.strict_json.x__check_brackets__mutmut_20": CODEC,
    "wire.strict_json.x__check_brackets__mutmut_37": "one level is allowed too",
    "wire.strict_json.x__check_brackets__mutmut_6": FAST_PATH,
    "wire.strict_json.x__decoded__mutmut_18": CODEC,
    "wire.strict_json.x__has_lone_surrogate__mutmut_1": FAST_PATH,
    "wire.strict_json.x__has_lone_surrogate__mutmut_3": FAST_PATH,
    "wire.strict_json.x__parsed__mutmut_1": FAST_PATH,
    "wire.strict_json.x__parsed__mutmut_16": FAST_PATH,
}
"""The equivalent mutants, which no test can notice, and the explanation of each."""

AT_IMPORT = (
    "x___dir____",
    "x___getattr____",
    "domain.codegen.",
    "domain.fields.x_",
    "domain.kinds.x_",
    "domain.text.x_character_class__",
    "domain.values.x_once_per_class__",
    "wire.codecs.x__number_",
    "wire.codecs.xǁNumberǁ__attrs_post_init____",
    "wire.codecs.xǁNumberǁ_decoder__",
    "wire.containers.xǁObjectǁ__attrs_post_init____",
    "wire.tables.",
)
"""The functions that run while the package is imported, or that mutmut's tests do not reach.

`mutmut apply` changes the first method of that name in a file, so a method here is the only one.
"""

TESTS = (
    "tests/actions/test_violations.py",
    "tests/domain/test_codegen.py",
    "tests/domain/test_constructors.py",
    "tests/domain/test_fact_kinds.py",
    "tests/domain/test_fields.py",
    "tests/domain/test_text.py",
    "tests/wire/test_codecs.py",
    "tests/wire/test_containers.py",
    "tests/wire/test_dump.py",
    "tests/wire/test_parse_limit.py",
    "tests/wire/test_parse_order.py",
    "tests/wire/test_parse_order_numbers.py",
    "tests/wire/test_parse_order_texts.py",
    "tests/wire/test_parse_update.py",
    "tests/wire/test_parse_update_nothing.py",
    "tests/wire/test_problems.py",
    "tests/wire/test_round_trips.py",
    "tests/wire/test_single_values.py",
    "tests/project/test_public_names.py",
    "tests/schema/test_documents.py",
)
AT_ONCE = 2


def survivors() -> set[str]:
    """Return the names of the mutants that no test has killed under mutmut."""
    command = [sys.executable, "-m", "mutmut", "results"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = (line.strip().split(": ") for line in listed.splitlines() if ": " in line)
    return {name.removeprefix("backd_rules.") for name, result in lines if result != "timeout"}


def killed_when_written(names: set[str]) -> set[str]:
    """Return the mutants that the tests kill when they are written into a copy of the source."""
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
    *module, _ = name.split(".")
    source = Path("backd_rules", *(module or ["__init__"])).with_suffix(".py")
    apply = [sys.executable, "-m", "mutmut", "apply", f"backd_rules.{name}"]
    subprocess.run(apply, check=True, cwd=folder)
    assert (folder / source).read_text() != source.read_text()
    tests = [sys.executable, "-B", "-m", "pytest", "-qx", *TESTS]
    done = subprocess.run(tests, check=False, cwd=folder, capture_output=True)
    shutil.copy(source, folder / source)
    return done.returncode == 0


def main() -> int:
    subprocess.run([sys.executable, "-m", "mutmut", "run"], check=True)
    found = survivors()
    found -= killed_when_written({name for name in found if name.startswith(AT_IMPORT)})
    for name in sorted(found - set(SURVIVORS)):
        print(f"{name} survives without an explanation in tests/mutants.py")
    for name in sorted(set(SURVIVORS) - found):
        print(f"{name} is killed: remove it from tests/mutants.py")
    return 1 if found != set(SURVIVORS) else 0


if __name__ == "__main__":
    raise SystemExit(main())
