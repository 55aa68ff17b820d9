"""``scrutiny completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.root import COMPLETION, root

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=LedgerCommand)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete the words of scrutiny.

    \b
    bash  echo 'eval "$(scrutiny completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(scrutiny completion zsh)"' >> ~/.zshrc
    fish  scrutiny completion fish > ~/.config/fish/completions/scrutiny.fish
    """
    script = get_completion_class(shell)
    if script is None:  # pragma: no cover  click knows the three
        raise click.UsageError(f"click has no completion for {shell}")
    environment_of(ctx).show(script(root, {}, "scrutiny", COMPLETION).source())
