"""``scrutiny trail``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.filtering import filtering, note_on_body
from commands.cli.naming import NamingArgument
from commands.cli.narrowing import is_given, narrowing, wanted
from commands.cli.options import examples, within
from commands.cli.read import opened, put, reading, time_filter

if TYPE_CHECKING:
    from projections.rows import Filters


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
@narrowing
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
    **options: Any,  # Any: whatever click made of the options above
) -> None:
    """Everything that was recorded on the ledger, an inspection or a recommendation, oldest first.

    The trail is for auditors: it has internal notes and restricted summaries. Which recommendations are meant
    goes by how they stood on the day asked about.

    --from and --to include both days, and leave out what has no day, such as a new role. A day that is known
    in part counts as its last one; with --late an event has to be late for each day that it can be. The other
    formats than the table have the hash of the leaf of each event, too.
    """
    from projections.trail import trail  # noqa: PLC0415  help does without

    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        some = wanted(ledger, **options) if any(map(is_given, options.values())) else None
        note_on_body(ledger, filters)
        view = trail(ledger, ref, number, cycle=cycle, time_filter=when, filters=filters, wanted=some)
        put(view, format, output)
