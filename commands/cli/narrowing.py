"""The options that narrow a trail or a search: by whom, of which name, of which days, recorded when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.cli.click_types import Whole
from commands.cli.errors import warn_if_done
from commands.cli.helping import option
from commands.cli.options import Function, completed_later
from commands.cli.read import check_order, moment, moments, note_on_day
from ledger import times

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from projections.trail_filters import Wanted

_BY_WHOM_AND_WHEN = (
    option("--by", metavar="ID", help="Only what that person recorded."),
    option(
        "--event",
        "events",
        metavar="NAME",
        multiple=True,
        shell_complete=completed_later("events.registry", "EVENTS"),
        help="Only events of that name (judgement.recorded) or noun (judgement); or of any.",
    ),
    option("--from", "since", metavar="DATE", help="Only what took effect from that day on."),
    option("--to", "until", metavar="DATE", help="Only what took effect until the end of that day."),
    option("--recorded-from", metavar="TIME", help="Only what was recorded from then on."),
    option("--recorded-to", metavar="TIME", help="Only what was recorded until then, that day included."),
)
_OF_THE_TRAIL = (
    option(
        "--late",
        type=Whole(0),
        metavar="N",
        help="Only what was recorded N days or more after it took effect.",
    ),
    option(
        "--hours",
        metavar="07:00-19:00",
        help="Only what was recorded outside these hours, in the ledger's time zone.",
    ),
    option("--search", metavar="WORDS", help="Only what has all these words, in whatever order."),
    option("--reverse", is_flag=True, help="The newest first."),
    option("--limit", type=Whole(0), metavar="N", help="At most N, the first in that order."),
)


def by_whom_and_when(function: Function) -> Function:
    """The options that a search has, too."""
    for each in reversed(_BY_WHOM_AND_WHEN):
        function = each(function)
    return function


def narrowing(function: Function) -> Function:
    """All of them."""
    for each in reversed(_OF_THE_TRAIL):
        function = each(function)
    return by_whom_and_when(function)


def is_given(value: object) -> bool:
    """Whether an option was given."""
    return value is not None and value is not False and value != ()


def wanted(
    ledger: Ledger,
    *,
    by: str | None,
    events: tuple[str, ...],
    since: str | None,
    until: str | None,
    recorded_from: str | None,
    recorded_to: str | None,
    late: int | None = None,
    hours: str | None = None,
    search: str | None = None,
    reverse: bool = False,
    limit: int | None = None,
) -> Wanted:
    """What is asked for; raises BadInput."""
    from projections.trail_filters import Hours, Wanted  # noqa: PLC0415  most trails are whole

    first = None if since is None else times.asked_day(since)
    last = None if until is None else times.asked_day(until)
    if until is not None:
        note_on_day(ledger, until)
    check_order(
        None if first is None else times.first_day(first),
        None if last is None else times.last_day(last),
        f"--from {since}",
        f"--to {until}",
    )
    begin = None if recorded_from is None else moments(ledger, recorded_from).first
    if begin is not None and begin > times.instant(ledger.clock()):
        warn_if_done(f"the time {recorded_from} is in the future.")
    end = None if recorded_to is None else moment(ledger, recorded_to)
    check_order(begin, end, f"--recorded-from {recorded_from}", f"--recorded-to {recorded_to}")
    return Wanted(
        by=by,
        events=events,
        since=first,
        until=last,
        recorded_from=begin,
        recorded_to=end,
        late=late,
        hours=None if hours is None else Hours.read(hours),
        words=tuple((search or "").split()),
        reverse=reverse,
        limit=limit,
    )
