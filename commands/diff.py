"""``scrutiny diff``."""

from __future__ import annotations

import click

from commands.cli.cached import diff_of_days, diff_of_instants
from commands.cli.click_types import LedgerCommand
from commands.cli.filtering import filtering, note_on_body
from commands.cli.helping import option
from commands.cli.read import check_order, moment, opened, put, time_filter, writing
from ledger import times
from ledger.errors import BadInput
from projections.diff import Days, diff_days, diff_instants
from projections.rows import Filters


@click.command("diff", cls=LedgerCommand)
@click.argument("ref", metavar="[REF]", required=False)
@option("--from", "since", metavar="DATE", help="What changed from that day on.")
@option("--to", "until", metavar="DATE", help="Until the end of that day. [default: all there is]")
@option("--known-from", metavar="TIME", help="What the ledger recorded after that.")
@option("--known-to", metavar="TIME", help="Until then. [default: now]")
@option("--as-of", metavar="DATE", help="With --known-from: only about days until that one.")
@option("--known-at", metavar="TIME", help="With --from: by what the ledger had recorded by then.")
@filtering
@writing
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    since: str | None,
    until: str | None,
    known_from: str | None,
    known_to: str | None,
    as_of: str | None,
    known_at: str | None,
    filters: Filters,
    format: str | None,
    output: str | None,
) -> None:
    """What changed from one day to another, both included, or what was recorded between two times.

    --from, --to: what took effect. --known-from, --known-to: what was recorded, which includes corrections
    and late entries about older days. Which recommendations are meant goes by how they stand at the end.
    """
    in_days, in_instants = (since, until, known_at), (known_from, known_to, as_of)
    if bool(since) == bool(known_from) or any(in_days if known_from else in_instants):
        raise BadInput(
            "A diff goes from one day to another, or from one time of recording to another.",
            "Give --from DATE --to DATE, or --known-from TIME --known-to TIME.",
        )
    with opened(ctx) as ledger:
        if since:
            first, bounds = times.asked_day(since), time_filter(ledger, until, known_at)
            check_order(times.first_day(first), bounds.day, f"--from {since}", f"--to {until}")
            days = Days(first, bounds.as_of, bounds.known_at, filters)
            view = diff_of_days(ctx, ledger, ref, days) or diff_days(
                ledger, ref, first, bounds.as_of, known_at=bounds.known_at, filters=filters
            )
        else:
            bounds = time_filter(ledger, as_of, known_to)
            start = moment(ledger, str(known_from))
            check_order(start, bounds.known_at, f"--known-from {known_from}", f"--known-to {known_to}")
            between = start, bounds.known_at
            # One inspection is read by itself either way.
            told = None if ref else diff_of_instants(ctx, ledger, between, bounds.as_of, filters)
            view = told or diff_instants(ledger, ref, *between, as_of=bounds.as_of, filters=filters)
        note_on_body(ledger, filters)
        put(view, format, output)
