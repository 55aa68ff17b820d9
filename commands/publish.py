"""``scrutiny publish``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from commands.cli import outputs
from commands.cli.bundling import gathered, say, write
from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import PUT_WHOLE
from commands.cli.errors import warn, warn_if_done
from commands.cli.options import RECEIPT
from commands.cli.passphrases import PASSPHRASE_FD, known_passphrase
from commands.cli.read import in_order, time_filter
from commands.cli.rebuilding import rebuild
from commands.cli.receipts import print_receipt
from commands.cli.record import actor, recording
from events.publications import PublicationMade
from events.recommendations import RecommendationMade
from ledger import validation as words
from ledger.checks.ways import check_ways
from ledger.decisions.base import check_entitled
from ledger.decisions.publications import MakePublication, check_day
from ledger.errors import BadInput, NotFound, Refused, StorageError, Tampered
from ledger.ledger import Ledger
from ledger.proof.text import to_base64
from ledger.recovery.restoring import is_missing
from ledger.times import today
from ledger.version import VERSION
from projections.base import nothing_yet
from projections.publication.edition import OGL, Licence, Terms
from projections.publication.existing import holds
from projections.publication.files.index import EXTRAS, require
from projections.publication.folder import Folder
from projections.publication.making import content, earlier, terms
from projections.publication.owner import check_owner


@click.command("publish", cls=LedgerCommand)
@click.argument("refs", metavar="[REF]...", nargs=-1)
@click.option(
    "--output",
    required=True,
    metavar="FOLDER",
    type=PUT_WHOLE,
    help="Where the bundle goes; an older one is replaced.",
)
@click.option("--as-of", metavar="DATE", help="As things stood at the end of that day. [default: today]")
@click.option(
    "--known-at", metavar="TIME", help="As the ledger had been told by then. [default: all that is signed]"
)
@click.option(
    "--licence", metavar="NAME", default=OGL.name, help="Under which it may be used. [default: OGL 3.0]"
)
@click.option("--licence-url", metavar="URL", default=OGL.url, help="Where the licence's text is.")
@click.option(
    "--also",
    type=click.Choice(tuple(EXTRAS)),
    multiple=True,
    help="Write the register in this format, too; each is an extra to install.",
)
@click.option(
    "--site",
    metavar="URL",
    help="The folder on the web where the bundle will lie: feed and catalogue then say whole addresses.",
)
@click.option(
    "--again",
    type=int,
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
    again: int | None,
    passphrase_fd: int | None,
    format: str,
) -> None:
    """Write a bundle that the public can read, reuse and check, of some inspections or of all.

    It says nothing that nobody signed off and names no person. The same ledger, dates and version give the
    same bytes; `git diff` of two bundles is what changed.
    """
    _check_place(output, location(ctx))
    if again is not None:
        if as_of or known_at or also or site is not None:
            raise click.UsageError(
                "--again rebuilds what was published: leave out the dates, the formats and the site.", ctx
            )
        check_ways(location(ctx))
        with environment_of(ctx).open_ledger(location(ctx)) as ledger:
            check_owner(outputs.folder(output), ledger.store)
            ledger.as_stamped = True
            rebuild(ledger, refs, again, output, format)
        return
    require(also)
    by = actor(ctx)
    # Before anything is made, for it is written into every page.
    terms_of_use = Licence(words.line(licence, "licence"), words.address(licence_url, "address of a licence"))
    on_the_web = None if site is None else words.site(site)
    check_ways(location(ctx))
    with recording(ctx) as ledger:
        check_owner(outputs.folder(output), ledger.store)
        _seal(ledger, passphrase_fd)
        _check_what_lies_there(ledger, output)
        when = in_order(ledger, time_filter(ledger, as_of, known_at))
        settings = ledger.inspectorate()
        before = len(settings.publications)
        _tell_of_site(settings.publications, on_the_web)
        # Both are decided once all is written, and nobody should have to wait for that.
        check_entitled(settings, by, MakePublication)
        if when.as_of is not None:
            check_day(when.as_of, today(ledger.clock(), settings.time_zone))
        asked = terms(ledger, refs, when.as_of, when.known_at, terms_of_use, also, output, on_the_web)
        edition = gathered(ledger, asked)
        if (
            when.as_of is not None
            and not edition.register
            and any(ledger.records(topics=[RecommendationMade.NAME]))
        ):
            warn_if_done(nothing_yet(when.as_of))
        said = content(edition)
        if _is_there(ledger, output, asked, said, same_day=as_of is not None):
            Folder(output).clear()
            say(format, f"Nothing changed since the bundle in {output} was published.", changed=False)
            return
        with Folder(output) as folder:
            write(ledger, edition, folder)
            decision = MakePublication(
                inspections=asked.inspections,
                as_of=asked.as_of,
                known_at=asked.known_at,
                size=asked.size,
                root=to_base64(asked.root),
                content=said,
                sums=folder.finish(),
                licence=asked.licence.name,
                licence_url=asked.licence.url,
                version=VERSION,
                also=asked.also,
                since=asked.after,
                site=asked.site,
                before=before,
            )
            (receipt,) = ledger.ask(decision, by=by)
            try:
                folder.put()
            except OSError as error:
                raise StorageError(
                    f"The publication is recorded (event {receipt.events[0].position}), but its bundle "
                    f"cannot be put in {output}: {error.strerror}.",
                    f"Do not publish once more; put it there: scrutiny publish --again {asked.size}",
                ) from error
        print_receipt(receipt, format, ledger)


def _tell_of_site(made: Sequence[PublicationMade], site: str | None) -> None:
    """Warn if the last one had an address and this has none: whoever follows its feed would lose it."""
    if made and made[-1].site is not None and site is None:
        warn(
            f"The last publication was for {made[-1].site}, and this says no addresses. "
            f"To keep them: --site {made[-1].site}"
        )


def _check_place(output: str, ledger: str) -> None:
    """Refuse what is no place for a bundle: nothing, and the folder of the ledger."""
    place, folder = outputs.folder(output).resolve(), Path(ledger).resolve()
    if not output.strip():
        raise BadInput("No folder was said.", "Say where the bundle goes: --output FOLDER")
    if place == folder or folder in place.parents:
        raise Refused(f"{output} lies in the ledger's own folder.", "Say another folder: --output FOLDER")


def _check_what_lies_there(ledger: Ledger, output: str) -> None:
    """Refuse to put another history, undeclared, in the place of one that was published."""
    try:
        data = (outputs.folder(output) / "checkpoint").read_bytes()[:1_000_000]
    except OSError:
        return
    if found := is_missing(ledger.store, data):
        raise Tampered(
            f"The bundle in {output} was published from {words.so_many_events(found.size)}, and "
            "this ledger has not those: "
            "it is an older copy, or another history.",
            "If it was restored, an administrator says so: scrutiny recover --restored-from WHAT --why W "
            f"--seen {output}/checkpoint",
        )


def _seal(ledger: Ledger, passphrase_fd: int | None) -> None:
    """Sign what is not signed yet, where the key is here; else tell what will not be published."""
    try:
        with ledger.store.exclusive():
            ledger.seal(known_passphrase(passphrase_fd))
    except NotFound:
        newest = ledger.store.newest_checkpoint()
        left = sum(1 for _ in ledger.store.leaves(newest[0])) if newest else 0
        if left:
            warn(
                f"{words.so_many_events(left)} {'is' if left == 1 else 'are'} not signed yet and not in this "
                "bundle. "
                "Whoever holds the key signs: scrutiny seal"
            )


def _is_there(ledger: Ledger, output: str, asked: Terms, said: str, *, same_day: bool) -> bool:
    """Whether the publication before says the same, in the same way, and lies whole in that folder."""
    before = earlier(ledger.inspectorate().publications, asked.inspections)
    if not before:
        return False
    last = before[-1]
    if same_day and last.as_of != asked.as_of:
        return False
    then = last.content, last.licence, last.licence_url, last.also, last.site, last.version
    return then == (said, *asked.licence, asked.also, asked.site, VERSION) and holds(output, last.sums)
