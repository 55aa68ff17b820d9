"""An error about a thing that there is not says which may be meant (``commands.cli.meant``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ledger.errors import BadInput, NoLedger, NotFound, Refused


@contextmanager
def pointing_out(ctx: click.Context) -> Iterator[None]:
    """Let what a command does raise its errors so."""
    try:
        yield
    except (BadInput, NotFound, Refused, NoLedger) as error:
        if not ctx.resilient_parsing:
            from commands.cli.meant import point_out  # noqa: PLC0415  in trouble only

            point_out(ctx, error)
        raise
