"""Text: which characters are blank, which are bad, and which fault comes first (N6 and F4)."""

import pytest

from backd_rules.domain.text import (
    BAD_RANGES,
    BLANK_RANGES,
    has_line_break,
    is_blank,
    is_plain,
    recorded_text_fault,
    text_fault,
)
from backd_rules.domain.values import Fault

WHITE_SPACE = [
    *[(0x09, 0x0D), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680)],
    *[(0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)],
]
INVISIBLE = [
    *[(0xAD, 0xAD), (0x34F, 0x34F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180E)],
    *[(0x200B, 0x200D), (0x2060, 0x2064), (0x2800, 0x2800), (0x3164, 0x3164)],
    *[(0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0)],
]
"""The invisible characters, as domain.md, N6 lists them."""
BAD = [
    *[(0x00, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x2028, 0x202E)],
    *[(0x2066, 0x2069), (0xD800, 0xDFFF)],
]


def codes(ranges: list[tuple[int, int]]) -> set[int]:
    return {code for low, high in ranges for code in range(low, high + 1)}


BLANK = codes(WHITE_SPACE) | codes(INVISIBLE)


def neighbours(ranges: list[tuple[int, int]], members: set[int]) -> list[int]:
    beside = {low - 1 for low, _ in ranges} | {high + 1 for _, high in ranges}
    return sorted(code for code in beside - members if code >= 0)


def ends(ranges: list[tuple[int, int]]) -> list[int]:
    return sorted({code for pair in ranges for code in pair})


@pytest.mark.parametrize("code", ends(WHITE_SPACE + INVISIBLE), ids=hex)
def test_the_ends_of_each_blank_range_are_blank(code: int) -> None:
    character = chr(code)
    assert is_blank(character)
    assert is_blank(character * 300)
    assert text_fault(character, 255) is Fault.BLANK
    assert text_fault(character * 300, 255) is Fault.BLANK
    assert not is_blank(f"{character}x{character}")


@pytest.mark.parametrize("code", neighbours(WHITE_SPACE + INVISIBLE, BLANK), ids=hex)
def test_the_neighbours_of_each_blank_range_are_not(code: int) -> None:
    assert not is_blank(chr(code))
    assert text_fault(chr(code), 255) is (Fault.BAD_CHARACTERS if code in codes(BAD) else None)


def test_no_other_character_is_blank_and_all_white_space_is() -> None:
    blank = {code for code in range(0x110000) if is_blank(chr(code))}
    assert blank == BLANK
    assert {code for code in range(0x110000) if chr(code).isspace()} == codes(WHITE_SPACE)


def test_the_empty_text_is_blank_and_a_mix_of_blank_characters_too() -> None:
    assert is_blank("")
    assert is_blank("".join(map(chr, sorted(BLANK))))
    assert text_fault("", 255) is Fault.BLANK


def test_exactly_these_characters_are_bad() -> None:
    bad = {
        code for code in range(0x110000) if text_fault(f"x{chr(code)}", 255) is Fault.BAD_CHARACTERS
    }
    assert bad == codes(BAD)


@pytest.mark.parametrize(
    "text", ["x", "Zoë", "日本", "a b", "x\u00ad", "👍🏽", "x" * 255, "e\u0301"]
)
def test_visible_text_has_no_fault(text: str) -> None:
    assert text_fault(text, 255) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\n" * 300, Fault.BLANK),  # Blank, too long and bad characters.
        ("x" * 300 + "\n", Fault.TOO_LONG),  # Too long and bad characters.
        ("x" * 254 + "\n", Fault.BAD_CHARACTERS),
        ("x" * 254 + "\n\n", Fault.TOO_LONG),
        ("x" * 256, Fault.TOO_LONG),
        ("é" * 255, None),
        ("é" * 256, Fault.TOO_LONG),
        ("\U0001f600" * 255, None),  # Characters count, not bytes and not UTF-16 units.
        (" " + "x" * 254, None),
        (" " + "x" * 255, Fault.TOO_LONG),
    ],
)
def test_faults_have_an_order(text: str, fault: Fault | None) -> None:
    assert text_fault(text, 255) is fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", None),
        (" \n\u202e\x00", None),
        ("x" * 100_000, None),
        ("\ud7ff\ue000\U0010ffff", None),
        ("\ud800", Fault.BAD_CHARACTERS),
        ("x\udfff", Fault.BAD_CHARACTERS),
        ("x\ud83d\ude00", Fault.BAD_CHARACTERS),  # A pair in a `str` is two lone surrogates.
    ],
)
def test_a_record_holds_any_text_that_utf_8_encodes(text: str, fault: Fault | None) -> None:
    """F4: any text that can be encoded as UTF-8 is kept."""
    assert recorded_text_fault(text) is fault
    if fault:
        with pytest.raises(UnicodeEncodeError):
            text.encode()
    else:
        assert text.encode().decode() == text


@pytest.mark.parametrize("character", ["\n", "\v", "\f", "\r", "\x85", "\u2028", "\u2029"])
def test_a_line_break_is_noticed(character: str) -> None:
    assert has_line_break(f"a{character}b")


@pytest.mark.parametrize("character", ["\t", "\x0e", " ", "\x1c", "\u2027", "\u202a", "\x84"])
def test_other_characters_break_no_line(character: str) -> None:
    assert not has_line_break(f"a{character}b")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("!", True),
        ("~", True),
        ("xé", True),
        ("", False),
        (" x", False),
        ("\x7f", False),
        ("éx", False),
        ("x\n", False),
        ("x\u00ad", False),
    ],
)
def test_plain_text_begins_visibly_and_is_printable(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_the_tables_are_sorted_and_their_ranges_do_not_touch() -> None:
    for table in (BAD_RANGES, BLANK_RANGES):
        flat = [ord(end) for pair in table for end in pair]
        assert flat == sorted(flat)
        gaps = zip(table[1:], table, strict=False)
        assert all(ord(low) - ord(high) > 1 for (low, _), (_, high) in gaps)
