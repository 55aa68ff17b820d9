"""A search, asked of a cache: as ``projections.search.search.search`` of now, of all recommendations.

It ranks by the same formula over the same words, so the order is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import apsw
import orjson

from events.base import InspectionEvent
from ledger.ledger import Ledger
from ledger.records import Record, decode
from projections.base import Item, View
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.source import Stored
from projections.cache.words import Kept, know_all
from projections.search.folding import folded
from projections.search.fts import RANKED, Index, near
from projections.search.query import asked as asked_words
from projections.search.search import as_view, found_in, missing
from projections.search.words import Words, words_of
from projections.trail_filters import Wanted


def search_of(
    cache: Cache,
    ledger: Ledger,
    words: Sequence[str],
    inspection: str | None,
    wanted: Wanted,
    at_most: int | None,
    progress: Progress,
) -> View:
    """The events in which all the words are, as an open cache tells them; raises what a search does."""
    asked_words(words)
    of = None if inspection is None else ledger.ref(inspection)
    checked = wanted.checked(ledger.inspectorate())
    tie = know_all(cache, Stored(ledger), progress)
    return search_at(cache.connection, ledger, words, of, (wanted, checked), at_most, tie.events)


def search_at(
    connection: apsw.Connection,
    ledger: Ledger,
    words: Sequence[str],
    of: str | None,
    wanted: tuple[Wanted, Wanted],
    at_most: int | None,
    events: int,
) -> View:
    """The same, of one inspection (by its ref) or of all, once all words are looked through.

    ``wanted`` is what was asked for, as it was typed and as it is meant.
    """
    question, index = asked_words(words), _CachedIndex(connection)
    typed, checked = wanted
    found = index.found(question)
    if of is not None or checked._replace(limit=None) != Wanted():
        zone = ledger.inspectorate().time_zone
        found = [
            position
            for position in found
            if (kept := index.kept(position)).of == (kept.of if of is None else of)
            and checked.wants(kept._asdict(), zone)
        ]
    best = found[: at_most if typed.limit is None else typed.limit]
    records = {position: _record(ledger, position) for position in best}
    said = {
        position: words_of(record.event, orjson.loads(index.kept(position).gone))
        for position, record in records.items()
    }
    entries = (
        (position, folded(said[position].said), folded(said[position].named)) for position in sorted(best)
    )
    with Index(entries) as marking:
        rows = [
            _row(records[position], index.kept(position), said[position], marked)
            for position, *marked in marking.marked(question, best)
        ]
    asked_for = typed._replace(by=checked.by).in_words()
    narrowed = " of these" if asked_for or of else ""
    nowhere = "" if found else missing(index, " ".join(words), narrowed)
    return as_view(words, of, asked_for, rows, len(found), nowhere, events)


def _row(record: Record, kept: Kept, words: Words, marked: Sequence[str]) -> Item:
    """As ``projections.search.search.Hit.row``."""
    event = record.event
    by = {"by": kept.by} | ({} if kept.recorded_by is None else {"recorded_by": kept.recorded_by})
    return {
        "inspection": event.inspection if isinstance(event, InspectionEvent) else None,
        "number": kept.number,
        "cycle": kept.cycle,
        "ref": event.ref,
        "event": event.NAME,
        "position": record.position,
        "on": kept.on,
        **by,
        "recorded_at": record.recorded_at,
        "text": words.text,
        "found": found_in(words, *marked),
    }


def _record(ledger: Ledger, position: int) -> Record:
    row = next(ledger.store.rows(after=position - 1), None)
    if row is None or row[0] != position:
        raise CacheTrouble(f"event {position} is not there")
    return decode(row)


class _CachedIndex:
    """The words of all events that are in view; see ``projections.search.fts.Index``."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def found(self, question: str) -> list[int]:
        """See Index.found."""
        return [position for (position,) in asked(self._connection, RANKED.format("searched"), (question,))]

    def has(self, question: str) -> bool:
        """See Index.has."""
        query = "SELECT 1 FROM searched WHERE searched MATCH ? LIMIT 1"
        return bool(asked(self._connection, query, (question,)))

    def near(self, word: str) -> list[str]:
        """See Index.near."""
        there = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.there USING fts5vocab(main, searched, row)"
        self._connection.execute(there)
        return near(word, self._terms())

    def _terms(self) -> Iterator[str]:
        for (term,) in self._connection.execute("SELECT term FROM temp.there"):
            yield term

    def kept(self, position: int) -> Kept:
        """What is kept of an event; raises CacheTrouble if nothing is."""
        found = asked(self._connection, "SELECT * FROM searched_event WHERE position = ?", (position,))
        if not found:
            raise CacheTrouble(f"event {position} is not kept")
        return Kept(*found[0])
