"""A preview: the bundle that would be published, written to a folder of its own, with nothing recorded.

1. Nothing is signed, so it is of what is signed already; what is not is counted.
2. Each page says that it is a preview, and preview.txt does, so that nobody takes it for published.
3. It takes the place of an earlier preview, and of no bundle that may have been published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ledger.decisions.publications import check_day
from ledger.errors import Refused
from ledger.ledger import Ledger
from ledger.times import today
from ledger.validation import so_many_events
from projections.base import TimeFilter
from projections.publication.build import content, write
from projections.publication.edition import OGL, PREVIEW_FILE
from projections.publication.existing import sums_of
from projections.publication.files import index
from projections.publication.folder import Folder
from projections.publication.owner import check_owner
from projections.publication.publish import gathered, says_the_same
from projections.publication.reporting import Reporter
from projections.publication.request import Kept, Request, with_last
from projections.publication.summary import Written, pages_of, written
from projections.publication.terms import terms


class Previewed(NamedTuple):
    """What was written, what it keeps of the last publication, and whether it says anything else."""

    written: Written
    kept: Kept
    changed: bool


def preview(
    ledger: Ledger, request: Request, times: Callable[[], TimeFilter], reporter: Reporter
) -> Previewed:
    """Write what would be published; raises Refused, NotFound, BadInput, Tampered or StorageError."""
    check_owner(Path(request.folder), ledger.store)
    _check_place(request.folder)
    kept = with_last(ledger, request)
    asked = kept.request
    when = times()
    settings = ledger.inspectorate()
    if when.as_of is not None:
        check_day(when.as_of, today(ledger.clock(), settings.time_zone))
    of = terms(
        ledger,
        asked.inspections,
        when.as_of,
        when.known_at,
        asked.licence or OGL,
        asked.also,
        None,
        asked.site,
        asked.about,
    )
    _warn_of_unsigned(ledger, of.size, reporter)
    edition = gathered(ledger, of._replace(preview=True), reporter)
    same = says_the_same(ledger, of, content(edition), same_day=when.as_of is not None)
    with Folder(request.folder) as folder:
        write(ledger, edition, folder, reporter)
        folder.finish()
        folder.put()
    paths = [path for path in folder.digests if path != PREVIEW_FILE]
    files = {**pages_of(edition.changes), **_formats(kept)}
    result = written(request.folder, paths, edition, kept.last, files)
    return Previewed(result, kept, changed=not same)


def _formats(kept: Kept) -> Mapping[str, str]:
    """The files of formats that the last publication lacked, or that this one would lack."""
    had = set(kept.last.also) if kept.last else set[str]()
    now = set(kept.request.also)
    return {index.path_of(word): "new" if word in now else "gone" for word in sorted(had ^ now) if kept.last}


def _check_place(folder: str) -> None:
    """Refuse to put a preview in the place of what may be a publication."""
    if sums_of(folder) is not None and not Path(folder, PREVIEW_FILE).is_file():
        raise Refused(
            f"{folder} has a bundle that is no preview, so it may be published: it is left alone.",
            "Choose another folder: --preview FOLDER",
        )


def _warn_of_unsigned(ledger: Ledger, size: int, reporter: Reporter) -> None:
    if left := sum(1 for _ in ledger.store.leaves(size)):
        reporter.warn(
            f"{so_many_events(left)} {'is' if left == 1 else 'are'} not signed yet and not in this preview. "
            "scrutiny publish signs before it publishes, if the key is here; to do it now: scrutiny seal"
        )
