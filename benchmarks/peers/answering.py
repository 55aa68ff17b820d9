"""What every contestant does: it answers what it is asked, a line each, and says what that cost.

    {"ask": {"at": "2024-02-01T00:00:00Z"}, "to": "rows.json"}     the answer goes to that file, as JSON
    {"change": 7}                                                  one durable change, the seventh
    0.0123                                                         the seconds on the processor

It is a process of its own, which lives through all the turns: what it imports is not counted.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time
from typing import Any

LISTS = ("made_to", "topics", "responses")
COLUMNS = (
    *("inspection", "number", "kind", "cycle", "text", "status", "reason", "state", "judged_in", *LISTS),
    *("made_on", "due", "last_updated", "word", "priority", "source", "place", "under", "seen_on"),
)
"""What a row says; lists are kept as JSON."""

Row = dict[str, Any]


def spent() -> float:
    """The seconds on the processor of this process and of its children that ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def serve(ask: Callable[[Any], Any] | None, change: Callable[[int], object] | None) -> None:
    """Answer until there is nothing more to read. An answer is JSON, or bytes that are."""
    gc.disable()
    for line in sys.stdin:
        question = json.loads(line)
        begun = spent()
        if "change" in question:
            assert change
            change(question["change"])
        else:
            assert ask
            Path(question["to"]).write_bytes(written(ask(question["ask"])))
        took = spent() - begun
        gc.collect()
        print(took, flush=True)


def written(answer: Any) -> bytes:
    """An answer as JSON."""
    if isinstance(answer, bytes):
        return answer
    import orjson  # noqa: PLC0415  the peers that are no programs of Python have none

    return orjson.dumps(answer)


def rows_of(found: Iterable[Sequence[Any]]) -> list[Row]:
    """Rows of tuples, with their lists."""
    import orjson  # noqa: PLC0415  as above

    rows = []
    for values in found:
        row = dict(zip(COLUMNS, values, strict=True))
        for name in LISTS:
            row[name] = orjson.Fragment(row[name])
        rows.append(row)
    return rows


def changes(database: str) -> Iterator[tuple[int, str, tuple[Any, ...]]]:
    """What there is to load: the position and the time, and the whole row that stood from then on."""
    import sqlite3  # noqa: PLC0415  one of the peers brings another

    connection = sqlite3.connect(database)
    query = f"SELECT position, recorded_at, {', '.join(COLUMNS)} FROM change ORDER BY position, rowid"
    last: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for position, recorded_at, *told in connection.execute(query):
        row = tuple(told)
        if last.get(row[:2]) != row:
            last[row[:2]] = row
            yield position, recorded_at, row


def main(
    load: Callable[[str, str], None], ask: Callable[[str], Callable[[Any], Any]], change: Callable[..., Any]
) -> None:
    """``load CHANGES INTO``, ``answer INTO`` or ``change INTO``; the last two serve."""
    what, *given = sys.argv[1:]
    if what == "load":
        load(*given)
    elif what == "answer":
        serve(ask(*given), None)
    else:
        serve(None, change(*given))
