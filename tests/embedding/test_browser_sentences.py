"""What the checkout page says to a buyer, in English and in Spanish, in Chromium and in Firefox."""

from __future__ import annotations

from typing import Any

import pytest

from embedding.browser_driver import drive
from embedding.sentence_scenarios import CASES, steps

pytestmark = pytest.mark.embedding

LANGUAGES = ("en", "es")
PAIRS = [(case, change) for case, changes in CASES.items() for change in changes.changes]
PREFERENCES = {"es-MX": "es", "en-GB": "en", "de-DE": "en"}
"""The language that a browser prefers -> the language in which the page begins."""
TITLES = {
    "en": ("Change your order", "Order FLOOR-1182 of April 16, 2026"),
    "es": ("Cambie su pedido", "Pedido FLOOR-1182 del 16 de abril de 2026"),
}
TERMS = {
    "en": [
        *("Available before", "Highest total", "Original total", "Agreed increase"),
        "Increases made",
    ],
    "es": [
        *("Disponible antes", "Total máximo", "Total original", "Aumento acordado"),
        "Aumentos realizados",
    ],
}
LIMITS = {
    "two terms": (
        {"max_increase": 400, "max_increase_percent": 15, "max_increases": 3},
        ("$400.00 or 15%, the lower", "$400.00 o 15%, el menor"),
        ("1 of 3", "1 de 3"),
    ),
    "the higher": (
        {"max_increase": 1, "max_increase_percent": 2.5, "combine": "higher"},
        ("$1.00 or 2.5%, the higher", "$1.00 o 2.5%, el mayor"),
        ("1", "1"),
    ),
    "no increase": ({"max_increase": 0}, ("$0.00", "$0.00"), ("1", "1")),
    "a highest total": ({"max_order_total": 4000}, ("any", "cualquiera"), ("1", "1")),
}
"""A limit, the agreed increase in both languages, and the increases made."""
HEADROOM = {
    "none": (
        ("You can still add", "Todavía puede agregar"),
        "$300.00",
        ("No changes yet.", "Aún no hay cambios."),
    ),
    "allowed": (
        ("You can still add", "Todavía puede agregar"),
        "$224.50",
        ("This change is allowed.", "Este cambio está permitido."),
    ),
    "contact_incomplete": (
        ("You can still add", "Todavía puede agregar"),
        "$300.00",
        ("Problems to fix: 1.", "Problemas por corregir: 1."),
    ),
    "increase_exceeds_limit by max_increase": (
        ("Above the limit by", "Por encima del límite"),
        "$0.01",
        ("Problems to fix: 1.", "Problemas por corregir: 1."),
    ),
}
"""A change of the usual order, and the label of the headroom, its amount and the verdict."""


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def report(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, tmp_path_factory: Any
) -> Any:
    limits = {name: {"limit": limit} for name, (limit, *_) in LIMITS.items()}
    locales = {locale: {"locale": locale} for locale in PREFERENCES}
    return drive(
        pytestconfig,
        tmp_path_factory.mktemp(request.param),
        request.param,
        {},
        records={
            name: {"fields": case.fields, "limit": case.limit, "steps": steps(case)}
            for name, case in CASES.items()
        },
        words={**limits, **locales, "undated": {"fields": {"create_date": None}}},
        programs=[],
        failures=[],
    )


def page_after(report: Any, case: str, change: str, language: str) -> Any:
    position = [*CASES[case].changes].index(change)
    return report["records"][case]["pages"][2 * position + LANGUAGES.index(language)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("case", "change"), PAIRS)
def test_a_refusal_is_said_in_the_language_of_the_page(
    report: Any, case: str, change: str, language: str
) -> None:
    page = page_after(report, case, change, language)
    index, expected = LANGUAGES.index(language), CASES[case].changes[change]
    assert page["errors"] == {path: both[index] for path, both in expected.sentences.items()}
    assert page["others"] == [both[index] for both in expected.others]
    assert (page["lang"], page["technical"]) == (language, [])


@pytest.mark.parametrize("change", HEADROOM)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headroom_is_shown_before_and_after_a_change(
    report: Any, change: str, language: str
) -> None:
    page, index = page_after(report, "the usual order", change, language), LANGUAGES.index(language)
    labels, amount, verdicts = HEADROOM[change]
    assert page["remaining"] == [labels[index], amount]
    assert page["headroom"] == "$300.00"
    assert page["verdict"] == verdicts[index]


@pytest.mark.parametrize("name", LIMITS)
def test_each_kind_of_limit_is_said_in_words(report: Any, name: str) -> None:
    _, agreed, made = LIMITS[name]
    found = [[*page["limit"].values()][3:] for page in report["words"][name]]
    assert found == [[agreed[0], made[0]], [agreed[1], made[1]]]


@pytest.mark.parametrize("locale", PREFERENCES)
def test_the_page_begins_in_a_language_that_the_browser_prefers(report: Any, locale: str) -> None:
    first, then = report["words"][locale]
    assert [*first["limit"]] == TERMS[first["lang"]]
    assert (first["lang"], first["chosen"]) == (PREFERENCES[locale],) * 2
    assert (first["title"], first["order"]) == TITLES[first["lang"]]
    assert (then["lang"], then["chosen"]) == ("es", "es")
    assert (then["title"], then["order"]) == TITLES["es"]
    assert [*then["limit"]] == TERMS["es"]


def test_an_order_without_a_date_is_shown_without_it(report: Any) -> None:
    first, then = report["words"]["undated"]
    assert (first["order"], then["order"]) == ("Order FLOOR-1182", "Pedido FLOOR-1182")


def test_no_page_logs_or_throws(report: Any) -> None:
    assert {name: record["logged"] for name, record in report["records"].items()} == {
        name: [] for name in CASES
    }
