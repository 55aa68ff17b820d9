"""``scrutiny completion``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.shells import SHELLS
from commands.front import COMPLETION
from commands.root import root


@click.command("completion", cls=LedgerCommand)
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete the words of scrutiny, and those of the ledger.

    It completes commands and options, and from the ledger refs, numbers, cycles, evidence, judgements (for
    sign-off those that wait), bodies, people and words of the vocabulary.

    \b
    bash  echo 'eval "$(scrutiny completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(scrutiny completion zsh)"' >> ~/.zshrc
    fish  scrutiny completion fish > ~/.config/fish/completions/scrutiny.fish
    """
    environment_of(ctx).show(SHELLS[shell](root, {}, "scrutiny", COMPLETION).source())
