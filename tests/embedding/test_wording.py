"""The tables of the checkout page's words: one for each language, each with all codes.

A code that is added later fails these tests until the page can say it.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from backd_rules import OrderAction, OrderStatus, ViolationCode, wire
from embedding.browser_driver import TABLES
from embedding.exact_sentences import EXACT
from embedding.real_reasons import real_reasons
from embedding.requirements import require_program
from embedding.site import PAGE

CODES = [*map(str, ViolationCode), *map(str, wire.ProblemCode)]
PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
SAME = {"sku", "one", "increases_made"}
"""What is the same in both languages."""


def texts(table: Any, *place: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return each text of a table with its place."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from texts(value, *place, name)
        else:
            yield (*place, name), value


@pytest.fixture(scope="module")
def tables() -> Any:
    return {name: json.loads(file.read_text("utf-8")) for name, file in TABLES.items()}


@pytest.fixture(scope="module")
def reasons() -> list[dict[str, Any]]:
    return real_reasons()


def test_there_is_a_table_for_each_language_of_the_page(tables: Any) -> None:
    page = (PAGE / "checkout.html").read_text("utf-8")
    assert [*tables] == ["en", "es"]
    assert re.findall(r'<option value="(\w+)"', page) == [*tables]
    assert set(re.findall(r'<span lang="(\w+)"', page)) == {*tables}


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_sentence(tables: Any, language: str, code: str) -> None:
    codes = {name.split("/")[0] for name in tables[language]["sentences"]}
    assert code in codes


@pytest.mark.parametrize("language", TABLES)
def test_each_sentence_has_a_code(tables: Any, language: str) -> None:
    codes = {name.split("/")[0] for name in tables[language]["sentences"]}
    assert codes - {*CODES} == {"other"}


def test_both_languages_say_the_same_facts_of_the_same_codes(tables: Any) -> None:
    english, spanish = dict(texts(tables["en"])), dict(texts(tables["es"]))
    assert [*english] == [*spanish]
    facts = {place: sorted(PLACEHOLDER.findall(text)) for place, text in english.items()}
    assert facts == {place: sorted(PLACEHOLDER.findall(text)) for place, text in spanish.items()}


def test_each_text_is_translated(tables: Any) -> None:
    english, spanish = dict(texts(tables["en"])), dict(texts(tables["es"]))
    same = {place[-1] for place, text in english.items() if spanish[place] == text}
    assert same == SAME


@pytest.mark.parametrize("code", CODES)
def test_a_sentence_says_facts_of_its_code(
    tables: Any, reasons: list[dict[str, Any]], code: str
) -> None:
    facts = {name for reason in reasons if reason["code"] == code for name in reason["facts"]}
    assert any(reason["code"] == code for reason in reasons)
    for name, sentence in tables["en"]["sentences"].items():
        if name.split("/")[0] == code:
            assert {fact for fact, _ in PLACEHOLDER.findall(sentence)} <= facts


def test_each_word_among_the_facts_is_translated(
    tables: Any, reasons: list[dict[str, Any]]
) -> None:
    sentences = tables["en"]["sentences"].values()
    in_words = {
        fact
        for sentence in sentences
        for fact, form in PLACEHOLDER.findall(sentence)
        if form in {"words", "choices"}
    }
    found = {
        f"{fact}/{word}"
        for reason in reasons
        for fact, value in reason["facts"].items()
        if fact in in_words
        for word in (value if isinstance(value, list) else [value])
        if isinstance(word, str)
    }
    assert found <= tables["en"]["words"].keys()


@pytest.mark.parametrize("word", [*OrderStatus, *OrderAction])
def test_each_status_and_action_is_translated(tables: Any, word: OrderStatus | OrderAction) -> None:
    fact = "status" if isinstance(word, OrderStatus) else "action"
    assert f"{fact}/{word}" in tables["en"]["words"]


def test_each_label_that_the_page_names_exists(tables: Any) -> None:
    page = (PAGE / "checkout.html").read_text("utf-8")
    named = {*re.findall(r'data-text="(\w+)"', page)}
    for script in PAGE.glob("*.mjs"):
        named |= {*re.findall(r'label\("(\w+)"', script.read_text("utf-8"))}
    assert len(named) > 40
    assert named <= tables["en"]["labels"].keys()


def say(config: pytest.Config, reasons: list[Any]) -> Any:
    """Return the sentences of these reasons, by language, with common spaces."""
    node = require_program(config, "node")
    command = [node, str(PAGE / "say.mjs")]
    text = json.dumps({"violations": reasons})
    done = subprocess.run(command, check=True, capture_output=True, input=text, text=True)
    return json.loads(re.sub("[\xa0\u202f]", " ", done.stdout))


@pytest.mark.embedding
def test_every_real_reason_is_said_in_full(
    pytestconfig: pytest.Config, tables: Any, reasons: list[dict[str, Any]]
) -> None:
    said = say(pytestconfig, reasons)
    for language, sentences in said.items():
        assert tables[language]["sentences"]["other"] not in sentences
        assert len(sentences) == len(reasons)
        bad = re.compile(r"[{}_—]|undefined|null|NaN|Invalid")
        assert [s for s in sentences if bad.search(s)] == []
        assert all(s[0].isupper() and s[-1] == "." for s in sentences), language


def test_each_sentence_has_an_example(tables: Any) -> None:
    assert [*EXACT] == [*tables["en"]["sentences"]]


@pytest.mark.embedding
def test_a_reason_is_said_exactly(pytestconfig: pytest.Config) -> None:
    """The code `other` does not exist: a reason of a newer version is said in this way."""
    reasons = [{"code": name.split("/")[0], "facts": facts} for name, (facts, *_) in EXACT.items()]
    assert say(pytestconfig, reasons) == {
        "en": [english for _, english, _ in EXACT.values()],
        "es": [spanish for _, _, spanish in EXACT.values()],
    }
