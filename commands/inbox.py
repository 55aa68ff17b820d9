"""``scrutiny inbox``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.ahead import AHEAD
from commands.cli.cached import inbox_of
from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand, named_person
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN, real
from commands.cli.filtering import filtering, note_on_body
from commands.cli.helping import option
from commands.cli.outputs import put_bytes
from commands.cli.read import opened, put, writing
from ledger.errors import BadInput
from ledger.validation import so_many
from projections.inbox.asked import asked
from projections.inbox.horizon import SOON, YEAR
from projections.rows import Filters

if TYPE_CHECKING:
    from commands.cli.mailing import Mailing
    from ledger.ledger import Ledger
    from projections.inbox.inbox import Waiting


@click.command(
    "inbox",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny inbox --as ann --within 60d
  scrutiny inbox OCSAE --made-to "Police Scotland" --ics police.ics""",
)
@click.argument("ref", metavar="[REF]", required=False)
@option(
    "--within",
    type=AHEAD,
    metavar="TIME",
    help="How far ahead to look for what falls due: 60d, 8w, 3m, 1y, or a last day. "
    "[default: 30d; with --ics 1y]",
)
@filtering
@writing
@option(
    "--ics",
    metavar="FILE",
    type=WRITTEN,
    help="Write the days due as a calendar, too; a later one puts it right in the program that takes it in.",
)
@option(
    "--mail",
    metavar="FOLDER",
    type=WRITTEN,
    help="Write a letter to each person and body that something waits for, too: one .eml each, to send.",
)
@option(
    "--addresses",
    metavar="FILE",
    type=click.Path(),
    help="For --mail: who has which address, in TOML: from, [people], [bodies].",
)
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    within: str | None,
    filters: Filters,
    format: str | None,
    output: str | None,
    ics: str | None,
    mail: str | None,
    addresses: str | None,
) -> None:
    """What waits for you, the oldest first: to judge, to sign off, to answer, overdue or falling due.

    It is for the person that --as, SCRUTINY_PERSON or scrutiny config names; else it shows what waits for
    anybody. What is overdue is always in it. A date that is known in part counts as its last day.

    --mail sends nothing. A body is told what everybody may read of what it has to do, and of nothing else.
    """
    _check(output, ics, mail, addresses)
    with opened(ctx) as ledger:
        note_on_body(ledger, filters)
        question = asked(
            ledger,
            named_person(ctx) or None,
            inspection=ref,
            filters=filters,
            within=(SOON if ics is None else YEAR) if within is None else within,
        )
        if ics is mail is None and (view := inbox_of(ctx, ledger, question)):
            put(view, format, output)
            return
        from projections.inbox.inbox import waiting_for  # noqa: PLC0415  who has a cache does without

        found = waiting_for(ledger, question)
        # What may be refused comes before anything is written.
        mailing = None if mail is None else _mailing(found, mail, addresses)
        if ics is not None:
            _put_calendar(ledger, found, ics)
        if mailing is not None:
            mailing.write()
            environment_of().try_to_report(mailing.said)
        if ics != STANDARD_OUTPUT or output not in (None, STANDARD_OUTPUT):
            put(found.view(), format, output)


def _check(output: str | None, ics: str | None, mail: str | None, addresses: str | None) -> None:
    if addresses is not None and mail is None:
        raise BadInput(
            "--addresses says who has which address, and no letter is asked for.", "Add --mail FOLDER."
        )
    if "" in (ics, mail):
        raise BadInput("A file or folder without a name was given.", "Name it: --ics FILE, --mail FOLDER")
    if ics and output and ics != STANDARD_OUTPUT and real(ics) == real(output):
        raise BadInput(f"--ics and --output both name {ics}.", "Name two files.")


def _mailing(found: Waiting, mail: str, addresses: str | None) -> Mailing:
    from commands.cli.mailing import Mailing, addresses_in  # noqa: PLC0415  only who wants them pays

    return Mailing(found, mail, addresses_in(addresses, found))


def _put_calendar(ledger: Ledger, found: Waiting, ics: str) -> None:
    from projections.inbox.calendar import as_calendar  # noqa: PLC0415  only who wants one pays for it

    data, days = as_calendar(ledger, found)
    put_bytes([data], ics, option="--ics")
    if ics != STANDARD_OUTPUT:
        environment_of().try_to_report(f"Wrote {so_many(days, 'day')} to the calendar {ics}.")
