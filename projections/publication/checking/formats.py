"""B7 on the data files: every format has the rows of register.json, cell by cell.

A format that is not there is passed over: B1 tells, but for what not every bundle has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from projections.base import View
from projections.formats import csv as as_csv
from projections.publication.checking import cells
from projections.publication.checking.base import Findings, Wrong
from projections.publication.checking.comparing import Comparing
from projections.publication.checking.folder import Bundle
from projections.publication.checking.rows import Said
from projections.publication.files import tables
from projections.publication.files.ods import read as sheets
from projections.publication.files.pdf import pages as pdf
from projections.publication.files.pdf import read as pdf_apart
from projections.publication.files.sqlite import read as database
from projections.publication.files.tables import Table
from projections.publication.files.xlsx import read as xlsx
from projections.register import COLUMNS, INSPECTION

CSV, SQLITE, PDF = "register.csv", "register.sqlite", "register.pdf"
_READERS: Mapping[str, Callable[[bytes], list[Table]]] = {
    CSV: tables.of_csv,
    "register-full.csv": tables.of_csv,
    "register.md": tables.of_markdown,
    "register.ods": sheets.of_ods,
    "register.xlsx": xlsx.of_xlsx,
    PDF: pdf_apart.of_pdf,
}
NOT_READ = f"{PDF} was not compared with the register: that takes pip install 'scrutiny-ledger[pdf]'."


def check_formats(bundle: Bundle, comparing: Comparing) -> tuple[list[str], list[str]]:
    """B7; returns the paths that were compared, and notes on what was not."""
    compared, notes = [], []
    for path, reader in _READERS.items():
        if path == PDF and path in bundle.files and not pdf.can_read():
            notes.append(NOT_READ)
        elif path in bundle.files:
            compared.append(path)
            _compare(bundle, path, reader, comparing)
    if SQLITE in bundle.files:
        compared.append(SQLITE)
        try:
            comparing.whole(SQLITE, database.of_sqlite(bundle.read(SQLITE)))
        except Wrong as error:
            comparing.findings.add("B7", SQLITE, f"It cannot be read: {error}.")
    if CSV in bundle.files and not comparing.findings.has("B7"):
        _check_csv(bundle, comparing.said, comparing.findings)
    return compared, notes


def _compare(bundle: Bundle, path: str, reader: Callable[[bytes], list[Table]], comparing: Comparing) -> None:
    try:
        found = reader(bundle.read(path))
    except Wrong as error:
        comparing.findings.add("B7", path, f"It cannot be read: {error}.")
        return
    except OSError as error:
        comparing.findings.could_not_read(path, error)
        comparing.findings.passed_over.add("B7")
        return
    except RecursionError:
        # What stands in what is read one in another; some thousands deep, nothing of ours is.
        comparing.findings.add("B7", path, "It cannot be read: what stands in it is nested too deep.")
        return
    comparing.whole(path, found, cells.agree_on_paper if path == PDF else cells.agree)


def _check_csv(bundle: Bundle, said: Said, findings: Findings) -> None:
    columns = COLUMNS if said.inspection is not None else (INSPECTION, *COLUMNS)
    right = "".join(as_csv.write(View("", columns, said.rows, {}), 80)).encode()
    try:
        wrong = bundle.read(CSV) != right
    except Wrong:
        return  # it is found where its rows are compared
    if wrong:
        findings.add("B7", CSV, "It is not written as a register is: other columns, order or line ends.")
