"""The option `--sweep` of `what-if`, and its picture."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from support.command_line import Capture, write
from support.what_if_files import EXAMPLE, NEW, run_what_if, write_parquet

from backd_rules import MerchantLimit, Money, Percent
from backd_rules.cli.what_if.sweep import parse_sweep

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("text", "values", "shown"),
    [
        ("max_increase=0:75:25", [0, 2500, 5000, 7500], "75.00"),
        ("max_increase=0.10:0.35:0.1", [10, 20, 30], "0.30"),
        ("max_increase_percent=12.5:13.5:0.5", [1250, 1300, 1350], "13.50 %"),
        ("max_order_total=1000000:1000000:1", [100_000_000], "1,000,000.00"),
        ("max_increases=0:4:2", [0, 2, 4], "4"),
        ("max_increases=0:3:2", [0, 2], "2"),
        ("max_increases=0:999:1", [*range(1000)], "999"),
    ],
)
def test_the_points_of_a_sweep_are_exact(text: str, values: list[int], shown: str) -> None:
    sweep = parse_sweep(text)
    assert [*sweep.values] == values
    assert sweep.shown(len(values) - 1) == shown


def test_a_point_is_a_limit_with_one_other_term() -> None:
    base = MerchantLimit(max_increase=Money.of(75), max_increases=3)
    assert parse_sweep("max_increases=0:4:2").limit(base, 1) == MerchantLimit(
        max_increase=Money.of(75), max_increases=2
    )
    assert parse_sweep("max_increase_percent=0:1:0.5").limit(base, 1) == MerchantLimit(
        max_increase=Money.of(75), max_increase_percent=Percent.of("0.5"), max_increases=3
    )


DOLLARS = "must have numbers of dollars for max_increase, from 0 and with at most 2 decimals"
FORM = "must be TERM=START:STOP:STEP, as in max_increase_percent=0:50:1"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", FORM),
        ("max_increase", FORM),
        ("max_increase=0:5", FORM),
        ("max_increase=0:5:1:2", FORM),
        (
            "combine=0:1:1",
            "must vary one of max_increase, max_increase_percent, max_order_total, max_increases",
        ),
        ("max_increase=0:0.005:1", DOLLARS),
        ("max_increase=-1:5:1", DOLLARS),
        ("max_increase=0:1e3:1", DOLLARS),
        ("max_increase=0:99999999999999:1", DOLLARS),
        (
            "max_increase_percent=0:x:1",
            "must have numbers of percent for max_increase_percent, from 0 and with at most 2 "
            "decimals",
        ),
        (
            "max_increases=0:1.5:1",
            "must have whole numbers from 0 to 999999999999999 for max_increases",
        ),
        ("max_increase=0:5:0", "must have a STEP above 0"),
        ("max_increase=5:4:1", "must have a STOP that is not below START"),
        ("max_increase=0:10:0.01", "must have at most 1,000 points: take a larger STEP"),
        ("max_increase=0:9999999999999.99:0.01", "must have at most 1,000 points: take a larger "),
    ],
)
def test_a_wrong_sweep_says_what_is_expected(text: str, error: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(error)}"):
        parse_sweep(text)


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_parquet(tmp_path / "orders.parquet", EXAMPLE)
    write(tmp_path, "new", NEW)
    write(tmp_path, "a<b>&\"'", NEW)
    return tmp_path


def run_sweep(capsys: Capture, limit: str = "new.json", sweep: str = "0:75:25") -> None:
    words = ("--orders", "orders.parquet", "--limit", limit, "--chart", "curve.svg")
    assert run_what_if(capsys, *words, "--sweep", f"max_increase={sweep}")[0] == 3


def test_the_picture_says_in_words_what_it_shows(example: Path, capsys: Capture) -> None:
    run_sweep(capsys)
    root = ET.parse(example / "curve.svg").getroot()  # noqa: S314 # Our own file.
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    assert root.findtext(f"{SVG}title") == "What if: max_increase of new.json"
    assert root.findtext(f"{SVG}desc") == (
        "From 0.00 to 75.00, the updates allowed go from 1 allowed, 8.3 % to 4 allowed, 33.3 %, "
        "and the increase from 0.00 to 90.00 US dollars."
    )
    assert [point.findtext(f"{SVG}title") for point in root.iter(f"{SVG}circle")] == [
        *("0.00: 1 allowed, 8.3 %", "25.00: 3 allowed, 25.0 %"),
        *("50.00: 3 allowed, 25.0 %", "75.00: 4 allowed, 33.3 %"),
        *("0.00: 0.00", "25.00: 15.00", "50.00: 15.00", "75.00: 90.00"),
    ]
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts.count("75.00") == 2
    assert {"0 %", "25 %", "100 %", "22.50", "90.00"} <= {*texts}
    source = (example / "curve.svg").read_text("utf-8")
    assert "prefers-color-scheme: dark" in source
    assert "http" not in source.replace("http://www.w3.org/2000/svg", "")


def test_the_curves_have_the_heights_of_their_values(example: Path, capsys: Capture) -> None:
    """A panel is 160 high: 1, 3, 3 and 4 of 12 rows, and 0, 15, 15 and 90 of 90 dollars."""
    run_sweep(capsys)
    root = ET.parse(example / "curve.svg").getroot()  # noqa: S314
    curves = [str(line.get("points")).split() for line in root.iter(f"{SVG}polyline")]
    heights = [[float(point.partition(",")[2]) for point in curve] for curve in curves]
    assert heights == [[216.7, 190.0, 190.0, 176.7], [440.0, 413.3, 413.3, 280.0]]
    places = [float(point.partition(",")[0]) for point in curves[0]]
    assert places == [150.0, 343.3, 536.7, 730.0]


def test_a_name_of_a_file_is_escaped(example: Path, capsys: Capture) -> None:
    (example / "a<b>&\"'.json").rename(example / "a<b>\033&\"'")
    run_sweep(capsys, "a<b>\033&\"'", "5:5:1")
    root = ET.parse(example / "curve.svg").getroot()  # noqa: S314
    assert root.findtext(f"{SVG}title") == "What if: max_increase of a<b>\\x1b&\"'"
