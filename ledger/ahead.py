"""Which events bear the time of a clock that ran ahead, as somebody says it and as the ledger shows it.

The ledger shows it by the event behind them: it bears what its machine said beside the time that orders it,
and what its machine said is earlier. That is the last of them that an event stands behind which does not.
"""

from __future__ import annotations

import re

from ledger import recording, times
from ledger.errors import BadInput, NotFound, Refused
from ledger.ledger import Ledger
from ledger.records import decode

_SPAN = re.compile(r"([0-9]{1,15})(?:-([0-9]{1,15}))?")


def ahead(ledger: Ledger, said: str) -> tuple[int, int]:
    """The positions of the first and the last of them, from ``12`` or ``12-15``.

    Raises BadInput for what is neither, NotFound if there are no such events, Refused if nothing behind them
    shows a clock that is earlier; StorageError.
    """
    found = _SPAN.fullmatch(said.strip())
    if found is None:
        raise BadInput(f"{said!r} names no events.", "Say their positions: --clock-ahead 12-15")
    first, last = int(found[1]), int(found[2] or found[1])
    if not 1 <= first <= last:
        raise BadInput(f"There are no events {said}.", "Say the smaller one first.")
    head = recording.head(ledger.store)
    if last > head.position:
        raise NotFound(
            f"There is no event {last}; the last is {head.position}.", "See which there are: scrutiny trail"
        )
    _check_are_ahead(ledger, first, last)
    right = _first_right(ledger, last)
    if right is None:
        raise Refused(
            f"Nothing behind event {last} shows that a clock ran ahead, nor does this machine's.",
            "Set this machine's clock right first.",
        )
    if right > last + 1:
        raise Refused(
            f"Event {last + 1} bears no earlier time of its machine, so the clock still ran ahead for it.",
            f"Say all of them: --clock-ahead {first}-{right - 1}",
        )
    return first, last


def _check_are_ahead(ledger: Ledger, first: int, last: int) -> None:
    """Raise Refused if one of them bears a time of its machine that is earlier by minutes: that is right."""
    for row in ledger.store.rows(after=first - 1):
        record = decode(row)
        if record.position > last:
            return
        if record.clock is not None and record.clock[:16] < record.recorded_at[:16]:
            raise Refused(
                f"Event {record.position} bears what its machine said, {record.clock[:16]}Z, beside the time "
                "that orders it.",
                "Say those before it: scrutiny verify names them.",
            )


def _first_right(ledger: Ledger, last: int) -> int | None:
    """The position of the first event behind it whose machine said less; what declares it is one, too."""
    position, latest = last, ""
    for row in ledger.store.rows(after=last - 1):
        record = decode(row)
        position, latest = record.position, record.recorded_at
        if position > last and record.clock is not None and record.clock[:16] < latest[:16]:
            return position
    return position + 1 if times.instant(ledger.clock()) < latest else None
