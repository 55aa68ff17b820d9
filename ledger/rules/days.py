"""Which days a fact may take effect on: what had not come, and what certainly comes before something else."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.rules.base import AnyEvent, Breach, Context, Rule
from ledger.rules.things import how_to_reopen
from ledger.state.inspection import Inspection
from ledger.times import first_day, last_day, when

if TYPE_CHECKING:
    from ledger.state.entities import Cycle


def day_had_come(names: tuple[str, ...]) -> Rule:
    """What had not happened was not recorded: these fields are no days to come, in whichever time zone."""

    def rule(context: Context, event: AnyEvent) -> Breach | None:
        recorded, today = context.recorded_at, context.today
        for name in names:
            day = event.__dict__[name]
            if not day or (not today and day < recorded[: len(day)]):
                continue
            if day > (today or _latest_date(recorded[:13]))[: len(day)]:
                return Breach(
                    f"its date {day} had not come when it was recorded, at {recorded}",
                    f"The {CALLED.get(name, 'date')} {day} is in the future: today is {today}.",
                    "Record it when it has happened.",
                )
        return None

    return rule


CALLED = {"made_on": "day it was made"}
"""What a field that has a day is called in a sentence, if not the date."""


@lru_cache(maxsize=64)
def _latest_date(hour: str) -> str:
    """The latest date that it was anywhere on earth in an hour of UTC, ``2026-11-22T10``."""
    try:
        return str((datetime.fromisoformat(f"{hour}:00") + timedelta(hours=14)).date())
    except (ValueError, OverflowError):
        return hour[:10]


ON = "Give the day it took effect: --on DATE"
"""What to do about a day that cannot be, of most of what takes effect on one."""


def too_early(on: str, earliest: str, what: str, remedy: str = ON) -> Breach | None:
    """A day does not certainly come before another; ``what`` says what happened on that other day.

    Of what is known to the month or the year alone, no day in it is known to be before it.
    """
    if not precedes(on, earliest):
        return None
    said = f"The date {on} is before {what} {when(earliest)}."
    return Breach(f"its date {on} is before {what}", said, remedy)


def outside(on: str, inspection: Inspection, cycle: "Cycle", remedy: str) -> Breach | None:
    """A day is neither before a cycle was opened nor after it was closed."""
    if early := too_early(on, cycle.on, f"the cycle {cycle.ref} was opened", remedy):
        return early
    if cycle.closed_on is None or not precedes(cycle.closed_on, on):
        return None
    return Breach(
        f"its date {on} is after the cycle {cycle.ref} was closed",
        f"The date {on} is after the cycle {cycle.ref} was closed {when(cycle.closed_on)}.",
        f"{remedy}. {how_to_reopen(inspection, cycle)}",
    )


def precedes(on: str, earliest: str) -> bool:
    """Whether a day certainly comes before another, each of which may be known in part."""
    # As text, a month sorts before its days, and a day of which only the end is known before all.
    return on < earliest and last_day(on) < first_day(earliest)
