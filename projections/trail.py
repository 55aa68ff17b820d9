"""The trail: every event there was, in recording order, each with both its times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from orjson import loads

from events.imports import RecommendationImported
from ledger.ledger import Ledger
from ledger.times import printed, shown
from projections.base import Column, Item, TimeFilter, View
from projections.rows import Filters
from projections.trail_events import AskedEvents
from projections.trail_items import items_of

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
    if inspection is None and isinstance(ledger, Ledger):
        return _of_all(ledger, cycle, time_filter, filters, wanted)
    events = AskedEvents(ledger, inspection, number, cycle=cycle, time_filter=time_filter, filters=filters)
    said = [f"Trail of {events.ref}" if events.ref else "Trail"]
    if events.ref and events.number is not None:
        said = [f"Trail of recommendation {events.number} of {events.ref}"]
    said += events.said
    items = items_of(events)
    if wanted is not None:
        checked = wanted.checked(events.settings)
        said += wanted._replace(by=checked.by).in_words()
        items = checked.of(items, events.settings.time_zone)
    return _view(events, said, items)


def _of_all(
    ledger: Ledger, cycle: str | None, time_filter: TimeFilter, filters: Filters, wanted: Wanted | None
) -> View:
    """The same of all inspections."""
    from projections.trail_streamed import StreamedEvents  # noqa: PLC0415  the whole ledger only

    if wanted is None:
        events = StreamedEvents(ledger, cycle=cycle, time_filter=time_filter, filters=filters)
        lines = events.lines()
        return _view(events, ["Trail", *events.said], map(loads, lines), lines)
    settings = ledger.inspectorate()
    checked = wanted.checked(settings)

    def wants(item: Item) -> bool:
        return checked.wants(item, settings.time_zone)

    events = StreamedEvents(ledger, cycle=cycle, time_filter=time_filter, filters=filters, wants=wants)
    lines = islice(events.lines(reverse=checked.reverse), checked.limit)
    said = ["Trail", *events.said, *wanted._replace(by=checked.by).in_words()]
    return _view(events, said, map(loads, lines), lines)


def _view(
    events: AskedEvents | StreamedEvents,
    said: list[str],
    items: Iterator[Item],
    lines: Iterator[bytes] | None = None,
) -> View:
    return View(
        caption=", ".join(said),
        columns=(*COLUMNS, Column("Digests", _digests), Column("Leaf hash", _leaf_hashes(events))),
        narrow=NARROW,
        wide=WIDE,
        items=items,
        head={"events": events.count()},
        lines=lines,
    )


def _leaf_hashes(events: AskedEvents | StreamedEvents) -> Callable[[Item], str]:
    """The hash of the leaf of each event, in hexadecimal; worked out if a format has that column."""

    def leaf_hash(row: Item) -> str:
        from ledger.leaves import leaf_of  # noqa: PLC0415  most trails have no need to hash
        from ledger.proof import merkle  # noqa: PLC0415

        stored = events.row(row["position"])
        return merkle.leaf_hash(leaf_of(stored)).hex() if stored else ""

    return leaf_hash
