"""What may be a slip and is no error: asked about on a terminal, and warned of elsewhere.

Police Scotlnad is new, and looks like Police Scotland, which is known. Is it meant so? [y/N]
"""

from __future__ import annotations

from collections.abc import Iterable

import click

from commands.cli.click_types import confirms
from commands.cli.confirming import Declined
from commands.cli.context import environment_of


def settle(ctx: click.Context, doubts: Iterable[str]) -> None:
    """Ask of each doubt, a sentence, whether it is meant so; elsewhere warn, once it is recorded.

    Raises Declined if the person says no to one. With --yes nobody is asked.
    """
    environment = environment_of(ctx)
    for sentence in dict.fromkeys(doubts):
        if not confirms(ctx):
            environment.warn_if_done(sentence)
        elif not environment.confirm(f"{sentence} Is it meant so?"):
            raise Declined("Run the command again with what is meant.")
