"""What may be a slip and is no error: asked about on a terminal, and warned of elsewhere.

Police Scotlnad is new, and looks like Police Scotland, which is known. Is it meant so? [y/N]
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from commands.cli.click_types import may_ask
from commands.cli.context import environment_of
from ledger.errors import LedgerError


def settle(ctx: click.Context, doubts: Iterable[str]) -> None:
    """Ask of each doubt, a sentence, whether it is meant so; elsewhere warn, once it is recorded.

    Raises LedgerError if the person says no to one.
    """
    environment = environment_of(ctx)
    for sentence in dict.fromkeys(doubts):
        if not may_ask(ctx):
            environment.warn_if_done(sentence)
        elif not environment.confirm(f"{sentence} Is it meant so?"):
            raise LedgerError("Nothing was recorded.", "Run the command again with what is meant.")
