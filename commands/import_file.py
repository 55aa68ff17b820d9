"""``scrutiny import``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand, confirms
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.helping import option
from commands.cli.options import CONFIRMED, RESULT, asked
from commands.cli.outputs import put_bytes
from commands.cli.progress import progress
from commands.cli.receipts import warn_of_what_was_recorded
from commands.cli.record import actor, recording
from commands.cli.report import Lines, read
from commands.cli.status import ExitStatus
from ledger.errors import BadInput
from ledger.importing.base import ACCEPTED
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.importing.deciding import Tick
    from ledger.importing.mapping import Mapping
    from ledger.importing.result import Result


@click.command(
    "import",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny import register.xlsx --propose > register.toml
  scrutiny import register.xlsx --map register.toml --seen-on 2024-04-04 --dry-run
  scrutiny import --compare march.csv april.csv --map register.toml""",
)
@click.argument("file", metavar="[FILE]", required=False)
@option("--propose", is_flag=True, help="Write a mapping for it to standard output; needs no ledger.")
@option("--map", "mapping", metavar="MAP.toml", help="What says how to read it.")
@asked(
    "--seen-on",
    metavar="DATE",
    when=lambda given: bool(given.get("file") and given.get("mapping") and not given.get("propose")),
    help="The day on which the file was as it is.",
)
@option("--dry-run", is_flag=True, help="Decide everything and record nothing.")
@option(
    "--accept",
    "accepted",
    type=click.Choice(ACCEPTED),
    multiple=True,
    help="Record changes of this kind to what is known; repeat for more.",
)
@option("--problems", metavar="FILE.csv", type=WRITTEN, help="Write every problem to this file.")
@option("--partial", is_flag=True, help="Record what can be taken, and leave out the rest.")
@option(
    "--compare",
    metavar="OLD NEW",
    nargs=2,
    help="Say what a later file says otherwise than an earlier one; needs no ledger.",
)
@RESULT
@CONFIRMED
@click.pass_context
def command(
    ctx: click.Context,
    file: str | None,
    propose: bool,
    mapping: str | None,
    seen_on: str | None,
    dry_run: bool,
    accepted: tuple[str, ...],
    problems: str | None,
    partial: bool,
    compare: tuple[str, str] | None,
    format: str,
) -> None:
    """Bring in a register that was kept before the ledger: CSV, XLSX, XLS, ODS, HTML or JSON.

    A mapping says how to read it; --propose writes a first one. All rows are recorded in one request, or
    none: a row that cannot be taken is listed with its reason and what to do. The same file again records
    nothing; of a later one what is new is recorded, and what it changes only if you accept that. An
    administrator or an inspector imports. See docs/import.md.

    Exit status 4 if rows were refused and nothing was recorded, 8 if the others were (--partial).
    """
    if propose:
        _propose(file)
        return
    _spare(problems, file, mapping, *(compare or ()))
    given = _mapping(mapping)
    if compare is not None:
        if file is not None:
            raise BadInput(f"{file} is one file too many.", "Name two: --compare OLD NEW")
        result = _compared(compare, given, seen_on)
        _tell(result, format, problems, compared=True)
        return
    if file is None:
        raise BadInput("No file was named.", "Name it: scrutiny import FILE --map MAP.toml --seen-on DATE")
    if seen_on is None:
        raise BadInput(
            "It is not said when the file was as it is.", "Give the day on which it was saved: --seen-on DATE"
        )
    from ledger.importing.importing import bring_in  # noqa: PLC0415  help does without
    from ledger.importing.reading import read as read_file  # noqa: PLC0415

    by = actor(ctx)
    with recording(ctx) as ledger:
        reading = read_file(file, given, seen_on, ledger.inspectorate().vocabulary)

        def brought_in(*, dry_run: bool) -> Result:
            return bring_in(
                ledger,
                reading,
                by=by,
                accepted=accepted,
                dry_run=dry_run,
                partial=partial,
                progress=_progress,
            )

        if confirms(ctx) and not dry_run:
            _confirm(ctx, brought_in(dry_run=True), file, reading.seen_on, by)
        result = brought_in(dry_run=dry_run)
        if result.is_recorded:
            warn_of_what_was_recorded(ledger)
        _tell(result, format, problems)
    if result.refused:
        ctx.exit(ExitStatus.WITH_PROBLEMS if partial else ExitStatus.REFUSED)


