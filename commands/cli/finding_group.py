"""Groups of commands whose things can be found, too: ``list``, ``show``, ``why``, imported when used."""

from __future__ import annotations

import click

from commands.cli.click_types import SuggestingGroup

FOUND = {
    "list": "Every one there is, or of one inspection.",
    "show": "One, by its ref, with all that is known.",
    "why": "Who set each field of one, and when.",
}
"""The commands that every noun has, each with its line in a list of commands."""


class FindingGroup(SuggestingGroup):
    """The commands of a noun, and behind them what every noun has (see ``commands.cli.finding``)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The group's own, then what every noun has."""
        own = super().list_commands(ctx)
        return [*own, *(name for name in FOUND if name not in own)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; ``list``, ``show`` and ``why`` are made when they are asked for."""
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in FOUND:
            return own
        from commands.cli.finding import made  # noqa: PLC0415  recording needs none of it

        return made(str(self.name), cmd_name)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """As click does, without importing what is not typed yet."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  completion only

        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        own = self.commands
        return [
            CompletionItem(name, help=own[name].get_short_help_str() if name in own else FOUND[name])
            for name in names
        ]
