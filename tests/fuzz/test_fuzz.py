"""The properties hold for the inputs that a run begins with, and for all earlier findings.

`python -m fuzz` runs the fuzzer itself.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.reference import TESTS

from fuzz import planted
from fuzz.corpus import SEEDS, write_dictionary
from fuzz.targets import TARGETS

FINDINGS = sorted((TESTS / "fuzz" / "findings").glob("*/*"))


@pytest.mark.parametrize("target", TARGETS)
def test_the_first_inputs_hold(target: str) -> None:
    assert list(SEEDS) == list(TARGETS)
    seeds = list(SEEDS[target]())
    assert len(seeds) > 150
    for seed in seeds[::4]:
        TARGETS[target](seed)


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_mended(finding: Path) -> None:
    TARGETS[finding.parent.name](finding.read_bytes())


def test_the_dictionary_has_the_names_of_fields(tmp_path: Path) -> None:
    write_dictionary(tmp_path / "words.txt")
    words = tmp_path.joinpath("words.txt").read_text("ascii").splitlines()
    assert 100 < len(words) < 400
    for word in ('"unit_price"', '"order_placed"', "--explain"):
        assert "".join(f"\\x{byte:02x}" for byte in word.encode()).join('""') in words


BUGS = {
    "accept_lone_surrogates": ("readers", b'["\\ud800"]'),
    "report_every_problem": ("readers", b"{%s}" % b",".join(b'"%d":0' % n for n in range(150))),
    "print_control_characters": ("command_line", b"check\n--order\n\x1b\n--limit\nb\nc"),
}


@pytest.mark.parametrize("bug", planted.BUGS)
def test_a_target_sees_a_planted_bug(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    target, data = BUGS[bug]
    TARGETS[target](data)
    for module, name, value in planted.BUGS[bug]:
        monkeypatch.setattr(module, name, value)
    with pytest.raises((AssertionError, UnicodeEncodeError)):
        TARGETS[target](data)


@pytest.mark.thorough
@pytest.mark.parametrize("bug", planted.BUGS)
def test_the_fuzzer_finds_a_planted_bug_within_a_minute(bug: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    target, _ = BUGS[bug]
    options = ("--only", target, "--plant", bug, "--seconds", "60")
    folders = ("--kept", str(tmp_path / "kept"), "--findings", str(tmp_path / "found"))
    run = subprocess.run(
        [sys.executable, "-m", "fuzz", *options, *folders],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])},
    )
    assert run.returncode == 1, run.stdout.decode()
    [finding] = (tmp_path / "found" / target).iterdir()
    TARGETS[target](finding.read_bytes())  # Without the bug, its properties hold.


def test_each_planted_bug_has_an_input() -> None:
    assert list(BUGS) == list(planted.BUGS)
