"""``scrutiny publish``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NoReturn

import click
import orjson

from commands.cli import outputs
from commands.cli.click_types import WHOLE, LedgerCommand, confirms, location
from commands.cli.context import environment_of
from commands.cli.destinations import PUT_WHOLE
from commands.cli.errors import warn, warn_if_done
from commands.cli.options import RECEIPT
from commands.cli.passphrases import PASSPHRASE_FD, known_passphrase
from commands.cli.progress import progress
from commands.cli.read import in_order, time_filter
from commands.cli.receipts import print_receipt
from commands.cli.record import actor, recording
from commands.cli.report import read
from ledger import validation
from ledger.checks.ways import check_ways
from ledger.errors import BadInput, LedgerError
from ledger.version import VERSION
from projections.publication.again import Rebuilt, rebuild
from projections.publication.edition import OGL, Licence
from projections.publication.files.index import EXTRAS, require
from projections.publication.publish import Request, check_folder, publish


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
@click.option(
    "--output",
    required=True,
    metavar="FOLDER",
    type=PUT_WHOLE,
    help="Where the bundle goes; it replaces an older one.",
)
@click.option("--as-of", metavar="DATE", help="As things stood at the end of that day. [default: today]")
@click.option(
    "--known-at",
    metavar="TIME",
    help="By what the ledger had recorded by then. [default: all that is signed]",
)
@click.option(
    "--licence",
    metavar="NAME",
    default=OGL.name,
    help="The licence under which it may be used. [default: OGL 3.0]",
)
@click.option("--licence-url", metavar="URL", default=OGL.url, help="The address of the licence's text.")
@click.option(
    "--also",
    type=click.Choice(tuple(EXTRAS)),
    multiple=True,
    help="Write the register in this format, too; each needs an extra to be installed.",
)
@click.option(
    "--site",
    metavar="URL",
    help="The web address where the bundle will be, for whole addresses in feed and catalogue.",
)
@click.option(
    "--about",
    metavar="FILE",
    help="What you say about it, in TOML: contact, reports, what words mean. "
    "[default: as last time; an empty file ends it]",
)
@click.option(
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
    output: str,
    as_of: str | None,
    known_at: str | None,
    licence: str,
    licence_url: str,
    also: tuple[str, ...],
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
    outputs.folder(output)
    check_folder(output, location(ctx))
    if again is not None:
        if as_of or known_at or also or site is not None or about is not None:
            raise click.UsageError(
                "--again rebuilds what was published: leave out the dates, formats, site and --about.",
                ctx,
            )
        check_ways(location(ctx))
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            _print_rebuilt(rebuild(ledger, refs, again, output, Terminal()), output, format)
        return
    require(also)
    by = actor(ctx)
    # Checked before anything is made, because it is written into every page.
    request = Request(
        output,
        refs,
        Licence(validation.line(licence, "licence"), validation.address(licence_url, "address of a licence")),
        also,
        None if site is None else validation.site(site),
        None if about is None else _text_of(about),
    )
    check_ways(location(ctx))
    if confirms(ctx):
        from commands.cli.confirming import confirm_lines  # noqa: PLC0415  at a terminal only

        what = f"{', '.join(refs) or 'All inspections'}, as of {as_of or 'today'}, to {output}."
        confirm_lines(ctx, [f"By {by}, a publication that everybody may read:", what])
    with recording(ctx) as ledger:
        receipt = publish(
            ledger,
            request,
            lambda: in_order(ledger, time_filter(ledger, as_of, known_at)),
            by=by,
            passphrase=known_passphrase(passphrase_fd),
            reporter=Terminal(),
        )
        if receipt is None:
            _print(format, f"Nothing changed since the bundle in {output} was published.", changed=False)
        else:
            print_receipt(receipt, format, ledger)


def _text_of(file: str) -> str:
    """The text in the file that says something about the publication; raises BadInput."""
    try:
        return read(file, "file").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"The file {file} is not UTF-8 text.", "Save it as UTF-8.") from None


def _print_rebuilt(rebuilt: Rebuilt, output: str, format: str) -> None:
    if not rebuilt.same:
        _print_otherwise(rebuilt, output, format)
    size = rebuilt.made.size
    _print(format, f"{output} is byte for byte what was published at size {size}.", changed=True)


def _print_otherwise(rebuilt: Rebuilt, output: str, format: str) -> NoReturn:
    """Print what this version makes otherwise than the one that published; raises LedgerError."""
    made, differ = rebuilt.made, rebuilt.differ
    by = f"What was published at size {made.size} was made by version {made.version}, and this is {VERSION}"
    if differ is None:
        raise LedgerError(
            f"{by}: rebuilt in {output}, it is another bundle, because its SHA256SUMS differs.",
            "To see which files differ, rebuild it where that bundle is; "
            f"for its very bytes, with version {made.version}.",
        )
    if format == "json":
        environment_of().show(
            orjson.dumps({**_NOTHING, "changed": False, "made_by": made.version, "differ": differ}).decode()
        )
    else:
        for path, how in differ.items():
            environment_of().show(f"{how:7}  {path}")
    raise LedgerError(
        f"{by}, which makes {len(differ):,} of its files otherwise. What is in {output} was left as it is.",
        f"For its very bytes, rebuild it with version {made.version}.",
    )


_NOTHING: dict[str, object] = {"ref": None, "events": []}
"""The receipt of nothing that was recorded."""


def _print(format: str, sentence: str, *, changed: bool) -> None:
    """What was done if nothing was recorded, as a sentence or as a receipt of nothing."""
    environment_of().show(
        orjson.dumps({**_NOTHING, "changed": changed}).decode() if format == "json" else sentence
    )
