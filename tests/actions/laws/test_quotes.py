"""Each law quotes domain.md verbatim, and names the identifier of the sentence."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from support import oracle

SPECIFICATION = (files("backd_rules") / "domain.md").read_text(encoding="utf-8")
FOLDER = Path(__file__).parent
QUOTES = re.compile(r'([A-Z][0-9]+): ((?:"[^"]+" ?)+)')


def normalized(text: str) -> str:
    return " ".join(text.split())


def sentences() -> dict[str, str]:
    """Map each identifier of the specification to its text."""
    items = re.findall(r"^- \*\*([A-Z]\d+)\*\* (.*?)(?=^- |^#|^\||\Z)", SPECIFICATION, re.M | re.S)
    return {identifier: normalized(text) for identifier, text in items}


def laws() -> Iterator[tuple[str, str]]:
    """Yield name and docstring of every property test in this folder."""
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any(map(is_given, node.decorator_list)):
                yield f"{path.stem}.{node.name}", normalized(ast.get_docstring(node) or "")


def is_given(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).startswith("given(")


def quotes(docstring: str) -> list[tuple[str, str]]:
    """Return identifier and text of each quoted sentence."""
    return [
        (identifier, sentence)
        for identifier, quoted in QUOTES.findall(docstring)
        for sentence in re.findall('"([^"]+)"', quoted)
    ]


def is_whole_sentence(sentence: str, text: str) -> bool:
    """Return true if `sentence` occurs in `text` between two ends of sentences."""
    pattern = rf"(?:^|[.:;] |\] |\) ){re.escape(sentence)}(?= |$)"
    return sentence.endswith(".") and re.search(pattern, text) is not None


def test_the_specification_has_every_identifier_once() -> None:
    written = re.findall(r"^- \*\*([A-Z]\d+)\*\*", SPECIFICATION, re.M)
    assert list(sentences()) == written
    assert len(written) >= 50


@pytest.mark.parametrize(("name", "docstring"), [*laws()], ids=[name for name, _ in laws()])
def test_a_law_quotes_the_specification(name: str, docstring: str) -> None:
    found = quotes(docstring)
    assert found, name
    assert docstring.count('"') == 2 * len(found)
    for identifier, sentence in found:
        assert is_whole_sentence(sentence, sentences()[identifier]), (identifier, sentence)


def test_the_oracle_quotes_the_specification() -> None:
    source = Path(oracle.__file__).read_text(encoding="utf-8")
    found = quotes(normalized(source.replace("#", "")))
    assert [identifier for identifier, _ in found] == ["T2", "L5", "L4"]
    for identifier, sentence in found:
        assert is_whole_sentence(sentence, sentences()[identifier]), (identifier, sentence)


@pytest.mark.parametrize(
    "module", ["order_placed", "confirm_order", "cancel_order", "refund_post", "refund_delete"]
)
def test_an_action_opens_with_its_law(module: str) -> None:
    source = (files("backd_rules") / "actions" / f"{module}.py").read_text(encoding="utf-8")
    docstring = normalized(ast.get_docstring(ast.parse(source)) or "")
    [citation] = re.findall(r"The law of this file \(domain\.md, ([^)]+)\):", docstring)
    cited = [sentences()[identifier] for identifier in re.findall(r"[A-Z]\d+", citation)]
    found = re.findall('"([^"]+)"', docstring)
    assert len(found) == len(cited)
    for sentence, text in zip(found, cited, strict=True):
        assert is_whole_sentence(sentence, text), sentence


def test_the_laws_are_found() -> None:
    names = [name for name, _ in laws()]
    assert len(names) == len(set(names)) >= 11
    assert "test_limits.test_the_boundary_is_inside_the_limit" in names


@pytest.mark.parametrize(
    "docstring",
    [
        'L4: "The boundary is inside."',
        'L4: "boundary is inside the limit."',
        'L5: "The boundary is inside the limit."',
        'L4: "The boundary is outside the limit."',
    ],
)
def test_a_wrong_quote_is_noticed(docstring: str) -> None:
    [(identifier, sentence)] = quotes(docstring)
    assert not is_whole_sentence(sentence, sentences()[identifier])
