"""Pages of help, and the names of commands for a shell, without click: see ``commands.start``.

``commands.root`` takes the same words from here, and writes the same pages with click; a test compares them
from the narrowest to the widest. What each command says is kept (``commands.cli.help_pages``).
"""

from __future__ import annotations

import os

from commands.index import COMMANDS, SECTIONS
from ledger.version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself costs a third of the interpreter's start
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

COMPLETION = "_SCRUTINY_COMPLETE"
NARROWEST, WIDEST = 50, 100
"""Columns of help."""
WIDEST_NAME = 30
"""Columns of the names of options, if none is wider."""

INTRODUCTION = (
    "Keep recommendations, evidence and judgements as a record that nobody can rewrite.",
    "Recording adds an event and never changes one; every table and every past date is computed from them.",
)
EXIT_STATUS = (
    "Exit status: 0 done, 2 wrong usage, 3 no such thing, 4 a rule says no, 5 somebody wrote first, "
    "6 the record is not what was signed, 7 the storage cannot be used, 8 done with problems listed, "
    "1 anything else."
)
OPTIONS = {
    "--version": "Show the version and exit.",
    "--ledger LOCATION": "The folder of the ledger, or its postgresql:// address. "
    "[default: by scrutiny config; scrutiny-ledger here or above]",
    "--as PERSON": "The id of who acts. [default: by scrutiny config]",
    "--no-input": "Never prompt; a missing value is an error.",
    "-h, --help": "Show this message and exit.",
}


def answer(words: Sequence[str], variables: Mapping[str, str]) -> str | None:
    """What is printed for words that the list of commands answers alone; None for any others."""
    if instruction := variables.get(COMPLETION):
        return _completed(instruction, variables)
    if words in (["--help"], ["-h"]):
        return page(columns_of(variables))
    *names, last = words or [""]
    if last in ("--help", "-h") and " ".join(names).split() == names:
        from commands import pages  # noqa: PLC0415  the first page does without

        return pages.page(" ".join(names), width_of(columns_of(variables)))
    return f"scrutiny, version {VERSION}\n" if words == ["--version"] else None


def page(columns: int) -> str:
    """The first page of the help, for so many columns."""
    return "".join(f"{line}\n" for line in _lines(width_of(columns)))


def width_of(columns: int) -> int:
    """The width of lines of help for so many columns."""
    return max(min(columns, WIDEST) - 2, NARROWEST)


def _lines(width: int) -> Iterator[str]:
    yield "Usage: scrutiny [OPTIONS] COMMAND [ARGS]..."
    for text in INTRODUCTION:
        yield ""
        yield from (f"  {line}" for line in wrapped(text, width - 2))
    yield from _listed("Options", OPTIONS.items(), width)
    for section in SECTIONS:
        rows = ((name, entry.help) for name, entry in COMMANDS.items() if entry.section == section)
        yield from _listed(section, rows, width)
    yield ""
    yield from (f"  {line}" for line in wrapped(EXIT_STATUS, width - 2))


def _listed(heading: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    yield ""
    yield f"{heading}:"
    yield from in_columns(rows, width)


def in_columns(rows: Iterable[tuple[str, str]], width: int, widest: int = WIDEST_NAME) -> Iterator[str]:
    """Names, each with what it is beside it; behind a name that is wider than that, it begins below.

    The column is as narrow as the longest word beside it needs: no word is broken, and none sticks out.
    """
    rows = list(rows)
    longest = max(len(word) for _, said in rows for word in said.split(" "))
    column = min(max(len(name) for name, _ in rows) + 2, widest + 2, width - longest - 2)
    for name, said in rows:
        first, *others = wrapped(said, width - column - 2)
        if not said:
            yield f"  {name}"
        elif len(name) + 2 <= column:
            yield f"  {name:<{column}}{first}"
        else:
            yield f"  {name}"
            others = [first, *others]
        yield from (f"{'':{column + 2}}{line}" for line in others)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines, broken at blanks alone; two blanks that are not at an end of a line stay two."""
    lines, blanks = [""], ""
    for word in text.split(" "):
        if not word:
            blanks += " "
        elif lines[-1] and len(lines[-1]) + len(blanks) + len(word) > width:
            lines.append(word)
            blanks = " "
        else:
            lines[-1] += blanks + word if lines[-1] else word
            blanks = " "
    return lines


def columns_of(variables: Mapping[str, str], descriptor: Callable[[], int] = lambda: 1) -> int:
    """The width to write for: the variable COLUMNS, else that of the terminal, else 80."""
    columns = variables.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    try:
        # A terminal whose size nobody set has none.
        return os.get_terminal_size(descriptor()).columns or 80
    except (OSError, ValueError):
        return 80


def _completed(instruction: str, variables: Mapping[str, str]) -> str | None:
    """The names of commands that a shell asks for; None if it asks for anything else."""
    typed, at = variables.get("COMP_WORDS", ""), variables.get("COMP_CWORD", "")
    if not typed.isascii() or any(mark in typed + at for mark in "\\'\""):
        return None
    _, *words = typed.split() or [""]
    if instruction == "fish_complete":
        words, begun = words or [at], at
    else:
        begun = words[0] if at == "1" and words else ""
    if words not in ([], [begun]) or begun.startswith("-") or (instruction != "fish_complete" and at != "1"):
        return None
    begins = [(name, entry.help) for name, entry in COMMANDS.items() if name.startswith(begun)]
    if instruction == "bash_complete":
        return "\n".join(f"plain,{name}" for name, _ in begins) + "\n"
    if instruction == "zsh_complete":
        return "\n".join(f"plain\n{name}\n{said}" for name, said in begins) + "\n"
    if instruction == "fish_complete":
        return "\n".join(f"plain,{name}\t{said}" for name, said in begins) + "\n"
    return None
