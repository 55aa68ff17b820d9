"""``scrutiny register``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.filtering import filtering
from commands.cli.helping import option
from commands.cli.options import within
from commands.cli.read import opened, put, reading, time_filter

if TYPE_CHECKING:
    from projections.rows import Filters


@click.command("register", cls=LedgerCommand)
@click.argument("ref", metavar="[REF]", required=False)
@within("--cycle", metavar="CYCLE", help="The register as that cycle left it.")
@filtering
@option("--overdue", is_flag=True, help="Only those that are not closed and past their date.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    cycle: str | None,
    overdue: bool,
    filters: Filters,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """The recommendations of one inspection or of all, with the status each had.

    --as-of shows how things stood on a day, --known-at what the ledger had recorded by a time. Together they
    answer: what would we have reported at that time about that day?
    """
    from commands.cli.cached import left_of, register_of  # noqa: PLC0415  help does without
    from projections.base import today_of  # noqa: PLC0415  as above
    from projections.register import register  # noqa: PLC0415  as above

    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        if overdue:
            filters = filters._replace(overdue=when.day or today_of(ledger, when))
        if cycle:
            view = left_of(ctx, ledger, ref, cycle, when, filters)
        else:
            view = register_of(ctx, ledger, ref, when, filters)
        view = view or register(ledger, ref, cycle=cycle, time_filter=when, filters=filters)
        put(view, format, output)
