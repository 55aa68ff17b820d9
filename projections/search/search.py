"""Search: the events in which words were said, the best first, in both times.

search(Question(ledger, ["governance", "train*"])).items     # each with where it is, and what was found in it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from events.base import InspectionEvent
from events.named import NamedTuple
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from ledger.times import printed, shown
from projections.answered import recorded
from projections.base import Column, Item, TimeFilter, View
from projections.model.abouts import About
from projections.rows import Filters
from projections.search.folding import folded
from projections.search.fts import Entry, Index
from projections.search.in_view import Withdrawn, is_void
from projections.search.query import asked, pieces
from projections.search.snippets import beginning, snippet, spans
from projections.search.words import Words, words_of
from projections.trail_events import AskedEvents, Named, is_one, said_of, some_of
from projections.trail_filters import Wanted

_OF = Column("Of", lambda row: "/".join(filter(None, (row["inspection"], row["number"]))), whole=True)
_NO = Column("No", lambda row: str(row["position"]))
_FOUND = Column("Found", lambda row: str(row["found"]))


def _headed(row: Item) -> str:
    """What was found, under the name of the event and what it is about."""
    of, cycle = _OF.cell(row), row["cycle"]
    head = " ".join(filter(None, (row["event"], row["ref"], of, f"in {cycle}" if cycle else "")))
    return f"{head}\n{row['found']}"


NAMED_AT_MOST = 6
"""Sentences about words that are nowhere."""

COLUMNS = (
    Column("Inspection", lambda row: row["inspection"] or "", whole=True),
    Column("Number", lambda row: row["number"] or "", whole=True),
    Column("Cycle", lambda row: row["cycle"] or ""),
    Column("Event", lambda row: str(row["event"]), whole=True),
    _NO,
    Column("On", lambda row: row["on"] or "", whole=True, dated=True),
    Column("By", lambda row: str(row["by"])),
    Column("Recorded", lambda row: printed(row["recorded_at"]), whole=True),
    _FOUND,
    Column("Text", lambda row: str(row["text"])),
)
NARROW = (
    _NO,
    # In two lines, so that what was found has room.
    Column("On", lambda row: shown(row["on"] or "").replace(", by ", ",\nby "), whole=True),
    Column("By", lambda row: str(row["by"])),
    Column("Found", _headed),
)


class Question(NamedTuple):
    """What a search is asked: for words, in one inspection or in all, at two times.

    ``filters`` say which recommendations, ``wanted`` which events; ``at_most`` is how many are shown, where
    nobody asked for a number.
    """

    ledger: Ledger
    words: Sequence[str]
    inspection: str | None = None
    time_filter: TimeFilter = TimeFilter()
    filters: Filters = Filters()
    wanted: Wanted = Wanted()
    at_most: int | None = None


class Hit(NamedTuple):
    """An event in which something was found."""

    record: Record
    about: About
    words: Words
    said: str
    named: str

    def row(self, events: AskedEvents) -> Item:
        """As the contract's JSON has it."""
        record, about = self.record, self.about
        event = record.event
        return {
            "inspection": event.inspection if isinstance(event, InspectionEvent) else None,
            "number": about.number,
            "cycle": about.cycle,
            "ref": event.ref,
            "event": event.NAME,
            "position": record.position,
            "on": about.on,
            **events.by(record),
            "recorded_at": record.recorded_at,
            "text": self.words.text,
            "found": found_in(self.words, self.said, self.named),
        }


def found_in(words: Words, said: str, named: str) -> str:
    """What was found, by the folded words of an event in which that stands between marks."""
    there = snippet(words.said, spans(said, words.said)) or beginning(words.said)
    return " · ".join(filter(None, dict.fromkeys((there, snippet(words.named, spans(named, words.named))))))


