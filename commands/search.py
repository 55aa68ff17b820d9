"""``scrutiny search``."""

from __future__ import annotations

from typing import Any

import click

from commands.cli.cached import search_of
from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand, Whole
from commands.cli.filtering import filtering, note_on_body
from commands.cli.helping import option
from commands.cli.narrowing import by_whom_and_when, wanted
from commands.cli.options import argument, examples
from commands.cli.read import form_of, opened, put, reading, time_filter
from projections.rows import Filters

IN_A_TABLE = 20


@click.command(
    "search",
    cls=LedgerCommand,
    epilog=examples(
        "scrutiny search governance train*",
        "scrutiny search '\"single point of contact\"' --inspection OCSAE --event judgement",
    ),
)
@argument("WORDS", nargs=-1)
@option("--inspection", metavar="REF", help="Only what was said in that inspection.")
@by_whom_and_when
@option(
    "--limit",
    type=Whole(1),
    metavar="N",
    help=f"At most N, the best of them. [default: {IN_A_TABLE} in a table, else all]",
)
@filtering
@reading
@click.pass_context
def command(
    ctx: click.Context,
    /,
    words: tuple[str, ...],
    inspection: str | None,
    filters: Filters,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
    **narrowing: Any,  # Any: whatever click made of the options above
) -> None:
    """Where all these words were said: texts, rationales, summaries, answers, reasons, notes; the best first.

    Words are found whatever their case and accents, in any order. Words in double quotes, inside those of the
    shell, have to follow one another; a word with a star is the beginning of one. All other signs are text.
    Names of bodies, people, files and topics are found, too, and come later.

    The search is for auditors, as the trail is: internal notes and restricted summaries are found. What was
    withdrawn from view is not, nor what was entered in error. Which recommendations are meant by --status,
    --made-to and the like goes by how they stood on the day asked about.
    """
    from projections.search.search import Question, search  # noqa: PLC0415  help does without SQLite

    is_read_here = form_of(format, output) == "table" and output in (None, STANDARD_OUTPUT)
    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        note_on_body(ledger, filters)
        asked, at_most = wanted(ledger, **narrowing), IN_A_TABLE if is_read_here else None
        question = Question(ledger, words, inspection, when, filters, asked, at_most)
        put(search_of(ctx, question) or search(question), format, output)
