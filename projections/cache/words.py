"""Looks through the words of the inspections that have marks, and keeps those that a search finds, with what
each event is about: as ``projections.search.search.Searched`` has them.

The index has no text of its own, for the events have it. What left the view is taken out of it by the words
that it was put in with, which follow from the event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

import apsw
import orjson

from events.base import Names
from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from ledger.errors import NotFound
from ledger.records import Record
from ledger.validation import key
from projections.base import Cycles, TimeFilter
from projections.cache.cache import Cache, Progress
from projections.cache.database import asked
from projections.cache.marks import let_know
from projections.cache.searches import Searches
from projections.cache.source import Source
from projections.cache.tie import Tie, begun
from projections.cache.until import Until
from projections.model.abouts import About, Abouts
from projections.model.reading import Folds, read
from projections.search.folding import folded
from projections.search.in_view import Withdrawn, is_void
from projections.search.words import words_of
from projections.trail_events import AskedEvents

_TYING = {event.NAME for event in (RecommendationLinked, RecommendationUnlinked, RecommendationSuperseded)}
_INSERT = "INSERT OR REPLACE INTO searched_event VALUES (?,?,?,?,?,?,?,?,?,?,?)"


class Kept(NamedTuple):
    """What is kept of an event whose words are searched; ``gone`` are the fields that are not in view."""

    position: int
    inspection: int
    gone: str
    number: str | None
    cycle: str | None
    on: str | None
    by: str
    recorded_by: str | None
    recorded_at: str
    event: str
    of: str | None


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let all words be looked through; see ``projections.cache.marks.let_know``."""
    connection = cache.connection

    def is_known() -> bool:
        return not Searches.are_left(connection) and _came(connection) >= _last(connection)

    return let_know(cache, is_known, lambda: work_out(connection, source, progress))


def work_out(connection: apsw.Connection, source: Source, progress: Progress) -> None:
    """Look through what is marked, and what is new of no inspection; the caller has a transaction open."""
    tie = begun(connection)
    ledger = Until(source, tie.position)
    for one, _, ref, *_ in Searches.marked(connection):
        events = AskedEvents(ledger, ref)  # type: ignore[arg-type]  # it asks for no more than that
        Searches.hangs(connection, one, _with_others(events, ledger))
        _write(connection, one, events.records, _of_inspection(one, events))
        progress(len(events.records))
    Searches.take_away(connection)
    came = _came(connection)
    new = [record for record in ledger.records() if record.position > came]
    _write(connection, 0, new, _of_ledger(new, ledger), new=True)
    connection.execute("DELETE FROM searched_to")
    connection.execute("INSERT INTO searched_to VALUES (?)", (tie.position,))


def _came(connection: apsw.Connection) -> int:
    found = asked(connection, "SELECT position FROM searched_to")
    return found[0][0] if found else 0


def _last(connection: apsw.Connection) -> int:
    return int(connection.execute("SELECT position FROM state").get)


def _with_others(events: AskedEvents, ledger: Until) -> set[str]:
    """Read the other inspections to which something is tied, too; their keys."""
    refs: dict[str, str] = {}
    for record in events.records.of(_TYING):
        event = record.event
        is_end = isinstance(event, RecommendationSuperseded)
        for name in event.fields["by"] if is_end else (event.fields["other"],):
            ref = name.partition("/")[0]
            refs.setdefault(key(ref), ref)
    refs.pop(key(events.ref or ""), None)
    for ref in refs.values():
        folds = Folds(events.folds.settings, TimeFilter())
        with suppress(NotFound):
            read(ledger, ref, folds)
        events.folds.folds |= folds.folds
    return set(refs)


def _of_inspection(inspection: int, events: AskedEvents) -> Iterator[tuple[Record, Kept]]:
    withdrawn = Withdrawn(events)
    for record, about in events.told():
        if not is_void(record.event, about, events.folds):
            by, gone = events.by(record), withdrawn.fields(record)
            yield record, _kept(record, inspection, gone, about, by["by"], by.get("recorded_by"))


def _of_ledger(records: Iterable[Record], ledger: Until) -> Iterator[tuple[Record, Kept]]:
    abouts = Abouts(Cycles(ledger.inspectorate().time_zone, TimeFilter()))
    for record in records:
        yield record, _kept(record, 0, (), abouts.of(record), record.by, None)


def _kept(
    record: Record, inspection: int, gone: Names, about: About, by: str, recorded_by: str | None
) -> Kept:
    event = record.event
    return Kept(
        *(record.position, inspection, orjson.dumps(gone).decode(), about.number, about.cycle, about.on),
        *(by, recorded_by, record.recorded_at, event.NAME, event.fields.get("inspection")),
    )


def _write(
    connection: apsw.Connection,
    inspection: int,
    records: Iterable[Record],
    found: Iterable[tuple[Record, Kept]],
    *,
    new: bool = False,
) -> None:
    """Keep what was found of an inspection, and take out what is not there any more."""
    query = "SELECT * FROM searched_event WHERE inspection = ?"
    before = {} if new else {row[0]: Kept(*row) for row in asked(connection, query, (inspection,))}
    for record, now in found:
        known = before.pop(record.position, None)
        if known == now:
            continue
        if known is None or known.gone != now.gone:
            if known is not None:
                _take_out(connection, record, known)
            words = _words(record, now.gone)
            if not any(words):
                continue
            connection.execute(
                "INSERT INTO searched (rowid, said, named) VALUES (?, ?, ?)", (record.position, *words)
            )
        connection.execute(_INSERT, now)
    if before:
        for record in records:
            if known := before.get(record.position):
                _take_out(connection, record, known)


def _take_out(connection: apsw.Connection, record: Record, known: Kept) -> None:
    connection.execute(
        "INSERT INTO searched (searched, rowid, said, named) VALUES ('delete', ?, ?, ?)",
        (record.position, *_words(record, known.gone)),
    )
    connection.execute("DELETE FROM searched_event WHERE position = ?", (record.position,))


def _words(record: Record, gone: str) -> tuple[str, str]:
    words = words_of(record.event, orjson.loads(gone))
    return folded(words.said), folded(words.named)
