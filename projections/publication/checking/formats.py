"""B7: every format has the rows of register.json, cell by cell.

Any table with a number, the words and a status is one of the register. Blanks and line breaks are not told
apart, because pages and sheets fold them; nor is a character that acts from its code, a status from its label
or a date from its words. Pages are looked at where the register stands: index.html, what follows it, and
inspections/. A format that is not there is passed over: where SHA256SUMS names it, B1 tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import orjson

from events.base import is_day
from ledger.checks.base import shown
from ledger.policies import KINDS, STATUSES
from projections.base import View
from projections.formats import csv as as_csv
from projections.formats.visible import visible
from projections.publication.checking import sheets, tables
from projections.publication.checking.base import Findings, Wrong
from projections.publication.checking.folder import Bundle
from projections.publication.checking.rows import Row, Said
from projections.publication.checking.tables import Table
from projections.publication.site.words import date
from projections.register import COLUMNS, INSPECTION

CSV, SQLITE, INDEX = "register.csv", "register.sqlite", "index.html"
_READERS: Mapping[str, Callable[[bytes], list[Table]]] = {
    CSV: tables.of_csv,
    "register.md": tables.of_markdown,
    "register.ods": sheets.of_ods,
}
_HEADINGS: Mapping[str, Callable[[Row], Iterable[str]]] = {
    "inspection": lambda row: [row["inspection"]],
    "number": lambda row: [row["number"]],
    "kind": lambda row: [row["kind"], KINDS[row["kind"]]],
    "cycle": lambda row: [row["cycle"]],
    "recommendation": lambda row: [row["text"]],
    "text": lambda row: [row["text"]],
    "status": lambda row: [row["status"], STATUSES[row["status"]]],
    "reason": lambda row: [row["reason"] or "", (row["reason"] or "").replace("-", " ").capitalize()],
    "state": lambda row: [row["state"], row["state"].replace("-", " ").capitalize()],
    "judged in": lambda row: [row["judged_in"] or ""],
    "made to": lambda row: ["; ".join(row["made_to"]), _json(row["made_to"])],
    "made on": lambda row: _dated(row["made_on"]),
    "due": lambda row: _dated(row["due"] or ""),
    "last updated": lambda row: _dated(row["last_updated"]),
}
_WORDS = ("recommendation", "text")


def check_formats(bundle: Bundle, said: Said, findings: Findings) -> tuple[str, ...]:
    """B7; returns the paths that were compared."""
    compared = []
    for path, reader in _READERS.items():
        if path in bundle.files:
            compared.append(path)
            _compare(path, partial(_tables, reader, bundle, path), said, findings)
    if SQLITE in bundle.files:
        compared.append(SQLITE)
        _compare(SQLITE, lambda: tables.of_sqlite(bundle.place / SQLITE), said, findings)
    if CSV in bundle.files and not findings.has("B7"):
        _check_csv(bundle, said, findings)
    pages = [
        path for path in (*bundle.under("index"), *bundle.under("inspections/")) if path.endswith(".html")
    ]
    if INDEX in pages:
        compared.append(INDEX)
        _compare_pages(bundle, pages, said, findings)
    return tuple(compared)


def _tables(reader: Callable[[bytes], list[Table]], bundle: Bundle, path: str) -> list[Table]:
    return reader(bundle.read(path))


def _compare(path: str, read: Callable[[], list[Table]], said: Said, findings: Findings) -> None:
    try:
        found = [part for table in read() if (part := _register(table))]
    except Wrong as error:
        findings.add("B7", path, f"It cannot be read: {error}.")
        return
    seen, count = _told(path, found, said, findings)
    if not found:
        findings.add("B7", path, "No table in it is a register.")
    elif seen and count != len(said.rows):
        findings.add("B7", path, f"It has {count:,} rows, and the register {len(said.rows):,}.")
    else:
        _missing(path, seen, said, findings)


def _compare_pages(bundle: Bundle, pages: list[str], said: Said, findings: Findings) -> None:
    seen: set[int] = set()
    for path in pages:
        try:
            found = [part for table in tables.of_html(bundle.read(path)) if (part := _register(table))]
        except Wrong as error:
            findings.add("B7", path, f"It cannot be read: {error}.")
            continue
        seen |= _told(path, found, said, findings)[0]
    _missing(INDEX, seen, said, findings)


def _told(path: str, found: list[Table], said: Said, findings: Findings) -> tuple[set[int], int]:
    """Which rows of the register stand in these tables, and how many rows they have."""
    by_number: dict[str, list[int]] = {}
    for at, row in enumerate(said.rows):
        for spelling in _spellings(row["number"]):
            by_number.setdefault(spelling, []).append(at)
    seen: Counter[int] = Counter()
    count = 0
    for headings, *lines in found:
        for cells in lines:
            count += 1
            wrong, best = "no row of the register has its number", None
            number = _folded(cells[headings.index("number")]) if len(cells) > headings.index("number") else ""
            for at in dict.fromkeys(by_number.get(number, ())):
                differs = next(_differences(headings, cells, said.rows[at]), None)
                if differs is None:
                    seen[at] += 1
                    break
                wrong, best = differs, at
            else:
                named = shown(cells[headings.index("number")] if number else cells)
                if best is not None:
                    seen[best] += 1
                findings.add("B7", path, f"Row {named} does not agree with register.json: {wrong}.")
    return set(seen), count


def _differences(headings: list[str], cells: list[str], row: Row) -> Iterator[str]:
    for at, heading in enumerate(headings):
        right = _HEADINGS.get(heading)
        if right is None:
            continue
        cell = cells[at] if at < len(cells) else ""
        if not any(_folded(cell) in _spellings(one) for one in right(row)):
            yield f"{heading} is {shown(cell)}, and not {shown(next(iter(right(row))))}"


def _missing(path: str, seen: set[int], said: Said, findings: Findings) -> None:
    for at, row in enumerate(said.rows):
        if at not in seen:
            findings.add(
                "B7", path, f"The row {shown(row['inspection'] + '/' + row['number'])} is not in it."
            )


def _register(table: Table) -> Table | None:
    """The part of a table that is a register, under its folded headings; None where it is none."""
    for at, line in enumerate(table):
        headings = [_folded(cell).replace("_", " ").lower() for cell in line]
        if "number" in headings and "status" in headings and any(word in headings for word in _WORDS):
            return [headings, *([line for line in table[at + 1 :] if any(line)])]
    return None


def _check_csv(bundle: Bundle, said: Said, findings: Findings) -> None:
    columns = COLUMNS if said.inspection is not None else (INSPECTION, *COLUMNS)
    right = "".join(as_csv.write(View("", columns, said.rows, {}), 80)).encode()
    if bundle.read(CSV) != right:
        findings.add("B7", CSV, "It is not written as a register is: other columns, order or line ends.")


def _spellings(text: str) -> set[str]:
    return {_folded(text), _folded(visible(text)), _folded(as_csv.inert(text))}


def _folded(text: str) -> str:
    return " ".join(text.split())


def _dated(text: str) -> list[str]:
    return [text, date(text)] if is_day(text) else [text]


def _json(value: Any) -> str:  # Any: JSON
    return orjson.dumps(value).decode()
