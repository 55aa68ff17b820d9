"""``scrutiny publish --again``: a publication of before, or what another version makes otherwise of it."""

from __future__ import annotations

from typing import NoReturn

import orjson

from commands.cli.bundling import gathered, say, write
from commands.cli.context import environment_of
from events.publications import PublicationMade
from ledger.errors import LedgerError, Tampered
from ledger.ledger import Ledger
from ledger.version import VERSION
from projections.publication.existing import differences
from projections.publication.files.index import require
from projections.publication.folder import Folder
from projections.publication.making import SEE, terms_again


def rebuild(ledger: Ledger, refs: tuple[str, ...], size: int, output: str, format: str) -> None:
    """Make the last publication of a size anew; raises NotFound, Tampered, LedgerError or StorageError."""
    asked, made = terms_again(ledger, refs, size)
    require(asked.also)
    edition = gathered(ledger, asked)
    with Folder(output) as folder:
        write(ledger, edition, folder)
        if folder.finish() != made.sums:
            if made.version == VERSION:
                what = f"What was published at size {size} comes out otherwise now; nothing was written."
                raise Tampered(what, SEE)
            _otherwise(made, differences(output, made.sums, folder.digests), folder, output, format)
        folder.put()
    say(format, f"{output} is byte for byte what was published at size {size}.", changed=True)


def _otherwise(
    made: PublicationMade, differ: dict[str, str] | None, folder: Folder, output: str, format: str
) -> NoReturn:
    """Say what this version makes otherwise than the one that published; raises LedgerError.

    The bundle that was published is left where it lies; anywhere else the rebuilt one is put.
    """
    by = f"What was published at size {made.size} was made by version {made.version}, and this is {VERSION}"
    if differ is None:
        folder.put()
        raise LedgerError(
            f"{by}: rebuilt in {output}, it is another bundle, for its SHA256SUMS is another.",
            "To see which files differ, rebuild it where that bundle lies; "
            f"for its very bytes, with version {made.version}.",
        )
    if format == "json":
        told: dict[str, object] = {"ref": None, "events": [], "changed": False}
        environment_of().show(orjson.dumps(told | {"made_by": made.version, "differ": differ}).decode())
    else:
        for path, how in differ.items():
            environment_of().show(f"{how:7}  {path}")
    raise LedgerError(
        f"{by}, which makes {len(differ):,} of its files otherwise. What lies in {output} was left as it is.",
        f"For its very bytes, rebuild it with version {made.version}.",
    )
