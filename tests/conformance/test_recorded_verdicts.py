"""The record of the verdicts: no vector changes unless `RULES_VERSION` changes."""

from pathlib import Path

import pytest

from backd_rules import RULES_VERSION
from conformance import verdicts
from conformance.__main__ import main
from conformance.cases import Json
from conformance.published import VECTORS
from conformance.verdicts import ChangedVerdictsError, published, read, write


def test_no_verdict_changes_under_the_same_version() -> None:
    known, found = read(verdicts.FILE), published(RULES_VERSION)
    keys = verdicts.changed(known, found)
    assert known.rules_version != RULES_VERSION or not keys, (
        f"{len(keys)} vectors have changed or are missing. Change RULES_VERSION in "
        "backd_rules/actions/__init__.py. Then run: PYTHONPATH=tests python -m conformance verdicts"
    )
    assert known == found, "Run: PYTHONPATH=tests python -m conformance verdicts"


def test_the_file_has_a_short_line_for_each_vector() -> None:
    lines = verdicts.FILE.read_text(encoding="ascii").splitlines()
    assert len(lines) == 1 + sum(len(vectors) for vectors in VECTORS.values())
    assert max(map(len, lines)) <= 120


CASE: Json = {"name": "a", "order": {"order_total": 100}, "allowed": True, "after": {}}
OTHER: Json = {"name": "b", "allowed": False, "violations": [{"code": "x", "facts": {}}]}
REFUSED: Json = {**CASE, "allowed": False}
LISTS: dict[str, list[Json]] = {"cases": [CASE, OTHER], "texts": [CASE]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the path of a record of `LISTS` under version 7."""
    path = tmp_path / "verdicts.txt"
    path.write_text("6\n", encoding="ascii")
    write(path, published("7", LISTS))
    return path


def test_the_record_is_text_with_digests_lists_and_names(file: Path) -> None:
    """The digests are those of `sha256sum` for the three vectors as lines of a file."""
    assert file.read_text("ascii").splitlines() == [
        "7",
        "e8f7cc44 cases a",
        "0dd318f6 cases b",
        "e8f7cc44 texts a",
    ]
    assert read(file) == published("7", LISTS)


CHANGES: list[tuple[str, list[Json], list[str]]] = [
    ("verdict", [REFUSED, OTHER], ["cases a"]),
    ("change", [{**CASE, "after": {"status": "refund"}}, OTHER], ["cases a"]),
    ("input", [{**CASE, "order": {"order_total": 100.01}}, OTHER], ["cases a"]),
    ("facts", [CASE, {**OTHER, "violations": [{"code": "x", "facts": {"y": 1}}]}], ["cases b"]),
    ("removed", [CASE], ["cases b"]),
    ("renamed", [CASE, {**OTHER, "name": "c"}], ["cases b"]),
    ("both", [REFUSED], ["cases a", "cases b"]),
]
"""(variant, the vectors of `cases` after the change, the keys that are refused)"""


@pytest.mark.parametrize(("cases", "keys"), [change[1:] for change in CHANGES])
def test_a_changed_vector_is_refused_under_the_same_version(
    file: Path, cases: list[Json], keys: list[str]
) -> None:
    before, found = file.read_bytes(), published("7", {**LISTS, "cases": cases})
    assert verdicts.changed(read(file), found) == keys
    with pytest.raises(ChangedVerdictsError) as caught:
        write(file, found)
    assert f"{len(keys)} vectors have changed or are missing" in str(caught.value)
    assert f"RULES_VERSION is still 7: {'; '.join(keys)}." in str(caught.value)
    assert file.read_bytes() == before


@pytest.mark.parametrize("cases", [change[1] for change in CHANGES])
def test_another_version_is_written_anew(file: Path, cases: list[Json]) -> None:
    found = published("8", {**LISTS, "cases": cases})
    write(file, found)
    assert read(file) == found
    assert len(read(file).digests) == len(cases) + 1


def test_a_new_vector_is_added_under_the_same_version(file: Path) -> None:
    new = {**REFUSED, "name": "c"}
    write(file, published("7", {"actions": [CASE], **LISTS, "cases": [new, CASE, OTHER]}))
    assert file.read_text("ascii").splitlines() == [
        "7",
        "e8f7cc44 actions a",
        "e7b43b86 cases c",
        "e8f7cc44 cases a",
        "0dd318f6 cases b",
        "e8f7cc44 texts a",
    ]


def test_the_order_of_vectors_may_change_under_the_same_version(file: Path) -> None:
    found = published("7", {"texts": [CASE], "cases": [OTHER, CASE]})
    assert verdicts.changed(read(file), found) == []


def test_the_command_adds_a_vector_that_is_not_recorded(file: Path) -> None:
    recorded = verdicts.FILE.read_text("ascii").splitlines(keepends=True)
    file.write_text("".join(recorded[:-1]), encoding="ascii")
    main(["verdicts"], file)
    assert file.read_bytes() == verdicts.FILE.read_bytes()


def test_the_command_refuses_a_vector_that_has_changed(file: Path) -> None:
    version, first, *others = verdicts.FILE.read_text("ascii").splitlines(keepends=True)
    file.write_text("".join([version, "00000000" + first[8:], *others]), encoding="ascii")
    with pytest.raises(SystemExit) as caught:
        main(["verdicts"], file)
    assert "1 vectors have changed or are missing" in str(caught.value)
    assert first[9:].strip() in str(caught.value)
    assert file.read_text("ascii").splitlines()[1].startswith("00000000 ")


def test_the_command_refuses_other_arguments() -> None:
    with pytest.raises(SystemExit, match="unknown arguments"):
        main(["verdict"])


def test_a_missing_record_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "verdicts.txt", published("7", LISTS))
