"""The events of a trail as the contract's JSON has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from events.base import InspectionEvent
from ledger.records import Record
from ledger.state.vocabulary import OURS, Vocabulary
from projections.base import Item
from projections.model.abouts import About
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.undecided import in_words
from projections.trail_events import AskedEvents


def items_of(events: AskedEvents) -> Iterator[Item]:
    """Each event that is told, in its order."""
    words = events.words
    for record, about in events.told():
        item = as_item(record, about, words)
        if events.is_imported(record):
            item |= events.by(record)
        yield item


_NO_TIMES: Item = {}


def _times(record: Record) -> Item:
    """What the machine's clock said and the time that orders the event, if they are others than is shown."""
    stamp = record.stamp or record.recorded_at
    return {"clock": record.clock or stamp, "stamp": stamp}


def as_item(record: Record, about: About, words: Vocabulary = OURS) -> dict[str, Any]:  # Any: JSON
    """One event as the contract's JSON has it."""
    event = record.event
    summary = sentence(event, "", words)
    if about.reopens or about.order_open:
        summary = joined(summary, REOPENED if about.reopens else "", in_words(about.order_open))
    return {
        "position": record.position,
        "recorded_at": record.recorded_at,
        **(_times(record) if record.clock or record.stamp else _NO_TIMES),
        "on": about.on,
        "event": event.NAME,
        "inspection": event.inspection if isinstance(event, InspectionEvent) else None,
        "number": about.number,
        "cycle": about.cycle,
        "by": record.by,
        "summary": summary,
        "data": event.fields,
    }
