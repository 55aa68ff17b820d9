"""The process that looks into the file: its limits first, then what reads that kind of file.

Its standard input is the file, its standard output the answer: rows (``ledger.tables.wire``), then for each
sheet where its rows begin, then one object of JSON, then the length of that object.
"""

from __future__ import annotations

import os
import resource
from hashlib import sha256

import orjson

from ledger.errors import LedgerError
from ledger.tables.base import Limits
from ledger.tables.errors import REFUSALS, TooMuch, UnreadableTable


def main(asked: str) -> None:
    told = orjson.loads(asked)
    limits = Limits(**told.pop("limits"))
    _limit(limits)
    try:
        answer = _read(limits, **told)
    except LedgerError as error:
        kind = type(error).__name__
        answer = _refused(kind if kind in REFUSALS else UnreadableTable.__name__, error.message, error.remedy)
    except MemoryError:
        answer = _refused(
            TooMuch.__name__,
            f"{told['name']} was not read: it takes more memory than {limits.memory:,} bytes.",
            "Save its sheets as files of their own.",
        )
    # Whatever a library raises about a file that it does not understand is said, and not shown as it came.
    except Exception as error:
        answer = _refused(
            UnreadableTable.__name__,
            f"{told['name']} cannot be read: {str(error).rstrip('.') or type(error).__name__}.",
            "Open it in a spreadsheet program and save it as .xlsx, .ods or CSV (UTF-8).",
        )
    last = orjson.dumps(answer)
    with os.fdopen(os.dup(1), "wb") as out:
        out.write(last + len(last).to_bytes(8, "big"))
    # Nothing is cleared up after a file that is done: that takes as long as a third of the reading.
    os._exit(0)


def _limit(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 2 * limits.unpacked),
    ):
        # A system may know no such limit, or hold a lower one already.
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def _read(limits: Limits, name: str, encoding: str | None, delimiter: str | None) -> dict[str, object]:
    from ledger.tables.readers import reader_of  # noqa: PLC0415 - after the limits, whatever it imports
    from ledger.tables.source import Source  # noqa: PLC0415
    from ledger.tables.writing import Writer  # noqa: PLC0415

    with os.fdopen(os.dup(0), "rb") as file:
        data = file.read(limits.size + 1)
    source = Source(name, data, encoding, delimiter, limits)
    kind, read = reader_of(source)
    with os.fdopen(os.dup(1), "wb") as out:
        writer = Writer(out, source)
        for raw in read(source):
            writer.sheet(raw)
        sheets = writer.finished()
    return {
        "digest": sha256(data).hexdigest(),
        "kind": kind,
        "encoding": source.found.encoding,
        "certainty": source.found.certainty,
        "delimiter": source.found.delimiter,
        "quote": source.found.quote,
        "notes": source.found.notes,
        "sheets": sheets,
    }


def _refused(kind: str, message: str, remedy: str) -> dict[str, object]:
    return {"refused": {"kind": kind, "message": message, "remedy": remedy}}
