"""What a large ledger is asked for, over one query of a table that somebody made by hand of the same rows.

In process, each with what it imports loaded; each opens what it reads anew and writes its answer as JSON, and
the two say the same (of the statistics, all counts by status, reason and word; of the differences, which
recommendation had another status). The program's own answer is that of its events, byte by byte.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import handmade, targets
from benchmarks.contestants import Contestant
from benchmarks.fresh import run as used
from benchmarks.kept import ROOT, digest, kept, program
from benchmarks.ledgers import NUMBERS, Place, sealed
from benchmarks.measure import Figure, duration, interleaved
from benchmarks.past import RECORDED
from benchmarks.peers.answering import COLUMNS
from ledger.times import instant

ROUNDS = 7
TODAY, DAY, FROM, TO = "2026-01-01", "2016-06-30", "2016-03-01", "2016-03-31"
JSON = ("--format", "json")


def moment(size: int) -> str:
    """The time at which three fifths of the events were recorded."""
    return instant(RECORDED + timedelta(minutes=size * 3 // 5))


class Readable(NamedTuple):
    """A ledger with its cache, and what is made of that."""

    place: Place
    made: Path

    @property
    def environ(self) -> dict[str, str]:
        """What the program is told."""
        return self.place.environ | {"XDG_CACHE_HOME": str(self.made / "cache"), "PYTHONPATH": str(ROOT)}

    @contextmanager
    def ours(self, answers: Path) -> Iterator[Contestant]:
        """The program in a process."""
        words = [sys.executable, str(ROOT / "benchmarks" / "peers" / "ours.py")]
        with Contestant(words, answers, "ours", env=self.environ) as found:
            yield found

    @contextmanager
    def table(self, answers: Path) -> Iterator[Contestant]:
        """The table that is made by hand."""
        words = [sys.executable, str(ROOT / "benchmarks" / "peers" / "table.py"), str(self.made / "table.db")]
        with Contestant(words, answers, "table", env=self.environ) as found:
            yield found


def readable(size: int) -> Readable:
    """The sealed ledger of a size, with its cache, the table, and the history that the peers are told."""
    place = sealed(size)

    def make(folder: Path) -> None:
        environ = place.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
        used(sys.executable, "-m", "commands", "rebuild", "--cache", env=environ)
        (cache,) = (folder / "cache").rglob("*.db")
        handmade.make(cache, folder, TODAY)
        readable = Readable(place, folder)
        with readable.ours(folder) as ours:
            ours.ask({"words": ["inbox", *JSON], "today": TODAY, "events": True})
            handmade.needs(folder, ours.to.read_bytes())

    made_by = digest(program(), str(place.home), *(ROOT / "benchmarks" / name for name in ("handmade.py",)))
    return Readable(place, kept(f"reading-{size}", made_by, make))


class Question(NamedTuple):
    """What is asked, of the table too, and whether the two say the same."""

    words: tuple[str, ...]
    table: dict[str, Any]
    same: Callable[[Any, Any], bool]


def questions(size: int) -> dict[str, Question]:
    """Each by its key."""
    at = moment(size)
    register = {"what": "register", "day": TODAY, "known_at": None}
    return {
        "read-now": Question(("register",), register, same_rows),
        "read-as-of": Question(("register", "--as-of", DAY), register | {"day": DAY}, same_rows),
        "read-known-at": Question(("register", "--known-at", at), register | {"known_at": at}, same_rows),
        "read-both": Question(
            ("register", "--as-of", DAY, "--known-at", at), register | {"day": DAY, "known_at": at}, same_rows
        ),
        "read-statistics": Question(("statistics",), {"what": "statistics", "day": TODAY}, _same_counts),
        "read-diff": Question(
            ("diff", "--from", FROM, "--to", TO), {"what": "diff", "first": FROM, "last": TO}, _same_moves
        ),
        "read-inbox": Question(("inbox",), {"what": "inbox", "day": TODAY}, _same_needs),
    }


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    found = readable(size)
    with found.ours(folder) as ours, found.table(folder) as table:
        for key, question in questions(size).items():
            try:
                yield from _read(key, question, ours, table)
            except Exception as error:
                yield targets.void(key, f"{type(error).__name__}: {error}")
                if isinstance(error, RuntimeError):
                    raise
    yield _memory(found, size)


def _read(key: str, question: Question, ours: Contestant, table: Contestant) -> Iterator[Figure | str]:
    asked = {"words": [*question.words, *JSON], "today": TODAY}
    from_events = ours.ask(asked | {"events": True})
    expected = ours.to.read_bytes()
    ours.ask(asked)
    if ours.to.read_bytes() != expected:
        yield targets.void(key, "the cache does not say what the events do")
        return
    if not question.same(json.loads(expected), table.answer(question.table)):
        yield targets.void(key, "the table does not say the same")
        return
    taken, limit = interleaved(ROUNDS, ours.asking(asked), table.asking(question.table))
    figure = targets.measured(key, taken, limit)
    detail = f"{figure.detail}; from the events {duration(from_events)}"
    yield figure._replace(detail=detail, seconds=(*figure.seconds, from_events))


def _memory(found: Readable, size: int) -> Figure:
    largest = {}
    for key, question in questions(size).items():
        words = (sys.executable, "-m", "commands", *question.words, *JSON, "--output", os.devnull)
        largest[used(*words, env=found.environ).memory / 1e6] = key
    return targets.value("read-memory", max(largest), f"the most is that of {largest[max(largest)]}")


def same_rows(told: Any, found: Any) -> bool:
    """Whether two registers have the same rows, in all the columns that a peer keeps."""
    ours, others = (
        {(row["inspection"], row["number"]): [row[name] for name in COLUMNS] for row in answer["rows"]}
        for answer in (told, found)
    )
    return len(ours) >= NUMBERS // 2 and ours == others and len(found["rows"]) == len(others)


def _same_counts(told: Any, found: Any) -> bool:
    def counted(column: int, wanted: Callable[[Any], bool] = lambda _: True) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in found:
            if row[column] is not None and wanted(row):
                counts[row[column]] = counts.get(row[column], 0) + row[4]
        return counts

    opened = counted(0, lambda row: row[1] != "closed")
    closing = {row["name"]: row["closing"] for row in told["rows"][:-1] if row["closing"]}
    return bool(
        counted(1) == {name: count for name, count in told["by_status"].items() if count}
        and counted(2) == told["by_reason"]
        and counted(3) == told["by_word"]
        and opened == closing
    )


def _same_moves(told: Any, found: Any) -> bool:
    """The same recommendations came from one status to another, net."""
    ours = _net(
        ((row["inspection"], row["number"]), row["before"], row["after"])
        for row in told["rows"]
        if row["change"] in ("judged", "closed", "reopened", "withdrawn", "superseded")
    )
    return bool(ours) and ours == _net(((row[0], row[1]), row[2], row[3]) for row in found)


def _net(moves: Iterator[tuple[Any, str, str]]) -> dict[Any, tuple[str, str]]:
    net: dict[Any, tuple[str, str]] = {}
    for where, before, after in moves:
        net[where] = net.get(where, (before, after))[0], after
    return {where: move for where, move in net.items() if move[0] != move[1]}


def _same_needs(told: Any, found: Any) -> bool:
    return bool(told["rows"] == found)
