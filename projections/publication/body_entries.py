"""The entries of the feed about bodies: another name in law, two names that are one, another that took over.

    Northern Constabulary is called Highland Police, from 1 January 2012.

There is one for each event, whichever rows it touches, and none if no row names such a body.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from events.base import Event
from events.bodies import BodyMerged, BodyRenamed, BodySucceeded
from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.times import day_of, span
from projections.publication.feed_entry import FeedEntry
from projections.publication.files.site import words
from projections.publication.sentences.bodies import in_words


def of_bodies(
    records: Iterable[Record], bodies: Bodies, addressed: Collection[str], day: str
) -> Iterator[FeedEntry]:
    """By the records about bodies, the identities of those that rows are made to, and a full date."""
    for record in records:
        event = record.event
        if not isinstance(event, BodyRenamed | BodyMerged | BodySucceeded):
            continue
        if bodies.identity(event.body) not in addressed or not event.is_whole:
            continue
        known, recorded_on, since = record.recorded_at, day_of(record.recorded_at, bodies.zone), ""
        if not isinstance(event, BodyMerged):
            _, since = span(event.on, record.recorded_at, bodies.zone)
            if since > day:
                continue
        yield FeedEntry(
            "",
            "",
            ("body", str(record.position)),
            _title(event),
            None,
            known,
            known,
            since,
            since,
            (in_words(event), f"Recorded on {words.date(recorded_on)}."),
            None,
            bodies.called(event.body, day),
        )


def _title(event: Event) -> str:
    match event:
        case BodyRenamed():
            return f"{event.body} is called {event.to}"
        case BodyMerged():
            return f"{event.body} and {event.into} are one body"
        case BodySucceeded():
            return f"{event.by} took over from {event.body}"
    return ""
