"""The records of an inspection that an answer about some of its recommendations hangs on, without the rest.

Which they are is kept of long streams (ledger.folds); they themselves are read from the ledger each time, so
an answer is made of what is recorded, by the same fold as if all of it were read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ledger.records import Record, Row, decode, inspection_stream
from ledger.state.related import Related
from ledger.state.stored import MANY

if TYPE_CHECKING:
    from events.base import Instant
    from ledger.state.stored import Folds
    from ledger.store.base import Store


class About(NamedTuple):
    """Those records, and how many of all that there are in the inspection had been recorded by an instant."""

    records: list[Record]
    events: int


def about(
    store: Store, folds: Folds, inspection: str, numbers: Iterable[str], known_at: Instant | None
) -> About | None:
    """Those about recommendations of some numbers, in recording order; raises StorageError, Damaged.

    None if times of recording are in no order: then it takes all to count those until ``known_at``.
    If nothing bears a number, nothing is read for it: what is about all of them is read alone.
    """
    stream = inspection_stream(inspection)
    related, rows = folds.related(store, stream) or (Related(), store.rows(stream=stream))
    begun = related.version
    behind: list[Record] = []
    row: Row | None = None
    for row in rows:
        behind.append(decode(row))
        related.take(behind[-1].event, behind[-1].recorded_at)
    if len(behind) >= MANY and row is not None:
        folds.keep(store, stream, related, row)
    if known_at is not None and not related.is_in_order:
        return None
    versions = related.versions(numbers)
    before = [version for version in versions if version <= begun]
    found = list(map(decode, store.some(stream, before)))
    found += [behind[version - begun - 1] for version in versions[len(before) :]]
    if known_at is None:
        return About(found, related.version)

    def is_later(version: int) -> bool:
        return decode(next(store.some(stream, (version,)))).recorded_at > known_at

    return About(found, bisect_left(range(1, related.version + 1), True, key=is_later))
