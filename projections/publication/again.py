"""Publishing again: the bundle of an earlier publication, or what this version makes otherwise of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from events.publications import PublicationMade
from ledger.errors import Tampered
from ledger.ledger import Ledger
from ledger.version import VERSION
from projections.publication.build import write
from projections.publication.existing import differences
from projections.publication.files.index import require
from projections.publication.folder import Folder
from projections.publication.owner import check_owner
from projections.publication.publish import gathered
from projections.publication.reporting import Reporter
from projections.publication.terms import SEE, terms_again


class Rebuilt(NamedTuple):
    """What became of it: ``same`` if it is byte for byte what was published, and lies in the folder now.

    Else another version published it. ``differ`` says of each path how this version's bundle differs from the
    one that was published, which is in the folder and was left there; it is None if that bundle is not there:
    then this version's is there now.
    """

    made: PublicationMade
    same: bool
    differ: Mapping[str, str] | None = None


def rebuild(
    ledger: Ledger, inspections: Sequence[str], size: int, output: str, reporter: Reporter
) -> Rebuilt:
    """Make the last publication of a size anew; raises NotFound, Refused, Tampered or StorageError."""
    check_owner(Path(output), ledger.store)
    ledger.as_stamped = True
    asked, made = terms_again(ledger, inspections, size)
    require(asked.also)
    edition = gathered(ledger, asked, reporter)
    with Folder(output) as folder:
        write(ledger, edition, folder, reporter)
        if folder.finish() == made.sums:
            folder.put()
            return Rebuilt(made, same=True)
        if made.version == VERSION:
            what = f"What was published at size {size} comes out otherwise now; nothing was written."
            raise Tampered(what, SEE)
        differ = differences(output, made.sums, folder.digests)
        if differ is None:
            folder.put()
        return Rebuilt(made, same=False, differ=differ)
