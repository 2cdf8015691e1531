"""The files of `what-if`: those that cannot be read, and those that it writes."""

import gzip
import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.command_line import Capture, error_lines, write
from support.what_if_files import (
    COLUMNS,
    EXAMPLE,
    NEW,
    PLACED,
    numbers,
    run_what_if,
    write_csv,
    write_parquet,
)

from backd_rules.cli.terminal import CommandError
from backd_rules.cli.what_if.output import ParquetOutput
from backd_rules.cli.what_if.source import open_orders

LIMIT = ("--limit", "new.json")
NO_PARQUET = "cannot be read as Parquet: it is damaged, cut off or of another format"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "new", NEW)
    return tmp_path


def damaged(content: bytes) -> bytes:
    """Return a Parquet file whose footer is right and whose pages are not."""
    return content[:4] + b"\xff" * 2000 + content[2004:]


def cut(content: bytes) -> bytes:
    return content[:-100]


CONTENTS: list[tuple[bytes, str]] = [
    (b"", "is empty; what-if reads a Parquet or a CSV file"),
    (b"PAR1", NO_PARQUET),
    (b"PAR1" * 100, NO_PARQUET),
    (b' {"backd_order_id": 1}', "is JSON; what-if reads a Parquet or a CSV file"),
    (b"[]", "is JSON; what-if reads a Parquet or a CSV file"),
    (b"ARROW1\0\0", "is an Arrow file; what-if reads a Parquet or a CSV file"),
    (gzip.compress(b"x"), "is compressed; what-if reads a Parquet or a CSV file"),
    ("a,b".encode("utf-16"), "is UTF-16; save it as UTF-8"),
]


@pytest.mark.parametrize(("content", "error"), CONTENTS)
def test_a_file_of_another_kind_is_one_line(
    folder: Path, capsys: Capture, content: bytes, error: str
) -> None:
    for name in ("o.csv", "o\033.parquet"):
        folder.joinpath(name).write_bytes(content)
        lines = error_lines(["what-if", "--orders", name, *LIMIT], capsys)
        assert lines == [f"{name.replace(chr(27), chr(92) + 'x1b')}: {error}"]


@pytest.mark.parametrize("spoil", [cut, damaged])
def test_a_damaged_parquet_file_is_one_line(
    folder: Path, capsys: Capture, spoil: Callable[[bytes], bytes]
) -> None:
    path = folder / "o.parquet"
    write_parquet(path, EXAMPLE * 500)
    path.write_bytes(spoil(path.read_bytes()))
    for jobs in ("0", "2"):
        words = ["what-if", "--orders", "o.parquet", *LIMIT, "--jobs", jobs, "--out", "d.parquet"]
        assert error_lines(words, capsys) == [f"o.parquet: {NO_PARQUET}"]
    assert sorted(os.listdir()) == ["new.json", "o.parquet"]


def test_a_csv_file_that_is_named_parquet_is_no_parquet_file(folder: Path, capsys: Capture) -> None:
    write_csv(folder / "o.PARQUET", EXAMPLE)
    assert error_lines(["what-if", "--orders", "o.PARQUET", *LIMIT], capsys) == [
        f"o.PARQUET: {NO_PARQUET}"
    ]
    write_parquet(folder / "o.csv", EXAMPLE)
    assert run_what_if(capsys, "--orders", "o.csv", *LIMIT)[0] == 3


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("none.parquet", "none.parquet: No such file or directory"),
        (".", ".: Is a directory"),
        ("-", "--orders must be a file, not standard input"),
        ("a\0b", r"a\x00b: not a valid file name"),
    ],
)
def test_a_file_that_cannot_be_opened_is_one_line(capsys: Capture, name: str, error: str) -> None:
    assert error_lines(["what-if", "--orders", name, *LIMIT], capsys) == [error]


def test_a_file_that_vanishes_is_one_line(folder: Path) -> None:
    for name in (write_parquet(folder / "o.parquet", EXAMPLE), write_csv(folder / "o.csv", [])):
        orders = open_orders(name, keeps_all=True)
        Path(name).unlink()
        with pytest.raises(CommandError, match=r"o\.\w+: No such file or directory$"):
            [*orders.batches()]


PRIVATE = "1 Elm St"
ROW = ",".join("" if PLACED[name] is None else str(PLACED[name]) for name in COLUMNS.names)
HEADER = ",".join(COLUMNS.names)


