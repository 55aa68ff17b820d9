"""The page of help of one command, without click: made of what ``commands.cli.help_pages`` keeps of it."""

from __future__ import annotations

import os

from commands.front import in_columns, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself costs a third of the interpreter's start
    from collections.abc import Iterator

KEPT = os.path.join(os.path.dirname(__file__), "data", "help.txt")  # noqa: PTH118, PTH120  pathlib costs more
_HEADINGS = {"-": "Options", "+": "Commands"}
_LEAST = 20
"""Columns that what stands behind a command has beside it, or it stands below."""


def page(command: str, width: int) -> str | None:
    """The page of a command, ``judgement record``, for lines of that width; None if there is none."""
    try:
        with open(KEPT, encoding="utf-8") as kept:  # noqa: PTH123  as above
            text = kept.read()
    except (OSError, UnicodeError):  # click knows it, too
        return None
    _, found, rest = f"\n{text}".partition(f"\n= {command}\n")
    if not found:
        return None
    return "".join(f"{line}\n" for line in _lines(command, rest.partition("\n= ")[0].splitlines(), width))


def _lines(command: str, kept: list[str], width: int) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    for at, line in enumerate(kept):
        mark, said = line[0], line[2:]
        if mark == ":":
            yield from _usage(f"Usage: scrutiny {command} ", said, width)
        elif mark == "|":
            yield ""
            yield from (f"  {part}" for part in wrapped(said, width - 2))
        elif mark == ">":
            if kept[at - 1][0] != mark:
                yield ""
            yield f"  {said}"
        elif mark in _HEADINGS:
            name, _, what = said.partition("\t")
            rows.append((name, what))
            if at + 1 == len(kept) or kept[at + 1][0] != mark:
                yield from ("", f"{_HEADINGS[mark]}:", *in_columns(rows, width))
                rows = []


def _usage(begin: str, said: str, width: int) -> Iterator[str]:
    if width >= len(begin) + _LEAST:
        indent = " " * len(begin)
        first, *others = wrapped(said, width - len(indent))
        yield begin + first
    else:
        yield begin
        indent = " " * (len("Usage: ") + 4)
        others = wrapped(said, width - len(indent))
    yield from (indent + line for line in others)
