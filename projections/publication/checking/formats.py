"""B7 on the data files: every format has the rows of register.json, cell by cell.

A format that is not there is passed over: B1 tells, but for what not every bundle has.
"""

from __future__ import annotations

from importlib.util import find_spec

from ledger.extras import how_to_install
from projections.base import View
from projections.formats import csv as as_csv
from projections.publication.checking import cells
from projections.publication.checking.comparing import Comparing
from projections.publication.checking.folder import Bundle
from projections.publication.files.index import PARTS
from projections.publication.files.part import Part
from projections.publication.files.reading import Wrong
from projections.register import columns

CSV = "register.csv"


def check_formats(bundle: Bundle, comparing: Comparing) -> tuple[list[str], list[str]]:
    """B7; returns the paths that were compared, and notes on what was not."""
    compared, notes = [], []
    for part in PARTS:
        for path in (entry.path for entry in part.files if entry.is_compared and entry.path in bundle.files):
            if part.extra and part.extra.reader and find_spec(part.extra.reader) is None:
                notes.append(not_read(path, part.folder))
            else:
                compared.append(path)
                _compare(bundle, path, part, comparing)
    if CSV in bundle.files and not comparing.findings.has("B7"):
        _check_csv(bundle, comparing)
    return compared, notes


def not_read(path: str, extra: str) -> str:
    """The note on a file whose reader is not installed."""
    return (
        f"{path} was not compared with the register, because what reads it is not installed: "
        f"{how_to_install(extra)}"
    )


def _compare(bundle: Bundle, path: str, part: Part, comparing: Comparing) -> None:
    try:
        found = part.read(bundle.read(path))
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
    comparing.whole(path, found, cells.agree_on_paper if part.on_paper else cells.agree)


def _check_csv(bundle: Bundle, comparing: Comparing) -> None:
    register = comparing.register
    written = columns(comparing.words, several=register.inspection is None)
    right = "".join(as_csv.write(View("", written, register.rows, {}), 80)).encode()
    try:
        wrong = bundle.read(CSV) != right
    except Wrong:
        return  # it is found where its rows are compared
    if wrong:
        comparing.findings.add(
            "B7", CSV, "It is not written as a register is: other columns, order or line ends."
        )
