"""The trail: every event there was, in recording order, each with both its times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from events.base import Event, InspectionEvent
from events.imports import RecommendationImported
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import printed, shown
from projections.base import Column, Item, TimeFilter, View
from projections.model.abouts import About
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.undecided import in_words
from projections.rows import Filters
from projections.trail_events import AskedEvents

if TYPE_CHECKING:
    from projections.trail_filters import Wanted
    from projections.trail_streamed import StreamedEvents

_NO = Column("No", lambda row: str(row["position"]))
_ON = Column("On", lambda row: row["on"] or "", whole=True, dated=True)
_RECORDED = Column("Recorded", lambda row: printed(row["recorded_at"]), whole=True)
_BY = Column("By", lambda row: str(row["by"]))
COLUMNS = (
    _NO,
    _ON,
    _RECORDED,
    _BY,
    Column("Inspection", lambda row: row["inspection"] or "", whole=True),
    Column("Number", lambda row: row["number"] or "", whole=True),
    Column("Cycle", lambda row: row["cycle"] or ""),
    Column("Event", lambda row: str(row["event"]), whole=True),
    Column("What", lambda row: str(row["summary"])),
)


_DIGESTS = {
    "sha256": "SHA-256",
    "digest": "SHA-256 of the file",
    "mapping": "SHA-256 of the mapping",
    "root": "root",
    "content": "SHA-256 of its content",
    "sums": "SHA-256 of its SHA256SUMS",
}
"""The fields with a hash, and what people call it."""


def _digests(row: Item) -> str:
    """The hashes of an event that its sentence does not say, each whole."""
    data = row["data"]
    said = [f"{called} {data[field]}" for field, called in _DIGESTS.items() if data.get(field)]
    return "; ".join(one for one in said if one.rpartition(" ")[2] not in row["summary"])


def _headed(row: Item) -> str:
    """What happened, under its name and what it is about: a table of characters has few columns."""
    of = "/".join(filter(None, (row["inspection"], row["number"])))
    head = row["event"], of, f"in {row['cycle']}" if row["cycle"] else ""
    # Of each row of a file it would be the same; file.imported has it.
    digests = () if row["event"] == RecommendationImported.NAME else _digests(row).split("; ")
    return "\n".join(filter(None, (" ".join(filter(None, head)), row["summary"], *digests)))


WIDE = (_NO, _ON, _RECORDED, _BY, Column("What", _headed))
NARROW = (
    _NO,
    # In two lines each, so that what happened has room.
    Column("On", lambda row: shown(row["on"] or "").replace(", by ", ",\nby "), whole=True),
    Column("Recorded", lambda row: printed(row["recorded_at"]).replace(" ", "\n"), whole=True),
    _BY,
    Column("What", _headed),
)


def trail(
    ledger: Ledger,
    inspection: str | None = None,
    number: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
    filters: Filters = Filters(),
    wanted: Wanted | None = None,
) -> View:
    """Everything recorded, of one inspection, one recommendation, or one cycle (see AskedEvents).

    ``wanted`` asks for some of all these events, and for their order. Raises BadInput, Refused or NotFound
    for what is not there, StorageError for what cannot be read.
    """
    events = asked_events(ledger, inspection, number, cycle=cycle, time_filter=time_filter, filters=filters)
    said = [f"Trail of {events.ref}" if events.ref else "Trail"]
    if events.ref and events.number is not None:
        said = [f"Trail of recommendation {events.number} of {events.ref}"]
    said += events.said
    items = _items(events)
    if wanted is not None:
        checked = wanted.checked(events.settings)
        said += wanted._replace(by=checked.by).in_words()
        items = checked.of(items, events.settings.time_zone)
    return View(
        caption=", ".join(said),
        columns=(*COLUMNS, Column("Digests", _digests), Column("Leaf hash", _leaf_hashes(events))),
        narrow=NARROW,
        wide=WIDE,
        items=items,
        head={"events": events.count()},
    )


HELD = 20_000
"""So many events are held, which is quicker than to read them twice; they take some 20 MB."""


def asked_events(
    ledger: Ledger,
    inspection: str | None,
    number: str | None,
    *,
    cycle: str | None,
    time_filter: TimeFilter,
    filters: Filters,
) -> AskedEvents | StreamedEvents:
    """What is asked for: held, or read again as it is told if it is of a large ledger."""
    # What is no Ledger, as in tests, may store nothing that could be read again.
    if inspection is None and isinstance(ledger, Ledger) and ledger.store.head()[0] > HELD:
        from projections.trail_streamed import StreamedEvents  # noqa: PLC0415  the whole ledger only

        return StreamedEvents(ledger, cycle=cycle, time_filter=time_filter, filters=filters)
    return AskedEvents(ledger, inspection, number, cycle=cycle, time_filter=time_filter, filters=filters)


def _leaf_hashes(events: AskedEvents | StreamedEvents) -> Callable[[Item], str]:
    """The hash of the leaf of each event, in hexadecimal; worked out if a format has that column."""

    def leaf_hash(row: Item) -> str:
        from ledger.leaves import leaf_of  # noqa: PLC0415  most trails have no need to hash
        from ledger.proof import merkle  # noqa: PLC0415

        stored = events.row(row["position"])
        return merkle.leaf_hash(leaf_of(stored)).hex() if stored else ""

    return leaf_hash


def _items(events: AskedEvents | StreamedEvents) -> Iterator[Item]:
    words = events.words
    for record, about in events.told():
        yield {**as_item(record, about, words), **events.by(record)}


def _times(record: Record) -> Item:
    """What the machine's clock said and the time that orders the event, if they are others than is shown."""
    if record.clock is None and record.stamp is None:
        return {}
    stamp = record.stamp or record.recorded_at
    return {"clock": record.clock or stamp, "stamp": stamp}


def as_item(record: Record, about: About, words: Vocabulary = OURS) -> Item:
    """One event as the contract's JSON has it."""
    event = record.event
    return {
        "position": record.position,
        "recorded_at": record.recorded_at,
        **_times(record),
        "on": about.on,
        "event": event.NAME,
        "inspection": event.inspection if isinstance(event, InspectionEvent) else None,
        "number": about.number,
        "cycle": about.cycle,
        "by": record.by,
        "summary": _summary(event, about, words),
        "data": dict(event.fields),
    }


def _summary(event: Event, about: About, words: Vocabulary) -> str:
    if not (about.reopens or about.order_open):
        return sentence(event, "", words)
    return joined(sentence(event, "", words), REOPENED if about.reopens else "", in_words(about.order_open))
