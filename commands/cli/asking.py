"""A prompt for one value: what there is, the question, and again with the reason until the value is right.

Cycles that are open:
  2021  Progress review
The cycle it is judged in [2021]:
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

import click

from commands.cli.click_types import TEXT
from commands.cli.context import Environment, environment_of
from commands.cli.offer import Offer, Rows
from commands.cli.offering import offered, with_words
from commands.cli.unwritten import Unwritten
from ledger.errors import BadInput, LedgerError, NotFound, Refused
from projections.formats.visible import visible

PROMPTED = "scrutiny.prompted"
"""Whether anything was asked for so far."""
MOST = 12
_WIDEST, _NARROWEST = 24, 40
_BETWEEN = (";", "[;,]", r"[;,\s]")
"""What stands between several values. Names of bodies have commas, and numbers may have blanks."""


def same(value: Any) -> Any:  # Any: whatever a value is
    """The value as it is."""
    return value


def ask(
    ctx: click.Context,
    param: click.Parameter,
    *,
    check: str,
    label: str,
    optional: bool = False,
    between: Callable[[Any], Any] = same,  # Any: a value, as click would have it
) -> Any:  # Any: the same
    """Prompt until the value is right; if it may be left out, None or nothing stands for that.

    ``between`` parts what is typed before it is checked.
    """
    environment, several = environment_of(ctx), param.multiple or param.nargs == -1
    given = {name: value for name, value in ctx.params.items() if not param.value_is_missing(value)}
    offer = offered(ctx, check, given)
    show(environment, offer)
    label += " (several: with ; between)" if several else ""
    label += ", or nothing" if optional else ""
    while True:
        default = "" if optional and offer.default is None else offer.default
        settings = {} if default is None else {"default": default, "show_default": bool(default)}
        typed = str(environment.prompt(label, **settings)).strip()
        ctx.meta[PROMPTED] = True
        if typed.startswith("?"):
            found = with_words(offer.rows, typed[1:])
            show_rows(environment, offer, found)
            if not found:
                environment.report("  None has these words.")
            continue
        if optional and not typed:
            return () if several else None
        found = _found(ctx, param, check, typed, offer, between)
        if not isinstance(found, Exception):
            return found
        environment.report(wrapped(environment, f"Error: {_told(found)}"))


def _found(
    ctx: click.Context,
    param: click.Parameter,
    check: str,
    typed: str,
    offer: Offer,
    between: Callable[[Any], Any],  # Any: a value, as click would have it
) -> Any:  # Any: the same, or why it is not right
    """What was typed, as it is right; several may also be parted by commas or blanks, if that makes it so."""
    several = param.multiple or param.nargs == -1
    wrong: Exception | None = None
    for parted in _BETWEEN if several else ("",):
        parts = [part.strip() for part in re.split(parted, typed) if part.strip()] if parted else [typed]
        try:
            value = between(_read(param, ctx, parts, offer, several=several))
            _check(ctx, check, value)
        except (click.UsageError, BadInput, NotFound, Refused) as error:
            wrong = wrong or error
        else:
            return value
    return wrong


def _told(error: Exception) -> str:
    if isinstance(error, click.UsageError):
        return f"{error.message.rstrip('.')}."
    if isinstance(error, LedgerError):
        return " ".join(filter(None, (error.message, error.remedy)))
    return str(error)


def _read(
    param: click.Parameter, ctx: click.Context, parts: list[str], offer: Offer, *, several: bool
) -> Any:  # Any: as click would have it
    if offer.places:
        there = {str(place): value for place, (value, _) in enumerate(offer.rows, 1)}
        for part in parts:
            if part.isdecimal() and part not in there:
                raise BadInput(f"There is no row {part}.", "Give the number of a row, or a name.")
        parts = [there.get(part, part) for part in parts]
    # A text is what is typed: - would read standard input, which is the terminal.
    read = [part if param.type is TEXT else param.type.convert(part, param, ctx) for part in parts]
    return tuple(read) if several else read[0]


def _check(ctx: click.Context, check: str, value: Any) -> None:  # Any: as above
    from commands.cli.given import check_given  # noqa: PLC0415  at a terminal only

    if value and not isinstance(value, Unwritten):
        check_given(ctx, check, value)


def wrapped(environment: Environment, text: str) -> str:
    """A text in lines for the terminal, no word of which is broken."""
    room = max(environment.columns() - 1, _NARROWEST)
    lines = visible(text).splitlines()
    return "\n".join(
        part
        for line in lines
        for part in textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]
    )


def show(environment: Environment, offer: Offer) -> None:
    """Print what there is, in part if it is much."""
    if offer.rows:
        environment.report(wrapped(environment, offer.title))
        show_rows(environment, offer, offer.rows[:MOST])
        if len(offer.rows) > MOST:
            more = len(offer.rows) - MOST
            environment.report(f"  … {more:,} more: ? lists all, ? WORDS those that have these words")
    if offer.hint:
        environment.report(visible(offer.hint))


def show_rows(environment: Environment, offer: Offer, rows: Rows) -> None:
    """Print rows of an offer, each on one line."""
    width = min(max((len(value) for value, _ in rows), default=0), _WIDEST)
    places = {row[0]: place for place, row in enumerate(offer.rows, 1)}
    room = environment.columns() - 1
    for value, words in rows:
        start = f"  {places[value]:>2}  {value}" if offer.places else f"  {value:<{width}}"
        line = visible(f"{start}  {words}".rstrip())
        environment.report(line if len(line) <= room else f"{line[: room - 1].rsplit(' ', 1)[0].rstrip()}…")
