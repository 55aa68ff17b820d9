"""A search, asked of a cache: as ``projections.search.search.search`` of now.

It ranks by the same formula over the same words, so the order is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import apsw
import orjson

from events.base import InspectionEvent
from ledger.ledger import Ledger
from ledger.records import Record, decode
from projections.base import Item, TimeFilter, View
from projections.cache.asked_for import know_shares
from projections.cache.cache import Cache, Progress
from projections.cache.database import FOR_EVER, CacheTrouble, asked
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.cache.words import Kept, know_all
from projections.rows import Filters
from projections.search.folding import folded
from projections.search.fts import RANKED, Index, near
from projections.search.query import asked as asked_words
from projections.search.search import Question, as_view, found_in, missing, said_in
from projections.search.words import Words, words_of
from projections.trail_filters import Wanted


def search_of(cache: Cache, question: Question, progress: Progress) -> View:
    """The events in which all the words are, as an open cache tells them; raises what a search does."""
    if question.time_filter != TimeFilter():
        raise CacheTrouble("the words are kept as they are in view now")
    know_all(cache, Stored(question.ledger), progress)
    know_shares(cache, Stored(question.ledger), question.filters.made_to, progress)
    return search_at(cache.connection, question)


def search_at(connection: apsw.Connection, question: Question) -> View:
    """The same, once all words are looked through."""
    ledger, words, inspection, _, filters, wanted, at_most = question
    asked_for, index = asked_words(words), _CachedIndex(connection)
    of = None if inspection is None else ledger.ref(inspection)
    checked = wanted.checked(ledger.inspectorate())
    register = CachedRegister(connection, ledger, of, TimeFilter())
    found = index.found(asked_for)
    if of is not None or filters != Filters() or checked._replace(limit=None) != Wanted():
        narrowing = _Narrowing(connection, register, filters, checked)
        found = [position for position in found if narrowing.wants(index.kept(position))]
    best = found[: at_most if wanted.limit is None else wanted.limit]
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
            for position, *marked in marking.marked(asked_for, best)
        ]
    narrowed = said_in(question, checked, register.words, register.settings)
    nowhere = "" if found else missing(index, " ".join(words), " of these" if narrowed or of else "")
    return as_view(words, of, narrowed, rows, len(found), nowhere, register.events)


class _Narrowing:
    """Which of the events that have the words are asked for."""

    def __init__(
        self, connection: apsw.Connection, register: CachedRegister, filters: Filters, wanted: Wanted
    ) -> None:
        self._of, self._wanted = register.ref, wanted
        self._zone = register.settings.time_zone
        self._some: set[tuple[int, str]] | None = None
        if filters != Filters():
            there = register.made(filters.spelt(register.settings.vocabulary))
            filed = asked(
                connection, "SELECT inspection, number, made FROM filed WHERE untold = ?", (FOR_EVER,)
            )
            self._some = {(of, number) for of, number, made in filed if made in there}

    def wants(self, kept: Kept) -> bool:
        """Whether this is one."""
        return (
            self._of in (None, kept.of)
            and (self._some is None or (kept.inspection, kept.number) in self._some)
            and self._wanted.wants(kept._asdict(), self._zone)
        )


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
