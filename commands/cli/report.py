"""What the commands that check have in common: the files an auditor brings, and the list of checks."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

import click
import orjson

from commands.cli.context import environment_of
from commands.cli.read import NARROWEST_TERMINAL
from commands.cli.status import ExitStatus
from ledger.errors import BadInput
from ledger.validation import so_many
from projections.formats.visible import visible

_LONGEST_FILE = 1_000_000
_MOST_ALIKE = 3
"""Sentences that differ in numbers alone, if more are not printed one by one; JSON has each."""

_WHO = "See who may read it, and whether it is there."
_KEY = "Give the line that scrutiny key show prints, or a file that has it."


def verifier_key(given: str) -> str:
    """The verifier key that is given, or that is in the file that is given."""
    is_file = False
    if not given.strip():
        raise BadInput("The verifier key that is given is empty.", _KEY)
    with suppress(OSError, ValueError):
        is_file = Path(given).is_file()
    if "+" in given and not is_file:
        return given
    try:
        return read(given, "verifier key", _KEY).decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise BadInput(
            f"The verifier key {given} is not text.",
            _KEY,
        ) from None


def read(file: str, what: str, remedy: str = _WHO) -> bytes:
    """The bytes of a file that somebody named, not many more than it may have; raises BadInput."""
    if not file:
        raise BadInput(f"The name of the {what} is empty.", remedy)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_LONGEST_FILE + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(f"The {what} {file} cannot be read: {why}.", remedy) from error


def _without_numbers(message: str) -> str:
    return re.sub(r"[0-9][0-9,]*", "0", message)


class Lines:
    """Lines for people, wrapped to the terminal; what is wrong is indented by ``indent`` columns."""

    def __init__(self, indent: int) -> None:
        self._indent = indent
        self._width = max(environment_of().columns(), NARROWEST_TERMINAL)

    def of_checks(
        self,
        checks: Mapping[str, str],
        wrong: Mapping[str, Sequence[str]],
        skipped: Collection[str],
        unread: Collection[str] = (),
        left_open: Mapping[str, str] = MappingProxyType({}),
    ) -> Iterator[str]:
        """Each check by its code: what holds, or the sentences on what is wrong, or that it was skipped.

        ``unread`` are the checks for which something could not be read: the rest of each holds.
        ``left_open`` says of other checks what they leave open.
        """
        room = self._indent - len(" BROKEN  ")
        for code, holds in checks.items():
            if messages := wrong.get(code):
                yield f"{code:<{room}} BROKEN  {so_many(len(messages), 'finding')}:"
                yield from self.of_findings(messages)
            elif code in skipped:
                yield from self.wrapped(f"{code:<{room}} -       Not looked at, because of what was found.")
            elif code in unread:
                yield from self.wrapped(f"{code:<{room}} -       Not all of it could be read; see below.")
            elif code in left_open:
                yield from self.wrapped(f"{code:<{room}} -       {left_open[code]}")
            else:
                yield from self.wrapped(f"{code:<{room}} holds   {holds}")

    def of_findings(self, messages: Sequence[str]) -> Iterator[str]:
        """Sentences on what is wrong; of many that differ in numbers alone the first, and how many more."""
        for _, alike in groupby(messages, _without_numbers):
            same = list(alike)
            for message in same if len(same) <= _MOST_ALIKE else same[:1]:
                yield from self.wrapped(message, self._indent)
            if len(same) > _MOST_ALIKE:
                yield from self.wrapped(
                    f"… and {len(same) - 1:,} more like it, of which the last is: {same[-1]}", self._indent
                )

    def wrapped(self, text: str, indent: int = 0) -> list[str]:
        """One text; its first line is indented by ``indent`` columns, the others as what is wrong is."""
        return textwrap.wrap(
            visible(text),
            self._width,
            initial_indent=" " * indent,
            subsequent_indent=" " * self._indent,
            break_on_hyphens=False,
        )


def answer(
    ctx: click.Context,
    format: str,
    result: Mapping[str, object],
    lines: Iterator[str],
    *,
    ok: bool,
    unread: bool = False,
) -> None:
    """Print the result as one object or as lines, and end with the exit status that it means.

    ``ok``: there is no finding. ``unread``: not everything could be read, which is no finding.
    """
    environment = environment_of(ctx)
    if format == "json":
        environment.show(orjson.dumps(dict(result)).decode())
    else:
        for line in lines:
            environment.show(line)
    if not ok:
        ctx.exit(ExitStatus.TAMPERED)
    if unread:
        ctx.exit(ExitStatus.STORAGE)
