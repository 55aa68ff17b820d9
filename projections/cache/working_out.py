"""Works out from the events which rows of a day hang on a date that is not known exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from projections.base import Recorded, TimeFilter
from projections.cache.doubted import doubted
from projections.cache.states import LAST_THERE_IS, State, WorkedOut
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date
from projections.register import Register


def worked_out(
    ledger: Recorded, refs: Iterable[str], position: int, time_filter: TimeFilter, unknown: Sequence[State]
) -> dict[tuple[int, int], WorkedOut]:
    """Whether each of some states of recommendations does, by its making and since when it is.

    They are of inspections, by their refs, as far as a position.
    """
    register = Register.of(ledger, time_filter)
    for ref in refs:
        records = ledger.records(inspection=ref)
        register.take_all(takewhile(lambda record: record.position <= position, records))
    there = {one.made_at: one for fold in register.folds.values() for one in fold.recommendations.values()}
    return {(one.made, one.since): _worked_out(there[one.made], one, time_filter.day) for one in unknown}


def _worked_out(recommendation: Recommendation, state: State, day: str | None) -> WorkedOut:
    if not state.lasting:
        return WorkedOut(hangs_on_a_date(recommendation, day), None)
    days = doubted(recommendation)
    asked = day or LAST_THERE_IS
    return WorkedOut(any(one.first <= asked < one.until for one in days), days)
