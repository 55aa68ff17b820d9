"""Bringing in a register of 20,000 rows, against reading it and writing the same rows with other programs.

At most 12 times what it takes to read the same file with python-calamine and to write the same encoded rows
with ``executemany`` in one commit; 4 times is the aim. The rows are held against 2,000, for what grows faster
than they do, and the memory against the file.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.measure import Action, Target, compared, interleaved
from benchmarks.past import empty
from benchmarks.save import INSERT, TABLE
from ledger.importing.importing import bring_in
from ledger.importing.mapping import read_mapping
from ledger.importing.reading import read
from ledger.ledger import Ledger

ROWS, FEW, ROUNDS = 20_000, 2_000, 3
TARGET, AIM, LINEAR, MEMORY = Target(12), Target(4), Target(1.5), Target(10)
SEEN = "2024-04-04"
HEADINGS = (
    *("Number", "Recommendation", "Recipient", "Report", "Issued", "Status", "Status date", "Due"),
    *("Response", "Response text", "Priority", "Link"),
)
MAPPING = b"""
[file]
dates = "iso"
[columns]
number = "Number"
text = "Recommendation"
made_to = "Recipient"
inspection = "Report"
made_on = "Issued"
status = "Status"
judged_on = "Status date"
due = "Due"
answer = "Response"
answer_text = "Response text"
priority = "Priority"
source = "Link"
[split]
made_to = ";"
[status]
"Closed acceptable" = "closed/implemented"
"Open awaiting response" = "open"
"Open acceptable" = "partially-met"
[answer]
"Agreed" = "accepted"
"Agreed in part" = "partly-accepted"
"""
WORDS = (
    "That the operator review its procedures for {0} and {1}, train its staff in them, and report to the "
    "regulator by the end of the year how far each of its depots has come. "
)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    large, small = _book(folder / "large.xlsx", ROWS), _book(folder / "small.xlsx", FEW)
    raw = _Raw(folder)
    ours, few, plain = interleaved(
        ROUNDS,
        _bringing(folder, large, raw),
        _bringing(folder, small, None),
        lambda: raw.read_and_write(large),
    )
    yield compared(f"import of {ROWS:,} rows x {len(HEADINGS)}", ours, plain, TARGET)
    yield compared("  the aim", ours, plain, AIM)
    yield compared(
        f"  a row of {ROWS:,} over one of {FEW:,}", ours, [one * ROWS / FEW for one in few], LINEAR
    )
    yield f"      {ROWS / median(ours):,.0f} rows a second, {len(raw.rows):,} events"
    grown, size = _memory(folder, large), _text(large)
    ratio = grown / size
    yield (
        f"  {'memory over the size of the cells':<44}{f'{ratio:.1f}x':<23}at most 10x   "
        f"{'met' if ratio <= 10 else 'MISSED':<10}{grown / 1e6:.0f} MB over {size / 1e6:.1f} MB"
    )


def _book(file: Path, rows: int) -> Path:
    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet("Register")
    sheet.write_row(0, 0, HEADINGS)
    statuses, answers = (
        ("Closed acceptable", "Open awaiting response", "Open acceptable"),
        ("Agreed", "Agreed in part"),
    )
    for at in range(rows):
        to = f"Body {at % 40}" if at % 4 else f"Body {at % 40}; Body {at % 40 + 40}"
        issued = f"20{10 + at % 10}-0{1 + at % 9}-1{at % 10}"
        sheet.write_row(
            at + 1,
            0,
            (
                *(f"{at:06}", WORDS.format(at, at % 97) * 2, to, f"R{at % 20}", issued, statuses[at % 3]),
                *("2021-03-04" if at % 2 else "", "2022-12-31" if at % 5 == 0 else ""),
                *(answers[at % 2] if at % 3 else "", "It will be done." if at % 3 else ""),
                *(("High", "Low")[at % 2], f"https://example.org/{at}"),
            ),
        )
    book.close()
    return file


def _bringing(folder: Path, file: Path, raw: _Raw | None) -> Action:
    """Brings the file into another empty ledger each time."""
    numbers, mapping = count(1), read_mapping(MAPPING)

    def action() -> float:
        with empty(folder / f"{file.stem}{next(numbers)}") as ledger:
            begun = perf_counter()
            reading = read(file, mapping, SEEN, ledger.inspectorate().vocabulary)
            result = bring_in(ledger, reading, by="ann")
            took = perf_counter() - begun
            if result.refused or result.recorded != result.rows:
                raise ValueError(f"{result.refused} rows were refused: {result.problems[:1]}")
            if raw and not raw.rows:
                raw.take(ledger)
        return took

    return action


class _Raw:
    """The baseline, which writes the rows that one import wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self.rows: list[tuple[str, int, str, bytes]] = []

    def take(self, ledger: Ledger) -> None:
        """The rows, as they are stored."""
        self.rows = [
            (stream, version, topic, state) for _, stream, version, topic, state in ledger.store.rows()
        ]

    def read_and_write(self, file: Path) -> float:
        """The seconds that it takes."""
        connection = sqlite3.connect(self._folder / f"raw{next(self._numbers)}.db", isolation_level=None)
        connection.executescript(TABLE)
        connection.execute("PRAGMA synchronous = FULL")
        begun = perf_counter()
        CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, self.rows)
        connection.execute("COMMIT")
        took = perf_counter() - begun
        connection.close()
        return took


def _text(file: Path) -> int:
    """What the cells of a book take as CSV; the book itself is packed."""
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    return sum(len(";".join(map(str, row)).encode()) + 2 for row in rows)


_CHILD = """
import gc, sys
gc.disable()
from pathlib import Path
from benchmarks import importing
from benchmarks.past import empty

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024

mapping = importing.read_mapping(importing.MAPPING)
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
with empty(folder) as ledger:
    before = peak()
    reading = importing.read(file, mapping, importing.SEEN, ledger.inspectorate().vocabulary)
    importing.bring_in(ledger, reading, by="ann")
print(peak() - before)
"""


def _memory(folder: Path, file: Path) -> int:
    """How many bytes an import takes at most, in a process of its own, beyond what it began with."""
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder / "memory"), str(file)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)
