"""How help is written: no word is broken at its hyphen, and examples stand under every command.

Click cleans each text of help with ``inspect``, which costs two thirds of what ``python -c pass`` takes, and
that of an option as soon as the option is made (``commands.later``). So texts are cleaned here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from commands.front import in_columns

_HELD = "\u2011"
"""Stands for a hyphen while click wraps: it would break a line behind one."""


class HelpFormatter(click.HelpFormatter):
    """Click's formatter, which breaks lines at blanks alone."""

    def write_text(self, text: str) -> None:
        """Write a text, wrapped."""
        super().write_text(text.replace("-", _HELD))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with what it is; no word is broken, however narrow it is."""
        for line in in_columns(rows, self.width, col_max):
            self.write(f"{line}\n")

    def getvalue(self) -> str:
        """What was written, as it is to be shown."""
        return super().getvalue().replace(_HELD, "-")


class HelpContext(click.Context):
    """The context of every command."""

    formatter_class = HelpFormatter


class Option(click.Option):
    """An option whose help is one line, as it is to be read."""

    def __init__(self, *args: Any, help: str | None = None, **settings: Any) -> None:  # Any: as click.Option
        super().__init__(*args, **settings)
        self.help = help


def option(
    *names: str, **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # Any: as click.option
    """As click.option, of the class above if no other is named."""
    return click.option(*names, **{"cls": Option, **settings})


def in_lines(text: str) -> str:
    """A docstring as it is to be read: without the indentation that its lines after the first have alike."""
    first, *others = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in others if line.strip()), default=0)
    return "\n".join([first.lstrip(), *(line[margin:] for line in others)]).strip("\n")


def examples_of(path: str) -> str | None:
    """The examples of a command that has none of its own, by its path, ``scrutiny judgement record``."""
    from commands.cli.examples import EXAMPLES  # noqa: PLC0415  help only
    from commands.cli.options import examples  # noqa: PLC0415  which imports this

    program, _, name = path.partition(" ")
    lines = EXAMPLES.get(name)
    return examples(*(f"{program} {line}" for line in lines)) if lines else None
