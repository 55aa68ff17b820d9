"""The options that every command has, and the classes of commands and values that the commands share.

``--ledger``, ``--as`` and ``--no-input`` may stand before or after a command's own words: every command has
them, and the last one given wins.
"""

from __future__ import annotations

from typing import Any

import click

from commands.cli.context import environment_of
from commands.cli.explained import Explained
from commands.cli.helping import Option
from commands.cli.pointing import pointing_out
from commands.cli.settings import Setting, ledger_setting, setting
from commands.cli.unwritten import BOM, Unwritten
from commands.front import OPTIONS

LEDGER, PERSON, NO_INPUT = "scrutiny.ledger", "scrutiny.person", "scrutiny.no_input"
YES = "scrutiny.yes"
STANDARD_OUTPUT = "-"
WHOLE_SENTENCE = 10_000
"""Characters that no first sentence of a help has: click would cut a longer one."""
STDIN_LIMIT = 16 * 1024**2
"""Bytes that are read for one text: far more than a text may have, because standard input may never end."""


class SuggestingGroup(Explained, click.Group):
    """A group with the common options, which suggests the nearest command if it does not know one."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # Any: whatever click.Group takes
        super().__init__(*args, **settings)
        self.params += PLACE_AND_PERSON()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; if the value of an option is completed, from the ledger."""
        values = ("--as", "--ledger")
        # Of other words than these options and their values the first is a command, whose option it is.
        others = (word for before, word in zip(["", *args], args, strict=False) if before not in values)
        if ctx.resilient_parsing and args and args[-1] in values and all(w[:1] == "-" for w in others):
            from commands.cli.completing import complete_from_ledger  # noqa: PLC0415  completion only

            args = complete_from_ledger(self, args)
        return super().parse_args(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, and each with its whole first sentence."""
        with formatter.section("Commands"):
            formatter.write_dl(self.with_sentences(ctx))

    def with_sentences(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The commands, each with the first sentence of its help."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, command.get_short_help_str(WHOLE_SENTENCE)) for name, command in commands if command]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; of a command that there is not, what it means, or what may be meant."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            if ctx.resilient_parsing:
                return None, None, args
            from commands.cli.misnamed import read_as  # noqa: PLC0415  for a wrong word only

            return self.resolve_command(ctx, read_as(self, ctx, args))
        return super().resolve_command(ctx, args)


def remember(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Keep a value for whoever looks it up by the option's name."""
    if value not in (None, False):
        ctx.meta[f"scrutiny.{param.name}"] = value


def PLACE_AND_PERSON() -> list[click.Parameter]:  # noqa: N802  made anew for each command, used as a constant
    """The options that every command has."""
    return [
        Option(
            ["--ledger"],
            metavar="LOCATION",
            # The checks of other values look into the ledger, wherever it is named.
            is_eager=True,
            expose_value=False,
            callback=remember,
            help=OPTIONS["--ledger LOCATION"],
        ),
        Option(
            ["--as", "person"],
            metavar="PERSON",
            expose_value=False,
            callback=remember,
            help=OPTIONS["--as PERSON"],
        ),
        Option(
            ["--no-input"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=remember,
            help=OPTIONS["--no-input"],
        ),
    ]


class LedgerCommand(Explained):
    """A command with the common options behind its own; every option whose value is a DATE reads one."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # Any: whatever click.Command takes
        super().__init__(*args, **settings)
        for param in self.params:
            if param.metavar == "DATE":
                param.type = DATE
        self.params += PLACE_AND_PERSON()

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples: of its own, or from the table of all."""
        if self.epilog is None:
            from commands.cli.helping import examples_of  # noqa: PLC0415  help only

            self.epilog = examples_of(ctx.command_path)
        super().format_epilog(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; if readings are written as JSON by default, the errors of this one are, too."""
        settled = ("--format", "--output", "--help", "-h")
        if not ctx.resilient_parsing and not any(word.startswith(settled) for word in args):
            reads = any(isinstance(param, ReadingFormat) for param in self.params)
            if reads and setting(ctx, "format").value == "json":
                environment_of(ctx).answer_in_json()
        if ctx.resilient_parsing:
            from commands.cli.completing import complete_from_ledger  # noqa: PLC0415  completion only

            args = complete_from_ledger(self, args)
        with pointing_out(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # Any: as click declares it
        """As click does; of a thing that there is not, the error says which may be meant."""

        def once() -> Any:  # Any: as above
            with pointing_out(ctx):
                return click.Command.invoke(self, ctx)

        if not may_ask(ctx) or all(param.name != "yes" for param in self.params):
            return once()
        from commands.cli.again import until_settled  # noqa: PLC0415  at a terminal only

        return until_settled(ctx, once)


class ReadingFormat(Option):
    """The ``--format`` of what reads, which a person may set once for all."""


def located(ctx: click.Context) -> Setting:
    """Where the ledger is, and who says so; raises BadInput if the config file cannot be read."""
    found: Setting | None = ctx.meta.get("scrutiny.located")
    if found is None:
        found = ctx.meta["scrutiny.located"] = ledger_setting(ctx, ctx.meta.get(LEDGER))
    return found


def location(ctx: click.Context) -> str:
    """Where the ledger is: as --ledger, SCRUTINY_LEDGER or the config file names it, or as it is found."""
    return _whole(ctx, located(ctx).value)


def new_location(ctx: click.Context) -> str:
    """Where a ledger is to be made: as it is named, else in the folder one stands in, whatever is above."""
    return _whole(ctx, setting(ctx, "ledger", ctx.meta.get(LEDGER)).value)


def _whole(ctx: click.Context, location: str) -> str:
    """A location with the place of its evidence, if it is on a server and a setting names one."""
    if "://" not in location:
        return location
    from ledger.store.location import with_evidence  # noqa: PLC0415  a folder needs nothing of it

    return with_evidence(location, setting(ctx, "evidence").value)


def person(ctx: click.Context) -> str:
    """The id of who acts, prompted for on a terminal; empty if nobody is named."""
    by = named_person(ctx)
    if not by and may_ask(ctx):
        by = str(environment_of(ctx).prompt("Your id (--as)"))
    return by


def named_person(ctx: click.Context) -> str:
    """The id that --as, SCRUTINY_PERSON or the config file names; empty if none does. Nobody is asked."""
    return setting(ctx, "person", ctx.meta.get(PERSON)).value


def may_ask(ctx: click.Context) -> bool:
    """Whether the command may prompt: on a terminal, and without --no-input."""
    if ctx.resilient_parsing or ctx.meta.get(NO_INPUT):
        return False
    return environment_of(ctx).is_interactive


def confirms(ctx: click.Context) -> bool:
    """Whether what is to be recorded is shown and confirmed: on a terminal, without --no-input and --yes."""
    return may_ask(ctx) and not ctx.meta.get(YES)


class Whole(click.ParamType[int]):
    """A whole number, perhaps not below a least one; click's own range tells its limits as a formula."""

    name = "whole number"

    def __init__(self, min: int | None = None) -> None:
        self.min = min

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; a usage error if it is none, or too small."""
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = None
        if number is None or (self.min is not None and number < self.min):
            least = "" if self.min is None else f" from {self.min} on"
            self.fail(f"{str(value)!r} is no whole number{least}", param, ctx)
        return number


WHOLE = Whole()


class Date(click.ParamType[str]):
    """A date as people write it, to the form that the ledger has it in: see ``commands.cli.dates``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The date; raises BadInput for what cannot be read, or could be two days."""
        if ctx is None or ctx.resilient_parsing:
            return str(value)
        from commands.cli.dates import understood  # noqa: PLC0415  --help and completion read no date

        return understood(str(value), param.opts[0] if param else "The date", ctx)


DATE = Date()


class Text(click.ParamType[str]):
    """Text that is given, or read from standard input if ``-`` is given."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, without the byte order mark that some programs put before it.

        A usage error if standard input is no UTF-8 or was read already.
        """
        if isinstance(value, Unwritten):
            return value
        if value != "-":
            return str(value).removeprefix(BOM)
        if ctx is not None:
            if "scrutiny.stdin" in ctx.meta:
                self.fail("standard input was read for another option already", param, ctx)
            ctx.meta["scrutiny.stdin"] = True
        read = environment_of(ctx).stdin.buffer.read(STDIN_LIMIT + 1)
        if len(read) > STDIN_LIMIT:
            self.fail("standard input is longer than any text the ledger takes", param, ctx)
        try:
            return read.decode().removeprefix(BOM)
        except UnicodeDecodeError:
            self.fail("standard input is not UTF-8 text", param, ctx)


TEXT = Text()
