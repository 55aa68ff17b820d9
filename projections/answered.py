"""From how many events a reading answers: all that were recorded, of one inspection or of the whole ledger,
by the time asked about. ``register`` says it, and every other reading says the same number.

    recorded(ledger, "OCSAE")       # 74

If nothing was recorded since, the number is the same, and so is the answer.
"""

from __future__ import annotations

from events.base import Instant
from ledger.ledger import Ledger
from ledger.records import inspection_stream
from projections.base import Recorded

_TIME = b'"recorded_at":"'
_LENGTH = len("2026-11-22T10:02:11.123456Z")


def recorded(ledger: Recorded, inspection: str | None = None, known_at: Instant | None = None) -> int:
    """How many events there were; of an inspection that is not there none. Raises StorageError."""
    if known_at is None and isinstance(ledger, Ledger):
        if inspection is None:
            last, _ = ledger.store.head()
            return ledger.store.rank(last) + 1 if last else 0
        return sum(1 for _ in ledger.store.rows(stream=inspection_stream(inspection)))
    source = ledger
    if known_at is not None and ledger.inspectorate().imports:
        from projections.as_seen import as_seen  # noqa: PLC0415  few ask for it

        source = as_seen(ledger, known_at)
    if known_at is not None and isinstance(source, Ledger) and source.mended() is None:
        # Nothing else of them is wanted, so they are not decoded.
        stream = None if inspection is None else inspection_stream(inspection)
        until = known_at.encode()
        return sum(_told(state) <= until for *_, state in source.store.rows(stream=stream))
    return sum(
        known_at is None or record.recorded_at <= known_at for record in source.records(inspection=inspection)
    )


def _told(state: bytes) -> bytes:
    at = state.find(_TIME) + len(_TIME)
    return state[at : at + _LENGTH]
