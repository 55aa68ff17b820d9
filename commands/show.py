"""``scrutiny show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.alone import no_inspection, ref_if_needed
from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.errors import warn_if_done
from commands.cli.helping import option
from commands.cli.options import NUMBER, examples
from commands.cli.read import note_on_day, opened, reading, time_filter
from ledger.errors import BadInput, NotFound

if TYPE_CHECKING:
    from ledger.ledger import Ledger
    from projections.base import TimeFilter, View


@click.command(
    "show",
    cls=LedgerCommand,
    epilog=examples("scrutiny show OCSAE 3 --as-of 2021-08-17 --against 2021-08-18", "scrutiny show E1"),
)
@ref_if_needed(no_inspection)
@NUMBER
@option("--notes", is_flag=True, help="Show the internal notes, too, which are not for publication.")
@option("--against", metavar="DATE", help="Set how it stood on that day beside how it stands.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    number: str,
    notes: bool,
    against: str | None,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """One recommendation on one page: what it asks, its status and why, and its history.

    The page is for the inspectorate: in every format it has restricted summaries, names of files and why
    judgements were returned. What the public may see is in the pages that `publish` writes.

    For NUMBER the ref of evidence, a judgement, a dispute, an answer or a report of progress will do (E1, J4,
    D1, R1, P1), or a cycle. REF may be left out if no other inspection has such a number or ref. A name by
    itself is a body, person, publication (its size) or key. With --against two days stand
    side by side: that of --as-of, or now, and the other.
    """
    from commands.cli.folds import folds  # noqa: PLC0415  help does without

    with opened(ctx, folds(environment_of(ctx))) as ledger:
        when = time_filter(ledger, as_of, known_at)
        if ref is None:
            ref = _shown_alone(ledger, None, number, when, notes, against, format, output)
            if ref is None:
                return
        try:
            _show(ledger, ref, number, when, notes, against, format, output)
        except NotFound:
            # The name of a body may have a slash.
            if next(ledger.records(inspection=ref), None) is not None:
                raise
            if _shown_alone(ledger, ref, number, when, notes, against, format, output) is not None:
                raise


def _shown_alone(
    ledger: Ledger,
    ref: str | None,
    name: str,
    when: TimeFilter,
    notes: bool,
    against: str | None,
    format: str | None,
    output: str | None,
) -> str | None:
    """Show what a name means by itself; if it is something of an inspection, say of which instead."""
    from commands.cli.knowing import put_page  # noqa: PLC0415  help does without
    from commands.cli.shown_alone import named  # noqa: PLC0415  most say where it is

    found = named(ledger, ref, name)
    if not found.noun:
        return found.ref
    if against is not None:
        raise BadInput("--against sets two days of a recommendation side by side.", "Give REF and NUMBER.")
    put_page(ledger, when, lambda at: found.page(ledger, at, notes=notes), format, output)
    return None


def _show(
    ledger: Ledger,
    ref: str,
    number: str,
    when: TimeFilter,
    notes: bool,
    against: str | None,
    format: str | None,
    output: str | None,
) -> None:
    from commands.cli.knowing import put_page  # noqa: PLC0415  help does without

    if against is None:
        put_page(ledger, when, lambda at: _page(ledger, ref, number, at, notes=notes), format, output)
        return
    from ledger import times  # noqa: PLC0415  few ask for it
    from projections.against import against as compared  # noqa: PLC0415  few ask for it

    other = times.asked_day(against)
    note_on_day(ledger, against)

    def both(at: TimeFilter) -> View:
        return compared(ledger, ref, number, at, at._replace(as_of=other))

    put_page(ledger, when, both, format, output)


def _page(ledger: Ledger, ref: str, number: str, when: TimeFilter, *, notes: bool) -> View:
    """The page of a recommendation; if none has that number, what of the inspection bears it as its ref."""
    from ledger.validation import key  # noqa: PLC0415  help does without
    from projections.show import show  # noqa: PLC0415  as above

    try:
        page = show(ledger, ref, number, time_filter=when, notes=notes)
    except NotFound:
        found = _part(ledger, ref, number, meant=True)
        if found is None and key(number) in ledger.inspection(ref).cycles:
            found = "cycle"
        if found is None:
            raise
        from projections.finding.base import Question, shown  # noqa: PLC0415  most show a recommendation
        from projections.finding.index import noun  # noqa: PLC0415

        return shown(noun(found), Question(ledger, ref, when, notes), number)
    if number[:1].isalpha() and (found := _part(ledger, ref, number)):
        # Only then can a number be the ref of something else, too.
        warn_if_done(
            f"{number} is a recommendation here; the other of that ref: scrutiny {found} show {ref} {number}"
        )
    return page


def _part(ledger: Ledger, ref: str, name: str, *, meant: bool = False) -> str | None:
    """What kind of thing bears a ref, or, if nothing does, which is meant."""
    from projections.finding.part_nouns import kind_meant, kind_of  # noqa: PLC0415  as above

    return kind_of(ledger, ref, name) or (kind_meant(ledger, ref, name) if meant else None)
