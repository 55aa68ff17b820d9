"""How help is written: no word is broken at its hyphen, and examples stand under every command."""

from __future__ import annotations

from collections.abc import Iterable

import click

_HELD = "\u2011"
"""Stands for a hyphen while click wraps: it would break a line behind one."""


class HelpFormatter(click.HelpFormatter):
    """Click's formatter, which breaks lines at blanks alone."""

    def write_text(self, text: str) -> None:
        """Write a text, wrapped."""
        super().write_text(text.replace("-", _HELD))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with what it is."""
        held = [(name, said.replace("-", _HELD)) for name, said in rows]
        super().write_dl(held, col_max, col_spacing)

    def getvalue(self) -> str:
        """What was written, as it is to be shown."""
        return super().getvalue().replace(_HELD, "-")


class HelpContext(click.Context):
    """The context of every command."""

    formatter_class = HelpFormatter


def examples_of(path: str) -> str | None:
    """The examples of a command that has none of its own, by its path, ``scrutiny judgement record``."""
    from commands.cli.examples import EXAMPLES  # noqa: PLC0415  help only
    from commands.cli.options import examples  # noqa: PLC0415  which imports this

    program, _, name = path.partition(" ")
    lines = EXAMPLES.get(name)
    return examples(*(f"{program} {line}" for line in lines)) if lines else None
