"""The root of the command line, and the one place where an error becomes a sentence and an exit status."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import NoReturn, cast

from commands import start  # isort: skip  # noqa: F401  first, so that a stop is heeded while the rest is loaded

import click

from commands.cli.click_types import SuggestingGroup
from commands.cli.context import Environment
from commands.cli.explained import told_at_once
from commands.cli.status import ExitStatus
from commands.front import COMPLETION, EXIT_STATUS, INTRODUCTION, NARROWEST, OPTIONS, WIDEST
from commands.index import COMMANDS, SECTIONS
from ledger.version import VERSION


class Root(SuggestingGroup):
    """The group of all commands, each imported when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the index."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, imported."""
        entry = COMMANDS.get(cmd_name)
        return cast("click.Command", import_module(entry.module).command) if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under the job they do."""
        for section in SECTIONS:
            rows = [(name, entry.help) for name, entry in COMMANDS.items() if entry.section == section]
            if rows:
                with formatter.section(section):
                    formatter.write_dl(rows, col_max=20)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Names from the index alone: completion must not import every command for its help."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  completion only

        items = [
            CompletionItem(name, help=entry.help)
            for name, entry in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return (
            items if not incomplete.startswith("-") else click.Command.shell_complete(self, ctx, incomplete)
        )


@click.command(
    cls=Root,
    help="\n\n".join(INTRODUCTION),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST},
    epilog=EXIT_STATUS,
)
def root() -> None:
    """All commands; what its help says stands in ``commands.front``."""


root.params.insert(
    0, told_at_once(["--version"], OPTIONS["--version"], lambda _: f"scrutiny, version {VERSION}")
)


def run(argv: Sequence[str], environment: Environment | None = None) -> int:
    """Run one command in this process and return its exit status.

    Results go to standard output of the environment, everything else to its standard error.
    """
    environment = environment or Environment()
    try:
        from commands.cli.errors import exit_status_of  # noqa: PLC0415  completion does without
    except (ImportError, OSError, MemoryError) as error:
        environment.try_to_report(f"Error: A part of the program cannot be loaded: {error}.")
        return ExitStatus.OTHER

    def command() -> None:
        # Given here, for click would import shutil to find it out.
        width = max(min(environment.columns() or 80, WIDEST) - 2, NARROWEST)
        with root.make_context("scrutiny", list(argv), obj=environment, terminal_width=width) as ctx:
            root.invoke(ctx)

    with environment.streams_of_click():
        return exit_status_of(command, environment, as_json=_wants_json(argv))


def _wants_json(argv: Sequence[str]) -> bool:
    """Whether errors are printed as JSON: found in the arguments themselves, which may not parse."""
    pairs = pairwise([*argv, ""])
    return any(word == "--format=json" or (word, after) == ("--format", "json") for word, after in pairs)


def _complete(environment: Environment, instruction: str) -> int:
    """Print what a shell asks for, and return the exit status."""
    from commands.cli.shells import SHELLS  # noqa: PLC0415  completion only

    shell, _, what = instruction.partition("_")
    if shell not in SHELLS or what != "complete":
        return ExitStatus.OTHER
    # Whatever goes wrong, nothing is printed into the line that somebody types.
    environment.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  until the end
    with suppress(Exception):
        environment.show(SHELLS[shell](root, {"obj": environment}, "scrutiny", COMPLETION).complete())
        environment.stdout.flush()
    return ExitStatus.DONE


def main() -> NoReturn:
    """The program ``scrutiny``, but for what ``commands.start`` answers itself."""
    environment = Environment.of_process()
    if instruction := environment.variables.get(COMPLETION):
        status = _complete(environment, instruction)
    else:
        status = run(environment.words, environment)
    # The system takes the memory back at once; the interpreter would first visit every object in it,
    # which costs as much as its own start. Files and connections were closed by those who opened them.
    with suppress(OSError):
        environment.stderr.flush()
    os._exit(status)