@pytest.mark.parametrize(
    ("lines", "error"),
    [
        ([HEADER, ROW, f"{ROW},{PRIVATE}"], "row 3 has 23 columns, and the header 22"),
        ([HEADER, PRIVATE], "row 2 has 1 columns, and the header 22"),
        ([f"key,{HEADER}", f"{PRIVATE}\udcff,{ROW}"], "is not UTF-8"),
        ([f"key,{HEADER}", f"{'x' * 9_000_000},{ROW}"], "has a line of more than 4,194,304 bytes"),
        (["\n\n"], "cannot be read as CSV with commas"),
    ],
)
def test_a_csv_file_that_is_no_table_is_one_line_without_its_values(
    folder: Path, capsys: Capture, lines: list[str], error: str
) -> None:
    text = "\n".join([*lines, ""])
    folder.joinpath("o.csv").write_text(text, encoding="utf-8", errors="surrogateescape")
    words = ["what-if", "--orders", "o.csv", *LIMIT, "--rejects", "bad.parquet"]
    assert error_lines(words, capsys) == [f"o.csv: {error}"]
    assert sorted(os.listdir()) == ["new.json", "o.csv"]


def test_a_csv_file_may_begin_with_a_byte_order_mark(folder: Path, capsys: Capture) -> None:
    path = folder / "o.csv"
    write_csv(path, [PLACED])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run_what_if(capsys, "--orders", "o.csv", *LIMIT)[0] == 0


def test_a_large_file_is_read_in_batches(folder: Path, capsys: Capture) -> None:
    """It has more rows than a batch, and less than a row group's worth is collected."""
    size = 280_000
    table = pa.Table.from_pylist([PLACED | {"new_tax_amount": 1}], COLUMNS)
    table = table.take(pa.array([0] * size)).append_column("key", pa.array(range(size)))
    pq.write_table(table, folder / "o.parquet", row_group_size=size)
    status, out, _ = run_what_if(capsys, "--orders", "o.parquet", *LIMIT, "--out", "d.parquet")
    assert status == 0
    assert numbers(out)["increase by allowed updates"] == ["2,800.00"]
    assert numbers(out)["headroom left"] == ["20,997,200.00"]
    decisions = pq.ParquetFile("d.parquet")
    assert decisions.metadata.num_row_groups == 2
    assert decisions.read(["key"])["key"].to_pylist() == [*range(size)]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["--out", "o.parquet"], "o.parquet: is another file of this command too"),
        (["--rejects", "./new.json"], "./new.json: is another file of this command too"),
        (
            ["--out", "x", "--rejects", "sub/../x"],
            "sub/../x: is another file of this command too",
        ),
        (["--out", "none/x"], "none/x: cannot write: No such file or directory"),
        (["--rejects", "sub"], "sub: cannot write: Is a directory"),
        (["--out", ""], ": cannot write: Is a directory"),
        (["--out", "a\0b"], r"a\x00b: not a valid file name"),
    ],
)
def test_a_file_that_cannot_be_written_is_an_error_before_anything_is_decided(
    folder: Path, capsys: Capture, words: list[str], error: str
) -> None:
    folder.joinpath("sub").mkdir()
    write_parquet(folder / "o.parquet", EXAMPLE)
    before = folder.joinpath("o.parquet").read_bytes()
    assert error_lines(["what-if", "--orders", "o.parquet", *LIMIT, *words], capsys) == [error]
    assert sorted(os.listdir()) == ["new.json", "o.parquet", "sub"]
    assert folder.joinpath("o.parquet").read_bytes() == before


def test_a_file_is_replaced_only_when_all_are_complete(folder: Path, capsys: Capture) -> None:
    write_csv(folder / "good.csv", [PLACED])
    write_csv(folder / "bad.csv", [PLACED, {**PLACED, "cart_amount": "1,2"}])
    folder.joinpath("d.parquet").write_bytes(b"before")
    words = ("--out", "d.parquet", "--rejects", "r.parquet", *LIMIT)
    assert run_what_if(capsys, "--orders", "bad.csv", *words)[0] == 2
    assert folder.joinpath("d.parquet").read_bytes() == b"before"
    assert not folder.joinpath("r.parquet").exists()
    assert run_what_if(capsys, "--orders", "good.csv", *words)[0] == 0
    assert pq.read_table("d.parquet").num_rows == 1
    assert pq.read_table("r.parquet").num_rows == 0


def test_a_full_disk_is_an_error_that_names_the_file() -> None:
    batch = pa.RecordBatch.from_pylist(EXAMPLE * 1_000, COLUMNS)
    with (
        open("/dev/full", "wb", buffering=0) as full,
        pytest.raises(CommandError, match=r"^d: cannot write: No space left on device$"),
        ParquetOutput("d", full, COLUMNS) as output,
    ):
        output.write(batch)


