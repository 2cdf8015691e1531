"""Every snippet of the README runs as a reader copies it, prints what it states, and is typed."""

import ast
import json
import re
import runpy
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import settings
from support.processes import python
from support.readme import blocks, python_files, run_shell, section

import backd_rules
from backd_rules.cli.command import main
from project.explain_picture import PICTURE, drawn

FILES = python_files()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder with the snippets, in which a file can import another one."""
    for name, source in FILES.items():
        tmp_path.joinpath(name).write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    sys.modules.pop("my_server", None)


def stated_output(source: str) -> list[str]:
    """Return what the comment beside a statement that prints states, or the comments below it."""
    lines = source.splitlines()
    stated: list[str] = []
    for statement in ast.parse(source).body:
        if not re.search(r"\bprint\(", ast.unparse(statement)):
            continue
        end = statement.end_lineno or 0
        beside = lines[end - 1][statement.end_col_offset :].strip()
        below = takewhile(lambda line: line.startswith("#"), lines[end:])
        stated += [comment.removeprefix("# ") for comment in ([beside] if beside else below)]
    return stated


def test_the_snippets_are_all_here() -> None:
    assert list(FILES) == [
        "snippet_1.py",
        "my_server.py",
        "snippet_3.py",
        "test_my_server.py",
    ]
    assert [len(stated_output(source)) for source in FILES.values()] == [3, 0, 1, 0]


@pytest.mark.parametrize("name", FILES)
def test_a_snippet_prints_what_it_states(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runpy.run_path(str(folder / name))
    assert capsys.readouterr() == ("".join(f"{x}\n" for x in stated_output(FILES[name])), "")


def test_a_wrong_output_would_be_seen() -> None:
    beside = "x = 1  # One.\nprint(x)  # 1\n# Not printed.\n"
    below = "for y in (1, 2):\n    print(y)\n# 1\n# 2\nprint(\n    3\n)\n"
    assert stated_output(beside + below) == ["1", "1", "2"]


def test_the_snippets_pass_mypy(folder: Path) -> None:
    done = python("-m", "mypy", "--strict", "--no-incremental", str(folder), timeout=180)
    assert done.stdout == f"Success: no issues found in {len(FILES)} source files\n"


def test_the_snippets_pass_pyright(folder: Path) -> None:
    package = str(Path(backd_rules.__file__).parents[1])
    configuration = {"typeCheckingMode": "strict", "extraPaths": [package]}
    folder.joinpath("pyrightconfig.json").write_text(json.dumps(configuration))
    options = ["--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    done = python("-m", "pyright", *options, timeout=180)
    if not done.stdout.startswith("{"):  # pyright needs Node.js, and may have to download it.
        pytest.skip(f"pyright does not run here: {(done.stderr or done.stdout)[-200:]}")
    report = json.loads(done.stdout)
    problems = [f"{x['file']}: {x['message']}" for x in report["generalDiagnostics"]]
    assert (report["summary"]["filesAnalyzed"], problems) == (len(FILES), [])


def run_tests(folder: Path, examples: int) -> None:
    """Run the tests of `test_my_server.py`, with few examples."""
    names = runpy.run_path(str(folder / "test_my_server.py"))
    few = settings(max_examples=examples, stateful_step_count=10, deadline=None, database=None)
    names["TestShop"].settings = few
    names["TestShop"]("runTest").debug()
    few(names["test_allowed_updates_are_allowed"])()


def test_the_tests_of_the_server_pass(folder: Path) -> None:
    run_tests(folder, examples=10)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("wire.dump_stored_order(order)", "wire.dump_order(order)"),
        ("        store(order)\n", "        pass\n"),
        ("decide(order, request, limit) if", "decide(order.as_placed(), request, limit) if"),
    ],
)
def test_the_tests_of_the_server_find_a_bug(folder: Path, right: str, wrong: str) -> None:
    source = FILES["my_server.py"]
    assert source.count(right) == 1
    folder.joinpath("my_server.py").write_text(source.replace(right, wrong), encoding="utf-8")
    done = python("-m", "pytest", "-q", "--rootdir", str(folder), str(folder), timeout=300)
    assert done.returncode == 1


@pytest.mark.thorough
def test_the_tests_of_the_server_pass_as_they_are(folder: Path) -> None:
    done = python("-m", "pytest", "-q", "--rootdir", str(folder), str(folder), timeout=300)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_the_shell_commands_deny_the_update(tmp_path: Path) -> None:
    done = run_shell(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("DENIED  BO-1\n")
    limit = json.loads(tmp_path.joinpath("limit.json").read_text())
    assert limit == {"max_increase": 75, "max_increase_percent": 15}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_the_picture_shows_what_the_command_prints() -> None:
    """If it differs: `PYTHONPATH=tests python -m project.explain_picture`."""
    assert drawn().encode() == PICTURE.read_bytes()


def test_only_known_languages_are_used() -> None:
    known = {"python", "sh", "mermaid"}
    assert {language: len(blocks(language)) for language in known} == {
        "python": 4,
        "sh": 1,
        "mermaid": 1,
    }


def test_the_commands_that_are_named_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("headroom", "place", "confirm", "cancel", "refund", "delete-refund"):
        assert main([command, "--help"]) == 0
        assert capsys.readouterr().out.startswith(f"usage: python -m backd_rules {command} ")
        assert f"`{command}`" in section("An example")
    assert main(["schema", "openapi"]) == 0
    assert capsys.readouterr().out.startswith("{")
    assert "`backd-rules schema openapi`" in section("Testing with it")