class Searched:
    """The words of a ledger that are in view by what is known, and what each event is about.

    ``left_out`` are the positions of what is not asked for; it is ranked with the rest.
    """

    def __init__(
        self, events: AskedEvents, inspection: str | None, wanted: Wanted, some: set[Named] | None
    ) -> None:
        self._events, self._about = events, dict[int, About]()
        self._withdrawn = Withdrawn(events)
        self._inspection, self._wanted, self._some = inspection, wanted, some
        self._takes_all = inspection is None and some is None and wanted._replace(limit=None) == Wanted()
        self.left_out: set[int] = set()

    def words(self, record: Record) -> Words:
        """Those of an event that were not withdrawn from view."""
        return words_of(record.event, self._withdrawn.fields(record))

    def entries(self) -> Iterator[Entry]:
        """What is searched."""
        for record, about in self._events.told():
            if is_void(record.event, about, self._events.folds):
                continue
            said, named = self.words(record)
            if said or named:
                self._about[record.position] = about
                if not (self._takes_all or self._is_wanted(record, about)):
                    self.left_out.add(record.position)
                yield record.position, folded(said), folded(named)

    def _is_wanted(self, record: Record, about: About) -> bool:
        event = record.event
        if self._inspection not in (None, event.fields.get("inspection")):
            return False
        if self._some is not None and not is_one(event, about.slot, self._some):
            return False
        item = {"recorded_at": record.recorded_at, "on": about.on, "event": event.NAME}
        return self._wanted.wants({**item, **self._events.by(record)}, self._events.folds.settings.time_zone)

    def hits(self, positions: Sequence[int], marked: Iterable[Entry]) -> Iterator[Hit]:
        """The events at some positions, in that order."""
        there = set(positions)
        records = {record.position: record for record in self._events.records.at(there)}
        for position, said, named in marked:
            words = self.words(record := records[position])
            yield Hit(record, self._about[position], words, said, named)


def search(question: Question) -> View:
    """The events in which all the words were said, the best first.

    Raises BadInput, Refused or NotFound for what is not there, StorageError for what cannot be read.
    """
    ledger, words, inspection, time_filter, filters, wanted, at_most = question
    asked_for = asked(words)
    of = None if inspection is None else ledger.ref(inspection)
    # All are ranked alike, whichever are asked for.
    events = AskedEvents(ledger, time_filter=time_filter)
    settings = events.folds.settings
    checked = wanted.checked(settings)
    some = some_of(ledger, None, time_filter, filters, settings)
    searched = Searched(events, of, checked, some)
    with Index(searched.entries()) as index:
        found = [position for position in index.found(asked_for) if position not in searched.left_out]
        best = found[: at_most if wanted.limit is None else wanted.limit]
        rows = [hit.row(events) for hit in searched.hits(best, index.marked(asked_for, best))]
        said = said_in(question, checked, events.words, settings)
        nowhere = "" if found else missing(index, " ".join(words), " of these" if said or of else "")
    count = events.count() if of is None else recorded(ledger, of, time_filter.known_at)
    return as_view(words, of, said, rows, len(found), nowhere, count)


def said_in(question: Question, checked: Wanted, words: Vocabulary, settings: Inspectorate) -> list[str]:
    """What narrows a search, in words; ``checked`` is what was wanted, as it is meant."""
    said = said_of(None, question.filters, words, settings, question.time_filter)
    return [*said, *question.wanted._replace(by=checked.by).in_words()]


def as_view(
    words: Sequence[str],
    of: str | None,
    said: Sequence[str],
    rows: list[Item],
    there: int,
    nowhere: str,
    events: int,
) -> View:
    """The best of those that are ``there``, by so many events.

    ``said`` is what narrows them, ``nowhere`` why there is none.
    """
    return View(
        caption=", ".join([f"Search for {' '.join(words)}" + (f" in {of}" if of else ""), *said]),
        columns=COLUMNS,
        narrow=NARROW,
        items=rows,
        head={"events": events},
        closing=_closing(there, len(rows), nowhere),
    )


def _closing(there: int, shown: int, nowhere: str) -> str:
    if there < 2:
        return "1 event has these words." if there else nowhere
    if there == shown:
        return f"{there:,} events have these words, best first."
    return f"{there:,} events have these words; these are the best {shown:,}. For more: --limit {there}"


class Known(Protocol):
    """What knows which words there are; see Index."""

    def has(self, question: str) -> bool:
        """See Index.has."""

    def near(self, word: str) -> list[str]:
        """See Index.near."""


def missing(index: Known, said: str, asked_for: str) -> str:
    """Which of the words is nowhere, and which are spelt like it."""
    found: list[str] = []
    for piece, star in dict.fromkeys(pieces(said)):
        # Of many words the first ones will do.
        if len(found) < NAMED_AT_MOST and not index.has(f'"{piece}"{star}'):
            near = [] if star or " " in piece else index.near(piece)
            found.append(f"No event{asked_for} has {piece + star!r}.")
            found += [f"There is: {', '.join(near)}."] if near else []
    return " ".join(found) or f"Each of these words is somewhere, and no event{asked_for} has all of them."
