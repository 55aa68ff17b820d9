"""``scrutiny publish``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import click

from commands.cli import outputs
from commands.cli.click_types import WHOLE, LedgerCommand, confirms, location
from commands.cli.context import environment_of
from commands.cli.destinations import PUT_WHOLE
from commands.cli.errors import warn, warn_if_done
from commands.cli.helping import option
from commands.cli.options import RECEIPT
from commands.cli.passphrases import PASSPHRASE_FD, known_passphrase
from commands.cli.progress import progress
from commands.cli.published import more
from commands.cli.read import in_order, time_filter
from commands.cli.rebuilt import print_nothing, print_rebuilt
from commands.cli.receipts import print_receipt
from commands.cli.record import actor, recording
from commands.cli.report import read
from ledger import validation
from ledger.checks.ways import check_ways
from ledger.errors import BadInput
from projections.publication.again import rebuild
from projections.publication.edition import OGL, Licence
from projections.publication.files.index import EXTRAS, require
from projections.publication.publish import check_folder, publish
from projections.publication.request import SITE, Kept, Request


class Terminal:
    """Reports to the person who publishes, on standard error."""

    def warn(self, sentence: str) -> None:
        """Warn at once."""
        warn(sentence)

    def warn_if_done(self, sentence: str) -> None:
        """Warn at the end, if the command succeeds."""
        warn_if_done(sentence)

    def progress(self, label: str, length: int) -> AbstractContextManager[Callable[[int], object]]:
        """A bar, on a terminal."""
        return progress(label, length)


@click.command("publish", cls=LedgerCommand)
@click.argument("refs", metavar="[REF]...", nargs=-1)
@option(
    "--output",
    metavar="FOLDER",
    type=PUT_WHOLE,
    help="Where the bundle goes; it replaces an older one.",
)
@option(
    "--preview",
    "preview_in",
    metavar="FOLDER",
    type=PUT_WHOLE,
    help="Instead of --output: write what would be published there, and record nothing.",
)
@option("--as-of", metavar="DATE", help="As things stood at the end of that day. [default: today]")
@option(
    "--known-at",
    metavar="TIME",
    help="By what the ledger had recorded by then. [default: all that is signed]",
)
@option(
    "--licence",
    metavar="NAME",
    help="The licence under which it may be used. [default: as last time, or OGL 3.0]",
)
@option("--licence-url", metavar="URL", help="The address of the licence's text.")
@option(
    "--also",
    type=click.Choice(tuple(EXTRAS)),
    multiple=True,
    help="Write the register in this format, too; each needs an extra to be installed. Later ones keep it.",
)
@option(
    "--drop",
    type=click.Choice((*EXTRAS, SITE)),
    multiple=True,
    help="End a format, or the address of --site, that the last publication had.",
)
@option(
    "--site",
    metavar="URL",
    help="The web address where the bundle will be, for whole addresses in feed and catalogue. "
    "Later ones keep it.",
)
@option(
    "--about",
    metavar="FILE",
    help="What you say about it, in TOML: contact, reports, what words mean. "
    "[default: as last time; an empty file ends it]",
)
@option(
    "--again",
    type=WHOLE,
    metavar="SIZE",
    help="Rebuild the last publication of that size (of these REFs), as it was.",
)
@PASSPHRASE_FD
@RECEIPT
@click.pass_context
def command(
    ctx: click.Context,
    refs: tuple[str, ...],
    output: str | None,
    preview_in: str | None,
    as_of: str | None,
    known_at: str | None,
    licence: str | None,
    licence_url: str | None,
    also: tuple[str, ...],
    drop: tuple[str, ...],
    site: str | None,
    about: str | None,
    again: int | None,
    passphrase_fd: int | None,
    format: str,
) -> None:
    """Write a bundle that the public can read, reuse and check, of some inspections or of all.

    A bundle shows no judgement that lacks a required sign-off, and names no person. The same ledger, dates
    and version give the same bytes, so `git diff` of two bundles shows what changed.
    """
    folder = _folder(ctx, output, preview_in)
    check_folder(folder, location(ctx))
    if again is not None:
        if preview_in is not None:
            raise click.UsageError("--again rebuilds what was published: give --output.", ctx)
        if (
            as_of
            or known_at
            or also
            or drop
            or licence
            or licence_url
            or site is not None
            or about is not None
        ):
            raise click.UsageError(
                "--again rebuilds what was published, as it was: leave out all that says how it is to be.",
                ctx,
            )
        check_ways(location(ctx))
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            print_rebuilt(rebuild(ledger, refs, again, folder, Terminal()), folder, format)
        return
    if both := sorted({*also, *([SITE] if site is not None else [])} & {*drop}):
        raise click.UsageError(f"{both[0]} is both asked for and dropped: leave out one of the two.", ctx)
    # Checked before anything is made, because it is written into every page.
    request = Request(
        folder,
        refs,
        _licence(licence, licence_url),
        also,
        None if site is None else validation.site(site),
        None if about is None else _text_of(about),
        drop,
    )
    if preview_in is not None:
        _preview(ctx, request, as_of, known_at, format)
        return
    require(also)
    by = actor(ctx)
    check_ways(location(ctx))
    with recording(ctx) as ledger:
        made = publish(
            ledger,
            request,
            lambda: in_order(ledger, time_filter(ledger, as_of, known_at)),
            by=by,
            passphrase=known_passphrase(passphrase_fd),
            reporter=Terminal(),
            confirm=partial(_confirm, ctx, by, as_of),
        )
        if made is None:
            print_nothing(
                format, f"Nothing changed since the bundle in {folder} was published.", changed=False
            )
        else:
            print_receipt(made.receipt, format, ledger, more=more(made.written, made.kept))


def _folder(ctx: click.Context, output: str | None, preview: str | None) -> str:
    """Where the bundle goes; raises UsageError unless just one of the two says it."""
    if output is not None and preview is not None:
        raise click.UsageError("--output publishes, and --preview does not: give one of them.", ctx)
    folder = output if preview is None else preview
    if folder is None:
        raise click.UsageError(
            "Missing option '--output FOLDER', where the bundle goes; to see it first: --preview FOLDER", ctx
        )
    outputs.folder(folder)
    return folder


def _licence(name: str | None, url: str | None) -> Licence | None:
    if name is None and url is None:
        return None
    return Licence(
        validation.line(OGL.name if name is None else name, "licence"),
        validation.address(OGL.url if url is None else url, "address of a licence"),
    )


def _confirm(ctx: click.Context, by: str, as_of: str | None, kept: Kept) -> None:
    """On a terminal, show what is about to be published, and ask; raises Declined."""
    if not confirms(ctx):
        return
    from commands.cli.confirming import confirm_lines  # noqa: PLC0415  at a terminal only

    asked = kept.request
    shown = [
        f"{', '.join(asked.inspections) or 'All inspections'}, as of {as_of or 'today'}, to {asked.folder}."
    ]
    if kept.kept:
        shown.append(f"It keeps from the last publication: {', '.join(kept.kept)}.")
    if kept.ended:
        shown.append(f"It has no more: {', '.join(kept.ended)}. Who uses it finds it no longer.")
    confirm_lines(ctx, [f"By {by}, a publication that everybody may read:", *shown])


def _preview(
    ctx: click.Context, request: Request, as_of: str | None, known_at: str | None, format: str
) -> None:
    from commands.cli.published import print_preview  # noqa: PLC0415  a publication does without
    from projections.publication.preview import preview  # noqa: PLC0415  as above

    require(request.also)
    check_ways(location(ctx))
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        ledger.store.hold()
        times = lambda: in_order(ledger, time_filter(ledger, as_of, known_at))  # noqa: E731  asked for later
        print_preview(preview(ledger, request, times, Terminal()), format)


def _text_of(file: str) -> str:
    """The text in the file that says something about the publication; raises BadInput."""
    try:
        return read(file, "file").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"The file {file} is not UTF-8 text.", "Save it as UTF-8.") from None
