"""``scrutiny why``."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.errors import warn_if_done
from commands.cli.finding import why_of
from commands.cli.folds import folds
from commands.cli.knowing import put_page
from commands.cli.options import REF, examples
from commands.cli.read import opened, reading, time_filter
from ledger.errors import LedgerError, NotFound
from ledger.validation import key
from projections.base import TimeFilter, View
from projections.why import why

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_BY_ITSELF = ("inspection", "body", "person", "publication", "key")
"""What is named without an inspection, in the order in which a name is looked for."""


@click.command(
    "why",
    cls=LedgerCommand,
    epilog=examples("scrutiny why OCSAE 3 --as-of 2021-08-18", "scrutiny why OCSAE J1"),
)
@REF
@click.argument("number", metavar="[NUMBER]", required=False)
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str,
    number: str | None,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Why something is as it is: for each field, which event set it, by whom and when.

    It is asked of a row of the register; for NUMBER the ref of evidence, a judgement, a dispute, an answer or
    a report of progress will do (E1, J4, D1, R1, P1), or a cycle. Without NUMBER it is the inspection, or a
    body, person, publication (its size) or key of that name. To say which is meant: scrutiny person why ann
    """
    with opened(ctx, folds(environment_of(ctx))) as ledger:
        when = time_filter(ledger, as_of, known_at)
        if number is None:
            put_page(ledger, when, lambda at: _by_itself(ledger, ref, at), format, output)
            return
        put_page(ledger, when, lambda at: _within(ledger, ref, number, at), format, output)


def _by_itself(ledger: Ledger, name: str, when: TimeFilter) -> View:
    from commands.cli.shown_alone import meant_in, within  # noqa: PLC0415  help does without

    if not ledger.inspection(name).version and (found := within(ledger, name, "scrutiny why")):
        return _within(ledger, found, name, when)
    for noun in _BY_ITSELF:
        try:
            return why_of(noun, ledger, None, name, when)
        except LedgerError:
            # Of what is there now, and was not then, this says so.
            if when != TimeFilter() and _is_there(ledger, noun, name):
                raise
    if only := meant_in(ledger, name):
        return _within(ledger, only, name, when)
    raise NotFound(
        f"There is no inspection, body, person, publication or key {name} in this ledger.",
        "See which there are: scrutiny inspection list",
    )


def _is_there(ledger: Ledger, noun: str, name: str) -> bool:
    with suppress(LedgerError):
        why_of(noun, ledger, None, name, TimeFilter())
        return True
    return False


def _within(ledger: Ledger, ref: str, number: str, when: TimeFilter) -> View:
    """Of a recommendation; if none has that number, of what of the inspection bears it as its ref."""
    from projections.finding.part_nouns import kind_meant, kind_of  # noqa: PLC0415  help does without

    part = kind_of(ledger, ref, number)
    try:
        view = why(ledger, ref, number, time_filter=when)
    except NotFound:
        if part is None and (cycle := ledger.inspection(ref).cycles.get(key(number))):
            return why_of("cycle", ledger, ref, cycle.ref, when)
        if part is None and (part := kind_meant(ledger, ref, number)) is None:
            raise
        return why_of(part, ledger, ref, number, when)
    if part:
        warn_if_done(
            f"{number} is a recommendation here; the other of that ref: scrutiny {part} why {ref} {number}"
        )
    return view