def _confirm(ctx: click.Context, would: Result, file: str, seen_on: str, by: str) -> None:
    """Ask whether what an import would record is meant; nothing is asked if that is nothing."""
    if not would.recorded or (would.refused and not would.partial):
        return
    from commands.cli.confirming import confirm_lines  # noqa: PLC0415  at a terminal only

    left = f" {so_many(would.refused, 'row')} would be left out." if would.refused else ""
    counts = would.counts
    what = (
        f"{so_many(would.recorded, 'row')} of {would.rows:,}: "
        f"{so_many(counts.recommendations, 'recommendation')}, {so_many(counts.judgements, 'judgement')} and "
        f"{so_many(counts.answers, 'answer')} that are new.{left} See all of it first: --dry-run"
    )
    confirm_lines(ctx, [f"By {by}, from {file} as seen on {seen_on}:", what])


def _spare(problems: str | None, *files: str | None) -> None:
    """Raise BadInput if the list of problems would be written over what is read, or has no folder."""
    if problems and problems != STANDARD_OUTPUT and not Path(problems).resolve().parent.is_dir():
        raise BadInput(
            f"The problems cannot be written to {problems}: there is no such folder.",
            "Make it first, or name another: --problems FILE.csv",
        )
    for file in files:
        if problems and file and Path(problems).resolve() == Path(file).resolve():
            raise BadInput(
                f"The problems would be written over {file}, which is read.",
                "Name another: --problems FILE.csv",
            )


def _progress(rows: int) -> AbstractContextManager[Tick]:
    return progress("Deciding rows", rows)


def _propose(file: str | None) -> None:
    if file is None:
        raise BadInput("No file was named.", "Name it: scrutiny import FILE --propose")
    from ledger.importing.proposal import propose  # noqa: PLC0415  help does without
    from ledger.tables.reading import read_tables  # noqa: PLC0415

    put_bytes([propose(read_tables(file)).encode()], None)


def _mapping(file: str | None) -> Mapping:
    from ledger.importing.mapping import read_mapping  # noqa: PLC0415  help does without

    if file is None:
        raise BadInput(
            "It is not said how the file is to be read.",
            "Write a mapping, scrutiny import FILE --propose > MAP.toml, look it through, and give it: "
            "--map MAP.toml",
        )
    return read_mapping(read(file, "mapping"))


def _compared(files: tuple[str, str], mapping: Mapping, seen_on: str | None) -> Result:
    from ledger import times  # noqa: PLC0415  help does without
    from ledger.importing.comparing import compared  # noqa: PLC0415
    from ledger.importing.reading import read as read_file  # noqa: PLC0415
    from ledger.state.vocabulary import OURS  # noqa: PLC0415

    day = seen_on or times.today(environment_of().clock(), "UTC")
    old, new = (read_file(file, mapping, day, OURS) for file in files)
    return compared(old, new)


def _tell(result: Result, format: str, problems: str | None, *, compared: bool = False) -> None:
    """Print what came of it, and write its problems to a file."""
    import orjson  # noqa: PLC0415  help does without

    from projections.importing import problems_csv  # noqa: PLC0415

    environment = environment_of()
    if problems is not None:
        try:
            put_bytes([problems_csv(result.problems)], problems)
        except (OSError, BadInput) as error:
            if not result.is_recorded:
                raise
            why = error.message if isinstance(error, BadInput) else f"{error.strerror}."
            environment.warn(f"it is recorded, and its problems cannot be written to {problems}: {why}")
    if format == "json":
        environment.show(orjson.dumps(result.as_json()).decode())
    else:
        for line in _lines(result, compared=compared):
            environment.show(line)


def _lines(result: Result, *, compared: bool) -> Iterator[str]:
    from projections.importing import lines  # noqa: PLC0415  help does without

    wrapping = Lines(4)
    for line in lines(result, compared=compared):
        yield from wrapping.wrapped(line.text, 2 * line.level)
