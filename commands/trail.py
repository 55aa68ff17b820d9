"""``scrutiny trail``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import LedgerCommand, Whole
from commands.cli.errors import warn_if_done
from commands.cli.filtering import filtering
from commands.cli.naming import NamingArgument
from commands.cli.options import Function, completed_later, examples, within
from commands.cli.read import check_order, moments, note_on_day, opened, put, reading, time_filter
from ledger import times
from ledger.ledger import Ledger
from projections.rows import Filters
from projections.trail import trail

if TYPE_CHECKING:
    from projections.trail_filters import Wanted

_OPTIONS = (
    click.option("--by", metavar="ID", help="Only what that person recorded."),
    click.option(
        "--event",
        "events",
        metavar="NAME",
        multiple=True,
        shell_complete=completed_later("events.registry", "EVENTS"),
        help="Only events of that name (judgement.recorded) or noun (judgement); or of any.",
    ),
    click.option("--from", "since", metavar="DATE", help="Only what took effect from that day on."),
    click.option("--to", "until", metavar="DATE", help="Only what took effect until the end of that day."),
    click.option("--recorded-from", metavar="TIME", help="Only what was recorded from then on."),
    click.option(
        "--recorded-to", metavar="TIME", help="Only what was recorded until then, that day included."
    ),
    click.option(
        "--late",
        type=Whole(0),
        metavar="N",
        help="Only what was recorded N days or more after it took effect.",
    ),
    click.option(
        "--hours",
        metavar="07:00-19:00",
        help="Only what was recorded outside these hours, in the ledger's time zone.",
    ),
    click.option("--search", metavar="WORDS", help="Only what has all these words, in whatever order."),
    click.option("--reverse", is_flag=True, help="The newest first."),
    click.option("--limit", type=Whole(0), metavar="N", help="At most N, the first in that order."),
)


def _narrowing(function: Function) -> Function:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


@click.command(
    "trail",
    cls=LedgerCommand,
    epilog=examples(
        "scrutiny trail OCSAE --by ann --event judgement --from 2021-08-01 --to 2021-08-31",
        "scrutiny trail --late 30 --hours 07:00-19:00 --reverse --limit 20 --format csv",
    ),
)
@click.argument("ref", cls=NamingArgument, metavar="[REF", required=False)
@click.argument("number", metavar="[NUMBER]]", required=False)
@within("--cycle", metavar="CYCLE", help="Only what was recorded for that cycle.")
@_narrowing
@filtering
@reading
@click.pass_context
def command(
    ctx: click.Context,
    /,
    ref: str | None,
    number: str | None,
    cycle: str | None,
    filters: Filters,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
    **narrowing: Any,  # Any: whatever click made of the options above
) -> None:
    """Everything that was recorded on the ledger, an inspection or a recommendation, oldest first.

    The trail is for auditors: it has internal notes and restricted summaries. Which recommendations are meant
    goes by how they stood on the day asked about.

    --from and --to include both days, and leave out what has no day, such as a new role. A day that is known
    in part counts as its last one; with --late an event has to be late for each day that it can be. The other
    formats than the table have the hash of the leaf of each event, too.
    """
    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        wanted = _wanted(ledger, **narrowing) if any(map(_is_given, narrowing.values())) else None
        view = trail(ledger, ref, number, cycle=cycle, time_filter=when, filters=filters, wanted=wanted)
        put(view, format, output)


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != ()


def _wanted(
    ledger: Ledger,
    *,
    by: str | None,
    events: tuple[str, ...],
    since: str | None,
    until: str | None,
    recorded_from: str | None,
    recorded_to: str | None,
    late: int | None,
    hours: str | None,
    search: str | None,
    reverse: bool,
    limit: int | None,
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
    end = None if recorded_to is None else moments(ledger, recorded_to).last
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
