"""Which events bear the time of a clock that ran ahead, as somebody says it and as the ledger shows it.

The ledger shows it by the first event behind them that bears what its machine said beside the time that
orders it, or by this machine's clock: ahead are those that bear a later time than that. All up to that event
are to be said, and none whose time was right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta

from ledger import recording, times
from ledger.decisions.inspectorates import check_undeclared
from ledger.errors import BadInput, NotFound, Refused
from ledger.inspectorate import Span
from ledger.ledger import Ledger
from ledger.records import Record, decode
from ledger.words import events_from as named

_SPAN = re.compile(r"([0-9]{1,15})(?:-([0-9]{1,15}))?")


def ahead(ledger: Ledger, said: str) -> tuple[int, int]:
    """The positions of the first and the last of them, from ``12`` or ``12-15``.

    Raises BadInput for what is neither, NotFound if there are no such events, Refused if nothing behind them
    shows a clock that is earlier, or not of just these, or they are declared already; StorageError.
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
    _check_bears_no_clock(ledger, first, last)
    spans = ledger.inspectorate().clock_spans
    check_undeclared(spans, first, last)
    shown = _shown(ledger, last, spans)
    if shown is None:
        raise Refused(
            f"Nothing behind event {last} shows that a clock ran ahead, nor does this machine's.",
            "Set this machine's clock right first.",
        )
    begins, ends, by = shown
    if begins > ends:
        raise Refused(
            f"Nothing shows that the clock ran ahead for event {last}: {by}.",
            "See which are: scrutiny verify",
        )
    advice = f"scrutiny recover --clock-ahead {span(begins, ends)} --why W"
    if first < begins:
        bear = "bears" if (right := min(last, begins - 1)) == first else "bear"
        raise Refused(
            f"The clock ran ahead for {named(begins, ends)} alone: {by}, and {named(first, right)} {bear} no "
            "later time.",
            f"Say just that: {advice}",
        )
    if last < ends:
        raise Refused(
            f"Event {last + 1} bears no earlier time of its machine, so the clock still ran ahead for it.",
            f"Say all of them: {advice}",
        )
    return first, last


def span(first: int, last: int) -> str:
    """Positions as they are typed: ``12`` or ``12-15``."""
    return str(first) if first == last else f"{first}-{last}"


def _check_bears_no_clock(ledger: Ledger, first: int, last: int) -> None:
    """Raise Refused if one of them bears a time of its machine that is earlier by minutes: that is right."""
    for row in ledger.store.rows(after=first - 1):
        record = decode(row)
        if record.position > last:
            return
        if _is_behind(record):
            raise Refused(
                f"Event {record.position} bears what its machine said, {str(record.clock)[:16]}Z, beside the "
                "time that orders it.",
                "Say those before it: scrutiny verify names them.",
            )


def _shown(ledger: Ledger, last: int, spans: Sequence[Span]) -> tuple[int, int, str] | None:
    """The first and the last of those around an event that are shown to have run ahead, and what shows it.

    They bear a later time than the machine gave for the first event behind them, or gives now. There are
    none if the first is greater than the last.
    """
    end = last
    for row in ledger.store.rows(after=last):
        record = decode(row)
        if _is_behind(record):
            said = str(record.clock)[:16]
            return *_later(ledger, last, end, said, spans), f"event {end + 1} was recorded behind, at {said}Z"
        end = record.position
    # It takes more than a minute: until the declaration is recorded this machine's clock goes on.
    now = times.instant(ledger.clock() + timedelta(minutes=1))[:16]
    if now >= _record(ledger, end).recorded_at[:16]:
        return None
    return *_later(ledger, last, end, now, spans), "this machine's clock says less"


def _later(ledger: Ledger, last: int, end: int, said: str, spans: Sequence[Span]) -> tuple[int, int]:
    """The first and the last up to ``end`` that bear a later time and that nobody declared yet."""
    # No time steps back, so those after a time are found by halves.
    first = bisect_right(range(end + 1), said, lo=1, key=lambda at: _record(ledger, at).recorded_at[:16])
    for at in range(last, first - 1, -1):
        if _is_behind(_record(ledger, at)):
            first = at + 1
            break
    found = [at for at in range(first, end + 1) if not any(one.has(at) for one in spans)]
    return (found[0], found[-1]) if found else (1, 0)


def _record(ledger: Ledger, position: int) -> Record:
    return decode(next(iter(ledger.store.rows(after=position - 1))))


def _is_behind(record: Record) -> bool:
    return record.clock is not None and record.clock[:16] < record.recorded_at[:16]
