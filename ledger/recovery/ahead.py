"""Which events bear the time of a clock that ran ahead, as somebody says it and as the ledger shows it.

The ledger shows it by the first event behind them of which that is not declared, or by this machine's clock:
ahead are those whose machine gave a later time than that (see ledger.recovery.machines). All up to that
event are to be said, and none whose time was right.
"""

from __future__ import annotations

import re
from datetime import timedelta

from ledger import recording, times
from ledger.decisions.base import refuse
from ledger.errors import BadInput, NotFound, Refused
from ledger.ledger import Ledger
from ledger.records import decode
from ledger.recovery.machines import Machines
from ledger.recovery.spans import Span
from ledger.rules.inspectorates import declared_before
from ledger.validation import events_from as named

_SPAN = re.compile(r"([0-9]{1,15})(?:-([0-9]{1,15}))?")


def ahead(ledger: Ledger, typed: str) -> Span:
    """The positions of the first and the last of them, from ``12`` or ``12-15``.

    Raises BadInput for what is neither, NotFound if there are no such events, Refused if nothing behind them
    shows a clock that is earlier, or not of just these, or all of them are declared already; StorageError.
    """
    match = _SPAN.fullmatch(typed.strip())
    if match is None:
        raise BadInput(f"{typed!r} names no events.", "Give their positions: --clock-ahead 12-15")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1 <= first <= last:
        raise BadInput(f"There are no events {typed}.", "Give the smaller one first.")
    head = recording.head(ledger.store).position
    if last > head:
        raise NotFound(
            f"There is no event {last}; the last is {head}.", "See which there are: scrutiny trail"
        )
    spans = ledger.inspectorate().clock_spans
    refuse(declared_before(spans, first, last))
    machines = Machines()
    for row in ledger.store.rows():
        record = decode(row)
        machines.take([record.position], [record.clock or record.recorded_at])
    # What declares it will be behind them; until it is recorded this machine's clock goes on.
    machines.take([head + 1], [times.instant(ledger.clock() + timedelta(minutes=1))])
    right = machines.right(first, last, spans)
    if right is None:
        return Span(first, last)
    shown = machines.shown(first, last, spans)
    if shown is None:
        raise Refused(
            f"Nothing behind event {last} shows that a clock ran ahead, nor does this machine's.",
            "Set this machine's clock right first.",
        )
    stretch, witness = shown
    advice = f"scrutiny recover --clock-ahead {stretch.typed()} --why W"
    rest = [part for part in _without(Span(first, last), stretch) if any(spans.outside(*part))]
    if not rest:
        raise Refused(
            f"Event {machines.behind(last, spans)} bears no earlier time of its machine, so the clock still "
            "ran ahead for it.",
            f"Give all of them: {advice}",
        )
    by = "this machine's clock says less"
    if witness <= head:
        by = f"event {witness} was recorded behind, at {times.printed(machines.said(witness))}"
    wrong = _first_run(machines.never_ahead(first, last, spans))
    but = f"; {named(*wrong)} bear{'s' if wrong.first == wrong.last else ''} no later time" if wrong else ""
    raise Refused(f"The clock ran ahead for {named(*stretch)}: {by}{but}.", f"Give just those: {advice}")


def _first_run(positions: list[int]) -> Span | None:
    """The first of some positions, with those that follow each other behind it."""
    follow = [at for rank, at in enumerate(positions) if at == positions[0] + rank]
    return Span(follow[0], follow[-1]) if follow else None


def _without(span: Span, other: Span) -> list[Span]:
    """What of a stretch lies before and behind another."""
    before, behind = (
        Span(span.first, min(span.last, other.first - 1)),
        Span(max(span.first, other.last + 1), span.last),
    )
    return [part for part in (before, behind) if part.first <= part.last]
