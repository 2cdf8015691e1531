"""The package's metadata: version, extras, dependency groups, console script and description."""

import re
import tomllib
from importlib.metadata import EntryPoint, metadata
from typing import Any

import pytest
from support.readme import README
from support.reference import ROOT, TESTS

import backd_rules
from backd_rules.cli.command import main

PYPROJECT: dict[str, Any] = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
CHANGELOG = ROOT.joinpath("CHANGELOG.md").read_text(encoding="utf-8")


def test_the_version_is_in_one_place() -> None:
    assert PROJECT["dynamic"] == ["version"]
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "backd_rules/__init__.py"
    assert metadata("backd-rules")["Version"] == backd_rules.__version__
    assert f"\n## {backd_rules.__version__}" in CHANGELOG


def test_attrs_is_the_only_dependency_and_development_tools_are_groups() -> None:
    assert [re.split(r"\W", name)[0] for name in PROJECT["dependencies"]] == ["attrs"]
    assert list(PROJECT["optional-dependencies"]) == ["testing", "bulk", "dev"]
    assert list(PYPROJECT["dependency-groups"]) == [
        "fuzzing",
        "mutation",
        "embedding",
        "engines",
        "benchmarks",
    ]


def test_the_pages_name_extras_and_groups_that_exist() -> None:
    assert set(re.findall(r"\[(\w+)\]'", README)) == {"bulk", "dev"}
    groups = re.findall(r"--group\s+(\w+)", TESTS.joinpath("README.md").read_text("utf-8"))
    assert set(groups) == set(PYPROJECT["dependency-groups"])


def test_the_console_script_is_the_command_line() -> None:
    assert list(PROJECT["scripts"]) == ["backd-rules"]
    script = EntryPoint("backd-rules", PROJECT["scripts"]["backd-rules"], "console_scripts")
    assert script.load() is main


PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)


def test_the_readme_has_no_link_that_needs_the_repository() -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", README)
    assert links
    assert [link for link in links if not link.startswith("https://")] == []


def test_the_readme_has_its_pictures() -> None:
    """The index of packages does not show relative pictures, but their texts."""
    assert [path for _, path in PICTURES] == [
        "tests/project/explain.svg",
        "tests/embedding/browser/checkout.png",
        "benchmarks/results.svg",
    ]
    assert README.count("](") == len(PICTURES) + 1


@pytest.mark.parametrize(("text", "path"), PICTURES)
def test_a_picture_is_in_the_source_distribution_and_has_a_text(text: str, path: str) -> None:
    assert (ROOT / path).is_file()
    included = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert f"/{path.partition('/')[0]}" in included
    assert len(text.split()) >= 8


def test_the_source_distribution_has_what_mypy_and_pytest_read() -> None:
    tool = PYPROJECT["tool"]
    included = {
        path.removeprefix("/") for path in tool["hatch"]["build"]["targets"]["sdist"]["include"]
    }
    assert {*tool["mypy"]["files"], *tool["pytest"]["ini_options"]["testpaths"]} <= included
    assert all((ROOT / path).exists() for path in included)
