"""Commands that explain themselves in words of our own, and options that print something at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from commands.cli.context import environment_of
from commands.cli.helping import HelpContext, Option, in_lines
from commands.front import OPTIONS


class Explained(click.Command):
    """A command that explains itself in words of our own.

    Click would look for translations of its own on disk, of which there are none, before each command.
    """

    context_class = HelpContext

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """As click does; it has to be the same one each time."""
        if self._help_option is None:
            self._help_option = told_at_once(["-h", "--help"], OPTIONS["-h, --help"], click.Context.get_help)
        return self._help_option

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, with what the command is for."""
        _write(formatter, self.help)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, with what stands at the end."""
        _write(formatter, self.epilog)


def _write(formatter: click.HelpFormatter, text: str | None) -> None:
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(in_lines(text))


def told_at_once(names: Sequence[str], help: str, told: Callable[[click.Context], str]) -> click.Option:
    """An option that prints something, and nothing else is done."""

    def tell(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            environment_of(ctx).show(told(ctx))
            ctx.exit()

    # Under a name of its own: a command may have a parameter that is called help.
    declared = [*names, f"_told_{names[-1].strip('-')}"]
    return Option(declared, is_flag=True, expose_value=False, is_eager=True, help=help, callback=tell)