@pytest.mark.parametrize(("rows", "size"), [(20_000, 10_000), (5, 4_096)])
def test_a_file_that_grows_too_large_is_an_error(folder: Path, rows: int, size: int) -> None:
    """The command leaves nothing behind. A small file fails only when it is closed."""
    write_parquet(folder / "o.parquet", [PLACED | {"new_tax_amount": n} for n in range(rows)])

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    words = ["what-if", "--orders", "o.parquet", *LIMIT, "--out", "d.parquet"]
    measuring = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    environment = {name: value for name, value in os.environ.items() if name not in measuring}
    done = subprocess.run(
        [sys.executable, "-m", "backd_rules", *words],
        check=False,
        capture_output=True,
        preexec_fn=bounded,
        env=environment,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "python -m backd_rules: d.parquet: cannot write: File too large"
    ]
    assert sorted(os.listdir()) == ["new.json", "o.parquet"]


@pytest.mark.thorough
def test_memory_does_not_grow_with_a_row_group(folder: Path) -> None:
    """A process stays below half a GiB, for a row group of four million rows of random amounts."""
    size = 4_000_000
    table = pa.Table.from_pylist([PLACED | {"new_tax_amount": 1}], COLUMNS)
    table = table.take(pa.array([0] * size))
    draw = random.Random(0)
    amounts = pa.array(draw.choices(range(10**12), k=size), pa.int64())
    for name in ("cart_amount", "order_total", "placed_total", "new_tax_amount"):
        table = table.set_column(table.schema.get_field_index(name), name, amounts)
    pq.write_table(table, folder / "o.parquet", row_group_size=size)
    del table, amounts
    for more in ([], ["--out", "d.parquet"]):
        source = (
            "import sys; from backd_rules.cli.command import main; main(sys.argv[1:]);"
            "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
        )
        words = ["what-if", "--orders", "o.parquet", *LIMIT, "--jobs", "1", *more]
        done = subprocess.run(
            [sys.executable, "-c", source, *words], check=True, capture_output=True, text=True
        )
        assert int(done.stdout.split()[-1]) < 512 * 1024


@pytest.mark.parametrize("exists", [True, False])
def test_the_file_of_a_link_is_written_and_the_link_stays(
    folder: Path, capsys: Capture, *, exists: bool
) -> None:
    write_csv(folder / "o.csv", [PLACED])
    folder.joinpath("sub").mkdir()
    if exists:
        folder.joinpath("sub", "d.parquet").write_bytes(b"before")
    folder.joinpath("link.parquet").symlink_to(Path("sub", "d.parquet"))
    assert run_what_if(capsys, "--orders", "o.csv", "--out", "link.parquet", *LIMIT)[0] == 0
    assert os.readlink("link.parquet") == "sub/d.parquet"
    assert pq.read_table(Path("sub", "d.parquet")).num_rows == 1
    assert os.listdir("sub") == ["d.parquet"]


@pytest.mark.parametrize("option", ["--out", "--rejects"])
def test_a_device_or_pipe_is_not_replaced(folder: Path, capsys: Capture, option: str) -> None:
    write_parquet(folder / "orders.parquet", [PLACED])
    os.mkfifo("pipe")
    words = ["what-if", "--orders", "orders.parquet", "--limit", "new.json", option, "pipe"]
    assert error_lines(words, capsys) == ["pipe: cannot write: Is no regular file"]
    assert Path("pipe").is_fifo()


def test_a_pipe_is_not_read(folder: Path, capsys: Capture) -> None:
    os.mkfifo("pipe")
    words = ["what-if", "--orders", "pipe", "--limit", "new.json"]
    assert error_lines(words, capsys) == ["pipe: is no regular file"]
    assert (folder / "pipe").is_fifo()


def test_a_quote_that_is_never_closed_hides_no_rows(folder: Path, capsys: Capture) -> None:
    write_csv(folder / "o.csv", [PLACED] * 2)
    text = (folder / "o.csv").read_text()
    (folder / "o.csv").write_text(text.replace("\n1,", '\n"1,', 1))
    words = ["what-if", "--orders", "o.csv", "--limit", "new.json"]
    reason = 'o.csv: has an odd number of quotes ("): one is never closed'
    assert error_lines(words, capsys) == [reason]


def test_a_file_with_a_view_of_texts_may_have_rejects(capsys: Capture) -> None:
    """Arrow cannot filter such a column, which is needed only where a row is bad."""
    names = pa.array(["x"], pa.string_view())
    table = pa.Table.from_pylist([PLACED], COLUMNS).append_column("note", names)
    pq.write_table(table, "o.parquet")
    words = ("--orders", "o.parquet", *LIMIT, "--rejects", "bad.parquet")
    status, _, _ = run_what_if(capsys, *words)
    assert (status, pq.read_table("bad.parquet").num_rows) == (0, 0)
