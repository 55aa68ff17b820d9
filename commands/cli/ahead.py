"""How far a reading looks ahead: ``60d``, ``8w``, ``3m``, or a last day as people write it."""

from __future__ import annotations

from typing import Any

import click

from commands.cli.dates import Unreadable, understood
from ledger.errors import BadInput
from projections.inbox.horizon import HOW, is_length


class Ahead(click.ParamType[str]):
    """A time from today on as it is typed, or a date in the form that the ledger has it in."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time or the date; raises BadInput for what is neither, or could be two days."""
        text = str(value).strip()
        if is_length(text) or ctx is None or ctx.resilient_parsing:
            return text
        try:
            return understood(text, param.opts[0] if param else "The time", ctx)
        except Unreadable:
            raise BadInput(f"{text!r} is no time to look ahead.", HOW) from None


AHEAD = Ahead()
