"""Bringing in a file that was read: all of its rows are recorded in one request, or none.

reading = read("register.xlsx", mapping, "2024-04-04", vocabulary)     (ledger.importing.reading)
result = bring_in(ledger, reading, by="ann")
result.problems
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.decisions.base import check_entitled
from ledger.decisions.imports import ImportFile
from ledger.errors import Refused
from ledger.importing.deciding import Reading, Tick, decided
from ledger.importing.result import Result

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from ledger.request import Request

Progress = Callable[[int], AbstractContextManager[Tick]]
"""Given how many rows there are, what is told how many more of them are decided."""


def bring_in(
    ledger: Ledger,
    reading: Reading,
    *,
    by: str,
    accepted: Collection[str] = (),
    dry_run: bool = False,
    partial: bool = False,
    progress: Progress = lambda _: nullcontext(lambda _: None),
) -> Result:
    """Record what a file says, or find out what would be. If a row cannot be taken, nothing is recorded;
    ``partial`` leaves it out.

    Raises BadInput, Refused, Conflict or StorageError.
    """
    found: list[Result] = []

    def work(request: Request) -> bool:
        check_entitled(request.state.inspectorate, by, ImportFile)
        if reading.seen_on > request.state.today:
            raise Refused(
                f"The day {reading.seen_on} is in the future: today is {request.state.today}.",
                "Give the day on which the file was as it is: --seen-on DATE",
            )
        with progress(len(reading.rows)) as tick:
            result, is_something = decided(request, reading, accepted, tick)
        is_allowed = partial or not result.refused
        if not is_allowed and not dry_run:
            result = replace(result, recorded=0)
        found[:] = [replace(result, dry_run=dry_run, partial=partial)]
        return is_something and is_allowed and not dry_run

    ledger.ask_for(work, by=by)
    return found[0]
