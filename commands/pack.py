"""``scrutiny pack``."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import click
import orjson

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.helping import option
from commands.cli.options import TABLE_OR_JSON, argument
from commands.cli.outputs import put_bytes
from commands.cli.read import opened
from ledger.errors import BadInput, Refused
from ledger.validation import so_many
from projections.packs.packing import Pack, pack, sheets
from projections.publication.files.index import require_maker

_XLSX, _ODS = ".xlsx", ".ods"


@click.command(
    "pack",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny pack "Police Scotland" --output police.xlsx
  scrutiny pack "Fife Council" --output fife.ods --format json""",
)
@argument("BODY", check="known body")
@option(
    "--output",
    metavar="FILE",
    type=WRITTEN,
    required=True,
    help="The workbook to write; its name ends in .xlsx or .ods.",
)
@TABLE_OR_JSON
@click.pass_context
def command(ctx: click.Context, body: str, output: str, format: str) -> None:
    """Write a workbook in which a BODY answers, reports its progress and names its evidence.

    It has each recommendation to the body that is not closed, with what is expected and by when, and columns
    to fill in. Only what everybody may read is in it. What comes back is taken in by: scrutiny intake FILE

    The body may be given by any of its names. An .xlsx needs the extra xlsx to be installed, an .ods nothing.
    """
    ending = _ending(output)
    if ending == _XLSX:
        require_maker("xlsx", output, "Name a file that ends in .ods, which needs no package")
    with opened(ctx) as ledger:
        made = pack(ledger, body)
    with _written(made, ending) as workbook:
        data = workbook.read()
    put_bytes([data], output)
    head = made.head
    if format == "json":
        receipt = {
            "file": output,
            "body": head.body,
            "recommendations": [row.name for row in made.rows],
            "origin": head.origin,
            "events": head.events,
            "root": head.root,
            "on": head.day,
            "bytes": len(data),
            "sha256": sha256(data).hexdigest(),
        }
        environment_of(ctx).show(orjson.dumps(receipt).decode())
        return
    count = so_many(len(made.rows), "recommendation")
    environment_of(ctx).show(
        f"Packed {count} to {head.body} in {output}: {so_many(len(data), 'byte')}.\n"
        f"Of the ledger {head.origin} after {so_many(head.events, 'event')}, on {head.day}.\n"
        f"When it comes back: scrutiny intake FILE --files FOLDER"
    )


def _ending(output: str) -> str:
    ending = Path(output).suffix.lower()
    if ending not in (_XLSX, _ODS):
        raise BadInput(
            f"It cannot be told from the name {output} which kind of workbook is meant.",
            "Let the name end in .xlsx or .ods: --output FILE.xlsx",
        )
    return ending


def _written(made: Pack, ending: str) -> BinaryIO:
    head = made.head
    said = f"Prepared on {head.day}, of the ledger {head.origin} after {so_many(head.events, 'event')}."
    if ending == _ODS:
        from projections.publication.files.ods import document as ods  # noqa: PLC0415  one of the two

        return ods.write(made.name, said, made.known_at, sheets(made))
    from projections.publication.files.xlsx import document as xlsx  # noqa: PLC0415  one of the two

    try:
        return xlsx.write(made.name, said, made.known_at, sheets(made))
    except Refused as error:
        raise Refused(error.message, "Write it as .ods, which has room for it: --output FILE.ods") from error
