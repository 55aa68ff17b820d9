"""``read_tables``: a file of somebody else in, its tables out.

1. The file is opened once, and a regular file only; it is hashed and read from that one descriptor.
2. Only the child looks into its bytes. What comes back is data, and is read as data.
3. The child has limits of its own (``ledger.tables.child``), and is killed if it takes longer.
"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from ledger.errors import StorageError
from ledger.tables.base import DEFAULT_LIMITS, Limits, Sheet, Tables
from ledger.tables.errors import REFUSALS, TooMuch, UnreadableTable
from ledger.tables.rows import Answer, Rows

_CHILD = "import sys; sys.path[:] = sys.argv[2:]; from ledger.tables.child import main; main(sys.argv[1])"
_TAIL = 8
"""Bytes at the end of an answer that say how long its last part is."""


def read_tables(
    path: str | Path,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Tables:
    """Raise UnreadableTable (2), NotInstalled (1) or StorageError (7); nothing else is left behind."""
    path = Path(path)
    source = _opened(path)
    try:
        if (size := os.fstat(source).st_size) > limits.size:
            raise TooMuch(
                f"{path.name} has {size:,} bytes; {limits.size:,} are read at most.",
                "Save its sheets as files of their own.",
            )
        answer = _asked(source, path.name, encoding, delimiter, limits)
    finally:
        os.close(source)
    return _tables(path.name, answer)


def _opened(path: Path) -> int:
    try:
        source = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableTable(f"There is no file {path}.", "Look for its name with ls.") from None
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}.", "See who may read it.") from error
    if not stat.S_ISREG(os.fstat(source).st_mode):
        os.close(source)
        raise UnreadableTable(f"{path} is no file.", "Name a spreadsheet, a text, a page or a list.")
    return source


def _asked(source: int, name: str, encoding: str | None, delimiter: str | None, limits: Limits) -> Answer:
    with tempfile.TemporaryFile() as written:
        answer = Answer(os.dup(written.fileno()))
    asked = orjson.dumps({"name": name, "encoding": encoding, "delimiter": delimiter, "limits": limits})
    here = ""
    with suppress(OSError):  # it may have been removed
        here = str(Path.cwd())
    # What the program itself imports from, and not the folder that somebody happens to stand in.
    known = [place for place in sys.path if place not in ("", ".", here)]
    known.append(str(Path(__file__).parents[2]))
    try:
        # Its words are the interpreter, this program and a name; no shell reads them.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-c", _CHILD, asked.decode(), *known],
            stdin=source,
            stdout=answer.descriptor,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TMPDIR") if name in os.environ},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much(name, f"takes longer than {limits.seconds} seconds") from None
    except OSError as error:
        raise StorageError(f"{name} cannot be read: {error.strerror}.") from error
    if done.returncode:
        raise _too_much(name, "takes more time or memory than it may, or brings its reader down")
    return answer


def _too_much(name: str, what: str) -> TooMuch:
    return TooMuch(
        f"{name} was not read: it {what}.",
        "If you know where it comes from, save its sheets one by one as CSV (UTF-8) and read those.",
    )


# What a child answers is data: what is not of the shape that it should have ends here.
def _tables(name: str, answer: Answer) -> Tables:
    end = os.fstat(answer.descriptor).st_size
    length = int.from_bytes(answer.read(end - _TAIL, end), "big") if end > _TAIL else 0
    try:
        told: dict[str, Any] = orjson.loads(answer.read(end - _TAIL - length, end - _TAIL))
        if refused := told.get("refused"):
            raise REFUSALS[refused["kind"]](refused["message"], refused["remedy"])
        sheets = tuple(_sheet(sheet, answer) for sheet in told.pop("sheets"))
        return Tables(name=name, sheets=sheets, notes=tuple(told.pop("notes")), **told)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableTable(
            f"{name} brings its reader down.", "Save it as another kind of file."
        ) from error


def _sheet(told: dict[str, Any], answer: Answer) -> Sheet:
    starts = array("Q", answer.read(*told["starts"]))
    later = {
        int(row): {int(column): flags for column, flags in cells.items()}
        for row, cells in told["later"].items()
    }
    return Sheet(told["name"], told["visible"], Rows(answer, starts, later), told["width"])
